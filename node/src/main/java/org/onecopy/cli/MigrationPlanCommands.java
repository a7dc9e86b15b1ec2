package org.onecopy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.MigrationCompare;
import org.onecopy.model.api.MigrationPlanPath;
import org.onecopy.model.api.MigrationPlanSpec;
import org.onecopy.model.api.MigrationPlanState;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationPlanZoneView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy migrate plan|plans}: what a migration would do. */
final class MigrationPlanCommands {
    private MigrationPlanCommands() {}

    /** {@code onecopy migrate plan [RULE]}. */
    @Command(
            name = "plan",
            description =
                    "Say what a migration would do, zone by zone: what stays where it lies, what would be brought, kept beside"
                            + " another, or go to the trash. Reads the trees and changes nothing. Exit code 1 where it could not be found"
                            + " out.")
    static final class Plan extends AskCommand {
        @Parameters(
                paramLabel = "RULE",
                arity = "0..1",
                description = "A rule that is there: its locations take part, and its exclusions hold")
        private @Nullable String rule;

        @Mixin
        private final MigrationCommands.Trees trees = new MigrationCommands.Trees();

        @Option(
                names = "--compare",
                paramLabel = "HOW",
                defaultValue = "size",
                description =
                        "size: files of the same length and time are taken for the same, which is a guess. digest: those of the"
                                + " same length are read (default: size). The migration itself always reads")
        private String compare = "size";

        @Option(
                names = "--rate",
                paramLabel = "BYTES",
                description = "What each zone can receive in a second, such as 50MiB (default: as much as comes now)")
        private @Nullable String rate;

        @Option(names = "--no-wait", description = "Do not wait: 'onecopy migrate plans ID' says how far it is")
        private boolean noWait;

        @Option(
                names = "--at-most",
                paramLabel = "TIME",
                description = "How long to wait (default: without end); the plan goes on afterwards")
        private @Nullable String atMost;

        Plan(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            MigrationPlanSpec spec = new MigrationPlanSpec(
                    rule == null ? null : new RuleName(rule),
                    trees.zones(),
                    trees.excludes(),
                    trees.initial(),
                    Words.parse(MigrationCompare.class, compare),
                    rate == null ? null : ByteCount.parse(rate));
            MigrationPlanView plan =
                    connection.change(client -> client.migrations().beginPlan(spec));
            if (!noWait) {
                plan = new Patience(atMost, "the plan is made all the same: onecopy migrate plans")
                        .await(
                                plan,
                                each -> each.state() == MigrationPlanState.RUNNING,
                                each -> find(connection, each.plan()));
            }
            MigrationPlanView shown = plan;
            output.print(shown, () -> describe(shown), "");
            return noWait || shown.state() == MigrationPlanState.DONE ? ExitCode.OK : ExitCode.NEGATIVE;
        }
    }

    /** A plan is known by the node that makes it. */
    private static MigrationPlanView find(Connection connection, String plan) {
        AtomicReference<@Nullable MigrationPlanView> found = new AtomicReference<>();
        connection.changeWhereKnown(client -> found.set(client.migrations().plan(plan)), ProblemCode.PLAN_UNKNOWN);
        return Objects.requireNonNull(found.get());
    }

    private static List<MigrationPlanView> all(Connection connection) {
        List<MigrationPlanView> all = new ArrayList<>();
        connection.askAll(client -> client.migrations().plans()).forEach(answer -> all.addAll(answer.value()));
        return all;
    }

    private static String describe(MigrationPlanView plan) {
        Table table = Table.of(
                "ZONE",
                ">FILES",
                ">BYTES",
                ">DIRECTORIES",
                ">EQUAL",
                ">TO BRING",
                ">BYTES",
                ">KEPT BESIDE",
                ">TO TRASH",
                ">UNREADABLE",
                ">TIME",
                "PATH");
        for (MigrationPlanZoneView zone : plan.zones()) {
            Long seconds = zone.secondsNeeded();
            table.row(
                    zone.zone(),
                    zone.files(),
                    zone.bytes(),
                    zone.directories(),
                    zone.equalFiles(),
                    zone.bringFiles(),
                    zone.bringBytes(),
                    zone.keptFiles(),
                    zone.trashFiles(),
                    zone.unreadable(),
                    seconds == null ? "unknown" : DurationText.rough(seconds.doubleValue()),
                    zone.path());
        }
        StringBuilder text = new StringBuilder("plan " + plan.plan() + " of node " + plan.node() + ", "
                + (plan.source() == null ? "all are right" : "what zone " + plan.source() + " has is right")
                + ", compared by " + plan.compare().word() + ": " + plan.state().word() + ", " + plan.directoriesDone()
                + " directories compared"
                + (plan.directoriesToGo() == 0 ? "" : ", " + plan.directoriesToGo() + " or more to go")
                + (plan.reason() == null ? "" : "; " + plan.reason()) + "\n" + table.render());
        if (!plan.conflicts().isEmpty()) {
            Table paths = Table.of("DIFFERS", "IN", "WHAT IS DONE");
            for (MigrationPlanPath path : plan.conflicts()) {
                paths.row(
                        path.path(),
                        String.join(
                                ", ", path.zones().stream().map(ZoneName::value).toList()),
                        path.what());
            }
            text.append('\n').append(paths.render());
            if (plan.conflictsTotal() > plan.conflicts().size()) {
                text.append("and ")
                        .append(plan.conflictsTotal() - plan.conflicts().size())
                        .append(" more paths\n");
            }
        }
        return text.toString();
    }

    /** {@code onecopy migrate plans [ID]}. */
    @Command(name = "plans", description = "List the plans that nodes make or have made, or show one, or end one.")
    static final class Plans extends AskCommand {
        @Parameters(paramLabel = "ID", arity = "0..1", description = "Show this one")
        private @Nullable String id;

        @Option(names = "--end", description = "End it, and forget it")
        private boolean end;

        Plans(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            String wanted = id;
            if (wanted == null) {
                List<MigrationPlanView> plans = all(connection);
                output.print(plans, () -> table(plans), "no plans: 'onecopy migrate plan' makes one");
                return ExitCode.OK;
            }
            MigrationPlanView plan = find(connection, wanted);
            if (end) {
                connection.changeWhereKnown(client -> client.migrations().endPlan(wanted), ProblemCode.PLAN_UNKNOWN);
            }
            output.print(plan, () -> describe(plan), "");
            return ExitCode.OK;
        }

        private static String table(List<MigrationPlanView> plans) {
            Table table = Table.of("PLAN", "NODE", "STATE", "STARTED", ">DIRECTORIES", ">TO GO", "ZONES", "REASON");
            for (MigrationPlanView plan : plans) {
                table.row(
                        plan.plan(),
                        plan.node(),
                        plan.state().word(),
                        plan.since(),
                        plan.directoriesDone(),
                        plan.directoriesToGo(),
                        String.join(
                                ", ",
                                plan.zones().stream()
                                        .map(zone -> zone.zone().value())
                                        .toList()),
                        plan.reason());
            }
            return table.render();
        }
    }
}
