package org.onecopy.console.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.audit.AuditScreen;
import org.onecopy.console.bandwidth.BandwidthScreen;
import org.onecopy.console.checks.ChecksScreen;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.lag.LagScreen;
import org.onecopy.console.lists.Catalogue;
import org.onecopy.console.lists.DetailScreen;
import org.onecopy.console.lists.ListSpec;
import org.onecopy.console.lists.TableScreen;
import org.onecopy.console.load.LoadScreen;
import org.onecopy.console.migrations.MigrationDetails;
import org.onecopy.console.migrations.PlanDetails;
import org.onecopy.console.overview.OverviewScreen;
import org.onecopy.console.preferences.Preference;
import org.onecopy.console.preferences.Preferences;
import org.onecopy.console.repairs.RepairDetails;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.whatif.WhatIfScreen;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.RepairView;
import org.onecopy.model.api.RuleView;

/** All screens: how each is called, reached and made. */
final class Screens {
    /** What makes a row of a table. */
    private static final Map<String, String> MAKERS = Map.ofEntries(
            Map.entry("rules", "rule.create"),
            Map.entry("tickets", "network.ticket"),
            Map.entry("users", "user.add"),
            Map.entry("tokens", "token.create"),
            Map.entry("alerts", "alert.test"),
            Map.entry("checks", "check.start"),
            Map.entry("schedules", "schedule.add"),
            Map.entry("fences", "cutover.begin"),
            Map.entry("migrations", "migration.plan"),
            Map.entry("plans", "migration.plan"),
            Map.entry("bandwidth", "limit.add"),
            Map.entry("zones", "zone.add"),
            Map.entry("trash", "trash.empty"));

    /** Of tables that the command line calls otherwise, or that stand for several of its commands: the first is typed. */
    private static final Map<String, List<String>> COMMANDS = Map.ofEntries(
            Map.entry("rules", List.of("rules", "rules list", "rules show")),
            Map.entry("alerts", List.of("alerts", "alerts list")),
            Map.entry("silences", List.of("alerts silences")),
            Map.entry("tickets", List.of("network tickets", "network")),
            Map.entry("users", List.of("users", "users list")),
            Map.entry("tokens", List.of("tokens", "tokens list")),
            Map.entry("storage", List.of("storage", "storage show")),
            Map.entry("memberships", List.of("memberships", "memberships show")),
            Map.entry("schedules", List.of("check schedules")),
            Map.entry("fences", List.of("migrate fences")),
            Map.entry("trash", List.of("trash list", "trash")));

    /** Screens of all rules that the command line shows for one. */
    private static final Set<String> OF_A_RULE = Set.of("schedules", "trash");

    /** Of screens whose part of the API is not called as they are. */
    private static final Map<String, String> RESOURCES = Map.of(
            "overview", "status",
            "silences", "alerts/silences",
            "tickets", "network/tickets",
            "repairs", "rules/{rule}/repairs",
            "schedules", "rules/{rule}/check-schedules",
            "plans", "migrations/plans",
            "fences", "rules/{rule}/fences");

    private static final Map<String, String> KEYS = Map.of(
            "rules", "Shortcut+4",
            "conflicts", "Shortcut+5",
            "parked", "Shortcut+6",
            "transfers", "Shortcut+7",
            "guard", "Shortcut+8",
            "alerts", "Shortcut+9");

    /** A list's part of the height of its screen. */
    private static final double ABOVE = 0.4;

    private static final List<Entry> ALL = all();

    private Screens() {}

    /**
     * One screen.
     *
     * @param icon name in the icon font
     * @param key that opens it; null for none
     * @param commands of the command line for which it stands; the first is typed for it. None: it has none
     */
    record Entry(
            String id,
            String title,
            String icon,
            @Nullable String key,
            List<String> commands,
            Function<Desk, Screen> make) {
        Entry {
            commands = List.copyOf(commands);
        }

        /** What the first command needs beside its name, with a space before it. */
        String argument(Context context) {
            return OF_A_RULE.contains(id) ? " " + context.word(RuleView.class, RuleView::name, "RULE") : "";
        }

        /** Where a program would look. */
        String route() {
            return id.equals("load") ? "GET /metrics" : "GET /api/v1/" + RESOURCES.getOrDefault(id, id);
        }
    }

