package org.onecopy.console.shell;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.stage.FileChooser;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.connect.Saved;
import org.onecopy.console.rules.RulePlan;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.ApiJson;
import org.onecopy.model.CheckProof;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckCertificate;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.RuleView;

/** Consistency checks: beginning, ending, proving. */
final class CheckActs {
    private static final String ZONE = "zone-";

    private CheckActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.of(
                        "check.start", "Check a rule…", "fth-check-square", Menu.RULES, context -> start(desk, context))
                .withKey("Shortcut+K")
                .connected()
                .asCli(context -> "onecopy check start " + rule(context), "check start")
                .asRest("POST /api/v1/rules/{rule}/checks", "{\"depth\":\"digest\"}"));
        commands.add(Command.on(
                        CheckView.class,
                        "check.cancel",
                        "Cancel the check",
                        "fth-x-circle",
                        Menu.RULES,
                        context -> cancel(desk, context))
                .onlyWhen(context -> context.selected(CheckView.class)
                        .map(check -> check.state() == CheckState.RUNNING || check.state() == CheckState.INCOMPLETE)
                        .orElse(false))
                .asCli(context -> "onecopy check cancel " + which(context), "check cancel")
                .asRest("DELETE /api/v1/rules/{rule}/checks/{check}"));
        commands.add(Command.on(
                        CheckView.class,
                        "check.certificate",
                        "Save the certificate…",
                        "fth-award",
                        Menu.RULES,
                        context -> save(desk, context))
                .onlyWhen(context -> context.selected(CheckView.class)
                        .map(CheckView::certifiable)
                        .orElse(false))
                .asCli(context -> "onecopy check certificate " + which(context) + " --out FILE", "check certificate")
                .asRest("GET /api/v1/rules/{rule}/checks/{check}/certificate"));
        commands.add(Command.of(
                        "check.verify",
                        "Verify a certificate…",
                        "fth-shield",
                        Menu.RULES,
                        context -> verify(desk, context))
                .connected()
                .asCli(context -> "onecopy check verify-certificate FILE --ca FILE", "check verify-certificate"));
    }

    private static String rule(Context context) {
        return context.selected(CheckView.class)
                .map(check -> check.rule().value())
                .orElseGet(() -> context.word(RuleView.class, RuleView::name, "RULE"));
    }

    private static String which(Context context) {
        return context.word(CheckView.class, check -> check.rule() + " " + check.check(), "RULE CHECK");
    }

    // ---- beginning

    private static void start(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        Snapshot now = session.snapshot().get();
        List<RuleView> rules = now == null ? List.of() : now.rules();
        if (rules.isEmpty()) {
            desk.say("There is no rule to check.");
            return;
        }
        String named = rule(context);
        rules.stream()
                .filter(rule -> rule.name().value().equals(named))
                .findFirst()
                .or(() -> rules.size() == 1 ? Optional.of(rules.getFirst()) : choose(desk, rules))
                .ifPresent(rule -> start(desk, session, rule));
    }

    private static Optional<RuleView> choose(Desk desk, List<RuleView> rules) {
        Ask ask = new Ask(desk.stage(), "Check a rule", "Next");
        List<String> names = rules.stream().map(rule -> rule.name().value()).toList();
        ask.choice("rule", "Rule", names, names.getFirst());
        return ask.show()
                .flatMap(values -> rules.stream()
                        .filter(rule -> rule.name().value().equals(values.get("rule")))
                        .findFirst());
    }

    private static void start(Desk desk, Session session, RuleView rule) {
        List<ZoneName> zones =
                rule.zones().stream().map(location -> location.zone()).toList();
        Ask ask = new Ask(desk.stage(), "Check rule " + rule.name(), "Begin the check");
        ask.plan("Each zone compares its own storage with what is agreed, while everybody goes on working. Nothing is"
                + " changed, and nothing but the result travels.");
        ask.plan("metadata looks at names, kinds, lengths and attributes. digest reads every byte (" + rule.bytes()
                + " in each zone), and is the ground for a certificate.");
        ask.choice(
                "depth",
                "Depth",
                Arrays.stream(CheckDepth.values()).map(CheckDepth::word).toList(),
                CheckDepth.METADATA.word());
        ask.text("path", "Folder (empty: all)", "", "2026/spring");
        zones.forEach(zone -> ask.flag(ZONE + zone, "Zone " + zone, true));
        ask.check(values -> chosen(values, zones).isEmpty() ? Optional.of("Choose a zone.") : Optional.empty());
        ask.cli(values -> cli(rule, spec(values, zones)));
        ask.show()
                .ifPresent(values -> desk.change(
                        session,
                        "Check rule " + rule.name(),
                        client -> client.beginCheck(rule.name(), spec(values, zones)),
                        begun -> desk.open("checks")));
    }

    private static List<ZoneName> chosen(Map<String, String> values, List<ZoneName> zones) {
        return zones.stream()
                .filter(zone -> "true".equals(values.get(ZONE + zone)))
                .toList();
    }

    private static CheckSpec spec(Map<String, String> values, List<ZoneName> zones) {
        List<ZoneName> chosen = chosen(values, zones);
        String path = values.getOrDefault("path", "").strip();
        return new CheckSpec(
                path.isEmpty() ? null : path,
                Words.parse(CheckDepth.class, values.getOrDefault("depth", "metadata")),
                chosen.equals(zones) ? null : chosen);
    }

    private static String cli(RuleView rule, CheckSpec spec) {
        List<ZoneName> only = spec.zones();
        return "onecopy check start " + rule.name()
                + (spec.depth() == CheckDepth.DIGEST ? " --depth digest" : "")
                + (spec.path() == null ? "" : " --path " + RulePlan.quote(spec.path()))
                + (only == null
                        ? ""
                        : only.stream().map(zone -> " --zone " + zone).collect(Collectors.joining()));
    }

    private static void cancel(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(CheckView.class)
                .ifPresent(check -> desk.change(
                        session,
                        "Cancel the check of " + check.rule(),
                        client -> client.cancelCheck(check.rule(), check.check()),
                        done -> {}));
    }

    // ---- proving

    private static void save(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(CheckView.class).ifPresent(check -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle("Save the certificate");
            chooser.setInitialFileName(check.rule() + "-" + check.check() + ".json");
            File file = chooser.showSaveDialog(desk.stage());
            if (file != null) {
                save(desk, session, check, file.toPath());
            }
        });
    }

    /** Saves it, and verifies what was saved. */
    static void save(Desk desk, Session session, CheckView check, Path file) {
        String authority = authority(desk, session);
        desk.work()
                .run(
                        "Save the certificate of " + check.rule(),
                        () -> {
                            CheckCertificate certificate =
                                    session.gateway().ask(client -> client.certificate(check.rule(), check.check()));
                            Files.writeString(
                                    file,
                                    ApiJson.strict()
                                                    .writerWithDefaultPrettyPrinter()
                                                    .writeValueAsString(certificate)
                                            + "\n");
                            return verified(file, authority);
                        },
                        words -> tell(desk, "Certificate saved", file, words),
                        desk::say);
    }

    private static void verify(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Verify a certificate");
        File file = chooser.showOpenDialog(desk.stage());
        if (file != null) {
            verify(desk, session, file.toPath());
        }
    }

    static void verify(Desk desk, Session session, Path file) {
        String authority = authority(desk, session);
        desk.work()
                .run(
                        "Verify " + file.getFileName(),
                        () -> verified(file, authority),
                        words -> tell(desk, "The certificate is valid", file, words),
                        why -> {
                            Ask ask = new Ask(desk.stage(), "The certificate is NOT valid", "Close");
                            ask.plan(file + ": " + why);
                            ask.tell();
                        });
    }

    private static void tell(Desk desk, String title, Path file, List<String> words) {
        Ask ask = new Ask(desk.stage(), title, "Close");
        ask.plan("" + file);
        words.forEach(ask::plan);
        ask.cli(values -> "onecopy check verify-certificate " + RulePlan.quote(file.toString()) + " --ca FILE");
        ask.tell();
    }

    private static String authority(Desk desk, Session session) {
        return desk.book().all().stream()
                .filter(saved -> saved.name().equals(session.name()))
                .findFirst()
                .map(Saved::authority)
                .orElseThrow();
    }

    /** What a certificate says, once its signatures were found to be the network's. Asks no node. */
    private static List<String> verified(Path file, String authority) throws IOException {
        CheckCertificate certificate = ApiJson.lenient().readValue(Files.readString(file), CheckCertificate.class);
        try {
            CheckProof.verify(certificate, (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(authority.getBytes(StandardCharsets.UTF_8))));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("the connection's authority is no certificate: " + e.getMessage(), e);
        }
        List<String> words = new ArrayList<>();
        words.add("Rule " + certificate.rule() + " at " + certificate.check()
                + (certificate.path().isEmpty() ? "" : ", below " + certificate.path())
                + ": these zones hold the same tree, as their nodes have signed.");
        certificate
                .statements()
                .forEach(statement -> words.add("Zone " + statement.zone() + ", node " + statement.node() + ": "
                        + statement.files() + " files, " + statement.directories() + " directories"));
        words.add("Tree: " + certificate.tree());
        return words;
    }
}
