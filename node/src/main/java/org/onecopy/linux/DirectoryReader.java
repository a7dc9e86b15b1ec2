package org.onecopy.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads the raw names of an open directory (not of one opened with O_PATH), without {@code .} and {@code ..}. For one thread. */
public final class DirectoryReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 15;
    private static final int NAME = 19;

    private final int fd;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    private int filled;
    private int next;
    private int at;
    private int error;

    /** @param fd stays the caller's to close */
    public DirectoryReader(int fd) {
        this.fd = fd;
    }

    /** Goes to the next name. @return false at the end, or where {@link #error} is not 0 */
    public boolean next() {
        while (true) {
            if (next >= filled) {
                try (Scratch scratch = Scratch.lend()) {
                    filled = (int) Linux.call(scratch, Call.GETDENTS, fd, buffer.address(), BUFFER_BYTES, 0, 0);
                }
                next = 0;
                if (filled <= 0) {
                    error = Math.max(0, -filled);
                    return false;
                }
            }
            at = next;
            next += Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 16L));
            if (!isDots()) {
                return true;
            }
        }
    }

    private boolean isDots() {
        if (byteAt(0) != '.') {
            return false;
        }
        return byteAt(1) == 0 || (byteAt(1) == '.' && byteAt(2) == 0);
    }

    private byte byteAt(int index) {
        return buffer.get(ValueLayout.JAVA_BYTE, at + NAME + (long) index);
    }

    /** Why reading ended early, or 0. */
    public int error() {
        return error;
    }

    /** Whether the current name is a directory's, or the file system does not say. */
    public boolean mayBeDirectory() {
        byte type = buffer.get(ValueLayout.JAVA_BYTE, at + 18L);
        return type == 4 || type == 0;
    }

    /** The current name, as the file system has it. */
    public byte[] name() {
        int length = 0;
        while (byteAt(length) != 0) {
            length++;
        }
        byte[] name = new byte[length];
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, at + NAME, name, 0, length);
        return name;
    }

    /** Looks at the current name, never through a symbolic link. */
    public int stat(RawStat into) {
        try (Scratch scratch = Scratch.lend()) {
            return Linux.stat(scratch, fd, nameAddress(), into);
        }
    }

    /** Removes the current name, of anything but a directory. */
    public int unlink() {
        return withName(Call.UNLINKAT, 0);
    }

    /** Removes the current name, of an empty directory. */
    public int removeDirectory() {
        return withName(Call.UNLINKAT, 0x200);
    }

    /** Opens the directory of the current name for reading, never through a symbolic link. */
    public int openDirectory() {
        int flags = Linux.O_RDONLY | Linux.O_DIRECTORY | Linux.O_NOFOLLOW | Linux.O_CLOEXEC;
        return withName(Call.OPENAT, flags);
    }

    /** Opens the object of the current name as a path only, a link itself. */
    public int openPath() {
        return withName(Call.OPENAT, Linux.O_PATH | Linux.O_NOFOLLOW | Linux.O_CLOEXEC);
    }

    /** Moves the object of the current name, without overwriting. */
    public int moveTo(int directory, String name) {
        try (Scratch scratch = Scratch.lend()) {
            long to = scratch.secondPath(name);
            return (int) Linux.call(scratch, Call.RENAMEAT2, fd, nameAddress(), directory, to, Linux.RENAME_NOREPLACE);
        }
    }

    private int withName(Call call, int flags) {
        try (Scratch scratch = Scratch.lend()) {
            return (int) Linux.call(scratch, call, fd, nameAddress(), flags, 0, 0);
        }
    }

    private long nameAddress() {
        return buffer.address() + at + NAME;
    }

    @Override
    public void close() {
        arena.close();
    }
}
