package org.onecopy.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.onecopy.network.identity.ApiToken;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.IdentityFiles;
import org.onecopy.network.identity.NodeIdentity;
import org.onecopy.problem.ProblemException;

/** Makes a network's authority, its nodes' identities and the administrator's token once, and renews certificates that end soon. */
final class DemoIdentities {
    /** Directory of a node's identity, below the node's own. */
    static final String IDENTITY = "identity";

    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final Path directory;
    private final InstantSource clock;

    DemoIdentities(DemoPlace place, InstantSource clock) {
        this.directory = place.root().resolve("authority");
        this.clock = clock;
    }

    /** The certificate that clients trust. */
    Path ca() {
        return directory.resolve("network-ca.crt");
    }

    /** The administrator's token. */
    Path token() {
        return directory.resolve("admin.token");
    }

    /** What the nodes know of the token. */
    Path tokens() {
        return directory.resolve("tokens");
    }

    /** Makes what is missing. @return the network's id */
    UUID prepare(DemoPlace place, List<DemoNode> nodes) throws IOException {
        CertificateAuthority authority = authority();
        for (DemoNode node : nodes) {
            IdentityFiles files = new IdentityFiles(place.node(node.node()).resolve(IDENTITY));
            if (isDue(files)) {
                files.store(authority.newIdentity(node.node(), node.zone(), List.of(DemoNode.HOST, "localhost")));
            }
        }
        if (!Files.exists(token())) {
            ApiToken token = ApiToken.create();
            Files.writeString(tokens(), "admin " + token.digest() + "\n");
            token.store(token());
        }
        return authority.network();
    }

    private CertificateAuthority authority() {
        if (Files.exists(ca())) {
            return CertificateAuthority.load(directory, clock);
        }
        CertificateAuthority made = CertificateAuthority.create(UUID.randomUUID(), clock);
        made.store(directory);
        return made;
    }

    private boolean isDue(IdentityFiles files) {
        try {
            NodeIdentity identity = files.load(clock);
            return identity.expires().isBefore(clock.instant().plus(RENEW_BEFORE));
        } catch (ProblemException e) {
            // Missing, cut by a crash, or expired: in all cases a new one is right.
            return true;
        }
    }
}
