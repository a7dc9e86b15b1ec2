package org.onecopy.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.audit.AuditOffice;
import org.onecopy.model.NodeId;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;
import org.onecopy.people.MemoryRegistry;
import org.onecopy.people.MovableClock;
import org.onecopy.people.PeopleOffice;

/** A real admin server over a {@link FakeNode}, and what a client needs to reach it. */
public final class AdminFixture implements AutoCloseable {
    public static final String TOKEN = "a-token-for-tests";

    public final FakeNode node = new FakeNode();
    public final MemoryRegistry registry = new MemoryRegistry();
    public final MovableClock clock = new MovableClock();
    public final FakeAlerts alerts = new FakeAlerts();
    public final PeopleOffice people;
    public final AuditOffice audit;
    public final EventLog events;
    public final Metrics metrics = new Metrics();
    public final AdminServer server;
    public final Path ca;
    public final Path token;

    public AdminFixture(Path directory) {
        try {
            TestAuthority authority = TestAuthority.create("test");
            Files.createDirectories(directory);
            ca = authority.writeCa(directory.resolve("ca.pem"));
            token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
            Path tokens = Files.writeString(
                    directory.resolve("tokens"), "# who\n\n" + AccessTokens.line("admin", TOKEN) + "\n");
            events = EventLog.open(directory.resolve("events"), new NodeId("oslo-1"), Clock.systemUTC());
            people = new PeopleOffice(AccessTokens.read(tokens), registry, clock, clock::nanos);
            audit = new AuditOffice(
                    new NodeId("oslo-1"), directory.resolve("audit"), registry, clock, clock::nanos, events);
            server =
                    AdminServer.start("127.0.0.1", 0, authority.server(), people, node, alerts, audit, events, metrics);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + server.port());
    }

    /** What a plain HTTP client needs to trust this server. */
    public SSLContext clientTls() {
        try (InputStream in = Files.newInputStream(ca)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public AdminClient client() {
        return AdminClient.of(new AdminEndpoint(url(), ca, token), Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        events.close();
        server.close();
        audit.close();
        metrics.close();
    }
}
