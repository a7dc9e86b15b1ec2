package org.onecopy.storage.local;

import org.onecopy.core.Attributes;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;
import org.onecopy.linux.RawStat;

/** Sets what differs: owner and group as far as the process may, permission bits, and the mtime of files (never of directories). */
final class AttributeWriter {
    private final Stats stats;

    AttributeWriter(Stats stats) {
        this.stats = stats;
    }

    /** @param fd may be opened as a path only */
    void write(int fd, Attributes wanted, String path) {
        RawStat is = new RawStat();
        int result = Linux.stat(fd, "", is);
        if (result < 0) {
            throw Faults.of(result, "look at", path);
        }
        write(fd, is, wanted, path);
    }

    /** @param is what the object is now */
    void write(int fd, RawStat is, Attributes wanted, String path) {
        // A change of owner may clear the set-uid bits, and a list has the mode within it, so the mode comes after
        // them.
        boolean owned = writeOwner(fd, is, wanted, path);
        int mode = wanted.mode() >= 0 ? wanted.mode() : is.permissions();
        boolean listed = !is.isLink() && stats.extras().write(fd, wanted.extras(), mode);
        if (wanted.mode() >= 0 && !is.isLink() && (owned || listed || is.permissions() != wanted.mode())) {
            check(Linux.setMode(fd, wanted.mode()), "set the mode of", path);
        }
        boolean known = !wanted.equals(Attributes.NONE);
        if (known && is.isFile() && is.modificationNanos() != wanted.mtimeNanos()) {
            check(Linux.setTimes(fd, is.accessNanos(), wanted.mtimeNanos()), "set the time of", path);
        }
    }

    private boolean writeOwner(int fd, RawStat is, Attributes wanted, String path) {
        int owner =
                wanted.owner().isEmpty() ? -1 : stats.users().id(wanted.owner()).orElse(-1);
        int group = wanted.group().isEmpty()
                ? -1
                : stats.groups().id(wanted.group()).orElse(-1);
        owner = owner == is.owner() ? -1 : owner;
        group = group == is.group() ? -1 : group;
        if (owner == -1 && group == -1) {
            return false;
        }
        int result = Linux.setOwner(fd, owner, group);
        if (isNotPermitted(result) && owner != -1 && group != -1) {
            // A user may give a file to another of his groups, though not to another user.
            result = Linux.setOwner(fd, -1, group);
        }
        if (isNotPermitted(result)) {
            return false;
        }
        check(result, "set the owner of", path);
        return true;
    }

    private static boolean isNotPermitted(int result) {
        return result == -Errno.EPERM || result == -Errno.EINVAL || result == -Errno.EOPNOTSUPP;
    }

    private static void check(int result, String doing, String path) {
        if (result < 0) {
            throw Faults.of(result, doing, path);
        }
    }
}
