package org.onecopy.index;

/**
 * Where an agreed state stands in its log.
 *
 * @param format of the tables as a whole, see {@link #FORMAT}
 * @param incarnation of the log; the indexes of each begin anew
 * @param term of the last entry
 * @param index of the last entry, with or without a command; 0 before the first
 * @param lastEntry the index of the last entry with a command
 * @param hash of the state
 */
record Applied(int format, int incarnation, long term, long index, long lastEntry, StateHash hash) {
    /** The newest format that this release reads and writes (H62). */
    static final int FORMAT = 1;

    static final Applied NOTHING = new Applied(FORMAT, 0, 0, 0, 0, StateHash.NONE);

    Applied skipped(long skippedTerm, long skippedIndex) {
        return new Applied(FORMAT, incarnation, skippedTerm, skippedIndex, lastEntry, hash);
    }

    /** The same state before the first entry of a later incarnation's log. */
    Applied inIncarnation(int later) {
        return new Applied(FORMAT, later, 0, 0, 0, hash);
    }
}
