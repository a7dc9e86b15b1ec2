package org.onecopy.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHead;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AuditClient;
import org.onecopy.model.client.AuditTrail;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onecopy audit}: who did what, and who was not let. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Who did what, and who was not let: list, verify, export.")
final class AuditCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private AuditCommand() {}

    static CommandLine create(Terminal terminal) {
        return new CommandLine(new AuditCommand())
                .addSubcommand(new ListSome(terminal))
                .addSubcommand(new Verify(terminal))
                .addSubcommand(new Export(terminal));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "say list, verify or export");
        }
    }

    private static AuditTrail gather(Connection connection) {
        return AuditTrail.gather(new AuditTrail.Nodes() {
            @Override
            public <T> List<T> askAll(Function<AdminClient, T> question) {
                return connection.askAll(question).stream()
                        .map(Network.Answer::value)
                        .toList();
            }
        });
    }

    /** {@code onecopy audit list}. */
    @Command(
            name = "list",
            description =
                    "List the last acts, the oldest first: what was done or refused; with --denied what nodes did not let anybody do.")
    static final class ListSome extends AskCommand {
        @Option(names = "--denied", description = "What each node that answers denied, instead of what was done")
        private boolean denied;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "Only acts from then on: 2h (ago), or 2026-01-31T12:00:00Z")
        private @Nullable String since;

        @Option(names = "--who", paramLabel = "NAME", description = "Only acts of this name, as it stands in the list")
        private @Nullable String who;

        @Option(
                names = "--about",
                paramLabel = "NAME",
                description = "Only acts about this, such as rule:photos, or just photos")
        private @Nullable String about;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "At most this many, of each node with --denied (default: 100)")
        private int limit = 100;

        ListSome(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            int checked = new Filter(null, null, limit).limit();
            AuditClient.Question question =
                    new AuditClient.Question(denied, since == null ? null : time(since), who, about, checked);
            if (!denied) {
                Listing<AuditEntry> acts =
                        connection.ask(client -> client.audit().list(question));
                print(acts.items());
                noteCut(acts.items().size(), acts.total());
                return ExitCode.OK;
            }
            List<AuditEntry> entries = new ArrayList<>();
            long total = 0;
            for (var answer : connection.askAll(client -> client.audit().list(question))) {
                entries.addAll(answer.value().items());
                total += answer.value().total();
            }
            print(AuditTrail.byTime(entries));
            noteCut(entries.size(), total);
            return ExitCode.OK;
        }

        private void print(List<AuditEntry> entries) {
            output.print(entries, () -> table(entries), "no acts");
        }

        private static String table(List<AuditEntry> entries) {
            Table table = Table.of(">NUMBER", "TIME", "NODE", "KIND", "WHO", "FROM", "WHAT", "ABOUT", "OUTCOME");
            for (AuditEntry entry : entries) {
                AuditAct act = entry.act();
                table.row(
                        entry.sequence(),
                        act.at(),
                        act.node(),
                        act.kind().word(),
                        act.who(),
                        act.from(),
                        act.what(),
                        String.join(" ", act.about()),
                        act.outcome());
            }
            return table.render();
        }

        private static Instant time(String text) {
            try {
                return text.contains("T") ? Instant.parse(text) : Instant.now().minus(DurationText.parse(text));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "--since '" + text + "' is no time: say 2h, or 2026-01-31T12:00:00Z", e);
            }
        }
    }

    /**
     * What was found.
     *
     * @param broken what is wrong first; absent where nothing is
     * @param missing chains of nodes that did not answer
     */
    record Finding(@Nullable String broken, List<AuditTrail.Verified> chains, List<String> missing) {
        static Finding of(AuditTrail trail, Optional<String> broken) {
            return new Finding(broken.orElse(null), trail.verified(), trail.missing());
        }

        String table() {
            Table table = Table.of("CHAIN", ">FROM", ">TO", "HASH");
            chains.forEach(chain -> table.row(chain.chain(), chain.first(), chain.last(), chain.hash()));
            StringBuilder text = new StringBuilder(table.render());
            missing.forEach(chain -> text.append(chain).append(" is not there, and so not verified\n"));
            return text.append(broken == null ? "whole" : "BROKEN: " + broken)
                    .append('\n')
                    .toString();
        }
    }

    /** {@code onecopy audit verify [FILE]}. */
    @Command(
            name = "verify",
            description = "Verify all chains: those of the nodes that answer, or, without any node, those of an export."
                    + " Ends with 1 and the first entry that is not as it was made.")
    static final class Verify extends AskCommand {
        @Parameters(arity = "0..1", paramLabel = "FILE", description = "An export; absent: ask the nodes")
        private @Nullable Path file;

        @Option(
                names = "--against",
                paramLabel = "FILE",
                description = "An earlier export: its last entries must still be there")
        private @Nullable Path against;

        Verify(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            Finding finding = find();
            output.print(finding, finding::table, "");
            return finding.broken == null ? ExitCode.OK : ExitCode.NEGATIVE;
        }

        private Finding find() {
            try {
                AuditTrail trail = file == null ? gather(connection) : AuditTrail.read(file);
                List<AuditHead> once =
                        against == null ? List.of() : AuditTrail.read(against).heads();
                return Finding.of(trail, trail.firstBreak(once));
            } catch (AuditTrail.Unreadable e) {
                return new Finding(e.getMessage(), List.of(), List.of());
            }
        }
    }

    /** {@code onecopy audit export FILE}. */
    @Command(
            name = "export",
            description =
                    "Write all chains of the nodes that answer into a file, which 'onecopy audit verify FILE' verifies.")
    static final class Export extends AskCommand {
        @Parameters(paramLabel = "FILE", description = "JSON lines; only you can read it")
        private Path file = Path.of("");

        Export(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            AuditTrail trail = gather(connection);
            SecretFile.write(file, trail.export());
            Finding finding = Finding.of(trail, trail.firstBreak(List.of()));
            output.print(finding, finding::table, "");
            return finding.broken == null ? ExitCode.OK : ExitCode.NEGATIVE;
        }
    }
}
