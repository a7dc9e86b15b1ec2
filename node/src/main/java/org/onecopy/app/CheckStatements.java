package org.onecopy.app;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.CheckRow;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.model.CheckProof;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckCertificate;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.NodeIdentity;

/** What zones state of checks, signed by their nodes. */
final class CheckStatements {
    private CheckStatements() {}

    /** A share that is done, signed where there is something to state: every content read, nothing that differs, and the tree known. */
    static CheckShare signed(
            CheckShare share,
            RuleName rule,
            UUID membership,
            Version check,
            CheckRow row,
            ZoneName zone,
            NodeIdentity identity) {
        if (!row.digests() || share.counts().differences() > 0 || share.tree().isEmpty()) {
            return share;
        }
        String chain = identity.chain().stream().map(CertificateAuthority::pem).collect(Collectors.joining());
        CheckCertificate.Statement statement = statement(zone, share, "", chain);
        CheckCertificate proof = proof(rule, membership, check, row.path(), share.tree(), List.of(statement));
        String signature = CheckProof.sign(CheckProof.text(proof, statement), identity.key());
        return new CheckShare(
                share.node(), share.done(), share.counts(), share.tree(), share.timeMillis(), signature, chain);
    }

    /** The proof of a check; null where it shows nothing of the kind, or not yet. */
    static @Nullable CheckCertificate certificate(RuleName rule, UUID membership, Version check, CheckRow row) {
        List<CheckCertificate.Statement> statements = new ArrayList<>();
        String tree = null;
        for (var entry : row.shares().entrySet()) {
            CheckShare share = entry.getValue();
            if (share == null || share.signature().isEmpty() || (tree != null && !tree.equals(share.tree()))) {
                return null;
            }
            tree = share.tree();
            statements.add(statement(entry.getKey(), share, share.signature(), share.certificate()));
        }
        return tree == null ? null : proof(rule, membership, check, row.path(), tree, statements);
    }

    private static CheckCertificate.Statement statement(
            ZoneName zone, CheckShare share, String signature, String certificate) {
        return new CheckCertificate.Statement(
                zone,
                share.node(),
                share.counts().directories(),
                share.counts().files(),
                share.counts().bytes(),
                share.timeMillis(),
                signature,
                certificate);
    }

    private static CheckCertificate proof(
            RuleName rule,
            UUID membership,
            Version check,
            String path,
            String tree,
            List<CheckCertificate.Statement> statements) {
        return new CheckCertificate(
                CheckCertificate.FORMAT, rule, membership.toString(), check, path, tree, statements);
    }
}
