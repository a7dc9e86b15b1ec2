package org.onecopy.core;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule may ask to travel as well ({@link Preserve}). Each part is known or not, as a mode is: a storage that keeps none of a kind
 * knows nothing of it, and from that nobody concludes anything.
 *
 * @param acl null where nothing is known
 * @param xattrs null where nothing is known, also where they are too many
 * @param replication replicas of a file; 0 where nothing is known
 * @param blockBytes block size of a file; 0 where nothing is known. It is given when a file is written and never changes
 */
public record Extras(@Nullable Acl acl, @Nullable Xattrs xattrs, int replication, long blockBytes) {
    /** Nothing known. */
    public static final Extras NONE = new Extras(null, null, 0, 0);

    /** These, where they are known, else the others'. */
    public Extras over(Extras known) {
        return this.equals(NONE)
                ? known
                : new Extras(
                        acl != null ? acl : known.acl,
                        xattrs != null ? xattrs : known.xattrs,
                        replication > 0 ? replication : known.replication,
                        blockBytes > 0 ? blockBytes : known.blockBytes);
    }

    /** Only what is of some kinds. */
    public Extras only(Set<Preserve> kinds) {
        boolean replicated = kinds.contains(Preserve.REPLICATION);
        return this.equals(NONE)
                ? this
                : new Extras(
                        kinds.contains(Preserve.ACL) ? acl : null,
                        kinds.contains(Preserve.XATTRS) ? xattrs : null,
                        replicated ? replication : 0,
                        replicated ? blockBytes : 0);
    }

    /** Whether something that both know is not the same. Block sizes are left out: nobody changes them. */
    public boolean differsFrom(Extras other) {
        return (acl != null && other.acl != null && !acl.equals(other.acl))
                || (xattrs != null && other.xattrs != null && !xattrs.equals(other.xattrs))
                || (replication > 0 && other.replication > 0 && replication != other.replication);
    }

    /** Whether the others know something worth telling of which these know nothing. */
    public boolean lacks(Extras other) {
        return (acl == null && other.acl != null && !other.acl.isEmpty())
                || (xattrs == null && other.xattrs != null && !other.xattrs.isEmpty())
                || (replication == 0 && other.replication > 0);
    }

    /** These, with what became of {@code before} when it became {@code after}. */
    public Extras changed(Extras before, Extras after) {
        return new Extras(
                changed(acl, before.acl, after.acl),
                changed(xattrs, before.xattrs, after.xattrs),
                replication == 0
                                || (before.replication > 0
                                        && after.replication > 0
                                        && after.replication != before.replication)
                        ? after.replication
                        : replication,
                blockBytes == 0 ? after.blockBytes : blockBytes);
    }

    private static @Nullable Acl changed(@Nullable Acl mine, @Nullable Acl before, @Nullable Acl after) {
        if (mine == null) {
            return after;
        }
        return before == null || after == null ? mine : mine.changed(before, after);
    }

    private static @Nullable Xattrs changed(@Nullable Xattrs mine, @Nullable Xattrs before, @Nullable Xattrs after) {
        if (mine == null) {
            return after;
        }
        return before == null || after == null ? mine : mine.changed(before, after);
    }

    /** These without a list, and without extended attributes, where nothing is agreed of such: so that what is seen there is news. */
    public Extras agreedIn(Extras agreed) {
        return new Extras(
                agreed.acl == null ? null : acl, agreed.xattrs == null ? null : xattrs, replication, blockBytes);
    }

    /** These with another access control list. */
    public Extras withAcl(@Nullable Acl other) {
        return new Extras(other, xattrs, replication, blockBytes);
    }

    /** These with another block size, where that is known. */
    public Extras withBlockBytes(long bytes) {
        return bytes == 0 ? this : new Extras(acl, xattrs, replication, bytes);
    }

    /** These without what is too much to be agreed: as if nothing were known of it. */
    public Extras taken() {
        boolean fits =
                (acl == null || acl.bytes() <= Acl.BYTES_MAX) && (xattrs == null || xattrs.bytes() <= Xattrs.BYTES_MAX);
        return fits
                ? this
                : new Extras(
                        acl == null || acl.bytes() > Acl.BYTES_MAX ? null : acl,
                        xattrs == null || xattrs.bytes() > Xattrs.BYTES_MAX ? null : xattrs,
                        replication,
                        blockBytes);
    }

    /**
     * A short text that differs where the list or the extended attributes do, the same in every process; empty where there is neither.
     */
    public String mark() {
        String text = (acl == null || acl.isEmpty() ? "" : acl.toString())
                + (xattrs == null || xattrs.isEmpty() ? "" : xattrs.toString());
        if (text.isEmpty()) {
            return "";
        }
        long mark = 0;
        for (int i = 0; i < text.length(); i++) {
            mark = (mark ^ text.charAt(i)) * 0x100000001B3L; // FNV-1a
        }
        return Long.toHexString(mark);
    }

    /** How much room they take, nearly. */
    public int bytes() {
        return (acl == null ? 0 : acl.bytes()) + (xattrs == null ? 0 : xattrs.bytes());
    }
}
