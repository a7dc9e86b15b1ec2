package org.onecopy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.MigrationChange;
import org.onecopy.model.api.MigrationSpec;
import org.onecopy.model.api.MigrationState;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.MigrationZoneView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.Visibility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy migrate start|list|show|pause|resume|cancel|priority}: existing trees come under a rule. */
final class MigrationCommands {
    private MigrationCommands() {}

    /** Which trees, and what is right where they differ. */
    static final class Trees {
        @Option(
                names = "--zone",
                paramLabel = "ZONE=/PATH",
                description =
                        "A zone and the tree there; at least two for a new rule. For a rule that is there: a zone to add")
        private List<String> zones = List.of();

        @Option(names = "--source", paramLabel = "ZONE", description = "This zone's tree is right")
        private @Nullable String source;

        @Option(names = "--union", description = "All are right: nothing goes, and of files that differ all are kept")
        private boolean union;

        @Option(names = "--exclude", paramLabel = "GLOB", description = "Leave these paths alone")
        private List<String> exclude = List.of();

        @Option(
                names = "--exclude-template",
                paramLabel = "NAME",
                description = "Leave the usual housekeeping alone: " + ExcludeTemplate.WORDS)
        private List<String> templates = List.of();

        Map<ZoneName, String> zones() {
            return RuleOptions.zones(zones);
        }

        List<String> excludes() {
            return ExcludeTemplate.with(exclude, templates);
        }

        /** Null where neither is said. */
        @Nullable
        Initial initial() {
            if (union && source != null) {
                throw new IllegalArgumentException("say one of --source ZONE and --union");
            }
            return union ? Initial.UNION : source == null ? null : new Initial(new ZoneName(source));
        }
    }

    /** {@code onecopy migrate start RULE}. */
    @Command(
            name = "start",
            description =
                    "Bring existing trees under a rule while they are in use. With --zone the rule is made, or the zone is"
                            + " added to it; without, what is on its way under a rule that is there is counted and steered. 'onecopy"
                            + " migrate plan' says first what it would do. With --wait the exit code says whether all zones have"
                            + " everything.")
    static final class Start extends AskCommand {
        @Parameters(paramLabel = "RULE", description = "The rule")
        private String rule = "";

        @Mixin
        private final Trees trees = new Trees();

        @Mixin
        private final RuleOptions options = new RuleOptions();

        @Option(
                names = "--priority",
                paramLabel = "N",
                description = "Among other migrations, 1 to 100: higher ones go first (default: 50)")
        private @Nullable Integer priority;

        @Mixin
        private Consent consent = new Consent();

        @Mixin
        private Waiting waiting = new Waiting();

        Start(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            RuleName name = new RuleName(rule);
            Map<ZoneName, String> zones = trees.zones();
            Initial initial = trees.initial();
            RuleView there = zones.isEmpty() || zones.size() > 1
                    ? find(name)
                    : connection.ask(client -> client.rule(name)); // a zone alone is added to something
            if (there == null && zones.isEmpty()) {
                there = connection.ask(client -> client.rule(name)); // says that it is unknown
            }
            if (!zones.isEmpty() && initial == null) {
                throw new IllegalArgumentException(
                        "say what is right where trees differ: --source ZONE or --union; 'onecopy migrate plan' shows what each"
                                + " would do");
            }
            if (!isAgreedTo(name, initial)) {
                return ExitCode.NEGATIVE;
            }
            MigrationView migration = there == null || isSame(there, zones)
                    ? zones.isEmpty() ? begin(name) : make(name, zones, initial)
                    : added(name, there, zones, initial);
            if (waiting.isWanted()) {
                migration = waiting.patience("the migration goes on")
                        .await(
                                migration,
                                each -> each.state() == MigrationState.RUNNING || each.state() == MigrationState.PAUSED,
                                each -> connection.ask(
                                        client -> client.migrations().show(each.rule())));
            }
            MigrationView shown = migration;
            output.print(
                    shown,
                    () -> describe(shown)
                            + (waiting.isWanted()
                                    ? ""
                                    : "'onecopy migrate show " + shown.rule() + "' says how far it is\n"),
                    "");
            return waiting.isWanted() ? code(migration) : ExitCode.OK;
        }

