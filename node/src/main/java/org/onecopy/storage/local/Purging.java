package org.onecopy.storage.local;

import org.onecopy.linux.DirectoryReader;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;
import org.onecopy.linux.RawStat;
import org.onecopy.storage.Place;

/** Deletes an item of the working area with all below it, following no link. */
final class Purging {
    /** So many directories are open at once; what lies deeper is first moved up within the item. */
    private static final int DEPTH_MAX = 64;

    private final Layout layout;
    private final Place item;
    private int moved;

    Purging(Layout layout, Place item) {
        this.layout = layout;
        this.item = item;
    }

    void run() {
        try (Handles opened = new Handles()) {
            int parent = layout.parent(opened, item);
            if (Faults.isMissing(parent)) {
                return;
            }
            check(parent);
            String name = Layout.name(item);
            int result = Linux.unlink(parent, name);
            if (result >= 0 || Faults.isMissing(result)) {
                return;
            }
            // A directory answers EISDIR, on some file systems EPERM.
            int before;
            do {
                before = moved;
                emptyOnce(parent, name, result);
            } while (moved > before);
            result = Linux.removeDirectory(parent, name);
            check(Faults.isMissing(result) ? 0 : result);
        }
    }

    /** One round, from the first name on. What lies too deep comes up into the item meanwhile, and is for the next round. */
    private void emptyOnce(int parent, String name, int refusal) {
        try (Handles opened = new Handles()) {
            int flags = Linux.O_RDONLY | Linux.O_DIRECTORY | Linux.O_NOFOLLOW;
            int directory = opened.keep(Linux.openBeneath(parent, name, flags, 0));
            check(directory == -Errno.ENOTDIR ? refusal : directory);
            empty(directory, directory, 1);
        }
    }

    private void empty(int item, int directory, int depth) {
        allowWriting(directory);
        try (DirectoryReader reader = new DirectoryReader(directory)) {
            while (reader.next()) {
                int result = reader.unlink();
                if (result == -Errno.EISDIR || result == -Errno.EPERM) {
                    result = depth < DEPTH_MAX ? below(item, reader, depth) : moveUp(item, reader);
                }
                check(Faults.isMissing(result) ? 0 : result);
            }
            check(-reader.error());
        }
    }

    private int below(int item, DirectoryReader reader, int depth) {
        try (Handles opened = new Handles()) {
            int inner = opened.keep(reader.openDirectory());
            if (inner < 0) {
                return inner;
            }
            empty(item, inner, depth + 1);
        }
        return reader.removeDirectory();
    }

    private int moveUp(int item, DirectoryReader reader) {
        int result;
        do {
            result = reader.moveTo(item, "purge-" + moved++);
        } while (result == -Errno.EEXIST);
        return result;
    }

    /** A directory that its owner may not write can still be emptied by its owner. */
    private static void allowWriting(int directory) {
        RawStat stat = new RawStat();
        if (Linux.stat(directory, "", stat) >= 0 && (stat.permissions() & 0300) != 0300) {
            Linux.setMode(directory, stat.permissions() | 0700);
        }
    }

    private void check(int result) {
        if (result < 0) {
            throw Faults.of(result, "purge", layout.show(item));
        }
    }
}