    private static List<Entry> all() {
        List<Entry> all = new ArrayList<>(List.of(
                new Entry(
                        "overview",
                        "Overview",
                        "fth-activity",
                        "Shortcut+1",
                        List.of("status", "whoami"),
                        desk -> new OverviewScreen(desk::open)),
                new Entry("lag", "Lag", "own-lag", "Shortcut+2", List.of("lag"), desk -> lag(desk)),
                new Entry("events", "Events", "fth-rss", "Shortcut+3", List.of("events"), desk -> new EventsScreen())));
        for (ListSpec<?> spec : Catalogue.all()) {
            all.add(new Entry(
                    spec.id(),
                    spec.title(),
                    spec.icon(),
                    KEYS.get(spec.id()),
                    COMMANDS.getOrDefault(spec.id(), List.of(spec.id())),
                    desk -> table(spec, desk)));
        }
        ListSpec<?> checks = Catalogue.checks();
        all.add(
                4,
                new Entry(
                        checks.id(),
                        checks.title(),
                        checks.icon(),
                        "Shortcut+0",
                        List.of("check list", "check", "check show"),
                        desk -> new ChecksScreen(table(Catalogue.checks(), desk), desk.work())));
        ListSpec<?> repairs = Catalogue.repairs();
        all.add(
                5,
                new Entry(
                        repairs.id(),
                        repairs.title(),
                        repairs.icon(),
                        null,
                        List.of("repair list", "repair", "repair show"),
                        desk -> new DetailScreen<>(
                                table(Catalogue.repairs(), desk),
                                RepairView.class,
                                new RepairDetails(desk.work()),
                                ABOVE)));
        all.addAll(6, migrations());
        all.add(new Entry("load", "Load of nodes", "fth-cpu", null, List.of(), desk -> new LoadScreen(desk.work())));
        all.add(new Entry(
                "whatif",
                "What if",
                "fth-help-circle",
                "Shortcut+Shift+W",
                List.of("whatif", "whatif lose", "whatif remove"),
                desk -> new WhatIfScreen(desk.work())));
        all.add(new Entry(
                "audit",
                "Audit",
                "fth-book-open",
                null,
                List.of("audit list", "audit"),
                desk -> new AuditScreen(
                        spec -> new TableScreen<>(spec, auditActs(desk.commands()), desk.work()), desk.work())));
        return List.copyOf(all);
    }

    private static List<Entry> migrations() {
        ListSpec<?> migrations = Catalogue.migrations();
        ListSpec<?> plans = Catalogue.plans();
        ListSpec<?> limits = Catalogue.limits();
        return List.of(
                new Entry(
                        migrations.id(),
                        migrations.title(),
                        migrations.icon(),
                        "Shortcut+M",
                        List.of("migrate list", "migrate", "migrate show"),
                        desk -> new DetailScreen<>(
                                table(Catalogue.migrations(), desk),
                                MigrationView.class,
                                new MigrationDetails(),
                                ABOVE)),
                new Entry(
                        plans.id(),
                        plans.title(),
                        plans.icon(),
                        null,
                        List.of("migrate plans"),
                        desk -> new DetailScreen<>(
                                table(Catalogue.plans(), desk), MigrationPlanView.class, new PlanDetails(), ABOVE)),
                new Entry(
                        limits.id(),
                        limits.title(),
                        limits.icon(),
                        "Shortcut+B",
                        List.of("bandwidth list", "bandwidth"),
                        desk -> new BandwidthScreen(table(Catalogue.limits(), desk), table(Catalogue.flows(), desk))));
    }

    private static LagScreen lag(Desk desk) {
        Preferences preferences = desk.preferences();
        return new LagScreen(
                desk.work(),
                Preference.duration(preferences.get(Preference.LAG_SPAN)),
                preferences.get(Preference.LAG_THRESHOLD));
    }

    private static List<Command> auditActs(CommandRegistry commands) {
        return List.of(commands.find("audit.verify"), commands.find("audit.export"), commands.find("audit.copy"));
    }

    /** In the order of the menu. */
    static List<Entry> entries() {
        return ALL;
    }

    /** All ids, in the order of the menu. */
    static List<String> ids() {
        return ALL.stream().map(Entry::id).toList();
    }

    /** @throws IllegalArgumentException where there is none */
    static Entry entry(String id) {
        return ALL.stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no screen " + id));
    }

    private static <T> TableScreen<T> table(ListSpec<T> spec, Desk desk) {
        return new TableScreen<>(spec, acts(spec, desk.commands()), desk.work());
    }

    /** What makes a row comes first, then what is done with one. */
    private static List<Command> acts(ListSpec<?> spec, CommandRegistry commands) {
        List<Command> acts = new ArrayList<>();
        String maker = MAKERS.get(spec.id());
        if (maker != null) {
            acts.add(commands.find(maker));
        }
        acts.addAll(commands.on(spec.type()));
        return acts;
    }
}
