package org.onecopy.console.shell;

import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.List;
import java.util.Map;
import javafx.scene.control.TableView;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.command.Rest;
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.Words;
import org.onecopy.model.api.TimeoutsSpec;
import org.onecopy.model.api.TimeoutsView;

/** The timeouts with which the network's nodes agree. */
final class TimeoutActs {
    private static final String AUTO = "auto";
    private static final List<String> CHOICES = List.of(AUTO, "lan", "wan");
    private static final double WIDE = 560;
    private static final int ROWS_MAX = 8;

    private TimeoutActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.of(
                        "network.timeouts", "Timeouts…", "fth-watch", Menu.NETWORK, context -> timeouts(desk, context))
                .connected()
                .asCli(context -> "onecopy network profile", "network profile")
                .asLook("GET /api/v1/network/timeouts", ""));
    }

    private static void timeouts(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        desk.work()
                .run(
                        "Ask for the timeouts",
                        () -> session.gateway()
                                .ask(client -> client.levels().timeouts().show()),
                        view -> choose(desk, session, view),
                        desk::say);
    }

    private static void choose(Desk desk, Session session, TimeoutsView view) {
        Ask ask = new Ask(desk.stage(), "Timeouts of the network", "Agree on it");
        ask.plan(standing(view));
        ask.plan("They take effect at each node's next start; nothing restarts by itself.");
        TableView<TimeoutsView.Running> nodes = PlainTable.of(
                "timeouts-nodes",
                List.of(
                        text("Node", 180, TimeoutsView.Running::node),
                        text("Runs with", 110, TimeoutActs::runsWith),
                        text("At its next start", 200, node -> node.restart() ? "others than now" : "the same")),
                view.nodes(),
                "");
        PlainTable.fit(nodes, ROWS_MAX);
        ask.content(nodes, WIDE);
        if (!view.longest().isEmpty()) {
            TableView<TimeoutsView.Link> links = PlainTable.of(
                    "timeouts-links",
                    List.of(
                            text("From", 180, TimeoutsView.Link::from),
                            text("To", 180, TimeoutsView.Link::to),
                            number("Round trip", 120, TimeoutsView.Link::millis, millis -> millis + " ms")),
                    view.longest(),
                    "");
            PlainTable.fit(links, ROWS_MAX);
            ask.content(links, WIDE);
        }
        TimeoutProfile agreed = view.profile();
        ask.choice("profile", "Profile", CHOICES, view.byHand() && agreed != null ? Words.of(agreed) : AUTO);
        ask.cli(values -> "onecopy network profile " + chosen(values));
        ask.rest(values -> Rest.line(session, "PUT", "/api/v1/network/timeouts", Rest.json(spec(values))));
        ask.show()
                .ifPresent(values -> desk.change(
                        session,
                        "Agree on timeouts of profile " + chosen(values),
                        client -> client.levels().timeouts().set(spec(values)),
                        now -> desk.say(standing(now))));
    }

    private static String runsWith(TimeoutsView.Running node) {
        TimeoutProfile profile = node.profile();
        return profile == null ? "not heard of" : Words.of(profile);
    }

    private static String chosen(Map<String, String> values) {
        return values.getOrDefault("profile", AUTO);
    }

    private static TimeoutsSpec spec(Map<String, String> values) {
        String word = chosen(values);
        TimeoutProfile profile = word.equals(AUTO) ? null : Words.parse(TimeoutProfile.class, word);
        return new TimeoutsSpec(profile);
    }

    /** What is agreed, and what the round trips ask for. */
    static String standing(TimeoutsView view) {
        TimeoutProfile agreed = view.profile();
        String now = agreed == null
                ? "Nothing is agreed yet: each node runs with what its configuration says."
                : "Agreed is '" + Words.of(agreed) + "', "
                        + (view.byHand() ? "chosen by hand." : "as it was measured.");
        return now + " The round trips that are known ask for '" + Words.of(view.measured()) + "'.";
    }
}
