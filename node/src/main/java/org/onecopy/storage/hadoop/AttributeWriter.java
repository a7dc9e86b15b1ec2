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

    AttributeWriter(FileCalls calls) {
        this.calls = calls;
    }

    /** @param path of the very object that was found */
    void write(Found is, String path, Attributes wanted) throws IOException {
        if (wanted.equals(Attributes.NONE)) {
            return;
        }
        long time = Stats.millis(wanted.mtimeNanos());
        if (!is.directory() && is.mtimeMillis() != time) {
            calls.setTime(path, time); // before the mode, which may take the right away
        }
        writeOwner(is, path, wanted);
        if (wanted.mode() >= 0 && is.mode() >= 0 && is.mode() != (wanted.mode() & KEPT_MODE)) {
            calls.setMode(path, wanted.mode() & KEPT_MODE);
        }
    }

    private void writeOwner(Found is, String path, Attributes wanted) throws IOException {
        String owner = different(is.owner(), wanted.owner(), "user ");
        String group = different(is.group(), wanted.group(), "group ");
        if (owner != null && group != null && tryToSet(path, owner, group)) {
            return;
        }
        if (owner != null && !tryToSet(path, owner, null)) {
            refuse("user " + owner);
        }
        if (group != null && !tryToSet(path, null, group)) {
            refuse("group " + group);
        }
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
