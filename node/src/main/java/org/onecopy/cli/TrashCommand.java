package org.onecopy.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.EmptyOutcome;
import org.onecopy.model.api.EmptySpec;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.RestoreOutcome;
import org.onecopy.model.api.RestoreSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.TrashView;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onecopy trash}. */
@Command(
        name = "trash",
        mixinStandardHelpOptions = true,
        description = "What was replaced and removed: list it, bring it back, delete it for ever.")
final class TrashCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private TrashCommand() {}

    static CommandLine create(Terminal terminal) {
        return new CommandLine(new TrashCommand())
                .addSubcommand(new ListAll(terminal))
                .addSubcommand(new Restore(terminal))
                .addSubcommand(new Empty(terminal));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "name a command: list, restore or empty");
        }
    }

    /** {@code onecopy trash list RULE}. */
    @Command(name = "list", description = "List what lies in the zones' trash, the newest first.")
    static final class ListAll extends AskCommand {
        @Parameters(paramLabel = "RULE")
        private String rule = "";

        @Option(names = "--zone", paramLabel = "NAME", description = "Only in this zone's trash")
        private @Nullable String zone;

        @Option(names = "--path", paramLabel = "PATH", description = "Only what lies, or lay, there or below")
        private @Nullable String path;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "1000",
                description = "At most this many of each zone (default: 1000)")
        private int limit = Filter.LIMIT_DEFAULT;

        ListAll(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            Filter filter = new Filter(new RuleName(rule), zone == null ? null : new ZoneName(zone), limit);
            List<TrashView> all = new ArrayList<>();
            Set<List<Object>> seen = new HashSet<>();
            long total = 0;
            for (Network.Answer<Listing<TrashView>> answer : connection.askAll(client -> {
                client.rule(new RuleName(rule)); // an unknown one is said to be so
                return client.trash(filter, path);
            })) {
                long before = all.size();
                answer.value().items().stream()
                        .filter(item -> seen.add(List.of(item.zone(), item.item())))
                        .forEach(all::add);
                // several nodes of one zone say the same
                total += all.size() > before ? answer.value().total() : 0;
            }
            all.sort(Comparator.comparing(TrashView::since).reversed());
            output.print(all, () -> table(all), "nothing lies in the trash");
            noteCut(all.size(), total);
            return ExitCode.OK;
        }

        private static String table(List<TrashView> all) {
            Table table = Table.of("ZONE", "ITEM", "PATH", "WHY", "KIND", ">LENGTH", "SINCE", "GOES", "NOTE");
            for (TrashView item : all) {
                table.row(
                        item.zone(),
                        item.item(),
                        item.path(),
                        item.why().word(),
                        item.kind(),
                        item.length(),
                        item.since(),
                        item.goes(),
                        item.unusable());
            }
            return table.render();
        }
    }

    /** {@code onecopy trash restore RULE ITEM}. */
    @Command(
            name = "restore",
            description = "Bring something back, into all zones; what its file holds now goes to the trash.")
    static final class Restore extends AskCommand {
        @Parameters(paramLabel = "RULE", index = "0")
        private String rule = "";

        @Parameters(paramLabel = "ITEM", index = "1", description = "As 'onecopy trash list' names it")
        private String item = "";

        @Option(
                names = "--zone",
                paramLabel = "NAME",
                description = "From this zone's trash (default: the first that has it)")
        private @Nullable String zone;

        @Option(
                names = "--to",
                paramLabel = "PATH",
                description = "In the rule's tree, where nothing lies (default: where its file lies or lay)")
        private @Nullable String to;

        Restore(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            RestoreSpec spec = new RestoreSpec(to);
            AtomicReference<RestoreOutcome> done = new AtomicReference<>();
            if (zone == null) {
                connection.changeWhereKnown(
                        client -> done.set(client.restoreTrash(new RuleName(rule), item, spec)),
                        ProblemCode.TRASH_UNKNOWN);
            } else {
                done.set(connection.askIn(
                        new ZoneName(zone), client -> client.restoreTrash(new RuleName(rule), item, spec)));
            }
            RestoreOutcome outcome = Objects.requireNonNull(done.get());
            output.print(
                    outcome,
                    () -> outcome.path() + " is back, agreed at index " + outcome.index()
                            + "; 'onecopy lag' says when all zones show it\n",
                    "");
            return ExitCode.OK;
        }
    }

    /** {@code onecopy trash empty RULE}. */
    @Command(name = "empty", description = "Delete for ever what lies in the trash; shows first what would go.")
    static final class Empty extends AskCommand {
        @Parameters(paramLabel = "RULE")
        private String rule = "";

        @Option(
                names = "--zone",
                paramLabel = "NAME",
                description = "Only in this zone; may be repeated (default: all)")
        private List<String> zones = new ArrayList<>();

        @Option(
                names = "--older-than",
                paramLabel = "TIME",
                defaultValue = "0s",
                description = "Only what has been there for so long, such as 3d (default: all)")
        private String olderThan = "0s";

        @Option(names = "--plan", description = "Only show what would go")
        private boolean plan;

        @Mixin
        private Consent consent = new Consent();

        Empty(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            if (!plan) {
                consent.require(terminal, "emptying the trash", "; --plan shows what would go");
            }
            Duration age = DurationText.parse(olderThan);
            Instant until = Instant.now().minus(age);
            RuleView view = connection.ask(client -> client.rule(new RuleName(rule)));
            List<ZoneName> asked = zones.isEmpty()
                    ? view.zones().stream().map(location -> location.zone()).toList()
                    : zones.stream().map(ZoneName::new).toList();
            EmptySpec trial = new EmptySpec(until, true);
            if (plan) {
                List<EmptyOutcome> planned = empty(asked, trial);
                output.print(planned, () -> table(planned), "");
                return ExitCode.OK;
            }
            boolean given = consent.isGiven(terminal, () -> {
                terminal.out().print(table(empty(asked, trial)));
                return terminal.confirm("Delete this for ever?");
            });
            if (!given) {
                return ExitCode.NEGATIVE;
            }
            List<EmptyOutcome> done = empty(asked, new EmptySpec(until, false));
            output.print(done, () -> table(done), "");
            return ExitCode.OK;
        }

        private List<EmptyOutcome> empty(List<ZoneName> asked, EmptySpec spec) {
            return asked.stream()
                    .map(each -> connection.askIn(each, client -> client.emptyTrash(new RuleName(rule), spec)))
                    .toList();
        }

        private static String table(List<EmptyOutcome> outcomes) {
            Table table = Table.of("ZONE", ">ITEMS", ">BYTES", ">WAIT FOR A ZONE", "UP TO");
            for (EmptyOutcome outcome : outcomes) {
                table.row(outcome.zone(), outcome.items(), outcome.bytes(), outcome.waiting(), outcome.until());
            }
            return table.render();
        }
    }
}