        private @Nullable RuleView find(RuleName name) {
            return connection.ask(client -> client.rules().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElse(null));
        }

        private static boolean isSame(RuleView there, Map<ZoneName, String> zones) {
            return zones.isEmpty() || there.toSpec().zones().equals(zones);
        }

        private boolean isAgreedTo(RuleName name, @Nullable Initial initial) {
            ZoneName source = initial == null ? null : initial.source();
            if (source == null) {
                return true; // a union removes nothing
            }
            String goes = "what other zones have and zone " + source + " has not goes to their trash";
            consent.require(terminal, "--source", ": " + goes);
            return consent.isGiven(
                    terminal,
                    () -> terminal.confirm("Bring the trees under rule " + name + "? W" + goes.substring(1) + "."));
        }

        private MigrationView begin(RuleName name) {
            return connection.change(client -> client.migrations().begin(name, new MigrationSpec(null, priority)));
        }

        private MigrationView make(RuleName name, Map<ZoneName, String> zones, @Nullable Initial initial) {
            RuleSpec spec = options.over(new RuleSpec(
                    name,
                    zones,
                    trees.excludes(),
                    initial,
                    ConflictPolicy.KEEP_BOTH,
                    null,
                    RuleSpec.HOLD_DEFAULT,
                    Visibility.ORDERED,
                    GuardPolicy.DEFAULT,
                    List.of(),
                    null));
            return connection.change(client -> client.migrations().begin(new MigrationSpec(spec, priority)));
        }

        private MigrationView added(
                RuleName name, RuleView there, Map<ZoneName, String> zones, @Nullable Initial initial) {
            RuleSpec before = there.toSpec();
            Map<ZoneName, String> all = new TreeMap<>(before.zones());
            all.putAll(zones);
            RuleSpec edited = options.over(new RuleSpec(
                    name,
                    all,
                    RuleOptions.changed(before.exclude(), trees.excludes(), List.of()),
                    initial,
                    before.conflict(),
                    before.preferredZone(),
                    before.hold(),
                    before.visibility(),
                    before.guard(),
                    before.preserve(),
                    before.witnesses(),
                    before.revision()));
            RuleView now = connection.change(client -> client.editRule(name, edited));
            Warnings.print(terminal, now.warnings());
            return begin(name);
        }
    }

