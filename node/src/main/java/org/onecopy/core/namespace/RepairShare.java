package org.onecopy.core.namespace;

import org.onecopy.model.NodeId;

/**
 * What one zone has done of a repair, as its writer last reported.
 *
 * @param node that mends; it keeps the reasons of what it could not mend
 * @param done whether nothing is left to be done
 * @param counts so far
 * @param sinceMillis the node's clock when it began
 * @param timeMillis the node's clock at the report
 * @param trouble what keeps it from going on, for people; empty where nothing does
 */
public record RepairShare(NodeId node, boolean done, Counts counts, long sinceMillis, long timeMillis, String trouble) {

    /**
     * What was mended.
     *
     * @param total findings to be mended
     * @param mended findings that are, or turned out to have come right by themselves
     * @param left findings that could not be mended, or were left to users
     * @param files that were brought
     * @param bytes of these
     * @param trashed objects that went to the trash
     * @param proposed findings that were proposed as changes of the zone
     */
    public record Counts(long total, long mended, long left, long files, long bytes, long trashed, long proposed) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

        /** Findings of which nothing more will be done. */
        public long over() {
            return mended + left;
        }

        /** Both together. */
        public Counts plus(Counts more) {
            return new Counts(
                    total + more.total,
                    mended + more.mended,
                    left + more.left,
                    files + more.files,
                    bytes + more.bytes,
                    trashed + more.trashed,
                    proposed + more.proposed);
        }
    }
}
