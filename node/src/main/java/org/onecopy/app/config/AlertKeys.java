package org.onecopy.app.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.alert.AlertSettings;
import org.onecopy.alert.MailTarget;
import org.onecopy.alert.Policy;
import org.onecopy.alert.WebhookTarget;
import org.onecopy.model.ByteCount;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.Severity;

/** The keys below {@code alerts}, and what is made of them. */
final class AlertKeys {
    private static final String MAIL = "alerts.mail";
    private static final String WEBHOOKS = "alerts.webhooks";

    /** How much an alert matters, or that it is none. */
    enum Level {
        OFF,
        INFO,
        WARNING,
        ERROR
    }

    static final Key<Duration> EVERY = Key.withDefault(
            "alerts.every", KeyType.DURATION, "15s", "1m", "How often the figures for alerts are taken (1s to 10m).");
    static final Key<Duration> REPEAT = Key.withDefault(
            "alerts.repeat", KeyType.DURATION, "4h", "1d", "After which an alert that goes on is told of again.");

    /** The keys of one condition; begin and end are null where there is nothing to choose; without an end begin is both. */
    private record Of<T>(
            AlertCondition condition,
            String section,
            @Nullable Key<T> begin,
            @Nullable Key<T> end,
            Key<Duration> hold,
            Key<Level> severity,
            ToDoubleFunction<T> number) {
        Stream<Key<?>> keys() {
            return Stream.of(begin, end, hold, severity).flatMap(Stream::ofNullable);
        }

        @Nullable
        Policy read(ConfigReader reader) {
            Duration hold = reader.get(hold());
            Level level = reader.get(severity);
            T first = begin == null ? null : reader.get(begin);
            T last = end == null ? null : reader.get(end);
            // Where a value is wrong that is noted, and nothing is made of this.
            return level == null || level == Level.OFF
                    ? null
                    : new Policy(
                            Severity.valueOf(level.name()),
                            first == null ? 0 : number.applyAsDouble(first),
                            last != null ? number.applyAsDouble(last) : first == null ? 0 : number.applyAsDouble(first),
                            hold);
        }
    }

    private static final List<Of<?>> CONDITIONS = List.of(
            durations(
                    AlertCondition.LAG,
                    "lag",
                    List.of("5m", "10m", "1m", "2m", "1m", "warning"),
                    "A zone is behind by more than this, or has not reported for so long."),
            sizes(
                    AlertCondition.AT_RISK_BYTES,
                    "atRiskBytes",
                    List.of("10GiB", "100GiB", "1GiB", "2GiB", "5m", "warning"),
                    "One zone alone holds more bytes of a rule than this."),
            durations(
                    AlertCondition.AT_RISK_AGE,
                    "atRiskAge",
                    List.of("30m", "2h", "5m", "10m", "1m", "warning"),
                    "One zone alone holds a content for longer than this."),
            numbers(
                    AlertCondition.QUORUM_MARGIN,
                    "quorumMargin",
                    List.of("1", "0", "1", "2", "1m", "warning"),
                    "Fewer voters of a membership than this may still be lost before nothing can be agreed. Of three voters one may be"
                            + " lost at best, of five two."),
            fixed(
                    AlertCondition.NO_QUORUM,
                    "noQuorum",
                    "30s",
                    "error",
                    "A membership or the network's registry has no leader, so that nothing is agreed."),
            count(
                    AlertCondition.OUT_OF_REACH,
                    "outOfReach",
                    List.of("0", "10", "2m", "error"),
                    "More contents of a rule than this are held by no zone that is heard of. It ends where there are no more than this."),
            count(
                    AlertCondition.PARKED,
                    "parked",
                    List.of("0", "10", "2m", "warning"),
                    "More changes than this are parked in a zone. It ends where there are no more than this."),
            count(
                    AlertCondition.DIFFERENCES,
                    "differences",
                    List.of("0", "10", "30s", "warning"),
                    "Checks of a rule found more differences than this that nobody has mended. It ends where there are no more than this."),
            fixed(
                    AlertCondition.STORAGE_UNAVAILABLE,
                    "storage",
                    "1m",
                    "error",
                    "This node cannot use its zone's storage for a rule."),
            sizes(
                    AlertCondition.DATA_DISK,
                    "dataDisk",
                    List.of("4GiB", "3GiB", "5GiB", "8GiB", "1m", "error"),
                    "Less than this is free where this node's state is (dataDir)."),
            durations(
                    AlertCondition.CERTIFICATE,
                    "certificate",
                    List.of("14d", "10d", "15d", "30d", "1m", "warning"),
                    "The certificate of this node, or of its network's authority, ends in less than this."));

