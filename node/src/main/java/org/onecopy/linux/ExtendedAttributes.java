package org.onecopy.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extended attributes of files and directories. An object is an open one, also one opened with {@link Linux#O_PATH}, or a name in an open
 * directory, which is not followed where it is a link.
 */
public final class ExtendedAttributes {
    /** Begins the names of those that are users' own. */
    public static final String USER = "user.";

    /** In which a POSIX access control list lies, as {@code linux/posix_acl_xattr.h} says. */
    public static final String ACCESS_ACL = "system.posix_acl_access";

    /** In which a directory's default list lies. */
    public static final String DEFAULT_ACL = "system.posix_acl_default";

    private static final int LIST_BYTES_MAX = 1 << 16;
    private static final int VALUE_BYTES_MAX = 1 << 16;
    private static final int NAME_BYTES_MAX = 255;

    private final String path;
    private final boolean open;

    private ExtendedAttributes(String path, boolean open) {
        this.path = path;
        this.open = open;
    }

    /** Those of an open object. */
    public static ExtendedAttributes of(int fd) {
        return new ExtendedAttributes(Linux.self(fd), true);
    }

    /** Those of a name in an open directory. */
    public static ExtendedAttributes of(int directory, String name) {
        return new ExtendedAttributes(Linux.self(directory) + "/" + name, false);
    }

    /** Their names, but for those that are not UTF-8; null where they cannot be read, or the file system has none. */
    public @Nullable List<String> names() {
        try (Scratch scratch = Scratch.lend()) {
            long at = scratch.firstPath(path);
            MemorySegment small = scratch.secondArea();
            long length = Linux.call(scratch, list(), at, small.address(), small.byteSize(), 0, 0);
            if (length != -Errno.ERANGE) {
                return length < 0 ? null : split(small, length);
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment large = arena.allocate(LIST_BYTES_MAX);
                length = Linux.call(scratch, list(), at, large.address(), LIST_BYTES_MAX, 0, 0);
                return length < 0 ? null : split(large, length);
            }
        }
    }

    private Call list() {
        return open ? Call.LISTXATTR : Call.LLISTXATTR;
    }

    private static List<String> split(MemorySegment names, long length) {
        byte[] bytes = names.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        List<String> all = new ArrayList<>();
        int begin = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 0) {
                String name = Utf8.decode(java.util.Arrays.copyOfRange(bytes, begin, at));
                if (name != null) {
                    all.add(name);
                }
                begin = at + 1;
            }
        }
        return all;
    }

    /** The value of one; null where there is none, or it cannot be read. */
    public byte @Nullable [] value(String name) {
        if (isTooLong(name)) {
            return null;
        }
        Call call = open ? Call.GETXATTR : Call.LGETXATTR;
        try (Scratch scratch = Scratch.lend();
                Arena arena = Arena.ofConfined()) {
            long at = scratch.firstPath(path);
            long named = scratch.secondPath(name);
            long size = Linux.call(scratch, call, at, named, 0, 0, 0);
            while (size >= 0 && size <= VALUE_BYTES_MAX) {
                MemorySegment into = arena.allocate(Math.max(1, size));
                long length = Linux.call(scratch, call, at, named, into.address(), size, 0);
                if (length == -Errno.ERANGE || (size == 0 && length > 0)) {
                    size = Linux.call(scratch, call, at, named, 0, 0, 0); // it has grown since
                } else {
                    return length < 0 ? null : into.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
                }
            }
            return null;
        }
    }

    /** Gives one a value, in the place of the one that it has. @return 0 or a negated {@link Errno} */
    public int set(String name, byte[] value) {
        if (!open || isTooLong(name) || value.length > VALUE_BYTES_MAX) {
            return -Errno.E2BIG;
        }
        try (Scratch scratch = Scratch.lend();
                Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, from, ValueLayout.JAVA_BYTE, 0, value.length);
            return (int) Linux.call(
                    scratch,
                    Call.SETXATTR,
                    scratch.firstPath(path),
                    scratch.secondPath(name),
                    from.address(),
                    value.length,
                    0);
        }
    }

    /** Takes one away. @return 0, also where there is none, or a negated {@link Errno} */
    public int remove(String name) {
        if (!open || isTooLong(name)) {
            return -Errno.E2BIG;
        }
        try (Scratch scratch = Scratch.lend()) {
            int result = (int)
                    Linux.call(scratch, Call.REMOVEXATTR, scratch.firstPath(path), scratch.secondPath(name), 0, 0, 0);
            return result == -Errno.ENODATA ? 0 : result;
        }
    }

    private static boolean isTooLong(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX;
    }
}
