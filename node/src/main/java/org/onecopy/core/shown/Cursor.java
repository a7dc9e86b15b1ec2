package org.onecopy.core.shown;

import org.onecopy.model.Version;

/**
 * Where the writer of a rule in a zone stands. One row per rule.
 *
 * @param lowWater the journal is processed up to here, but for the holes
 * @param epoch the writer's epoch that these records belong to
 * @param nextNumber the number of the next operation in this epoch
 * @param nextEntry the id of the next entry
 * @param rootIdentity the storage's identity of the tree's root at the first look (H42); empty before it
 * @param joined whether the first comparison of the tree with the storage has ended
 * @param copied whether these records are the copy of another node's, so that the storage may be ahead of them
 * @param aheadFrom where these records ended when another node's time as the writer was over; as aheadUpTo once all that lies in the
 *     storage was looked at
 * @param aheadUpTo until the low water has reached this version, the storage may show what these records do not say, because another
 *     node was the writer; NONE where the storage is known
 */
public record Cursor(
        Version lowWater,
        long epoch,
        long nextNumber,
        long nextEntry,
        String rootIdentity,
        boolean joined,
        boolean copied,
        Version aheadFrom,
        Version aheadUpTo) {
    /** Before anything. */
    public static final Cursor START =
            new Cursor(Version.NONE, 0, 1, Entry.ROOT + 1, "", false, false, Version.NONE, Version.NONE);

    /** Entry ids of each epoch that began over another node's records. */
    private static final int IDS_PER_TAKEOVER_BITS = 32;

    private static final long TAKEOVERS_MASK = (1L << 30) - 1;

    public Cursor withLowWater(Version upTo) {
        return new Cursor(upTo, epoch, nextNumber, nextEntry, rootIdentity, joined, copied, aheadFrom, aheadUpTo);
    }

    public Cursor withEpoch(long newEpoch) {
        return new Cursor(lowWater, newEpoch, 1, nextEntry, rootIdentity, joined, copied, aheadFrom, aheadUpTo);
    }

    public Cursor withNextNumber(long number) {
        return new Cursor(lowWater, epoch, number, nextEntry, rootIdentity, joined, copied, aheadFrom, aheadUpTo);
    }

    public Cursor withNextEntry(long entry) {
        return new Cursor(lowWater, epoch, nextNumber, entry, rootIdentity, joined, copied, aheadFrom, aheadUpTo);
    }

    public Cursor withRootIdentity(String identity) {
        return new Cursor(lowWater, epoch, nextNumber, nextEntry, identity, joined, copied, aheadFrom, aheadUpTo);
    }

    public Cursor withJoined(boolean nowJoined) {
        return new Cursor(
                lowWater, epoch, nextNumber, nextEntry, rootIdentity, nowJoined, copied, aheadFrom, aheadUpTo);
    }

    /** As another node keeps it. */
    public Cursor asCopy() {
        return new Cursor(lowWater, epoch, nextNumber, nextEntry, rootIdentity, joined, true, aheadFrom, aheadUpTo);
    }

    /**
     * A new writer goes on from here after another node. Entry ids begin anew, above all that the other one may have given and nobody
     * here has heard of: those name objects in the held folder.
     *
     * @param behind the last version before which these records miss nothing
     * @param latest what was agreed so far, and so may be shown already
     */
    public Cursor takenOver(Version behind, Version latest) {
        // after a forced recovery, epochs of before it may have had greater numbers
        long first = Math.max(nextEntry, ((epoch & TAKEOVERS_MASK) << IDS_PER_TAKEOVER_BITS) + Entry.ROOT + 1);
        return new Cursor(
                lowWater,
                epoch,
                nextNumber,
                first,
                rootIdentity,
                joined,
                false,
                isInherited() && behind.isAfter(aheadFrom) ? aheadFrom : behind,
                latest);
    }

    /** Everything in the storage has been looked at since another node was the writer. */
    public Cursor looked() {
        return new Cursor(lowWater, epoch, nextNumber, nextEntry, rootIdentity, joined, copied, aheadUpTo, aheadUpTo);
    }

    /** Whether something may lie in the storage that another node put there, and that was not looked at yet. */
    public boolean isInherited() {
        return aheadUpTo.isAfter(aheadFrom);
    }

    /** Whether the storage may show already what the journal says next. */
    public boolean isBehindStorage() {
        return aheadUpTo.isAfter(lowWater);
    }
}
