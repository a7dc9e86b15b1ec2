package org.onecopy.alert;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.api.Severity;
import org.onecopy.problem.ProblemException;

/** Sends messages by SMTP (RFC 5321), encrypted with a check of the server's certificate and name. */
public final class MailTarget implements Target {
    private static final String PATIENCE_MILLIS = "10000";
    private static final String CREDENTIALS = "the user and the password, a line each";

    private final Settings settings;
    private final SSLContext tls;

    /** How the connection is encrypted. */
    public enum Security {
        /** It begins plain and is encrypted before anything else is said; a server that cannot is refused. */
        STARTTLS,
        /** Encrypted from the beginning. */
        TLS,
        /** Not at all: only to a server on the same machine. */
        NONE
    }

    /**
     * Who gets mail, and by which server.
     *
     * @param credentials file with user and password
     * @param ca certificates to trust instead of those that Java trusts
     */
    public record Settings(
            String name,
            String host,
            int port,
            Security security,
            String from,
            List<String> to,
            Optional<Path> credentials,
            Optional<Path> ca,
            Severity severity) {
        public Settings {
            to = List.copyOf(to);
        }
    }

    /** @throws ProblemException {@code CONFIG_INVALID} where a file cannot be used */
    public MailTarget(Settings settings) {
        this.settings = settings;
        tls = TrustFile.context(settings.ca);
        settings.credentials.ifPresent(file -> SecretFile.lines(file, 2, CREDENTIALS));
    }

    @Override
    public String name() {
        return settings.name;
    }

    @Override
    public String kind() {
        return "mail";
    }

    @Override
    public Severity severity() {
        return settings.severity;
    }

    @Override
    public Answer send(AlertMessage message) {
        Session session = Session.getInstance(properties());
        try (Transport transport = session.getTransport("smtp")) {
            connect(transport);
            MimeMessage mail = mail(session, message);
            Address[] to = mail.getAllRecipients();
            transport.sendMessage(mail, to);
            return new Answer(Answer.Outcome.DELIVERED, reply(transport, "accepted"));
        } catch (SendFailedException e) {
            return partly(e);
        } catch (AuthenticationFailedException e) {
            return new Answer(Answer.Outcome.LATER, "the server refused user or password: " + e.getMessage());
        } catch (MessagingException e) {
            return new Answer(Answer.Outcome.LATER, reason(e));
        } catch (ProblemException e) {
            return new Answer(Answer.Outcome.LATER, Objects.toString(e.getMessage(), ""));
        }
    }

    private void connect(Transport transport) throws MessagingException {
        String user = null;
        String password = null;
        if (settings.credentials.isPresent()) {
            List<String> lines = SecretFile.lines(settings.credentials.get(), 2, CREDENTIALS);
            user = lines.get(0);
            password = lines.get(1);
        }
        transport.connect(settings.host, settings.port, user, password);
    }

    private static String reply(Transport transport, String fallback) {
        String reply = transport instanceof SMTPTransport smtp ? smtp.getLastServerResponse() : null;
        return reply == null ? fallback : reply;
    }

    private static Answer partly(SendFailedException e) {
        int sent = count(e.getValidSentAddresses());
        String refused = addresses(e.getInvalidAddresses()) + addresses(e.getValidUnsentAddresses());
        String text = "refused:" + refused + " (" + reason(e) + ")";
        boolean permanent = e instanceof SMTPSendFailedException failed && failed.getReturnCode() >= 500;
        Answer.Outcome none = permanent ? Answer.Outcome.NEVER : Answer.Outcome.LATER;
        return new Answer(sent > 0 ? Answer.Outcome.PARTLY : none, text);
    }

    private static int count(Address @Nullable [] addresses) {
        return addresses == null ? 0 : addresses.length;
    }

    private static String addresses(Address @Nullable [] addresses) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count(addresses); i++) {
            text.append(' ').append(Objects.requireNonNull(addresses)[i]);
        }
        return text.toString();
    }

    /** The message with those that caused it: the outer ones seldom say much. */
    private static String reason(MessagingException e) {
        StringBuilder text = new StringBuilder(Objects.toString(e.getMessage(), e.toString()));
        Exception next = e.getNextException();
        for (Throwable cause = next == null ? e.getCause() : next; cause != null; cause = cause.getCause()) {
            text.append("; ").append(cause.getMessage());
        }
        return text.toString();
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.timeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.writetimeout", PATIENCE_MILLIS);
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.auth", Boolean.toString(settings.credentials.isPresent()));
        properties.put("mail.smtp.starttls.enable", Boolean.toString(settings.security == Security.STARTTLS));
        properties.put("mail.smtp.starttls.required", Boolean.toString(settings.security == Security.STARTTLS));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.security == Security.TLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        return properties;
    }

    private MimeMessage mail(Session session, AlertMessage message) throws MessagingException {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(settings.from, true));
        for (String to : settings.to) {
            mail.addRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
        }
        mail.setSubject(message.subject(), StandardCharsets.UTF_8.name());
        mail.setText(message.body(), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(message.at()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Onecopy-Message", message.message().toString());
        if (message.alert() != null) {
            mail.setHeader("X-Onecopy-Alert", message.alert());
        }
        mail.saveChanges();
        return mail;
    }
}
