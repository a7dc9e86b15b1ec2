package org.onecopy.console.shell;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.command.Rest;
import org.onecopy.console.migrations.MigrationWords;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.api.MigrationChange;
import org.onecopy.model.api.MigrationState;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.MigrationZoneView;

/** A migration that goes on: held up, let go on, ended, put in another order. */
final class MigrationSteering {
    private static final String ROUTE = "PUT /api/v1/rules/{rule}/migration";

    private MigrationSteering() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(act(
                        "migration.pause",
                        "Pause the migration",
                        "fth-pause",
                        context -> change(desk, context, "Pause", new MigrationChange(MigrationState.PAUSED, null)))
                .onlyWhen(context -> is(context, MigrationState.RUNNING))
                .asCli(context -> "onecopy migrate pause " + rule(context), "migrate pause")
                .asRest(ROUTE, "{\"state\":\"paused\"}"));
        commands.add(act(
                        "migration.resume",
                        "Resume the migration",
                        "fth-play",
                        context -> change(desk, context, "Resume", new MigrationChange(MigrationState.RUNNING, null)))
                .onlyWhen(context -> is(context, MigrationState.PAUSED))
                .asCli(context -> "onecopy migrate resume " + rule(context), "migrate resume")
                .asRest(ROUTE, "{\"state\":\"running\"}"));
        commands.add(act(
                        "migration.priority",
                        "Priority of the migration…",
                        "fth-bar-chart",
                        context -> priority(desk, context))
                .onlyWhen(context -> is(context, MigrationState.RUNNING, MigrationState.PAUSED))
                .asCli(context -> "onecopy migrate priority " + rule(context) + " 50", "migrate priority")
                .asRest(ROUTE, "{\"priority\":50}"));
        commands.add(act("migration.cancel", "Cancel the migration…", "fth-x-circle", context -> cancel(desk, context))
                .onlyWhen(context -> is(context, MigrationState.RUNNING, MigrationState.PAUSED))
                .asCli(context -> "onecopy migrate cancel " + rule(context), "migrate cancel")
                .asRest(ROUTE, "{\"state\":\"cancelled\"}"));
    }

    private static Command act(String id, String label, String icon, Consumer<Context> action) {
        return Command.on(MigrationView.class, id, label, icon, Menu.RULES, action);
    }

    private static boolean is(Context context, MigrationState... states) {
        return context.selected(MigrationView.class)
                .map(migration -> Arrays.asList(states).contains(migration.state()))
                .orElse(false);
    }

    private static String rule(Context context) {
        return context.word(MigrationView.class, MigrationView::rule, "RULE");
    }

    private static void change(Desk desk, Context context, String word, MigrationChange change) {
        Session session = context.connected().orElseThrow();
        context.selected(MigrationView.class)
                .ifPresent(migration -> desk.change(
                        session,
                        word + " the migration of " + migration.rule(),
                        client -> client.migrations().change(migration.rule(), change),
                        done -> {}));
    }

    private static void priority(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(MigrationView.class).ifPresent(migration -> {
            Ask ask = new Ask(desk.stage(), "Priority of the migration of " + migration.rule(), "Set");
            ask.plan(
                    "Of several migrations the one with the higher number fetches first; what users do comes before all.");
            ask.text("priority", "Priority (1 to 100)", "" + migration.priority(), "50");
            ask.check(values -> {
                MigrationWords.priority(values.getOrDefault("priority", ""));
                return Optional.empty();
            });
            ask.cli(values -> "onecopy migrate priority " + migration.rule() + " " + values.get("priority"));
            ask.rest(values -> Rest.line(
                    session,
                    "PUT",
                    "/api/v1/rules/" + migration.rule() + "/migration",
                    "{\"priority\":" + values.get("priority") + "}"));
            ask.show()
                    .map(values -> MigrationWords.priority(values.getOrDefault("priority", "")))
                    .ifPresent(number ->
                            change(desk, context, "Priority " + number + " for", new MigrationChange(null, number)));
        });
    }

    private static void cancel(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(MigrationView.class).ifPresent(migration -> {
            Ask ask =
                    new Ask(desk.stage(), "Cancel the migration of " + migration.rule() + "?", "Cancel the migration");
            long missing = migration.zones().stream()
                    .mapToLong(MigrationZoneView::toGoFiles)
                    .sum();
            ask.plan(
                    "What is there stays, nothing is deleted, and the rule stays. What is missing is held up until another"
                            + " migration of the rule begins"
                            + (missing == 0 ? "." : String.format(Locale.ROOT, ": %,d files so far.", missing)));
            ask.typeToConfirm(migration.rule().value());
            ask.cli(values -> "onecopy migrate cancel " + migration.rule());
            ask.rest(values -> Rest.line(
                    session, "PUT", "/api/v1/rules/" + migration.rule() + "/migration", "{\"state\":\"cancelled\"}"));
            ask.show()
                    .ifPresent(values ->
                            change(desk, context, "Cancel", new MigrationChange(MigrationState.CANCELLED, null)));
        });
    }
}
