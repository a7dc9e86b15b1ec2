package org.onecopy.storage.local;

import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;
import org.onecopy.linux.RawStat;

/** Moves without overwriting, also where the file system does not know how to in one step. */
final class Renaming {
    private Renaming() {}

    /** Moves one name. EEXIST where the target is taken. */
    static int withoutOverwriting(int source, String from, int target, String to) {
        int result = Linux.rename(source, from, target, to, Linux.RENAME_NOREPLACE);
        return result == -Errno.EINVAL || result == -Errno.ENOSYS || result == -Errno.EOPNOTSUPP
                ? linkAndUnlink(source, from, target, to)
                : result;
    }

    /** NFS and some FUSE file systems: link(2) never overwrites either. A crash between leaves both names, with one inode. */
    private static int linkAndUnlink(int source, String from, int target, String to) {
        int result = Linux.link(source, from, target, to);
        if (result == 0) {
            return Linux.unlink(source, from);
        }
        boolean cannotLink = result == -Errno.EPERM || result == -Errno.EOPNOTSUPP || result == -Errno.EMLINK;
        return cannotLink ? lookAndRename(source, from, target, to) : result;
    }

    /** Directories, and file systems without hard links: a name given by others in the moment between is overwritten. */
    private static int lookAndRename(int source, String from, int target, String to) {
        int there = Linux.stat(target, to, new RawStat());
        if (there >= 0) {
            return -Errno.EEXIST;
        }
        return there == -Errno.ENOENT ? Linux.rename(source, from, target, to, 0) : there;
    }
}
