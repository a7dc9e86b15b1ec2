package org.onecopy.storage.local;

import static org.onecopy.linux.Errno.EACCES;
import static org.onecopy.linux.Errno.EDQUOT;
import static org.onecopy.linux.Errno.EHOSTDOWN;
import static org.onecopy.linux.Errno.EILSEQ;
import static org.onecopy.linux.Errno.EINVAL;
import static org.onecopy.linux.Errno.ELOOP;
import static org.onecopy.linux.Errno.EMFILE;
import static org.onecopy.linux.Errno.ENAMETOOLONG;
import static org.onecopy.linux.Errno.ENFILE;
import static org.onecopy.linux.Errno.ENODEV;
import static org.onecopy.linux.Errno.ENOENT;
import static org.onecopy.linux.Errno.ENOSPC;
import static org.onecopy.linux.Errno.ENOTCONN;
import static org.onecopy.linux.Errno.ENOTDIR;
import static org.onecopy.linux.Errno.ENXIO;
import static org.onecopy.linux.Errno.EPERM;
import static org.onecopy.linux.Errno.EROFS;
import static org.onecopy.linux.Errno.ESHUTDOWN;
import static org.onecopy.linux.Errno.ESTALE;
import static org.onecopy.linux.Errno.ETIMEDOUT;
import static org.onecopy.linux.Errno.EXDEV;

import org.onecopy.linux.Errno;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;

/** What the kernel refused, as problems that say what to do. */
final class Faults {
    private Faults() {}

    /** Whether a refusal means that there is nothing at the name: a link in the way is never followed. */
    static boolean isMissing(long result) {
        return result == -ENOENT || result == -ENOTDIR || result == -ELOOP;
    }

    /**
     * A refusal of something that gives no name.
     *
     * @param result the negated errno
     * @param doing what was tried, to follow "cannot"
     */
    static StorageException of(long result, String doing, String path) {
        return of(result, doing, path, false);
    }

    /** A refusal of something that gives an object this name: then EINVAL is the file system's word for an illegal name. */
    static StorageException ofNaming(long result, String doing, String path) {
        return of(result, doing, path, true);
    }

    private static StorageException of(long result, String doing, String path, boolean naming) {
        int errno = (int) -result;
        ProblemCode code = naming && errno == EINVAL ? ProblemCode.STORAGE_NAME_ILLEGAL : code(errno);
        String message = "cannot %s %s: %s; %s".formatted(doing, path, Errno.text(errno), remedy(errno, code));
        return new StorageException(code, message, null);
    }

    private static ProblemCode code(int errno) {
        return switch (errno) {
            case EACCES, EPERM, EROFS -> ProblemCode.STORAGE_DENIED;
            case ENOSPC, EDQUOT -> ProblemCode.STORAGE_NO_SPACE;
            case ENAMETOOLONG, EILSEQ -> ProblemCode.STORAGE_NAME_ILLEGAL;
            case ESTALE, ENODEV, ENXIO, ENOTCONN, ESHUTDOWN, ETIMEDOUT, EHOSTDOWN -> ProblemCode.STORAGE_UNAVAILABLE;
            default -> ProblemCode.STORAGE_FAILED;
        };
    }

    private static String remedy(int errno, ProblemCode code) {
        return switch (errno) {
            case EPERM -> "give the node's user the right, and see whether the file is immutable (lsattr)";
            case EACCES -> "give the node's user the right on it and on the directories above";
            case EROFS -> "mount the file system for writing";
            case ENOSPC -> "free space or inodes on this file system";
            case EDQUOT -> "raise the quota or free space";
            case EMFILE, ENFILE -> "raise the limit on open files";
            case EXDEV -> "replicate what is mounted there by a rule of its own";
            default ->
                switch (code) {
                    case STORAGE_NAME_ILLEGAL -> "rename it to what this file system can hold";
                    case STORAGE_UNAVAILABLE -> "see whether the file system is mounted and reachable";
                    default -> "see the system's log (dmesg)";
                };
        };
    }

    /** Something that Onecopy does not replicate has the name that a step needs. */
    static StorageException taken(String doing, String path) {
        return new StorageException(
                ProblemCode.STORAGE_FAILED,
                "cannot %s %s: a pipe, device, socket or link with a text that is not UTF-8 has this name; rename or remove it"
                        .formatted(doing, path),
                null);
    }
}
