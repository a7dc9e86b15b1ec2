package org.onecopy.index;

/**
 * Where an agreed state stands in its log.
 *
 * @param format of the tables as a whole, see {@link #FORMAT}
 * @param incarnation of the log; the indexes of each go on where the survivors of the one before knew it to end
 * @param term of the last entry
 * @param index of the last entry, with or without a command; 0 before the first
 * @param lastEntry the index of the last entry with a command
 * @param hash of the state
 */
record Applied(int format, int incarnation, long term, long index, long lastEntry, StateHash hash) {
    /** The newest format that this release reads and writes (H62). */
    static final int FORMAT = 1;

    Applied skipped(long skippedTerm, long skippedIndex) {
        return new Applied(FORMAT, incarnation, skippedTerm, skippedIndex, lastEntry, hash);
    }

    /** Before the first entry of an incarnation's log. */
    static Applied nothing(int incarnation) {
        return new Applied(FORMAT, incarnation, 0, 0, 0, StateHash.NONE);
    }

    /**
     * The same state at the beginning of a later incarnation's log, which takes the place of an entry: so whoever has no more than the old
     * log is behind it.
     */
    Applied inIncarnation(int later) {
        return new Applied(FORMAT, later, term + 1, index + 1, lastEntry, hash);
    }
}
