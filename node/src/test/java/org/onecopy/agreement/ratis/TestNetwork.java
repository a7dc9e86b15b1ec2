package org.onecopy.agreement.ratis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.onecopy.agreement.LinkSecurity;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.NodeTls;

/** A network whose nodes all live on this machine. */
final class TestNetwork {
    /** As LAN, but elections are quicker, for tests that wait for them. */
    static final RatisSettings.Profile QUICK = new RatisSettings.Profile(
            Duration.ofMillis(400),
            Duration.ofMillis(800),
            Duration.ofMillis(1500),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5));

    final CertificateAuthority authority = CertificateAuthority.create(UUID.randomUUID(), InstantSource.system());

    LinkSecurity security(NodeId node) {
        NodeTls tls = tls(node);
        return new LinkSecurity(
                tls.keyManager(),
                tls.trustManager(),
                certificate -> tls.identity().peerOf(certificate).node(),
                peer -> true);
    }

    NodeTls tls(NodeId node) {
        return new NodeTls(
                authority.newIdentity(node, new ZoneName("zone-" + node), List.of("localhost", "127.0.0.1")));
    }

    static RatisSettings settings(Path directory, int port) {
        return RatisSettings.of(directory, "127.0.0.1", port, QUICK);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
