package org.onecopy.network.induction;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.JoinAnswer;
import org.onecopy.model.api.JoinRequest;
import org.onecopy.model.api.Problem;
import org.onecopy.network.identity.Fingerprints;
import org.onecopy.network.identity.NodeName;
import org.onecopy.network.identity.NodeTls;
import org.onecopy.problem.ProblemException;

/** Asks the nodes named in a ticket to be admitted. Believes only a node whose certificate the ticket's authority issued. */
public final class InductionClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ANSWER_LENGTH_MAX = 64 * 1024;

    private final TicketText ticket;

    public InductionClient(TicketText ticket) {
        this.ticket = ticket;
    }

    /**
     * Asks one after the other, as long as none can be reached.
     *
     * @throws ProblemException with the code of the refusal, or {@code ZONE_UNREACHABLE}
     */
    public JoinAnswer join(JoinRequest request) {
        StringBuilder tried = new StringBuilder();
        for (String admin : ticket.admins()) {
            try {
                return ask(URI.create("https://" + admin + "/api/v1/network/join"), request);
            } catch (IOException e) {
                tried.append(tried.isEmpty() ? "" : "; ")
                        .append(admin)
                        .append(": ")
                        .append(e.getMessage() == null ? e.toString() : e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProblemException(ProblemCode.OUTCOME_UNKNOWN, "interrupted while waiting for an answer", e);
            }
        }
        throw new ProblemException(
                ProblemCode.ZONE_UNREACHABLE,
                "none of the nodes that the ticket names can be reached (" + tried
                        + "): check the network and firewalls, then use the same ticket again");
    }

    private JoinAnswer ask(URI url, JoinRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(pinned())
                .build()) {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(url)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(
                                    ApiJson.strict().writeValueAsBytes(request)))
                            .build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), ANSWER_LENGTH_MAX));
            if (response.statusCode() == 200) {
                return ApiJson.lenient().readValue(response.body(), JoinAnswer.class);
            }
            throw problem(url, response);
        }
    }

    private static ProblemException problem(URI url, HttpResponse<byte[]> response) throws IOException {
        try {
            Problem problem = ApiJson.lenient().readValue(response.body(), Problem.class);
            ProblemCode code =
                    ProblemCode.valueOf(problem.code().toUpperCase(Locale.ROOT).replace('-', '_'));
            return new ProblemException(code, url.getAuthority() + ": " + problem.detail());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException("answers with status " + response.statusCode() + ", and not as a node does", e);
        }
    }

    private SSLContext pinned() {
        try {
            SSLContext context = SSLContext.getInstance(NodeTls.PROTOCOL);
            context.init(null, new TrustManager[] {new Pinned()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trusts nodes of the ticket's network: the chain ends with the authority whose key is pinned, and it issued the node's own. */
    private final class Pinned extends X509ExtendedTrustManager {
        private void check(X509Certificate[] chain) throws CertificateException {
            X509Certificate authority = Arrays.stream(chain)
                    .filter(certificate ->
                            Fingerprints.pin(certificate.getPublicKey()).equals(ticket.pin()))
                    .findFirst()
                    .orElseThrow(() -> new CertificateException(
                            "who answers does not belong to the network of the ticket: somebody else listens there, or the ticket is"
                                    + " of another network"));
            chain[0].checkValidity();
            try {
                chain[0].verify(authority.getPublicKey());
                if (!NodeName.of(chain[0]).network().equals(ticket.network())) {
                    throw new CertificateException("who answers is a node of another network");
                }
            } catch (ProblemException | GeneralSecurityException e) {
                throw new CertificateException("who answers is no node of the network of the ticket", e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
