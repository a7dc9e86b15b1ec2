package org.onecopy.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.AlertSilence;
import org.onecopy.model.api.AlertTrial;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.SilenceSpec;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.ProblemResponseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy alerts}, with or without {@code list}. */
@Command(name = "alerts", description = "List what is so bad for so long that somebody is told of it.")
class AlertsCommand extends AskCommand {
    AlertsCommand(Terminal terminal) {
        super(terminal);
    }

    static CommandLine create(Terminal terminal) {
        return new CommandLine(new AlertsCommand(terminal))
                .addSubcommand(new ListAll(terminal))
                .addSubcommand(new Silences(terminal))
                .addSubcommand(new Test(terminal))
                .addSubcommand(new Silence(terminal))
                .addSubcommand(new Unsilence(terminal));
    }

    @Override
    public Integer call() {
        List<AlertView> alerts = merged(connection.askAll(AdminClient::alerts));
        output.print(alerts, () -> table(alerts), "no alerts");
        return ExitCode.OK;
    }

    /** Several nodes see the same: who sends its messages knows best, then who saw it first. */
    private static List<AlertView> merged(List<Network.Answer<List<AlertView>>> answers) {
        Map<String, AlertView> byId = new TreeMap<>();
        Comparator<AlertView> better = Comparator.comparing(AlertView::sender)
                .thenComparing(Comparator.comparing(AlertView::since).reversed());
        for (Network.Answer<List<AlertView>> answer : answers) {
            answer.value().forEach(alert -> byId.merge(alert.id(), alert, (a, b) -> better.compare(a, b) >= 0 ? a : b));
        }
        List<AlertView> alerts = new ArrayList<>(byId.values());
        alerts.sort(Comparator.comparing(AlertView::severity).reversed().thenComparing(AlertView::since));
        return alerts;
    }

    private static String table(List<AlertView> alerts) {
        Table table =
                Table.of("ID", "SEVERITY", "SINCE", ">VALUE", ">THRESHOLD", "SILENCED UNTIL", "SAID BY", "MESSAGE");
        for (AlertView alert : alerts) {
            table.row(
                    alert.id(),
                    alert.severity().word(),
                    alert.since(),
                    alert.condition().show(alert.value()),
                    alert.condition().show(alert.threshold()),
                    alert.silencedUntil(),
                    alert.reporter(),
                    alert.message());
        }
        return table.render();
    }

    /** {@code onecopy alerts list}. */
    @Command(name = "list", description = "The same.")
    static final class ListAll extends AlertsCommand {
        ListAll(Terminal terminal) {
            super(terminal);
        }
    }

    /** {@code onecopy alerts silences}. */
    @Command(name = "silences", description = "List the alerts of which no messages are sent, begun or not.")
    static final class Silences extends AskCommand {
        Silences(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            Map<String, AlertSilence> byId = new TreeMap<>();
            connection
                    .askAll(AdminClient::silences)
                    .forEach(answer -> answer.value()
                            .forEach(silence -> byId.merge(
                                    silence.id(), silence, (a, b) -> a.until().isAfter(b.until()) ? a : b)));
            List<AlertSilence> silences = List.copyOf(byId.values());
            output.print(silences, () -> silenceTable(silences), "nothing is silenced");
            return ExitCode.OK;
        }
    }

    private static String silenceTable(List<AlertSilence> silences) {
        Table table = Table.of("ID", "UNTIL", "WHY");
        silences.forEach(silence -> table.row(silence.id(), silence.until(), silence.why()));
        return table.render();
    }

    /** {@code onecopy alerts test}. */
    @Command(
            name = "test",
            description = "Send a test message from every node to its targets, and say what their servers answer.")
    static final class Test extends AskCommand {
        @Option(names = "--target", paramLabel = "NAME", description = "Only this target")
        private @Nullable String target;

        Test(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            List<AlertTrial> trials = new ArrayList<>();
            connection.askAll(this::ask).forEach(answer -> trials.addAll(answer.value()));
            String none = target == null ? "no node has a target for alerts" : "no node has a target '" + target + "'";
            output.print(trials, () -> table(trials), none + ": see 'alerts' in docs/configuration.md");
            return !trials.isEmpty() && trials.stream().allMatch(AlertTrial::delivered)
                    ? ExitCode.OK
                    : ExitCode.NEGATIVE;
        }

        /** Nodes may have unlike targets. */
        private List<AlertTrial> ask(AdminClient client) {
            try {
                return client.testAlerts(target);
            } catch (ProblemResponseException e) {
                if (e.problem().code().equals(ProblemCode.ALERT_TARGET_UNKNOWN.code())) {
                    return List.of();
                }
                throw e;
            }
        }

        private static String table(List<AlertTrial> trials) {
            Table table = Table.of("NODE", "TARGET", "KIND", "DELIVERED", "ANSWER");
            for (AlertTrial trial : trials) {
                table.row(trial.node(), trial.target(), trial.kind(), trial.delivered() ? "yes" : "no", trial.answer());
            }
            return table.render();
        }
    }

    /** {@code onecopy alerts silence ID}. */
    @Command(
            name = "silence",
            description =
                    "Send no messages of an alert for a while, whether it has begun or not. Told to every node: whichever"
                            + " would send them has to know.")
    static final class Silence extends AskCommand {
        @Parameters(paramLabel = "ID", description = "As 'onecopy alerts' lists it, such as lag:photos:kyoto")
        private String id = "";

        @Option(
                names = "--for",
                paramLabel = "TIME",
                required = true,
                description = "For how long: 2h, 3d (at most 30d)")
        private String duration = "";

        @Option(names = "--why", paramLabel = "TEXT", description = "For those who wonder")
        private @Nullable String why;

        Silence(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            SilenceSpec spec = new SilenceSpec(DurationText.parse(duration), why);
            List<AlertSilence> silences = connection.askAll(client -> client.silenceAlert(id, spec)).stream()
                    .map(Network.Answer::value)
                    .toList();
            AlertSilence silence = silences.getFirst();
            output.print(silence, () -> silenceTable(List.of(silence)), "");
            return ExitCode.OK;
        }
    }

    /** {@code onecopy alerts unsilence ID}. */
    @Command(name = "unsilence", description = "Send messages of an alert again.")
    static final class Unsilence extends AskCommand {
        @Parameters(paramLabel = "ID", description = "As 'onecopy alerts silences' lists it")
        private String id = "";

        Unsilence(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            connection.askAll(client -> {
                client.unsilenceAlert(id);
                return id;
            });
            if (output.isTable()) {
                terminal.out().println(id + " is silenced no longer");
            }
            return ExitCode.OK;
        }
    }
}
