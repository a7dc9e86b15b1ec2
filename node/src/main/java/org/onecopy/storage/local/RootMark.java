package org.onecopy.storage.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;

/**
 * A file in {@code .onecopy} that says which tree this is, for file systems that do not say it themselves: the numbers that a mount of
 * NFS or of a file system in user space gives to its objects are those of another export too, or other ones after the next mount.
 */
final class RootMark {
    private static final String PATH = Layout.WORK.value() + "/zone";
    private static final Pattern FORM = Pattern.compile("[0-9a-f-]{36}");
    private static final int BYTES_MAX = 64;
    private static final int FOLDER_MODE = 0700;
    private static final int FILE_MODE = 0600;

    private RootMark() {}

    /** Whether a text is what a mark says. */
    static boolean isMark(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * What the mark says.
     *
     * @param root an open directory
     * @return null where there is none
     */
    static @Nullable String read(int root, String path) {
        try (Handles opened = new Handles()) {
            int fd =
                    opened.keep(Linux.openBeneath(root, PATH, Linux.O_RDONLY | Linux.O_NOFOLLOW | Linux.O_NONBLOCK, 0));
            if (Faults.isMissing(fd)) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.allocate(BYTES_MAX);
            long read = fd < 0 ? fd : Linux.read(fd, 0, bytes);
            if (read < 0) {
                throw Faults.of(read, "read", path + "/" + PATH);
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
            return isMark(text) ? text : null;
        }
    }

    /** Makes one where there is none; of several who do so at once, the first one's counts. */
    static void make(int root, String path) {
        String mark = UUID.randomUUID().toString();
        String fresh = PATH + "-" + mark;
        int result = Linux.makeDirectory(root, Layout.WORK.value(), FOLDER_MODE);
        if (result < 0 && result != -Errno.EEXIST) {
            throw Faults.of(result, "make the working area of", path);
        }
        try (Handles opened = new Handles()) {
            int flags = Linux.O_RDWR | Linux.O_CREAT | Linux.O_EXCL | Linux.O_NOFOLLOW;
            int fd = opened.keep(Linux.openBeneath(root, fresh, flags, FILE_MODE));
            ByteBuffer bytes = ByteBuffer.wrap((mark + "\n").getBytes(StandardCharsets.US_ASCII));
            long written = fd < 0 ? fd : Linux.write(fd, 0, bytes);
            if (written < 0) {
                throw Faults.of(written, "write the mark of", path);
            }
        }
        result = Renaming.withoutOverwriting(root, fresh, root, PATH);
        if (result < 0) {
            Linux.unlink(root, fresh);
        }
        if (result < 0 && result != -Errno.EEXIST) {
            throw Faults.of(result, "write the mark of", path);
        }
    }
}
