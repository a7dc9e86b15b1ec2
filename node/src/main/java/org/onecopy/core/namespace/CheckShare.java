package org.onecopy.core.namespace;

import org.onecopy.model.NodeId;

/**
 * What one zone has done of a check, as its writer last reported.
 *
 * @param node that compares; it keeps the differences
 * @param done whether nothing is left to be compared
 * @param counts so far
 * @param tree the digest of the agreed tree at the check's place in the order, as this node computed it, in hexadecimal digits; empty
 *     where it did not see that place, because it was not running then
 * @param timeMillis the node's clock at the report
 * @param signature over the zone's statement, in Base64, where it is done; else empty
 * @param certificate of the node that signed, in PEM; else empty
 */
public record CheckShare(
        NodeId node, boolean done, Counts counts, String tree, long timeMillis, String signature, String certificate) {

    /**
     * What was compared, and what differs.
     *
     * @param bytes of contents that were read
     */
    public record Counts(
            long directories,
            long files,
            long bytes,
            long missing,
            long extra,
            long content,
            long attributes,
            long inFlux,
            long unreadable) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** All that is not as it is agreed, or could not be found out. */
        public long differences() {
            return missing + extra + content + attributes + inFlux + unreadable;
        }

        /** Both together. */
        public Counts plus(Counts more) {
            return new Counts(
                    directories + more.directories,
                    files + more.files,
                    bytes + more.bytes,
                    missing + more.missing,
                    extra + more.extra,
                    content + more.content,
                    attributes + more.attributes,
                    inFlux + more.inFlux,
                    unreadable + more.unreadable);
        }
    }
}
