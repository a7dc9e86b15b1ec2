package org.onecopy.core.shown;

import org.onecopy.model.Version;

/**
 * A reconcile under way: how far the comparison of the agreed tree with the storage is. One row per rule, none where none is under way.
 *
 * @param begun what was agreed up to here is compared as a whole; what was agreed later comes by the journal
 * @param followed the journal is followed up to here, as far as the comparison goes
 * @param position of the records' pass: the file last looked at, as a packed number
 * @param done files and links compared so far
 * @param total files and links in the agreed tree when it began
 * @param sinceMillis the node's clock when it began
 */
public record Reconciling(
        Version begun, Version followed, Phase phase, long position, long done, long total, long sinceMillis) {
    /** What is compared, in this order. */
    public enum Phase {
        /** The agreed tree, directory by directory. */
        TREE,
        /** The local records, for what is agreed to be gone. */
        RECORDS,
        /** Files that announce others, because all others are shown now. */
        MARKERS,
        /** What was agreed meanwhile. */
        JOURNAL
    }

    public Reconciling in(Phase newPhase) {
        return new Reconciling(begun, followed, newPhase, 0, done, total, sinceMillis);
    }

    public Reconciling followedTo(Version upTo) {
        return new Reconciling(begun, upTo, phase, position, done, total, sinceMillis);
    }

    public Reconciling at(long newPosition) {
        return new Reconciling(begun, followed, phase, newPosition, done, total, sinceMillis);
    }

    public Reconciling plusDone(long more) {
        return new Reconciling(begun, followed, phase, position, done + more, total, sinceMillis);
    }
}
