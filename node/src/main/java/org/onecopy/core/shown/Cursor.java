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
 */
public record Cursor(
        Version lowWater, long epoch, long nextNumber, long nextEntry, String rootIdentity, boolean joined) {
    /** Before anything. */
    public static final Cursor START = new Cursor(Version.NONE, 0, 1, Entry.ROOT + 1, "", false);

    public Cursor withLowWater(Version upTo) {
        return new Cursor(upTo, epoch, nextNumber, nextEntry, rootIdentity, joined);
    }

    public Cursor withEpoch(long newEpoch) {
        return new Cursor(lowWater, newEpoch, 1, nextEntry, rootIdentity, joined);
    }

    public Cursor withNextNumber(long number) {
        return new Cursor(lowWater, epoch, number, nextEntry, rootIdentity, joined);
    }

    public Cursor withNextEntry(long entry) {
        return new Cursor(lowWater, epoch, nextNumber, entry, rootIdentity, joined);
    }

    public Cursor withRootIdentity(String identity) {
        return new Cursor(lowWater, epoch, nextNumber, nextEntry, identity, joined);
    }

    public Cursor withJoined(boolean nowJoined) {
        return new Cursor(lowWater, epoch, nextNumber, nextEntry, rootIdentity, nowJoined);
    }
}
