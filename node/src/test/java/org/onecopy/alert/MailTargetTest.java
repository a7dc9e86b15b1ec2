package org.onecopy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.TestAuthority;
import org.onecopy.alert.MailTarget.Security;
import org.onecopy.model.api.Severity;
import org.onecopy.problem.ProblemException;

/** What a real SMTP server gets, and which servers get nothing. */
final class MailTargetTest {
    private static final String HOST = "127.0.0.1";

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path shared;

    private static TestAuthority authority;
    private static Path ca;

    @TempDir
    Path directory;

    private GreenMail server;

    @BeforeAll
    static void makeCertificate() throws Exception {
        authority = TestAuthority.create("mail");
        ca = authority.writeCa(shared.resolve("ca.pem"));
        Path store = authority.writeServerStore(shared.resolve("server.p12"), PASSWORD);
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", PASSWORD);
    }

    @AfterAll
    static void forget() {
        System.clearProperty("greenmail.tls.keystore.file");
        System.clearProperty("greenmail.tls.keystore.password");
    }

    @AfterEach
    void end() {
        if (server != null) {
            server.stop();
        }
    }

    /** @param protocol {@code smtp} or {@code smtps} */
    private int start(String protocol) {
        ServerSetup setup = new ServerSetup(0, HOST, protocol);
        server = new GreenMail(setup.dynamicPort());
        server.start();
        return protocol.equals("smtp")
                ? server.getSmtp().getPort()
                : server.getSmtps().getPort();
    }

    private MailTarget target(String host, int port, Security security, Path credentials, Path ca) {
        return new MailTarget(new MailTarget.Settings(
                "duty",
                host,
                port,
                security,
                "onecopy@example.org",
                List.of("duty@example.org", "night@example.org"),
                Optional.ofNullable(credentials),
                Optional.ofNullable(ca),
                Severity.INFO));
    }

