package org.onecopy.cli;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.Words;
import org.onecopy.model.api.TimeoutsSpec;
import org.onecopy.model.api.TimeoutsView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code onecopy network profile}. */
@Command(
        name = "profile",
        description =
                "Show with which timeouts the nodes agree on changes, and the round trips that ask for them; or choose: lan finds a dead"
                        + " leader after 1 to 2 seconds, wan after 3 to 6, auto is as the round trips are. A choice takes effect at"
                        + " each node's next start.")
final class ProfileCommand extends AskCommand {
    private static final String AUTO = "auto";

    @Parameters(arity = "0..1", paramLabel = "lan|wan|auto", description = "The timeouts that are to be agreed")
    private @Nullable String wanted;

    ProfileCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        String word = wanted;
        TimeoutsView view = word == null
                ? connection.ask(client -> client.levels().timeouts().show())
                : connection.change(client -> client.levels().timeouts().set(spec(word)));
        output.print(view, () -> table(view), "");
        return ExitCode.OK;
    }

    private static TimeoutsSpec spec(String word) {
        if (word.equals(AUTO)) {
            return new TimeoutsSpec(null);
        }
        try {
            return new TimeoutsSpec(Words.parse(TimeoutProfile.class, word));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", " + AUTO, e);
        }
    }

    static String table(TimeoutsView view) {
        Table table = Table.of("NODE", "RUNS WITH", "");
        for (TimeoutsView.Running node : view.nodes()) {
            TimeoutProfile profile = node.profile();
            table.row(
                    node.node(),
                    profile == null ? "no answer" : Words.of(profile),
                    node.restart() ? "other timeouts after a restart" : "");
        }
        StringBuilder text = new StringBuilder(table.render());
        for (TimeoutsView.Link link : view.longest()) {
            text.append("round trip from ")
                    .append(link.from())
                    .append(" to ")
                    .append(link.to())
                    .append(": ")
                    .append(link.millis())
                    .append(" ms\n");
        }
        TimeoutProfile agreed = view.profile();
        text.append(agreed == null ? "no profile is agreed yet" : "profile " + Words.of(agreed));
        if (agreed != null) {
            text.append(view.byHand() ? ", chosen by hand" : ", chosen by round trips");
        }
        return text.append("; round trips ask for ")
                .append(Words.of(view.measured()))
                .append('\n')
                .toString();
    }
}