    static final Key<String> MAIL_NAME =
            Key.required(MAIL + "[].name", KeyType.NAME, "duty", "How 'onecopy alerts test --target' calls it.");
    static final Key<HostPort> MAIL_SERVER = Key.required(
            MAIL + "[].server", KeyType.ADDRESS, "smtp.example.org:587", "The SMTP server that takes the mail.");
    static final Key<MailTarget.Security> MAIL_SECURITY = Key.withDefault(
            MAIL + "[].security",
            KeyType.word(MailTarget.Security.class),
            "starttls",
            "tls",
            "How the connection is encrypted; the server's certificate and name are checked. 'none' only to a server on this machine.");
    static final Key<String> MAIL_FROM =
            Key.required(MAIL + "[].from", KeyType.MAIL_ADDRESS, "onecopy@example.org", "Who the mail is from.");
    static final Key<List<String>> MAIL_TO =
            Key.required(MAIL + "[].to", KeyType.MAIL_ADDRESSES, "duty@example.org, night@example.org", "Who gets it.");
    static final Key<Path> MAIL_CREDENTIALS = Key.optional(
            MAIL + "[].credentials",
            KeyType.PATH,
            "smtp-credentials",
            "File with user and password, a line each, readable for the node only; read again for each message.");
    static final Key<Path> MAIL_CA = Key.optional(
            MAIL + "[].ca",
            KeyType.PATH,
            "mail-ca.pem",
            "PEM file to trust instead of the authorities that Java trusts.");
    static final Key<Severity> MAIL_SEVERITY = Key.withDefault(
            MAIL + "[].severity",
            KeyType.word(Severity.class),
            "info",
            "error",
            "What matters less is not sent there.");

    static final Key<String> HOOK_NAME =
            Key.required(WEBHOOKS + "[].name", KeyType.NAME, "chat", "How 'onecopy alerts test --target' calls it.");
    static final Key<URI> HOOK_URL = Key.required(
            WEBHOOKS + "[].url",
            KeyType.HOOK,
            "https://hooks.example.org/onecopy",
            "Where messages are posted as JSON, see docs/alerts.md. Redirects are not followed.");
    static final Key<Path> HOOK_SECRET = Key.optional(
            WEBHOOKS + "[].secret",
            KeyType.PATH,
            "hook-secret",
            "File with a line that signs the messages (HMAC-SHA256), readable for the node only; read again for each message.");
    static final Key<Path> HOOK_CA = Key.optional(
            WEBHOOKS + "[].ca",
            KeyType.PATH,
            "hook-ca.pem",
            "PEM file to trust instead of the authorities that Java trusts.");
    static final Key<List<InetAddress>> HOOK_ALLOW = Key.optional(
            WEBHOOKS + "[].allow",
            KeyType.IP_ADDRESSES,
            "127.0.0.1, ::1",
            "Addresses of this machine, of its link or of a cloud's metadata service that are meant: others of these are refused. http"
                    + " is taken only to an address of this machine that stands here.");
    static final Key<Severity> HOOK_SEVERITY = Key.withDefault(
            WEBHOOKS + "[].severity",
            KeyType.word(Severity.class),
            "info",
            "error",
            "What matters less is not sent there.");

    private AlertKeys() {}

