package org.onecopy.storage;

import org.onecopy.core.TreePath;

/** Receives hints of changes. Called from a thread of the storage; must not block. */
public interface HintSink {
    /**
     * Something changed directly in a directory.
     *
     * @param settled whether a writer has just closed a file or moved one in, so that its content is likely complete
     */
    void changed(TreePath directory, boolean settled);

    /** A directory and everything below it must be looked at (a new directory, an overflow of events: the root). */
    void lookBelow(TreePath directory);
}
