package org.onecopy.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.problem.ProblemException;
import org.onecopy.transfer.ContentSourceFake.Item;

/** Who may ask for contents, and what the server says to requests that our client would not make. */
@Timeout(60)
class ContentAccessTest {
    private static final int CUT_OFF = -1;

    @TempDir
    Path directory;

    private final TestAuthority authority = new TestAuthority();
    private final AtomicBoolean admits = new AtomicBoolean(true);
    private final AtomicBoolean mayRead = new AtomicBoolean(true);
    private ContentSourceFake source;
    private ContentServer server;
    private Item item;
    private HttpClient browser;

    private final PeerAccess access = new PeerAccess() {
        @Override
        public boolean admits(List<X509Certificate> chain) {
            assertThat(chain.getFirst().getSubjectX500Principal().getName()).isEqualTo("CN=client");
            return admits.get();
        }

        @Override
        public int incarnation() {
            return 3;
        }

        @Override
        public boolean mayRead(List<X509Certificate> chain, RuleId rule) {
            return mayRead.get();
        }
    };

    @BeforeEach
    void start() throws Exception {
        source = new ContentSourceFake(directory);
        item = source.add("0123456789".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        server = new ContentServer(
                TestExchange.serverSettings(0), authority.node("server"), access, source, List.of(new Echo()));
        server.start();
        ClientConnector connector = new ClientConnector();
        SslContextFactory.Client tls = new SslContextFactory.Client();
        tls.setSslContext(authority.node("client"));
        tls.setEndpointIdentificationAlgorithm("");
        connector.setSslContextFactory(tls);
        browser = new HttpClient(new HttpClientTransportOverHTTP(connector));
        browser.start();
    }

    @AfterEach
    void stop() throws Exception {
        browser.stop();
        server.close();
    }

    /** Stands for a later exchange between nodes. */
    private static final class Echo extends Handler.Abstract {
        @Override
        public boolean handle(org.eclipse.jetty.server.Request request, Response response, Callback callback) {
            if (!request.getHttpURI().getPath().equals("/echo")) {
                return false;
            }
            response.write(true, ByteBuffer.wrap(new byte[] {'e'}), callback);
            return true;
        }
    }

    private String endpoint() {
        return "127.0.0.1:" + server.port();
    }

    private Request request(String path) {
        return browser.newRequest("https://" + endpoint() + path);
    }

    private ContentResponse range(String range) throws Exception {
        return request(path()).headers(headers -> headers.put("Range", range)).send();
    }

    private String path() {
        return "/content/" + Wire.text(item.key());
    }

    private ProblemException refusedWith(SSLContext context, Predicate<List<X509Certificate>> peers) {
        try (ContentClient client = new ContentClient(ContentClient.Settings.DEFAULT, context, peers);
                FileStage stage = new FileStage(directory.resolve("staged"), 10)) {
            return catchThrowableOfType(
                    ProblemException.class,
                    () -> client.fetch(endpoint(), item.key(), item.content(), stage, FetchProgress.NONE));
        }
    }

    @Test
    @DisplayName("H54: whoever has a certificate of the network hears of recoveries, also who was taken out of it")
    void says_the_incarnation_with_every_answer_and_every_refusal() throws Exception {
        assertThat(request(path()).send().getHeaders().get(ContentServer.INCARNATION_HEADER))
                .isEqualTo("3");
        admits.set(false);
        ContentResponse refused = request("/incarnation").send();
        assertThat(refused.getStatus()).isEqualTo(403);
        assertThat(refused.getHeaders().get(ContentServer.INCARNATION_HEADER)).isEqualTo("3");
    }

    @Test
    void serves_ranges() throws Exception {
        assertThat(request(path()).send().getContentAsString()).isEqualTo("0123456789");
        ContentResponse part = range("bytes=2-4");
        assertThat(part.getStatus()).isEqualTo(206);
        assertThat(part.getContentAsString()).isEqualTo("234");
        assertThat(part.getHeaders().get("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(range("bytes=7-").getContentAsString()).isEqualTo("789");
        assertThat(range("bytes=-2").getContentAsString()).isEqualTo("89");
        assertThat(range("bytes=-20").getContentAsString()).isEqualTo("0123456789");
        assertThat(range("bytes=8-100").getContentAsString()).isEqualTo("89");
    }

    @Test
    void refuses_ranges_that_make_no_sense() throws Exception {
        ContentResponse beyond = range("bytes=10-");
        assertThat(beyond.getStatus()).isEqualTo(416);
        assertThat(beyond.getHeaders().get("Content-Range")).isEqualTo("bytes */10");
        assertThat(range("bytes=-0").getStatus()).isEqualTo(416);
        for (String bad : List.of(
                "bytes=0-1,3-4",
                "bytes=4-2",
                "bytes=-",
                "bytes=x-2",
                "lines=1-2",
                "bytes=1",
                "bytes=--2",
                "bytes=9999999999999999999-")) {
            assertThat(range(bad).getStatus()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void refuses_paths_that_name_no_content() throws Exception {
        for (String path : List.of(
                "/content/7",
                "/content/7/1.1",
                "/content/x/1.1/1.2",
                "/content/7/1.1/1.2/../../../etc",
                "/content/7/1.1/1.2/chunks/chunks",
                "/content/-7/1.1/1.2",
                "/content/7/1.1/" + "1".repeat(200))) {
            assertThat(request(path).send().getStatus()).as(path).isIn(400, 404);
        }
        assertThat(request("/content/7/%2e%2e/1.2").send().getStatus()).isIn(400, 404);
        assertThat(request(path()).method("PUT").send().getStatus()).isEqualTo(400);
        assertThat(request("/").send().getStatus()).isEqualTo(404);
    }

    @Test
    void refuses_bundles_that_are_too_large_or_no_list() throws Exception {
        String key = Wire.text(item.key()) + "\n";
        assertThat(bundle(key.repeat(500))).isEqualTo(200);
        assertThat(bundle(key.repeat(501))).isEqualTo(400);
        assertThat(bundle("x".repeat(70_000))).isIn(400, CUT_OFF);
        assertThat(bundle("7/1.1\n")).isEqualTo(400);
        assertThat(request("/contents").send().getStatus()).isEqualTo(400);
    }

    /** @return the answer's status, or {@link #CUT_OFF}: a refusal before all of the body was read ends the connection */
    private int bundle(String body) throws Exception {
        try {
            return request("/contents")
                    .method("POST")
                    .headers(headers -> headers.put("Connection", "close"))
                    .body(new StringRequestContent(body))
                    .send()
                    .getStatus();
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(org.eclipse.jetty.io.EofException.class);
            return CUT_OFF;
        }
    }

    @Test
    void refuses_a_client_of_another_authority_and_a_client_without_certificate() {
        TestAuthority other = new TestAuthority();
        assertThat(refusedWith(authority.nodeSignedBy(other, "client"), chain -> true)
                        .code())
                .isEqualTo(ProblemCode.ZONE_UNREACHABLE);
        assertThat(refusedWith(authority.nobody(), chain -> true).code()).isEqualTo(ProblemCode.ZONE_UNREACHABLE);
        assertThat(source.bytesRead()).isEqualTo(0);
    }

    @Test
    void client_refuses_a_server_of_another_authority() {
        TestAuthority other = new TestAuthority();
        assertThat(refusedWith(other.nodeSignedBy(authority, "client"), chain -> true)
                        .code())
                .isEqualTo(ProblemCode.ZONE_UNREACHABLE);
    }

    @Test
    void client_refuses_a_server_that_is_no_node() {
        ProblemException problem = refusedWith(
                authority.node("client"),
                chain -> !chain.getFirst().getSubjectX500Principal().getName().equals("CN=server"));
        assertThat(problem.code()).isEqualTo(ProblemCode.ZONE_UNREACHABLE);
        assertThat(problem).hasMessageContaining("CN=server");
        assertThat(source.bytesRead()).isZero();
    }

    @Test
    void refuses_peers_that_were_revoked_also_on_open_connections() throws Exception {
        assertThat(request("/echo").send().getContentAsString()).isEqualTo("e");
        admits.set(false);
        assertThat(request("/echo").send().getStatus()).isEqualTo(403);
        assertThat(refusedWith(authority.node("client"), chain -> true).code()).isEqualTo(ProblemCode.FORBIDDEN);
    }

    @Test
    void refuses_rules_that_the_peer_is_no_member_of() throws Exception {
        mayRead.set(false);
        assertThat(refusedWith(authority.node("client"), chain -> true).code()).isEqualTo(ProblemCode.FORBIDDEN);
        ContentResponse bundle = request("/contents")
                .method("POST")
                .body(new StringRequestContent(Wire.text(item.key())))
                .send();
        assertThat(ByteBuffer.wrap(bundle.getContent()).getInt(4)).isEqualTo(403);
        assertThat(bundle.getContent()).hasSize(12);
    }

    @Test
    void uses_a_new_certificate_while_it_runs() {
        TestAuthority next = new TestAuthority();
        server.use(next.node("server"));
        assertThat(refusedWith(next.node("client"), chain -> true)).isNull();
        assertThat(refusedWith(authority.node("client"), chain -> true).code()).isEqualTo(ProblemCode.ZONE_UNREACHABLE);
    }

    @Test
    void says_when_the_port_is_taken() {
        ContentServer second = new ContentServer(
                TestExchange.serverSettings(server.port()), authority.node("server"), access, source, List.of());
        assertThatThrownBy(second::start)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.ADDRESS_IN_USE));
    }
}
