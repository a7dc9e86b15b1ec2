package org.onecopy.linux;

/** Why the kernel refused a call. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    /** Also: not for a descriptor that was opened as a path only. */
    public static final int EBADF = 9;

    /** Too long, here: an extended attribute. */
    public static final int E2BIG = 7;

    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int EXDEV = 18;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int EROFS = 30;
    public static final int EMLINK = 31;
    public static final int ERANGE = 34;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int ENOTEMPTY = 39;
    public static final int ELOOP = 40;
    /** There is no such extended attribute. */
    public static final int ENODATA = 61;

    public static final int EILSEQ = 84;
    public static final int EOPNOTSUPP = 95;
    public static final int ENOTCONN = 107;
    public static final int ESHUTDOWN = 108;
    public static final int ETIMEDOUT = 110;
    public static final int EHOSTDOWN = 112;
    public static final int ESTALE = 116;
    public static final int EDQUOT = 122;

    private Errno() {}

    /** What a number means, in words and with its symbol, for messages. */
    public static String text(int errno) {
        return switch (errno) {
            case EPERM -> "operation not permitted (EPERM)";
            case ENOENT -> "no such file or directory (ENOENT)";
            case EIO -> "input/output error (EIO)";
            case ENXIO -> "no such device or address (ENXIO)";
            case EACCES -> "permission denied (EACCES)";
            case EBUSY -> "busy (EBUSY)";
            case EEXIST -> "exists already (EEXIST)";
            case EXDEV -> "another file system (EXDEV)";
            case ENODEV -> "no such device (ENODEV)";
            case ENOTDIR -> "not a directory (ENOTDIR)";
            case EISDIR -> "is a directory (EISDIR)";
            case EINVAL -> "invalid argument (EINVAL)";
            case ENFILE -> "too many open files in the system (ENFILE)";
            case EMFILE -> "too many open files (EMFILE)";
            case EFBIG -> "file too large (EFBIG)";
            case ENOSPC -> "no space left on device (ENOSPC)";
            case EROFS -> "read-only file system (EROFS)";
            case EMLINK -> "too many links (EMLINK)";
            case ENAMETOOLONG -> "name too long (ENAMETOOLONG)";
            case ENOTEMPTY -> "directory not empty (ENOTEMPTY)";
            case ELOOP -> "symbolic link in the way (ELOOP)";
            case EILSEQ -> "invalid character (EILSEQ)";
            case EOPNOTSUPP -> "operation not supported (EOPNOTSUPP)";
            case ENOTCONN -> "file system not connected (ENOTCONN)";
            case ETIMEDOUT -> "timed out (ETIMEDOUT)";
            case EHOSTDOWN -> "host is down (EHOSTDOWN)";
            case ESTALE -> "stale file handle (ESTALE)";
            case EDQUOT -> "disk quota exceeded (EDQUOT)";
            default -> "error " + errno;
        };
    }
}
