package org.onecopy.network.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NodeIdentityTest {
    private static final NodeId NODE = new NodeId("berlin-1");
    private static final ZoneName ZONE = new ZoneName("berlin");
    private static final UUID NETWORK = UUID.randomUUID();

    private final Instant now = Instant.now();
    private final InstantSource clock = InstantSource.fixed(now);
    private final CertificateAuthority authority = CertificateAuthority.create(NETWORK, clock);

    @TempDir
    Path directory;

    private NodeIdentity identity() {
        return authority.newIdentity(NODE, ZONE, List.of("localhost", "127.0.0.1", "::1"));
    }

    @Test
    void names_network_zone_and_node_in_the_certificate() {
        X509Certificate certificate = identity().certificate();
        assertThat(identity().peerOf(certificate)).isEqualTo(new NodeName(NETWORK, ZONE, NODE));
        assertThat(NodeName.uris(certificate)).containsExactly("onecopy://" + NETWORK + "/zone/berlin/node/berlin-1");
        assertThat(certificate.getNotAfter().toInstant())
                .isBetween(now.plus(Duration.ofDays(89)), now.plus(Duration.ofDays(90)));
    }

    @Test
    void is_trusted_until_the_first_of_its_certificates_ends() {
        NodeIdentity identity = authority.newIdentity(NODE, ZONE, List.of("localhost"));
        Instant authoritys = identity.authority().getNotAfter().toInstant();
        assertThat(identity.expires()).isBefore(authoritys);
        assertThat(identity.trustedUntil()).isEqualTo(identity.expires());
        NodeIdentity longer = new NodeIdentity(
                NODE, ZONE, NETWORK, List.of(identity.authority()), identity.key(), identity.certificate());
        assertThat(longer.trustedUntil()).as("the authority's ends first").isEqualTo(identity.expires());
    }

    @Test
    void refuses_a_node_of_another_network() {
        X509Certificate foreign = CertificateAuthority.create(UUID.randomUUID(), clock)
                .newIdentity(NODE, ZONE, List.of("localhost"))
                .certificate();
        assertThatThrownBy(() -> identity().peerOf(foreign))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("belongs to network");
        assertThatThrownBy(() -> identity().peerOf(authority.certificate())).hasMessageContaining("names no node");
    }

    @Test
    void comes_back_from_disk_as_it_was_stored() throws IOException {
        NodeIdentity made = identity();
        new IdentityFiles(directory).store(made);
        assertThat(new IdentityFiles(directory).load(clock)).isEqualTo(made);
        assertThat(rights("node.key")).isEqualTo("rw-------");
        assertThat(rights("node.crt")).isEqualTo("rw-r--r--");
        authority.store(directory);
        assertThat(rights("network-ca.key")).isEqualTo("rw-------");
        CertificateAuthority again = CertificateAuthority.load(directory, clock);
        assertThat(again.network()).isEqualTo(NETWORK);
        assertThat(again.newIdentity(NODE, ZONE, List.of("localhost")).authority())
                .isEqualTo(authority.certificate());
    }

    private String rights(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }

    @Test
    void says_which_file_is_missing_and_what_to_do() throws IOException {
        new IdentityFiles(directory).store(identity());
        Files.delete(directory.resolve("node.key"));
        assertInvalid(clock, "node.key is missing", "induct this node again");
    }

    @Test
    void says_which_file_cannot_be_read() throws IOException {
        new IdentityFiles(directory).store(identity());
        Files.writeString(directory.resolve("node.crt"), "no certificate");
        assertInvalid(clock, "node.crt");
    }

    @Test
    void says_that_a_certificate_is_expired_or_not_yet_valid() {
        new IdentityFiles(directory).store(identity());
        assertInvalid(InstantSource.fixed(now.plus(Duration.ofDays(91))), "node.crt expired at", "correct the clock");
        assertInvalid(InstantSource.fixed(now.minus(Duration.ofDays(2))), "node.crt is not valid before");
    }

    @Test
    void says_that_a_certificate_is_of_another_authority() {
        new IdentityFiles(directory).store(identity());
        PemFiles.write(
                directory.resolve("network-ca.crt"),
                List.of(CertificateAuthority.create(NETWORK, clock).certificate()),
                false);
        assertInvalid(clock, "node.crt was issued by another authority", "network-ca.crt");
    }

    @Test
    void says_that_the_key_is_not_the_certificates() throws IOException {
        new IdentityFiles(directory).store(identity());
        new IdentityFiles(directory.resolve("other")).store(identity());
        Files.copy(
                directory.resolve("other/node.key"),
                directory.resolve("node.key"),
                StandardCopyOption.REPLACE_EXISTING);
        assertInvalid(clock, "node.key is not the key of the certificate in", "node.crt");
    }

    private void assertInvalid(InstantSource clock, String... parts) {
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> new IdentityFiles(directory).load(clock));
        assertThat(problem.code()).isEqualTo(ProblemCode.CERTIFICATE_INVALID);
        assertThat(problem.getMessage()).contains(parts);
    }

    @Test
    void speaks_only_to_nodes_of_its_own_network() throws Exception {
        NodeTls server = new NodeTls(identity());
        assertThat(greet(server, new NodeTls(identity()), null)).isEqualTo("TLSv1.3 berlin-1");
        NodeTls foreign = new NodeTls(
                CertificateAuthority.create(NETWORK, clock).newIdentity(NODE, ZONE, List.of("localhost", "127.0.0.1")));
        assertThatThrownBy(() -> greet(server, foreign, null)).isInstanceOf(CompletionException.class);
        assertThatThrownBy(() -> greet(foreign, server, null)).isInstanceOf(CompletionException.class);
        assertThatThrownBy(() -> greet(server, new NodeTls(identity()), "TLSv1.2"))
                .isInstanceOf(CompletionException.class);
    }

    @Test
    void shows_a_renewed_certificate_to_new_connections() throws Exception {
        NodeTls server = new NodeTls(identity());
        NodeIdentity renewed = identity();
        server.replace(renewed);
        assertThat(server.identity()).isEqualTo(renewed);
        assertThat(server.keyManager().getCertificateChain("node"))
                .as("with the authority's, for those who know its pin alone")
                .containsExactly(renewed.certificate(), renewed.authority());
        assertThat(greet(server, new NodeTls(identity()), null)).isEqualTo("TLSv1.3 berlin-1");
        assertThatThrownBy(() -> server.replace(authority.newIdentity(new NodeId("other"), ZONE, List.of("localhost"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** One connection; answers with the protocol and the node that the server saw. */
    private static String greet(NodeTls server, NodeTls client, String clientProtocol) throws IOException {
        try (SSLServerSocket listening =
                (SSLServerSocket) server.context().getServerSocketFactory().createServerSocket(0)) {
            listening.setSSLParameters(server.betweenNodes());
            CompletableFuture<String> seen =
                    CompletableFuture.supplyAsync(() -> accept(listening, server), Thread::startVirtualThread);
            CompletableFuture<Void> said = CompletableFuture.runAsync(
                    () -> say(client, listening.getLocalPort(), clientProtocol), Thread::startVirtualThread);
            said.exceptionally(e -> null).join();
            String answer = seen.join();
            said.join();
            return answer;
        }
    }

    private static String accept(SSLServerSocket listening, NodeTls server) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.getOutputStream().write(socket.getInputStream().read());
            X509Certificate peer = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return socket.getSession().getProtocol() + " "
                    + server.identity().peerOf(peer).node();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static void say(NodeTls client, int port, String protocol) {
        try (SSLSocket socket = (SSLSocket) client.context().getSocketFactory().createSocket("127.0.0.1", port)) {
            SSLParameters parameters = client.betweenNodes();
            if (protocol != null) {
                parameters.setProtocols(new String[] {protocol});
            }
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write(1);
            if (socket.getInputStream().read() != 1) {
                throw new IOException("no answer");
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
