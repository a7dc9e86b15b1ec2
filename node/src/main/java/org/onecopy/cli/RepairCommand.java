package org.onecopy.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.RepairLeftView;
import org.onecopy.model.api.RepairPlan;
import org.onecopy.model.api.RepairShareView;
import org.onecopy.model.api.RepairSource;
import org.onecopy.model.api.RepairSpec;
import org.onecopy.model.api.RepairStep;
import org.onecopy.model.api.RepairView;
import org.onecopy.model.api.RuleView;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onecopy repair}: what a check has found is mended. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = "Mend what a check has found: plan, start, list, show, cancel.")
final class RepairCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private RepairCommand() {}

    /** The command with its subcommands. */
    static CommandLine create(Terminal terminal) {
        return new CommandLine(new RepairCommand())
                .addSubcommand(new Plan(terminal))
                .addSubcommand(new Start(terminal))
                .addSubcommand(new ListAll(terminal))
                .addSubcommand(new Show(terminal))
                .addSubcommand(new Cancel(terminal));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "name a command: plan, start, list, show or cancel");
        }
    }

    /** What is to be mended, and what is taken for right. */
    static final class Wanted {
        private static final String AGREED = "agreed";

        @Parameters(paramLabel = "RULE", description = "The rule")
        private String rule = "";

        @Option(
                names = "--source",
                paramLabel = "agreed|ZONE",
                description =
                        "What is right: what is agreed, which zones then show again; or what lies in one zone, which"
                                + " is then agreed, as a change of that zone")
        private @Nullable String source;

        @Option(
                names = "--union",
                description = "Both are right: nothing goes, and of contents that differ both are kept")
        private boolean union;

        @Option(names = "--path", paramLabel = "PATH", description = "Only this part of the rule's tree")
        private @Nullable String path;

        @Option(
                names = "--check",
                paramLabel = "CHECK",
                description = "What this check has found (default: the newest that is done)")
        private @Nullable String check;

        RuleName rule() {
            return new RuleName(rule);
        }

        RepairSpec spec() {
            if (union == (source != null)) {
                throw new IllegalArgumentException(
                        "say what is right: --source agreed, --source ZONE, or --union; 'onecopy repair plan' shows what each"
                                + " would do");
            }
            RepairSource right =
                    union ? RepairSource.UNION : AGREED.equals(source) ? RepairSource.AGREED : RepairSource.ZONE;
            return new RepairSpec(
                    check == null ? null : Version.parse(check),
                    path,
                    right,
                    right == RepairSource.ZONE ? new ZoneName(String.valueOf(source)) : null);
        }
    }

    private static List<RepairPlan> plans(Connection connection, Wanted wanted, int limit) {
        RepairSpec spec = wanted.spec();
        return connection.askAll(client -> client.planRepair(wanted.rule(), spec, 0, limit)).stream()
                .map(Network.Answer::value)
                .toList();
    }

    private static String words(RepairSource source, @Nullable ZoneName zone) {
        return switch (source) {
            case AGREED -> "what is agreed is right";
            case ZONE -> "what lies in zone " + zone + " is right";
            case UNION -> "both are kept";
        };
    }

    private static String table(List<RepairPlan> plans) {
        Table table = Table.of(
                "ZONE",
                ">DIFFERENCES",
                ">FILES",
                ">BYTES",
                ">OVERWRITES",
                ">REMOVALS",
                ">ATTRIBUTES",
                ">PROPOSALS",
                ">REMOVALS EVERYWHERE",
                ">LEFT",
                ">TIME");
        for (RepairPlan plan : plans) {
            if (plan.differences() > 0) {
                table.row(
                        plan.zone(),
                        plan.differences(),
                        plan.files(),
                        plan.bytes(),
                        plan.overwrites(),
                        plan.removals(),
                        plan.attributes(),
                        plan.proposals(),
                        plan.proposedRemovals(),
                        plan.left(),
                        time(plan.secondsLeft()));
            }
        }
        RepairPlan any = plans.getFirst();
        return "rule " + any.rule() + ", found by the check at " + any.check()
                + (any.path().isEmpty() ? "" : ", below " + any.path()) + "; "
                + words(any.source(), any.sourceZone()) + "\n"
                + (plans.stream().allMatch(plan -> plan.differences() == 0)
                        ? "nothing differs: nothing is to be mended\n"
                        : table.render());
    }

    private static String time(@Nullable Long seconds) {
        return seconds == null ? "unknown" : DurationText.rough(seconds.doubleValue());
    }

    /** {@code onecopy repair plan RULE}. */
    @Command(
            name = "plan",
            description = "Show what a repair would do, in which zone, and to which paths. Changes nothing.")
    static final class Plan extends AskCommand {
        @Mixin
        private final Wanted wanted = new Wanted();

        @Option(names = "--csv", description = "The paths alone, as CSV")
        private boolean csv;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "1000",
                description = "At most this many paths of each zone (default: 1000)")
        private int limit = Filter.LIMIT_DEFAULT;

        Plan(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            List<RepairPlan> plans = plans(connection, wanted, limit);
            List<RepairStep> steps =
                    plans.stream().flatMap(plan -> plan.steps().stream()).toList();
            if (csv) {
                terminal.out().print(csv(steps));
                terminal.out().flush();
            } else {
                output.print(plans, () -> table(plans) + steps(steps), "");
            }
            noteCut(
                    steps.size(),
                    plans.stream().mapToLong(RepairPlan::differences).sum());
            return ExitCode.OK;
        }

        private static String steps(List<RepairStep> steps) {
            Table table = Table.of("ZONE", "KIND", "PATH", "WHAT IS DONE", ">FILES", ">BYTES", "WHY");
            steps.forEach(step -> table.row(
                    step.zone(),
                    step.kind().word(),
                    step.path(),
                    step.action().word(),
                    step.files(),
                    step.bytes(),
                    step.message()));
            return steps.isEmpty() ? "" : "\n" + table.render();
        }

        private static String csv(List<RepairStep> steps) {
            StringBuilder text = new StringBuilder("zone,kind,path,action,files,bytes,why\n");
            for (RepairStep step : steps) {
                text.append(step.zone())
                        .append(',')
                        .append(step.kind().word())
                        .append(',')
                        .append(quoted(step.path()))
                        .append(',')
                        .append(step.action().word())
                        .append(',')
                        .append(step.files())
                        .append(',')
                        .append(step.bytes().value())
                        .append(',')
                        .append(quoted(step.message()))
                        .append('\n');
            }
            return text.toString();
        }

        /** RFC 4180. */
        private static String quoted(String text) {
            return '"' + text.replace("\"", "\"\"") + '"';
        }
    }

    /** {@code onecopy repair start RULE}. */
    @Command(
            name = "start",
            description =
                    "Begin to mend what a check has found, after showing what that would do. Users go on meanwhile; what"
                            + " they change since the check is left to them. With --wait the exit code says whether all was"
                            + " mended.")
    static final class Start extends AskCommand {
        @Mixin
        private final Wanted wanted = new Wanted();

        @Mixin
        private Consent consent = new Consent();

        @Mixin
        private Waiting waiting = new Waiting();

        Start(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            RepairSpec asked = wanted.spec();
            consent.require(
                    terminal, "a repair", "; 'onecopy repair plan " + wanted.rule() + "' says first what it would do");
            boolean given = consent.isGiven(terminal, () -> {
                terminal.out().print(table(plans(connection, wanted, 1)));
                return terminal.confirm("Mend that?");
            });
            if (!given) {
                return ExitCode.NEGATIVE;
            }
            RepairView repair = connection.change(client -> client.beginRepair(wanted.rule(), asked));
            if (waiting.isWanted()) {
                repair = await(repair);
            }
            RepairView shown = repair;
            output.print(
                    repair,
                    () -> describe(shown)
                            + (waiting.isWanted()
                                    ? ""
                                    : "'onecopy repair show " + shown.rule() + " " + shown.repair() + "' goes on\n"),
                    "");
            return waiting.isWanted() ? code(repair) : ExitCode.OK;
        }

        private RepairView await(RepairView begun) {
            return waiting.patience("the repair goes on")
                    .await(
                            begun,
                            repair -> repair.state() == CheckState.RUNNING,
                            repair -> connection.ask(client -> client.repair(repair.rule(), repair.repair())));
        }
    }

    private static int code(RepairView repair) {
        return repair.state() == CheckState.DONE && repair.left() == 0 ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static String describe(RepairView repair) {
        Table table = Table.of(
                "ZONE",
                "STATE",
                ">DIFFERENCES",
                ">MENDED",
                ">LEFT",
                ">FILES",
                ">BYTES",
                ">TRASHED",
                ">PROPOSED",
                ">RATE",
                ">TIME LEFT",
                "REASON");
        for (RepairShareView share : repair.zones()) {
            table.row(
                    share.zone(),
                    share.state().word(),
                    share.differences(),
                    share.mended(),
                    share.left(),
                    share.files(),
                    share.bytes(),
                    share.trashed(),
                    share.proposed(),
                    share.ratePerSecond().equals(ByteCount.ZERO) ? "" : share.ratePerSecond() + "/s",
                    share.secondsLeft() == null ? "" : time(share.secondsLeft()),
                    share.reason());
        }
        return "repair of rule " + repair.rule() + " at " + repair.repair() + ", of what the check at " + repair.check()
                + " found" + (repair.path().isEmpty() ? "" : " below " + repair.path()) + "; "
                + words(repair.source(), repair.sourceZone()) + ": "
                + repair.state().word() + ", " + repair.mended()
                + " mended, " + repair.left() + " left\n" + table.render();
    }

    /** {@code onecopy repair list}. */
    @Command(name = "list", description = "List the repairs that are kept, the newest of each rule first.")
    static final class ListAll extends AskCommand {
        @Parameters(paramLabel = "RULE", arity = "0..1", description = "Only of this rule")
        private @Nullable String rule;

        ListAll(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            List<RuleName> rules = rule == null
                    ? connection.ask(client ->
                            client.rules().stream().map(RuleView::name).toList())
                    : List.of(new RuleName(rule));
            List<RepairView> repairs = new ArrayList<>();
            rules.forEach(name -> repairs.addAll(connection.ask(client -> client.repairs(name))));
            output.print(repairs, () -> table(repairs), "no repairs: 'onecopy repair start RULE' begins one");
            return ExitCode.OK;
        }

        private static String table(List<RepairView> repairs) {
            Table table =
                    Table.of("RULE", "REPAIR", "CHECK", "STATE", "SOURCE", "PATH", "STARTED", "BY", ">MENDED", ">LEFT");
            for (RepairView repair : repairs) {
                ZoneName zone = repair.sourceZone();
                table.row(
                        repair.rule(),
                        repair.repair(),
                        repair.check(),
                        repair.state().word(),
                        zone == null ? repair.source().word() : zone,
                        repair.path(),
                        repair.started(),
                        repair.by(),
                        repair.mended(),
                        repair.left());
            }
            return table.render();
        }
    }

    /** Which repair is meant. */
    static final class Which {
        @Parameters(paramLabel = "RULE", index = "0", description = "The rule")
        private String rule = "";

        @Parameters(paramLabel = "REPAIR", index = "1", description = "As 'onecopy repair list' names it")
        private String repair = "";

        RuleName rule() {
            return new RuleName(rule);
        }

        Version repair() {
            return Version.parse(repair);
        }
    }

    /** {@code onecopy repair show RULE REPAIR}. */
    @Command(
            name = "show",
            description =
                    "Show how far a repair is, and why it left what it left. Exit code 1 unless all of it is mended.")
    static final class Show extends AskCommand {
        @Mixin
        private final Which which = new Which();

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "1000",
                description = "At most this many of each zone (default: 1000)")
        private int limit = Filter.LIMIT_DEFAULT;

        Show(Terminal terminal) {
            super(terminal);
        }

        /** A repair with what it left. */
        record Shown(RepairView repair, List<RepairLeftView> left) {}

        @Override
        public Integer call() {
            RepairView repair = connection.ask(client -> client.repair(which.rule(), which.repair()));
            List<RepairLeftView> left = new ArrayList<>();
            long total = 0;
            if (repair.left() > 0) {
                for (Network.Answer<Listing<RepairLeftView>> answer :
                        connection.askAll(client -> client.repairLeft(which.rule(), which.repair(), 0, limit))) {
                    left.addAll(answer.value().items());
                    total += answer.value().total();
                }
            }
            output.print(new Shown(repair, left), () -> describe(repair) + left(left), "");
            noteCut(left.size(), total);
            return code(repair);
        }

        private static String left(List<RepairLeftView> left) {
            Table table = Table.of("ZONE", "KIND", "PATH", "WHY IT IS LEFT");
            left.forEach(each -> table.row(each.zone(), each.kind().word(), each.path(), each.reason()));
            return left.isEmpty() ? "" : "\n" + table.render();
        }
    }

    /** {@code onecopy repair cancel RULE REPAIR}. */
    @Command(name = "cancel", description = "End a repair. What is mended stays so.")
    static final class Cancel extends AskCommand {
        @Mixin
        private final Which which = new Which();

        Cancel(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            RepairView repair = connection.change(client -> client.cancelRepair(which.rule(), which.repair()));
            output.print(repair, () -> describe(repair), "");
            return ExitCode.OK;
        }
    }
}