    static List<Key<?>> all() {
        List<Key<?>> all = new ArrayList<>(List.of(EVERY, REPEAT));
        CONDITIONS.forEach(condition -> condition.keys().forEach(all::add));
        all.addAll(List.of(
                MAIL_NAME,
                MAIL_SERVER,
                MAIL_SECURITY,
                MAIL_FROM,
                MAIL_TO,
                MAIL_CREDENTIALS,
                MAIL_CA,
                MAIL_SEVERITY,
                HOOK_NAME,
                HOOK_URL,
                HOOK_SECRET,
                HOOK_CA,
                HOOK_ALLOW,
                HOOK_SEVERITY));
        return all;
    }

    private static Of<Duration> durations(AlertCondition condition, String section, List<String> values, String doc) {
        return of(condition, section, KeyType.DURATION, values, doc, time -> time.toMillis() / 1000.0);
    }

    private static Of<ByteCount> sizes(AlertCondition condition, String section, List<String> values, String doc) {
        return of(condition, section, KeyType.SIZE, values, doc, ByteCount::value);
    }

    private static Of<Integer> numbers(AlertCondition condition, String section, List<String> values, String doc) {
        return of(condition, section, KeyType.number(0, 1_000_000), values, doc, Integer::doubleValue);
    }

    /** @param values begin and an example of it, end and an example, hold, severity */
    private static <T> Of<T> of(
            AlertCondition condition,
            String section,
            KeyType<T> type,
            List<String> values,
            String doc,
            ToDoubleFunction<T> number) {
        String path = "alerts." + section;
        String side = condition.badAbove() ? "At most" : "At least";
        return new Of<>(
                condition,
                section,
                Key.withDefault(path + ".begin", type, values.get(0), values.get(1), "An alert: " + doc),
                Key.withDefault(path + ".end", type, values.get(2), values.get(3), side + " this ends the alert."),
                hold(path, values.get(4)),
                severity(path, values.get(5)),
                number);
    }

    /** @param values begin and an example of it, hold, severity */
    private static Of<Integer> count(AlertCondition condition, String section, List<String> values, String doc) {
        String path = "alerts." + section;
        Key<Integer> begin = Key.withDefault(
                path + ".begin", KeyType.number(0, 1_000_000), values.get(0), values.get(1), "An alert: " + doc);
        return new Of<>(
                condition,
                section,
                begin,
                null,
                hold(path, values.get(2)),
                severity(path, values.get(3)),
                Integer::doubleValue);
    }

    private static Of<Integer> fixed(
            AlertCondition condition, String section, String hold, String severity, String doc) {
        String path = "alerts." + section;
        Key<Duration> holdKey = Key.withDefault(
                path + ".hold",
                KeyType.DURATION,
                hold,
                "3m",
                "An alert: " + doc + " It begins and ends after so long.");
        return new Of<>(condition, section, null, null, holdKey, severity(path, severity), Integer::doubleValue);
    }

    private static Key<Duration> hold(String path, String fallback) {
        return Key.withDefault(
                path + ".hold",
                KeyType.DURATION,
                fallback,
                "3m",
                "For so long before the alert begins, and before it ends.");
    }

    private static Key<Level> severity(String path, String fallback) {
        return Key.withDefault(
                path + ".severity",
                KeyType.word(Level.class),
                fallback,
                "off",
                "How much it matters; 'off': no alert.");
    }

    static AlertSettings read(ConfigReader reader) {
        Map<AlertCondition, Policy> policies = new EnumMap<>(AlertCondition.class);
        for (Of<?> condition : CONDITIONS) {
            Policy policy = condition.read(reader);
            if (policy != null) {
                policies.put(condition.condition, policy);
            }
        }
        return new AlertSettings(reader.get(EVERY), reader.get(REPEAT), policies, mail(reader), webhooks(reader));
    }