    private Path credentials(String text, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("credentials"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void sends_to_all_recipients_and_tells_the_servers_reply() throws Exception {
        int port = start("smtp");
        AlertMessage message = WebhookTargetTest.message();
        Answer answer = target(HOST, port, Security.NONE, null, null).send(message);
        assertThat(answer.outcome()).as(answer.text()).isEqualTo(Answer.Outcome.DELIVERED);
        assertThat(answer.text()).startsWith("250");
        assertThat(server.waitForIncomingEmail(5_000, 2)).isTrue();
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(server.getReceivedMessages()).hasSize(2);
        assertThat(mail.getSubject()).isEqualTo("[onecopy] began (warning): lag:photos:kyoto");
        assertThat(mail.getFrom()[0]).hasToString("onecopy@example.org");
        assertThat(mail.getAllRecipients()).hasSize(2);
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("X-Onecopy-Message"))
                .containsExactly(message.message().toString());
        assertThat(mail.getContent().toString())
                .contains("rule photos: zone kyoto is 6 m 40 s behind")
                .contains("began:    6 m 40 s, threshold 5 m 0 s")
                .contains("since:    2026-11-20T11:59:00Z (1 m 0 s)")
                .contains("onecopy alerts silence lag:photos:kyoto --for 2h");
    }

    @Test
    void encrypts_from_the_beginning_and_logs_in_with_the_files_password() throws Exception {
        int port = start("smtps");
        server.setUser("duty@example.org", "node", "right words");
        Path credentials = credentials("node\nright words\n", "rw-------");
        MailTarget target = target(HOST, port, Security.TLS, credentials, ca);
        Answer answer = target.send(WebhookTargetTest.message());
        assertThat(answer.outcome()).as(answer.text()).isEqualTo(Answer.Outcome.DELIVERED);
        assertThat(server.waitForIncomingEmail(5_000, 2)).isTrue();

        credentials("node\nwrong words\n", "rw-------");
        Answer refused = target.send(WebhookTargetTest.message());
        assertThat(refused.outcome()).isEqualTo(Answer.Outcome.LATER);
        assertThat(refused.text()).contains("refused user or password").doesNotContain("wrong words");
        assertThat(server.getReceivedMessages()).hasSize(2);
    }

    @Test
    void gives_nothing_to_a_server_whose_certificate_is_not_trusted_or_has_another_name() throws Exception {
        int port = start("smtps");
        Answer unknown = target(HOST, port, Security.TLS, null, null).send(WebhookTargetTest.message());
        assertThat(unknown.outcome()).isEqualTo(Answer.Outcome.LATER);
        assertThat(unknown.text()).contains("PKIX");
        Answer other = target("localhost", port, Security.TLS, null, ca).send(WebhookTargetTest.message());
        assertThat(other.outcome()).isEqualTo(Answer.Outcome.LATER);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void begins_plain_and_says_nothing_more_before_it_is_encrypted() throws Exception {
        try (StartTlsServer starting = new StartTlsServer(authority.server())) {
            Answer answer =
                    target(HOST, starting.port(), Security.STARTTLS, null, ca).send(WebhookTargetTest.message());
            assertThat(answer.outcome()).as(answer.text()).isEqualTo(Answer.Outcome.DELIVERED);
            assertThat(starting.plain()).hasSize(2);
            assertThat(starting.plain().get(0)).startsWith("EHLO");
            assertThat(starting.plain().get(1)).isEqualTo("STARTTLS");
            assertThat(starting.encrypted())
                    .contains("RCPT TO:<night@example.org>")
                    .anyMatch(line -> line.startsWith("Subject: [onecopy]"));
        }
        try (StartTlsServer starting = new StartTlsServer(authority.server())) {
            Answer answer =
                    target(HOST, starting.port(), Security.STARTTLS, null, null).send(WebhookTargetTest.message());
            assertThat(answer.outcome()).isEqualTo(Answer.Outcome.LATER);
            assertThat(starting.encrypted())
                    .as("its certificate is not trusted")
                    .isEmpty();
        }
    }

    @Test
    void goes_to_the_others_where_one_recipient_is_refused() throws Exception {
        try (StartTlsServer starting = new StartTlsServer(authority.server())) {
            starting.refuse("night@example.org");
            Answer answer =
                    target(HOST, starting.port(), Security.STARTTLS, null, ca).send(WebhookTargetTest.message());
            assertThat(answer.outcome()).isEqualTo(Answer.Outcome.PARTLY);
            assertThat(answer.text()).contains("refused: night@example.org").contains("550");
            assertThat(starting.encrypted()).contains("DATA");
        }
    }

    @Test
    void says_nothing_to_a_server_that_does_not_encrypt() {
        int port = start("smtp");
        Answer answer = target(HOST, port, Security.STARTTLS, null, null).send(WebhookTargetTest.message());
        assertThat(answer.outcome()).isEqualTo(Answer.Outcome.LATER);
        assertThat(answer.text()).contains("STARTTLS");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void says_when_nobody_answers() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
            port = free.getLocalPort();
        }
        Answer answer = target(HOST, port, Security.NONE, null, null).send(WebhookTargetTest.message());
        assertThat(answer.outcome()).isEqualTo(Answer.Outcome.LATER);
        assertThat(answer.text()).contains("refused");
    }

    @Test
    void takes_no_password_that_others_may_read_or_that_is_not_there() throws IOException {
        Path open = credentials("node\nright words\n", "rw----r--");
        assertThatThrownBy(() -> target(HOST, 25, Security.TLS, open, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("right words");
        Path half = credentials("node\n", "rw-------");
        assertThatThrownBy(() -> target(HOST, 25, Security.TLS, half, null))
                .hasMessageContaining("should hold 2")
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> target(HOST, 25, Security.TLS, directory.resolve("none"), null))
                .isInstanceOf(ProblemException.class);
    }
}
