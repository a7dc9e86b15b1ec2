package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * A proof that zones held the same: each zone's node states that its storage held what was agreed, and signs that. Whoever has the
 * certificate of the network's authority can verify it, see {@link org.onecopy.model.CheckProof}.
 *
 * @param format {@link #FORMAT}
 * @param membership the group that agreed on the tree
 * @param check the place in the order
 * @param path of the directory that was compared; empty: the whole tree
 * @param tree the digest of the agreed tree there, in hexadecimal digits
 * @param statements one for each zone, by its name
 */
public record CheckCertificate(
        String format,
        RuleName rule,
        String membership,
        Version check,
        String path,
        String tree,
        List<Statement> statements) {
    public static final String FORMAT = "onecopy-check-certificate/1";

    public CheckCertificate {
        statements = List.copyOf(statements);
    }

    /**
     * What one zone's node states.
     *
     * @param bytes of contents that were read
     * @param timeMillis when the comparison ended, by the node's clock: milliseconds since 1970
     * @param signature by the node's key over {@link org.onecopy.model.CheckProof#text}, SHA-256 with ECDSA, in Base64
     * @param certificate of the node, and those between it and the authority's, in PEM
     */
    public record Statement(
            ZoneName zone,
            NodeId node,
            long directories,
            long files,
            long bytes,
            long timeMillis,
            String signature,
            String certificate) {}
}
