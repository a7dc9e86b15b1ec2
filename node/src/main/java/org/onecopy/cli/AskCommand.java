package org.onecopy.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Filter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks the admin API and prints the answer. */
@Command(mixinStandardHelpOptions = true)
abstract class AskCommand implements Callable<Integer> {
    final Terminal terminal;

    @Mixin
    final Connection connection;

    @Mixin
    final Output output;

    AskCommand(Terminal terminal) {
        this.terminal = terminal;
        this.connection = new Connection(terminal);
        this.output = new Output(terminal);
    }

    /** Which items of a long list are wanted. */
    static final class Selection {
        @Option(names = "--rule", paramLabel = "NAME", description = "Only of this rule")
        private @Nullable String rule;

        @Option(names = "--zone", paramLabel = "NAME", description = "Only of this zone")
        private @Nullable String zone;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "1000",
                description = "At most this many (default: 1000)")
        private int limit = Filter.LIMIT_DEFAULT;

        Filter filter() {
            return new Filter(
                    rule == null ? null : new RuleName(rule), zone == null ? null : new ZoneName(zone), limit);
        }
    }

    /** Says on standard error that a list was cut. */
    void noteCut(int shown, long total) {
        if (shown < total) {
            terminal.err().println("onecopy: shows " + shown + " of " + total + ": say --limit for more");
        }
    }

    static String seconds(@Nullable Double seconds) {
        return seconds == null ? "never" : org.onecopy.model.DurationText.rough(seconds) + " ago";
    }
}
