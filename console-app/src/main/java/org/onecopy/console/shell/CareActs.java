package org.onecopy.console.shell;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.rules.RulePlan;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.DurationText;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.AlertSilence;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.GuardState;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.SilenceSpec;

/** What is decided from day to day: parked changes, guards, alerts. */
final class CareActs {
    private CareActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.on(
                        ParkedView.class,
                        "parked.retry",
                        "Retry now",
                        "fth-rotate-cw",
                        Menu.RULES,
                        context -> retry(desk, context))
                .asCli(
                        context -> "onecopy parked retry " + context.word(ParkedView.class, ParkedView::id, "ID"),
                        "parked retry")
                .asRest("POST /api/v1/parked/{id}/retry"));
        commands.add(Command.on(
                        GuardView.class,
                        "guard.release",
                        "Release…",
                        "fth-check-circle",
                        Menu.RULES,
                        context -> decide(desk, context, true))
                .onlyWhen(CareActs::tripped)
                .asCli(context -> "onecopy guard release " + place(context), "guard release")
                .asRest("POST /api/v1/rules/{rule}/guard/{zone}/release"));
        commands.add(Command.on(
                        GuardView.class,
                        "guard.reject",
                        "Reject…",
                        "fth-x-circle",
                        Menu.RULES,
                        context -> decide(desk, context, false))
                .onlyWhen(CareActs::tripped)
                .asCli(context -> "onecopy guard reject " + place(context), "guard reject")
                .asRest("POST /api/v1/rules/{rule}/guard/{zone}/reject"));
        commands.add(Command.on(
                        AlertView.class,
                        "alert.silence",
                        "Silence…",
                        "fth-bell-off",
                        Menu.NETWORK,
                        context -> silence(desk, context))
                .asCli(
                        context -> "onecopy alerts silence " + context.word(AlertView.class, AlertView::id, "ID"),
                        "alerts silence")
                .asRest("PUT /api/v1/alerts/{id}/silence", "{\"duration\":\"1h\",\"why\":\"…\"}"));
        commands.add(Command.on(
                        AlertSilence.class,
                        "alert.unsilence",
                        "Send messages again",
                        "fth-bell",
                        Menu.NETWORK,
                        context -> unsilence(desk, context))
                .asCli(
                        context ->
                                "onecopy alerts unsilence " + context.word(AlertSilence.class, AlertSilence::id, "ID"),
                        "alerts unsilence")
                .asRest("DELETE /api/v1/alerts/{id}/silence"));
        commands.add(Command.of(
                        "alert.test", "Send a test message", "fth-mail", Menu.NETWORK, context -> test(desk, context))
                .connected()
                .asCli(context -> "onecopy alerts test", "alerts test")
                .asRest("POST /api/v1/alerts/test"));
    }

    private static boolean tripped(Context context) {
        return context.selected(GuardView.class)
                .map(guard -> guard.state() == GuardState.TRIPPED)
                .orElse(false);
    }

    private static String place(Context context) {
        return context.word(GuardView.class, guard -> guard.rule() + " " + guard.zone(), "RULE ZONE");
    }

    private static void retry(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(ParkedView.class)
                .ifPresent(parked -> desk.act(
                        session,
                        "Retry " + parked.path(),
                        () -> {
                            session.gateway()
                                    .orderWhereKnown(
                                            client -> client.retryParked(parked.id()), ProblemCode.PARKED_UNKNOWN);
                            return parked;
                        },
                        done -> {}));
    }

    private static void decide(Desk desk, Context context, boolean release) {
        Session session = context.connected().orElseThrow();
        context.selected(GuardView.class).ifPresent(guard -> {
            String where = guard.rule() + " in " + guard.zone();
            Ask ask = new Ask(
                    desk.stage(),
                    (release ? "Release the guard of " : "Reject what the guard holds of ") + where + "?",
                    release ? "Release" : "Reject");
            ask.plan(guard.heldOperations() + " operations are held: " + guard.counted()
                    + " files were deleted, moved out, overwritten or truncated; the limit is " + guard.limit() + ".");
            ask.plan(
                    release
                            ? "What was done in the zone was meant: all other zones will show it."
                            : "What was done in the zone was not meant: the files are fetched into it again.");
            ask.typeToConfirm(guard.rule().value());
            ask.cli(values ->
                    "onecopy guard " + (release ? "release " : "reject ") + guard.rule() + " " + guard.zone());
            ask.show()
                    .ifPresent(values -> desk.change(
                            session,
                            (release ? "Release " : "Reject ") + where,
                            client -> release
                                    ? client.releaseGuard(guard.rule(), guard.zone())
                                    : client.rejectGuard(guard.rule(), guard.zone()),
                            done -> {}));
        });
    }

    private static void silence(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(AlertView.class).ifPresent(alert -> {
            Ask ask = new Ask(desk.stage(), "Silence " + alert.id(), "Silence");
            ask.plan("No messages of it are sent for a while. It stays in the list.");
            ask.text("for", "For", "1h", "1h");
            ask.text("why", "Why", "", "known, is being worked on");
            ask.check(values -> new SilenceSpec(DurationText.parse(values.getOrDefault("for", "")), values.get("why"))
                            .duration()
                            .isNegative()
                    ? Optional.of("for how long?")
                    : Optional.empty());
            ask.cli(values -> "onecopy alerts silence " + alert.id() + " --for " + values.get("for") + " --why "
                    + RulePlan.quote(values.getOrDefault("why", "")));
            ask.show()
                    .map(values -> new SilenceSpec(
                            DurationText.parse(values.getOrDefault("for", "1h")),
                            values.getOrDefault("why", "").isBlank() ? null : values.get("why")))
                    .ifPresent(spec -> desk.act(
                            session,
                            "Silence " + alert.id(),
                            () -> session.gateway().askAll(client -> client.silenceAlert(alert.id(), spec)),
                            done -> {}));
        });
    }

    private static void unsilence(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(AlertSilence.class)
                .ifPresent(silence -> desk.act(
                        session,
                        "Messages of " + silence.id(),
                        () -> session.gateway().askAll(client -> {
                            client.unsilenceAlert(silence.id());
                            return silence;
                        }),
                        done -> {}));
    }

    private static void test(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        desk.act(
                session, "Test message", () -> session.gateway().askAll(client -> client.testAlerts(null)), answers -> {
                    List<String> lines = answers.stream()
                            .flatMap(List::stream)
                            .map(trial -> trial.node() + ", " + trial.target() + ": "
                                    + (trial.delivered() ? "delivered" : "NOT delivered") + " (" + trial.answer() + ")")
                            .toList();
                    desk.say(
                            lines.isEmpty()
                                    ? "No node has a target for messages: see alerts in its configuration."
                                    : lines.stream().collect(Collectors.joining("\n")));
                });
    }
}