    private static List<MailTarget.Settings> mail(ConfigReader reader) {
        List<MailTarget.Settings> all = new ArrayList<>();
        for (int i = 0; i < reader.listSize(MAIL); i++) {
            String name = reader.get(MAIL_NAME, i);
            HostPort server = reader.get(MAIL_SERVER, i);
            MailTarget.Security security = reader.get(MAIL_SECURITY, i);
            String from = reader.get(MAIL_FROM, i);
            List<String> to = reader.get(MAIL_TO, i);
            var credentials = reader.find(MAIL_CREDENTIALS, i);
            var ca = reader.find(MAIL_CA, i);
            Severity severity = reader.get(MAIL_SEVERITY, i);
            boolean whole = Stream.of(name, server, from, to).noneMatch(java.util.Objects::isNull);
            if (whole) {
                all.add(new MailTarget.Settings(
                        name, server.host(), server.port(), security, from, to, credentials, ca, severity));
            }
        }
        return all;
    }

    private static List<WebhookTarget.Settings> webhooks(ConfigReader reader) {
        List<WebhookTarget.Settings> all = new ArrayList<>();
        for (int i = 0; i < reader.listSize(WEBHOOKS); i++) {
            String name = reader.get(HOOK_NAME, i);
            URI url = reader.get(HOOK_URL, i);
            var secret = reader.find(HOOK_SECRET, i);
            var ca = reader.find(HOOK_CA, i);
            List<InetAddress> allow = reader.find(HOOK_ALLOW, i).orElse(List.of());
            Severity severity = reader.get(HOOK_SEVERITY, i);
            boolean whole = Stream.of(name, url).noneMatch(java.util.Objects::isNull);
            if (whole) {
                all.add(new WebhookTarget.Settings(name, url, secret, ca, allow, severity));
            }
        }
        return all;
    }

    /** What can only be wrong with several values at once. */
    static void check(ConfigReader reader, AlertSettings alerts) {
        if (alerts.every().compareTo(Duration.ofSeconds(1)) < 0
                || alerts.every().compareTo(Duration.ofMinutes(10)) > 0) {
            reader.refuse(EVERY.path(), "from 1s to 10m");
        }
        if (alerts.repeat().compareTo(Duration.ofMinutes(1)) < 0) {
            reader.refuse(REPEAT.path(), "at least 1m");
        }
        for (Of<?> condition : CONDITIONS) {
            Policy policy = alerts.policies().get(condition.condition);
            if (policy != null && condition.end != null) {
                boolean above = condition.condition.badAbove();
                if (above ? policy.end() > policy.begin() : policy.end() < policy.begin()) {
                    reader.refuse(
                            condition.end.path(),
                            "lies beyond '" + condition.section + ".begin', where the alert begins");
                }
            }
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < alerts.mail().size(); i++) {
            checkMail(reader, alerts.mail().get(i), MAIL + "[" + i + "]", names);
        }
        for (int i = 0; i < alerts.webhooks().size(); i++) {
            checkWebhook(reader, alerts.webhooks().get(i), WEBHOOKS + "[" + i + "]", names);
        }
    }

    private static void checkMail(ConfigReader reader, MailTarget.Settings mail, String path, Set<String> names) {
        if (!names.add(mail.name())) {
            reader.refuse(path + ".name", "two targets are called '" + mail.name() + "'");
        }
        if (mail.security() == MailTarget.Security.NONE) {
            if (!isThisMachine(mail.host())) {
                reader.refuse(
                        path + ".security", "'none' only to a server on this machine, and " + mail.host() + " is not");
            }
            if (mail.credentials().isPresent()) {
                reader.refuse(path + ".credentials", "a password needs an encrypted connection");
            }
        }
    }

    private static void checkWebhook(ConfigReader reader, WebhookTarget.Settings hook, String path, Set<String> names) {
        if (!names.add(hook.name())) {
            reader.refuse(path + ".name", "two targets are called '" + hook.name() + "'");
        }
        boolean allowed = hook.allow().stream().anyMatch(InetAddress::isLoopbackAddress)
                && isThisMachine(hook.url().getHost());
        if (hook.url().getScheme().equals("http") && !allowed) {
            reader.refuse(
                    path + ".url",
                    "https, please; http only to an address of this machine that stands in 'allow', such as 127.0.0.1");
        }
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.matches("127\\.[0-9.]+") || host.matches("\\[?::1]?");
    }
}
