package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;

/**
 * Sets what differs: the time of files (never of directories), owner and group as far as the process may, permission bits. A right
 * that was refused once is not asked for again: most users may give files to no owner and to a few groups.
 */
final class AttributeWriter {
    private static final int REFUSED_MAX = 1000;
    private static final int KEPT_MODE = 01777;

    private final FileCalls calls;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private volatile @Nullable NewFiles newFiles;

    AttributeWriter(FileCalls calls) {
        this.calls = calls;
    }

    /**
     * Sets them.
     *
     * @param path of the very object that was found
     * @return whether anything may have changed
     */
    boolean write(Found is, String path, Attributes wanted) throws IOException {
        if (wanted.equals(Attributes.NONE)) {
            return false;
        }
        boolean changed = false;
        long time = Stats.millis(wanted.mtimeNanos());
        if (!is.directory() && is.mtimeMillis() != time) {
            calls.setTime(path, time); // before the mode, which may take the right away
            changed = true;
        }
        changed |= calls.setExtras(is, path, wanted.extras()); // likewise
        changed |= writeOwner(is.owner(), is.group(), path, wanted);
        boolean listed = calls.setAcl(is, path, wanted.extras(), wanted.mode() >= 0 ? wanted.mode() : is.mode());
        changed |= listed;
        if (wanted.mode() >= 0 && is.mode() >= 0 && (listed || is.mode() != (wanted.mode() & KEPT_MODE))) {
            calls.setMode(path, wanted.mode() & KEPT_MODE);
            changed = true;
        }
        return changed;
    }

    /** The owner and group of one new file are those of all that the node makes in one folder. */
    private record NewFiles(String owner, String group) {}

    /** Sets owner and group of a new file that has not been looked at, where it is known whose new files are. */
    void writeOwnerOfNew(String path, Attributes wanted) throws IOException {
        NewFiles usual = newFiles;
        if (usual != null) {
            writeOwner(usual.owner, usual.group, path, wanted);
        }
    }

    /** Remembers whose a new file is that {@link #writeOwnerOfNew} left as it was. */
    void learnOwnerOfNew(Found found) {
        if (newFiles == null) {
            newFiles = new NewFiles(found.owner(), found.group());
        }
    }

    private boolean writeOwner(String isOwner, String isGroup, String path, Attributes wanted) throws IOException {
        String owner = different(isOwner, wanted.owner(), "user ");
        String group = different(isGroup, wanted.group(), "group ");
        if (owner != null && group != null && tryToSet(path, owner, group)) {
            return true;
        }
        if (owner != null && !tryToSet(path, owner, null)) {
            refuse("user " + owner);
        }
        if (group != null && !tryToSet(path, null, group)) {
            refuse("group " + group);
        }
        return owner != null || group != null;
    }

    private @Nullable String different(String is, String wanted, String kind) {
        boolean none = is.isEmpty() || wanted.isEmpty() || is.equals(wanted) || refused.contains(kind + wanted);
        return none ? null : wanted;
    }

    private void refuse(String what) {
        if (refused.size() < REFUSED_MAX) {
            refused.add(what);
        }
    }

    private boolean tryToSet(String path, @Nullable String owner, @Nullable String group) throws IOException {
        try {
            calls.setOwner(path, owner, group);
            return true;
        } catch (IOException e) {
            if (Faults.isDenied(e)) {
                return false;
            }
            throw e;
        }
    }
}