    private static int code(MigrationView migration) {
        return migration.state() == MigrationState.DONE ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static String describe(MigrationView migration) {
        Table table = Table.of(
                "ZONE",
                "STATE",
                ">FOUND",
                ">BYTES",
                ">EQUAL",
                ">KEPT BESIDE",
                ">ADOPTED",
                ">BROUGHT",
                ">BYTES",
                ">TO GO",
                ">BYTES",
                ">RATE",
                ">TIME LEFT",
                "REASON");
        for (MigrationZoneView zone : migration.zones()) {
            Long left = zone.secondsLeft();
            table.row(
                    zone.zone(),
                    zone.state().word(),
                    zone.foundFiles(),
                    zone.foundBytes(),
                    zone.equalFiles(),
                    zone.keptFiles(),
                    zone.adoptedFiles(),
                    zone.broughtFiles(),
                    zone.broughtBytes(),
                    zone.toGoFiles(),
                    zone.toGoBytes(),
                    zone.filesPerMinute() == 0
                            ? ""
                            : zone.filesPerMinute() + " files/min, " + zone.ratePerSecond() + "/s",
                    left == null ? "" : DurationText.rough(left.doubleValue()),
                    zone.reason());
        }
        String by = migration.stateBy() == null ? "" : " by " + migration.stateBy();
        String end = migration.end() == null ? "" : ": all zones have what was there at " + migration.end();
        return "migration of rule " + migration.rule() + " at " + migration.migration() + ", priority "
                + migration.priority() + ": " + migration.state().word() + by + end + "\n" + table.render();
    }

    /** {@code onecopy migrate list}. */
    @Command(name = "list", description = "List the last migration of each rule.")
    static final class ListAll extends AskCommand {
        ListAll(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            // a node knows those of the rules that it takes part in
            Map<RuleName, MigrationView> all = new TreeMap<>();
            for (Network.Answer<List<MigrationView>> answer :
                    connection.askAll(client -> client.migrations().all())) {
                answer.value().forEach(each -> all.putIfAbsent(each.rule(), each));
            }
            List<MigrationView> migrations = new ArrayList<>(all.values());
            output.print(migrations, () -> table(migrations), "no migrations: 'onecopy migrate start RULE' begins one");
            return ExitCode.OK;
        }

        private static String table(List<MigrationView> migrations) {
            Table table = Table.of(
                    "RULE", "MIGRATION", "STATE", ">PRIORITY", "STARTED", "BY", ">FOUND", ">TO GO", ">BYTES", "END");
            for (MigrationView each : migrations) {
                table.row(
                        each.rule(),
                        each.migration(),
                        each.state().word(),
                        each.priority(),
                        each.since(),
                        each.by(),
                        each.zones().stream()
                                .mapToLong(MigrationZoneView::foundFiles)
                                .sum(),
                        each.zones().stream()
                                .mapToLong(MigrationZoneView::toGoFiles)
                                .sum(),
                        org.onecopy.model.ByteCount.of(each.zones().stream()
                                .mapToLong(zone -> zone.toGoBytes().value())
                                .sum()),
                        each.end());
            }
            return table.render();
        }
    }

    /** A command about the migration of one rule. */
    abstract static class OfRule extends AskCommand {
        @Parameters(paramLabel = "RULE", index = "0", description = "The rule")
        private String rule = "";

        OfRule(Terminal terminal) {
            super(terminal);
        }

        final RuleName rule() {
            return new RuleName(rule);
        }

        final int change(MigrationChange change) {
            MigrationView migration =
                    connection.change(client -> client.migrations().change(rule(), change));
            output.print(migration, () -> describe(migration), "");
            return ExitCode.OK;
        }
    }

    /** {@code onecopy migrate show RULE}. */
    @Command(
            name = "show",
            description =
                    "Show how far the migration of a rule is, zone by zone. Exit code 1 unless all zones have what was there.")
    static final class Show extends OfRule {
        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            MigrationView migration =
                    connection.ask(client -> client.migrations().show(rule()));
            output.print(migration, () -> describe(migration), "");
            return code(migration);
        }
    }

    /** {@code onecopy migrate pause RULE}. */
    @Command(
            name = "pause",
            description =
                    "Hold up what is not there yet, in all zones: no further tree is read, and no content of a first copy is"
                            + " fetched. What users do goes on, and what they change goes first.")
    static final class Pause extends OfRule {
        Pause(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            return change(new MigrationChange(MigrationState.PAUSED, null));
        }
    }

    /** {@code onecopy migrate resume RULE}. */
    @Command(name = "resume", description = "Let a paused migration go on.")
    static final class Resume extends OfRule {
        Resume(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            return change(new MigrationChange(MigrationState.RUNNING, null));
        }
    }

    /** {@code onecopy migrate cancel RULE}. */
    @Command(
            name = "cancel",
            description =
                    "End a migration. What is there stays, nothing is deleted, and what is missing is held up until another"
                            + " one begins; the rule stays.")
    static final class Cancel extends OfRule {
        Cancel(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            return change(new MigrationChange(MigrationState.CANCELLED, null));
        }
    }

    /** {@code onecopy migrate priority RULE N}. */
    @Command(
            name = "priority",
            description =
                    "Say which migration goes first where several have something to fetch: the one with the higher number.")
    static final class Priority extends OfRule {
        @Parameters(paramLabel = "N", index = "1", description = "1 to 100")
        private int priority;

        Priority(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            return change(new MigrationChange(null, priority));
        }
    }
}
