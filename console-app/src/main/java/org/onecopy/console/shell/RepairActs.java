package org.onecopy.console.shell;

import static org.onecopy.console.lists.Column.count;
import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.List;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.repairs.RepairWords;
import org.onecopy.console.rules.RulePlan;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.LocationView;
import org.onecopy.model.api.RepairPlan;
import org.onecopy.model.api.RepairSource;
import org.onecopy.model.api.RepairSpec;
import org.onecopy.model.api.RepairStep;
import org.onecopy.model.api.RepairView;

/** Mending what a check has found: what is right, what would be done, doing it, ending it. */
final class RepairActs {
    private static final double WIDE = 920;
    private static final int STEPS_MAX = 1_000;
    private static final int ROWS_MAX = 8;

    private RepairActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.on(
                        CheckView.class,
                        "repair.start",
                        "Repair…",
                        "own-repair",
                        Menu.RULES,
                        context -> context.selected(CheckView.class)
                                .ifPresent(check -> choose(desk, context, check.rule(), check.check(), check.path())))
                .onlyWhen(context -> context.selected(CheckView.class)
                        .map(check -> check.differences() > 0 && check.state() == CheckState.DONE)
                        .orElse(false))
                .asCli(
                        context -> "onecopy repair start " + check(context) + " --source agreed",
                        "repair start",
                        "repair plan")
                .asRest("POST /api/v1/rules/{rule}/repairs", "{\"check\":\"CHECK\",\"source\":\"agreed\"}"));
        commands.add(Command.on(
                        DifferenceView.class,
                        "repair.path",
                        "Repair this path…",
                        "own-repair",
                        Menu.RULES,
                        context -> context.selected(DifferenceView.class)
                                .ifPresent(one -> choose(desk, context, one.rule(), one.check(), one.path())))
                .asCli(
                        context -> "onecopy repair plan "
                                + context.word(
                                        DifferenceView.class,
                                        one -> one.rule() + " --check " + one.check() + " --path "
                                                + RulePlan.quote(one.path()),
                                        "RULE --check CHECK --path PATH")
                                + " --source agreed",
                        "repair plan")
                .asLook("GET /api/v1/rules/{rule}/repairs/plan", "?check={check}&path={path}&source=agreed"));
        commands.add(Command.on(
                        RepairView.class,
                        "repair.cancel",
                        "Cancel the repair",
                        "fth-x-circle",
                        Menu.RULES,
                        context -> cancel(desk, context))
                .onlyWhen(context -> context.selected(RepairView.class)
                        .map(repair -> repair.state() == CheckState.RUNNING || repair.state() == CheckState.INCOMPLETE)
                        .orElse(false))
                .asCli(
                        context -> "onecopy repair cancel "
                                + context.word(
                                        RepairView.class,
                                        repair -> repair.rule() + " " + repair.repair(),
                                        "RULE REPAIR"),
                        "repair cancel")
                .asRest("DELETE /api/v1/rules/{rule}/repairs/{repair}"));
    }

    private static String check(Context context) {
        return context.word(CheckView.class, check -> check.rule() + " --check " + check.check(), "RULE");
    }

    private static void cancel(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(RepairView.class).ifPresent(repair -> {
            Ask ask = new Ask(desk.stage(), "Cancel the repair of " + repair.rule() + "?", "Cancel the repair");
            ask.plan("What is mended stays so: " + repair.mended() + " differences. The others stay as they are.");
            ask.cli(values -> "onecopy repair cancel " + repair.rule() + " " + repair.repair());
            ask.show()
                    .ifPresent(values -> desk.change(
                            session,
                            "Cancel the repair of " + repair.rule(),
                            client -> client.cancelRepair(repair.rule(), repair.repair()),
                            done -> {}));
        });
    }

    // ---- planning

    private static void choose(Desk desk, Context context, RuleName rule, Version check, String below) {
        Session session = context.connected().orElseThrow();
        List<ZoneName> zones = zones(session, rule);
        Ask ask = new Ask(desk.stage(), "Repair rule " + rule, "Show the plan");
        ask.plan(
                "What the check at " + check + " found is mended, while everybody goes on working. Whatever was changed"
                        + " since the check is left to those who changed it.");
        ask.choice("source", "Right is", RepairWords.choices(zones), RepairWords.AGREED);
        ask.text("path", "Folder or file (empty: all)", below, "2026/spring");
        ask.plan("Next you see what would be done; nothing is done before you say so.");
        ask.cli(values -> RepairWords.cli(rule, spec(values.get("source"), values.get("path"), check))
                .replace(" start ", " plan "));
        ask.show()
                .map(values -> spec(values.get("source"), values.get("path"), check))
                .ifPresent(spec -> plan(desk, session, rule, spec));
    }

    private static RepairSpec spec(@Nullable String source, @Nullable String path, Version check) {
        String part = path == null || path.isBlank() ? null : path.strip();
        return RepairWords.spec(new RepairSpec(check, part, null, null), source == null ? RepairWords.AGREED : source);
    }

    private static List<ZoneName> zones(Session session, RuleName rule) {
        Snapshot now = session.snapshot().get();
        return now == null
                ? List.of()
                : now.rules().stream()
                        .filter(one -> one.name().equals(rule))
                        .flatMap(one -> one.zones().stream())
                        .map(LocationView::zone)
                        .toList();
    }

    private static void plan(Desk desk, Session session, RuleName rule, RepairSpec spec) {
        desk.work()
                .run(
                        "Plan the repair of " + rule,
                        () -> session.gateway().askAll(client -> client.planRepair(rule, spec, 0, STEPS_MAX)).stream()
                                .filter(plan -> plan.differences() > 0)
                                .toList(),
                        plans -> confirm(desk, session, rule, spec, plans),
                        desk::say);
    }

    private static void confirm(Desk desk, Session session, RuleName rule, RepairSpec spec, List<RepairPlan> plans) {
        if (plans.isEmpty()) {
            desk.say("Nothing differs there: nothing is to be mended.");
            return;
        }
        Ask ask = new Ask(desk.stage(), "Plan of the repair of rule " + rule, "Repair");
        ask.plan(RepairWords.meaning(spec.source() == null ? RepairSource.AGREED : spec.source(), spec.zone()));
        RepairWords.summary(plans).forEach(ask::plan);
        TableView<RepairPlan> zones = zoneTable(plans);
        PlainTable.fit(zones, ROWS_MAX / 2);
        TableView<RepairStep> steps = stepTable(plans);
        PlainTable.fit(steps, ROWS_MAX);
        ask.content(new VBox(10, zones, steps), WIDE);
        if (RepairWords.takesAway(plans)) {
            ask.typeToConfirm(rule.value());
        }
        ask.cli(values -> RepairWords.cli(rule, spec));
        ask.show()
                .ifPresent(values -> desk.change(
                        session,
                        "Repair rule " + rule,
                        client -> client.beginRepair(rule, spec),
                        begun -> desk.open("repairs")));
    }

    private static TableView<RepairPlan> zoneTable(List<RepairPlan> plans) {
        return PlainTable.of(
                "repair-plan-zones",
                List.of(
                        text("Zone", 80, RepairPlan::zone),
                        count("Differences", 100, RepairPlan::differences),
                        count("Files", 60, RepairPlan::files),
                        number("Bytes", 80, RepairPlan::bytes, ByteCount::toString),
                        count("Replaced", 85, RepairPlan::overwrites),
                        count("To trash", 80, RepairPlan::removals),
                        count("Attributes", 92, RepairPlan::attributes),
                        count("Proposed", 85, RepairPlan::proposals),
                        count("Gone in all zones", 135, RepairPlan::proposedRemovals),
                        count("Left", 55, RepairPlan::left)),
                plans,
                "");
    }

    private static TableView<RepairStep> stepTable(List<RepairPlan> plans) {
        return PlainTable.of(
                "repair-plan-steps",
                List.of(
                        text("Zone", 90, RepairStep::zone),
                        text("Kind", 85, RepairStep::kind),
                        text("Path", 260, step -> step.path().isEmpty() ? "/" : step.path()),
                        text("What is done", 120, RepairStep::action),
                        number("Bytes", 80, RepairStep::bytes, ByteCount::toString),
                        text("What differs, or why nothing is done", 260, RepairStep::message)),
                plans.stream().flatMap(plan -> plan.steps().stream()).toList(),
                "");
    }
}
