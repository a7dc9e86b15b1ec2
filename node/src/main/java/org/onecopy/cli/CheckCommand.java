package org.onecopy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ApiJson;
import org.onecopy.model.CheckProof;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckCertificate;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckShareView;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onecopy check}: whether the zones hold what is agreed. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Compare what the zones' storages hold with what is agreed: start, list, show, cancel, schedule,"
                + " schedules, unschedule, certificate, verify-certificate.")
final class CheckCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private CheckCommand() {}

    /** The command with its subcommands. */
    static CommandLine create(Terminal terminal) {
        return new CommandLine(new CheckCommand())
                .addSubcommand(new Start(terminal))
                .addSubcommand(new ListAll(terminal))
                .addSubcommand(new Show(terminal))
                .addSubcommand(new Cancel(terminal))
                .addSubcommand(new CheckScheduleCommands.Schedule(terminal))
                .addSubcommand(new CheckScheduleCommands.Schedules(terminal))
                .addSubcommand(new CheckScheduleCommands.Unschedule(terminal))
                .addSubcommand(new Certificate(terminal))
                .addSubcommand(new Verify(terminal));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "name a command: start, list, show, cancel, schedule, schedules, unschedule, certificate or verify-certificate");
        }
    }

    /** {@code onecopy check start RULE}. */
    @Command(
            name = "start",
            description =
                    "Begin a check. Users go on meanwhile, and each zone compares its own storage. With --wait the exit"
                            + " code says whether all zones were the same.")
    static final class Start extends AskCommand {
        @Parameters(paramLabel = "RULE", description = "The rule")
        private String rule = "";

        @Option(names = "--path", paramLabel = "PATH", description = "Only this directory of the rule's tree")
        private @Nullable String path;

        @Option(
                names = "--depth",
                paramLabel = "DEPTH",
                description = "metadata: names, kinds, lengths, attributes. digest: every byte, too; the ground for a"
                        + " certificate (default: metadata)")
        private String depth = "metadata";

        @Option(names = "--zone", paramLabel = "ZONE", description = "Only this zone's storage; may be repeated")
        private List<String> zones = new ArrayList<>();

        @Mixin
        private Waiting waiting = new Waiting();

        Start(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            CheckSpec asked = new CheckSpec(
                    path,
                    Words.parse(CheckDepth.class, depth.toLowerCase(Locale.ROOT)),
                    zones.stream().map(ZoneName::new).toList());
            RuleName name = new RuleName(rule);
            CheckView check = connection.change(client -> client.beginCheck(name, asked));
            if (waiting.isWanted()) {
                check = await(check);
            }
            CheckView shown = check;
            output.print(
                    check,
                    () -> table(shown)
                            + (waiting.isWanted()
                                    ? ""
                                    : "'onecopy check show " + name + " " + shown.check() + "' goes on\n"),
                    "");
            return waiting.isWanted() ? code(check) : ExitCode.OK;
        }

        private CheckView await(CheckView begun) {
            return waiting.patience("the check goes on")
                    .await(
                            begun,
                            check -> check.state() == CheckState.RUNNING,
                            check -> connection.ask(client -> client.check(check.rule(), check.check())));
        }
    }

    private static int code(CheckView check) {
        return check.state() == CheckState.DONE && check.differences() == 0 ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static String table(CheckView check) {
        Table table = Table.of(
                "ZONE",
                "STATE",
                ">FILES",
                ">READ",
                ">MISSING",
                ">EXTRA",
                ">CONTENT",
                ">ATTRIBUTES",
                ">IN FLUX",
                ">UNREADABLE",
                "REASON");
        for (CheckShareView share : check.zones()) {
            table.row(
                    share.zone(),
                    share.state().word(),
                    share.files(),
                    share.bytes(),
                    share.missing(),
                    share.extra(),
                    share.content(),
                    share.attributes(),
                    share.inFlux(),
                    share.unreadable(),
                    share.reason());
        }
        String what = "rule " + check.rule() + " at " + check.check()
                + (check.path().isEmpty() ? "" : ", below " + check.path()) + ", depth "
                + check.depth().word() + ": "
                + check.state().word() + ", " + check.differences() + " differences";
        String next = check.certifiable()
                ? "'onecopy check certificate " + check.rule() + " " + check.check() + " --out FILE' proves it\n"
                : "";
        return what + "\n" + table.render() + next;
    }

    /** {@code onecopy check list}. */
    @Command(name = "list", description = "List the checks that are kept, the newest of each rule first.")
    static final class ListAll extends AskCommand {
        @Parameters(paramLabel = "RULE", arity = "0..1", description = "Only of this rule")
        private @Nullable String rule;

        ListAll(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            RuleName name = rule == null ? null : new RuleName(rule);
            List<CheckView> checks = connection.ask(client -> client.checks(name));
            output.print(checks, () -> table(checks), "no checks: 'onecopy check start RULE' begins one");
            return ExitCode.OK;
        }

        private static String table(List<CheckView> checks) {
            Table table = Table.of("RULE", "CHECK", "STATE", "DEPTH", "PATH", "STARTED", "BY", ">DIFFERENCES");
            for (CheckView check : checks) {
                table.row(
                        check.rule(),
                        check.check(),
                        check.state().word(),
                        check.depth().word(),
                        check.path(),
                        check.started(),
                        check.by(),
                        check.differences());
            }
            return table.render();
        }
    }

    /** Which check is meant. */
    static final class Which {
        @Parameters(paramLabel = "RULE", index = "0", description = "The rule")
        private String rule = "";

        @Parameters(paramLabel = "CHECK", index = "1", description = "As 'onecopy check list' names it")
        private String check = "";

        RuleName rule() {
            return new RuleName(rule);
        }

        Version check() {
            return Version.parse(check);
        }
    }

    /** {@code onecopy check show RULE CHECK}. */
    @Command(
            name = "show",
            description =
                    "Show how far a check is and what differs. Exit code 1 unless all zones were compared and are the"
                            + " same.")
    static final class Show extends AskCommand {
        @Mixin
        private final Which which = new Which();

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                description = "Only these differences: missing, extra, content, attributes, in-flux or unreadable")
        private @Nullable String kind;

        @Option(names = "--csv", description = "The differences alone, as CSV")
        private boolean csv;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "1000",
                description = "At most this many of each zone (default: 1000)")
        private int limit = Filter.LIMIT_DEFAULT;

        Show(Terminal terminal) {
            super(terminal);
        }

        /** A check with its differences. */
        record Shown(CheckView check, List<DifferenceView> differences) {}

        @Override
        public Integer call() {
            DifferenceKind only = kind == null ? null : Words.parse(DifferenceKind.class, kind);
            CheckView check = connection.ask(client -> client.check(which.rule(), which.check()));
            List<DifferenceView> found = new ArrayList<>();
            long total = 0;
            if (check.differences() > 0) {
                for (Network.Answer<Listing<DifferenceView>> answer :
                        connection.askAll(client -> client.differences(which.rule(), which.check(), only, 0, limit))) {
                    found.addAll(answer.value().items());
                    total += answer.value().total();
                }
            }
            if (csv) {
                terminal.out().print(csv(found));
                terminal.out().flush();
            } else {
                output.print(new Shown(check, found), () -> table(check) + differences(found), "");
            }
            noteCut(found.size(), total);
            return code(check);
        }

        private static String differences(List<DifferenceView> found) {
            Table table = Table.of("ZONE", "KIND", "PATH", "WHAT");
            found.forEach(each -> table.row(each.zone(), each.kind().word(), each.path(), each.message()));
            return found.isEmpty() ? "" : "\n" + table.render();
        }

        private static String csv(List<DifferenceView> found) {
            StringBuilder text = new StringBuilder("rule,check,zone,kind,path,what,since\n");
            for (DifferenceView each : found) {
                text.append(each.rule())
                        .append(',')
                        .append(each.check())
                        .append(',')
                        .append(each.zone())
                        .append(',')
                        .append(each.kind().word())
                        .append(',')
                        .append(quoted(each.path()))
                        .append(',')
                        .append(quoted(each.message()))
                        .append(',')
                        .append(each.since())
                        .append('\n');
            }
            return text.toString();
        }

        /** RFC 4180. */
        private static String quoted(String text) {
            return '"' + text.replace("\"", "\"\"") + '"';
        }
    }

    /** {@code onecopy check cancel RULE CHECK}. */
    @Command(name = "cancel", description = "End a check. What it has found stays.")
    static final class Cancel extends AskCommand {
        @Mixin
        private final Which which = new Which();

        Cancel(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            CheckView check = connection.change(client -> client.cancelCheck(which.rule(), which.check()));
            output.print(check, () -> table(check), "");
            return ExitCode.OK;
        }
    }

    /** {@code onecopy check certificate RULE CHECK}. */
    @Command(
            name = "certificate",
            description =
                    "Write the proof that the zones held the same: each zone's node signs it. Possible where a check of"
                            + " depth 'digest' found nothing.")
    static final class Certificate extends AskCommand {
        @Mixin
        private final Which which = new Which();

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where to write it")
        private Path out = Path.of("");

        Certificate(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            CheckCertificate certificate = connection.ask(client -> client.certificate(which.rule(), which.check()));
            try {
                Files.writeString(
                        out, ApiJson.strict().writerWithDefaultPrettyPrinter().writeValueAsString(certificate) + "\n");
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot write " + out + ": " + e.getMessage(), e);
            }
            output.print(certificate, () -> words(certificate) + "written to " + out + "\n", "");
            return ExitCode.OK;
        }
    }

    private static String words(CheckCertificate certificate) {
        List<ZoneName> zones = certificate.statements().stream()
                .map(CheckCertificate.Statement::zone)
                .toList();
        return "rule " + certificate.rule() + " at " + certificate.check()
                + (certificate.path().isEmpty() ? "" : ", below " + certificate.path()) + ": zones " + zones
                + " hold the tree " + certificate.tree() + "\n";
    }

    /** {@code onecopy check verify-certificate FILE}: asks no node. */
    @Command(
            name = "verify-certificate",
            mixinStandardHelpOptions = true,
            description =
                    "Verify a check's certificate against the certificate of the network's authority. Asks no node.")
    static final class Verify implements java.util.concurrent.Callable<Integer> {
        private final Terminal terminal;

        @Parameters(paramLabel = "FILE", description = "As 'onecopy check certificate' wrote it")
        private Path file = Path.of("");

        @Option(
                names = "--ca",
                paramLabel = "FILE",
                required = true,
                description = "The certificate of the network's authority (PEM)")
        private Path ca = Path.of("");

        Verify(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            CheckCertificate certificate;
            try {
                certificate = ApiJson.lenient().readValue(Files.readString(file), CheckCertificate.class);
            } catch (IOException e) {
                throw new IllegalArgumentException(file + " is no certificate of a check: " + e.getMessage(), e);
            }
            try {
                CheckProof.verify(certificate, authority());
            } catch (IllegalArgumentException e) {
                terminal.out().println("not valid: " + e.getMessage());
                return ExitCode.NEGATIVE;
            }
            terminal.out().print("valid: " + words(certificate));
            terminal.out().flush();
            return ExitCode.OK;
        }

        private X509Certificate authority() {
            try (InputStream in = Files.newInputStream(ca)) {
                return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            } catch (IOException | CertificateException e) {
                throw new IllegalArgumentException(ca + " is no certificate: " + e.getMessage(), e);
            }
        }
    }
}
