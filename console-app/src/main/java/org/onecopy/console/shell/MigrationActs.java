package org.onecopy.console.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.command.Rest;
import org.onecopy.console.contents.BrowseModel;
import org.onecopy.console.contents.Browser;
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.migrations.MigrationWords;
import org.onecopy.console.migrations.PlanDetails;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.MigrationPlanState;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationSpec;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.Visibility;
import org.onecopy.model.api.ZoneView;

/** Trees that exist already come under a rule: the plan, and the beginning. */
final class MigrationActs {
    private static final double WIDE = 960;
    private static final int PLANS_MAX = 50;
    private static final int PRIORITY = 50;
    private static final String NEW = "(trees that are under no rule)";

    /** What was left alone in plans that were made here: a plan's answer does not say it again. */
    private static final Map<String, List<String>> EXCLUDED = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
            return size() > PLANS_MAX;
        }
    };

    private MigrationActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.of(
                        "migration.plan",
                        "Plan a migration…",
                        "fth-clipboard",
                        Menu.RULES,
                        context -> choose(desk, context))
                .connected()
                .asCli(
                        context -> "onecopy migrate plan --zone ZONE=/PATH --zone OTHER=/PATH --union --no-wait",
                        "migrate plan")
                .asRest("POST /api/v1/migrations/plans", "{\"zones\":{\"ZONE\":\"/PATH\",\"OTHER\":\"/PATH\"}}"));
        commands.add(Command.on(
                        MigrationPlanView.class,
                        "migration.start",
                        "Start what is planned…",
                        "fth-truck",
                        Menu.RULES,
                        context ->
                                context.selected(MigrationPlanView.class).ifPresent(plan -> start(desk, context, plan)))
                .onlyWhen(context -> context.selected(MigrationPlanView.class)
                        .map(plan -> plan.state() == MigrationPlanState.DONE)
                        .orElse(false))
                .asCli(
                        context -> "onecopy migrate start RULE --zone ZONE=/PATH --zone OTHER=/PATH --union",
                        "migrate start")
                .asRest("POST /api/v1/migrations", "{\"rule\":{\"name\":\"RULE\",\"zones\":{\"ZONE\":\"/PATH\"}}}"));
        commands.add(Command.on(
                        RuleView.class,
                        "migration.begin",
                        "Begin a migration…",
                        "fth-truck",
                        Menu.RULES,
                        context -> context.selected(RuleView.class).ifPresent(rule -> begin(desk, context, rule)))
                .asCli(
                        context -> "onecopy migrate start " + context.word(RuleView.class, RuleView::name, "RULE"),
                        "migrate start")
                .asRest("POST /api/v1/rules/{rule}/migration", "{\"priority\":50}"));
        commands.add(Command.on(
                        MigrationPlanView.class,
                        "migration.forget",
                        "End and forget the plan",
                        "fth-x-circle",
                        Menu.RULES,
                        context -> forget(desk, context))
                .asCli(
                        context -> "onecopy migrate plans "
                                + context.word(MigrationPlanView.class, MigrationPlanView::plan, "ID") + " --end",
                        "migrate plans")
                .asRest("DELETE /api/v1/migrations/plans/{plan}"));
        MigrationSteering.add(commands, desk);
    }

    private static void choose(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        List<RuleView> rules = session.snapshot().get() == null
                ? List.of()
                : session.snapshot().get().rules();
        if (rules.isEmpty()) {
            plan(desk, session, null);
            return;
        }
        List<String> names = Stream.concat(
                        Stream.of(NEW), rules.stream().map(rule -> rule.name().value()))
                .toList();
        Ask ask = new Ask(desk.stage(), "Plan a migration", "Next");
        ask.plan("What would it take to bring trees that exist already under a rule, while they are in use?");
        ask.plan("Of a rule that is there the plan says what is still on its way, or what another zone would bring.");
        ask.choice(
                "rule",
                "Rule",
                names,
                context.word(RuleView.class, rule -> rule.name().value(), NEW));
        ask.show()
                .ifPresent(values -> plan(
                        desk,
                        session,
                        rules.stream()
                                .filter(rule -> rule.name().value().equals(values.get("rule")))
                                .findFirst()
                                .orElse(null)));
    }

    private static void plan(Desk desk, Session session, @Nullable RuleView rule) {
        Snapshot now = session.snapshot().get();
        List<ZoneName> zones = now == null
                ? List.of()
                : now.zones().stream()
                        .filter(zone -> zone.storage() != null)
                        .map(ZoneView::name)
                        .toList();
        Map<ZoneName, String> there = rule == null ? Map.of() : rule.toSpec().zones();
        Ask ask = new Ask(
                desk.stage(),
                rule == null ? "Plan a migration" : "Plan a migration of rule " + rule.name(),
                "Read the trees");
        ask.wide();
        ask.plan(
                "The trees are read side by side, and nothing is changed. You see what would stay, travel, be kept beside"
                        + " another, or go to the trash, before anything is started.");
        if (!there.isEmpty()) {
            ask.plan("These take part: "
                    + String.join(
                            ", ",
                            there.entrySet().stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .toList())
                    + ". Another zone that is to come may be named.");
        }
        for (ZoneName zone : zones) {
            if (!there.containsKey(zone)) {
                ask.directory(
                        MigrationWords.field(zone),
                        "Directory in " + zone,
                        "",
                        "empty: the zone takes no part",
                        (typed, window) -> Browser.choose(window, zone, typed, browse(session, zone, desk)));
            }
        }
        ask.choice("right", "Right is", MigrationWords.choices(zones), MigrationWords.UNION);
        ask.choice(
                "compare",
                "Told to be equal by",
                List.of(MigrationWords.BY_SIZE, MigrationWords.BY_DIGEST),
                MigrationWords.BY_SIZE);
        ask.text("rate", "Each zone can receive a second", "", "50MiB; empty: as much as comes now");
        if (rule == null) {
            ask.area("exclude", "Leave alone (globs, one a line)", "");
        }
        ask.check(values -> {
            MigrationWords.spec(rule, values);
            return Optional.empty();
        });
        ask.cli(values -> MigrationWords.cli(MigrationWords.spec(rule, values)));
        ask.rest(values ->
                Rest.line(session, "POST", "/api/v1/migrations/plans", Rest.json(MigrationWords.spec(rule, values))));
        ask.show()
                .map(values -> MigrationWords.spec(rule, values))
                .ifPresent(spec -> desk.change(
                        session,
                        "Plan a migration",
                        client -> client.migrations().beginPlan(spec),
                        begun -> {
                            EXCLUDED.put(begun.plan(), rule == null ? spec.exclude() : rule.exclude());
                            desk.open("plans").refresh();
                        }));
    }

    private static BrowseModel browse(Session session, ZoneName zone, Desk desk) {
        return new BrowseModel(
                (path, after, limit) ->
                        session.gateway().askIn(zone, client -> client.files().list(path, after, limit)),
                desk.work());
    }

    private static void start(Desk desk, Context context, MigrationPlanView plan) {
        Session session = context.connected().orElseThrow();
        Snapshot now = session.snapshot().get();
        RuleView there =
                now == null ? null : MigrationWords.rule(plan, now.rules()).orElse(null);
        Ask ask = new Ask(
                desk.stage(),
                there == null ? "Bring these trees under a rule" : "Migrate under rule " + there.name(),
                "Start the migration");
        MigrationWords.summary(plan).forEach(ask::plan);
        ask.plan("Nobody stops: what users change meanwhile goes on as any change, and goes first.");
        ask.content(zonesAndPaths(plan), WIDE);
        if (there == null) {
            ask.text("rule", "Name of the rule", "", "archive");
            ask.area(
                    "exclude",
                    "Leave alone (globs, one a line)",
                    String.join("\n", EXCLUDED.getOrDefault(plan.plan(), List.of())));
        }
        ask.text("priority", "Priority among migrations (1 to 100)", "" + PRIORITY, "" + PRIORITY);
        if (MigrationWords.takesAway(plan)) {
            ask.typeToConfirm(there == null ? "" + plan.source() : there.name().value());
        }
        ask.check(values -> {
            start(plan, there, values);
            return Optional.empty();
        });
        ask.cli(values -> start(plan, there, values).cli());
        ask.show()
                .map(values -> start(plan, there, values))
                .ifPresent(start -> desk.act(
                        session,
                        "Migrate under rule " + start.rule(),
                        () -> begin(session, start),
                        begun -> desk.open("migrations").refresh()));
    }

    private static VBox zonesAndPaths(MigrationPlanView plan) {
        var zones = PlanDetails.zones("migration-plan-zones", plan.zones());
        PlainTable.fit(zones, 4);
        VBox both = new VBox(10, zones);
        if (!plan.conflicts().isEmpty()) {
            var paths = PlanDetails.paths("migration-plan-paths", plan.conflicts());
            PlainTable.fit(paths, 5);
            both.getChildren().add(paths);
        }
        return both;
    }

    /**
     * What is to begin.
     *
     * @param before the rule as it is; null where it is made
     * @param zones of the rule as it is to be, with their directories
     * @param added those that it has not yet
     */
    private record Start(
            RuleName rule,
            @Nullable RuleView before,
            Map<ZoneName, String> zones,
            Map<ZoneName, String> added,
            Initial initial,
            List<String> exclude,
            int priority) {
        String cli() {
            return MigrationWords.cli(rule, added, initial, exclude, priority);
        }

        RuleSpec spec() {
            RuleSpec base = before != null
                    ? before.toSpec()
                    : new RuleSpec(
                            rule,
                            zones,
                            exclude,
                            initial,
                            ConflictPolicy.KEEP_BOTH,
                            null,
                            RuleSpec.HOLD_DEFAULT,
                            Visibility.ORDERED,
                            GuardPolicy.DEFAULT,
                            List.of(),
                            null);
            return new RuleSpec(
                    rule,
                    zones,
                    base.exclude(),
                    initial,
                    base.conflict(),
                    base.preferredZone(),
                    base.hold(),
                    base.visibility(),
                    base.guard(),
                    base.preserve(),
                    base.witnesses(),
                    base.revision());
        }
    }

    private static Start start(MigrationPlanView plan, @Nullable RuleView there, Map<String, String> typed) {
        Map<ZoneName, String> zones = MigrationWords.places(plan);
        Map<ZoneName, String> added = new TreeMap<>(zones);
        if (there != null) {
            there.toSpec().zones().keySet().forEach(added::remove);
        }
        return new Start(
                there == null ? new RuleName(typed.getOrDefault("rule", "").strip()) : there.name(),
                there,
                zones,
                added,
                new Initial(plan.source()),
                MigrationWords.globs(typed.getOrDefault("exclude", "")),
                MigrationWords.priority(typed.getOrDefault("priority", "" + PRIORITY)));
    }

    /** Makes the rule, or adds zones to it, as the command line does; then it is counted and steered. Blocks. */
    private static MigrationView begin(Session session, Start start) {
        if (start.before() == null) {
            return session.gateway()
                    .change(client -> client.migrations().begin(new MigrationSpec(start.spec(), start.priority())));
        }
        if (!start.added().isEmpty()) {
            RuleView edited = session.gateway().change(client -> client.editRule(start.rule(), start.spec()));
            return session.gateway()
                    .change(client ->
                            client.migrations().begin(edited.name(), new MigrationSpec(null, start.priority())));
        }
        return session.gateway()
                .change(client -> client.migrations().begin(start.rule(), new MigrationSpec(null, start.priority())));
    }

    private static void begin(Desk desk, Context context, RuleView rule) {
        Session session = context.connected().orElseThrow();
        Ask ask = new Ask(desk.stage(), "Begin a migration of rule " + rule.name(), "Begin");
        ask.plan(
                "What is still on its way under the rule is counted and steered from now on: it can be paused, resumed and"
                        + " put in another order. To see first what that is, or to add another zone's tree, plan a migration.");
        ask.text("priority", "Priority among migrations (1 to 100)", "" + PRIORITY, "" + PRIORITY);
        ask.check(values -> {
            MigrationWords.priority(values.getOrDefault("priority", ""));
            return Optional.empty();
        });
        ask.cli(values -> MigrationWords.cli(
                rule.name(),
                Map.of(),
                Initial.UNION,
                List.of(),
                MigrationWords.priority(values.getOrDefault("priority", ""))));
        ask.rest(values -> Rest.line(
                session,
                "POST",
                "/api/v1/rules/" + rule.name() + "/migration",
                Rest.json(new MigrationSpec(null, MigrationWords.priority(values.getOrDefault("priority", ""))))));
        ask.show()
                .map(values -> MigrationWords.priority(values.getOrDefault("priority", "")))
                .ifPresent(priority -> desk.change(
                        session,
                        "Begin a migration of " + rule.name(),
                        client -> client.migrations().begin(rule.name(), new MigrationSpec(null, priority)),
                        begun -> desk.open("migrations").refresh()));
    }

    private static void forget(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(MigrationPlanView.class)
                .ifPresent(plan -> desk.act(
                        session,
                        "Forget plan " + plan.plan(),
                        () -> {
                            session.gateway()
                                    .orderWhereKnown(
                                            client -> client.migrations().endPlan(plan.plan()),
                                            ProblemCode.PLAN_UNKNOWN);
                            return plan;
                        },
                        gone -> {}));
    }
}
