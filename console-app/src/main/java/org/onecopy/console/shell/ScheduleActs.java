package org.onecopy.console.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.rules.RulePlan;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.DurationText;
import org.onecopy.model.Words;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckScheduleSpec;
import org.onecopy.model.api.CheckScheduleView;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.RuleView;

/** Checks that begin by themselves. */
final class ScheduleActs {
    private static final String EVERY = "so often";
    private static final String CRON = "as in a crontab";

    private ScheduleActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.of(
                        "schedule.add", "Schedule checks…", "fth-clock", Menu.RULES, context -> add(desk, context))
                .connected()
                .asCli(
                        context -> "onecopy check schedule " + context.word(RuleView.class, RuleView::name, "RULE")
                                + " --every 7d",
                        "check schedule")
                .asRest("POST /api/v1/rules/{rule}/check-schedules", "{\"every\":\"7d\"}"));
        commands.add(Command.on(
                        CheckScheduleView.class,
                        "schedule.remove",
                        "End the schedule…",
                        "fth-x-circle",
                        Menu.RULES,
                        context -> remove(desk, context))
                .asCli(
                        context -> "onecopy check unschedule "
                                + context.word(
                                        CheckScheduleView.class,
                                        one -> one.rule() + " " + one.schedule(),
                                        "RULE SCHEDULE"),
                        "check unschedule")
                .asRest("DELETE /api/v1/rules/{rule}/check-schedules/{schedule}"));
    }

    private static void add(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        RuleChoice.of(desk, context, "Schedule checks").ifPresent(rule -> add(desk, session, rule));
    }

    private static void add(Desk desk, Session session, RuleView rule) {
        Ask ask = new Ask(desk.stage(), "Schedule checks of rule " + rule.name(), "Schedule");
        ask.plan("Checks begin by themselves, as long as a majority of the rule's voters is there. Each compares every"
                + " zone's storage with what is agreed; nothing is changed.");
        ask.choice("when", "When", List.of(EVERY, CRON), EVERY);
        ask.text("value", "Time between, or fields", "7d", "7d, or: 0 3 * * sun");
        ask.text("clock", "Clock of a crontab (empty: UTC)", "", "Europe/Oslo");
        ask.choice(
                "depth",
                "Depth",
                Arrays.stream(CheckDepth.values()).map(CheckDepth::word).toList(),
                CheckDepth.METADATA.word());
        ask.text("path", "Folder (empty: all)", "", "2026/spring");
        ask.check(values -> {
            CheckScheduleSpec spec = spec(values);
            return spec.cron() != null && spec.cron().split("\\s+", -1).length != 5
                    ? Optional.of("Five fields: minute, hour, day of the month, month, day of the week.")
                    : Optional.empty();
        });
        ask.cli(values -> cli(rule, spec(values)));
        ask.show()
                .ifPresent(values -> desk.change(
                        session,
                        "Schedule checks of " + rule.name(),
                        client -> client.scheduleChecks(rule.name(), spec(values)),
                        made -> desk.open("schedules").refresh()));
    }

    private static CheckScheduleSpec spec(Map<String, String> values) {
        String value = values.getOrDefault("value", "").strip();
        String path = values.getOrDefault("path", "").strip();
        String clock = values.getOrDefault("clock", "").strip();
        boolean cron = CRON.equals(values.get("when"));
        return new CheckScheduleSpec(
                new CheckSpec(
                        path.isEmpty() ? null : path,
                        Words.parse(CheckDepth.class, values.getOrDefault("depth", "metadata")),
                        null),
                cron ? null : DurationText.parse(value),
                cron ? value : null,
                cron && !clock.isEmpty() ? clock : null);
    }

    private static String cli(RuleView rule, CheckScheduleSpec spec) {
        CheckSpec check = spec.check();
        return "onecopy check schedule " + rule.name()
                + (spec.every() == null ? "" : " --every " + DurationText.exact(spec.every()))
                + (spec.cron() == null ? "" : " --cron " + RulePlan.quote(spec.cron()))
                + (spec.timeZone() == null ? "" : " --time-zone " + spec.timeZone())
                + (check == null || check.depth() != CheckDepth.DIGEST ? "" : " --depth digest")
                + (check == null || check.path() == null ? "" : " --path " + RulePlan.quote(check.path()));
    }

    private static void remove(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(CheckScheduleView.class).ifPresent(one -> {
            Ask ask = new Ask(desk.stage(), "End the schedule of " + one.rule() + "?", "End the schedule");
            ask.plan("No check of it begins by itself any more. One that goes on is not ended.");
            ask.dangerous();
            ask.cli(values -> "onecopy check unschedule " + one.rule() + " " + one.schedule());
            ask.show()
                    .ifPresent(values -> desk.order(
                            session,
                            "End the schedule of " + one.rule(),
                            client -> client.unscheduleChecks(one.rule(), one.schedule())));
        });
    }
}
