package org.onecopy.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options {@code --wait} and {@code --at-most} of a command that begins something. */
final class Waiting {
    @Option(names = "--wait", description = "Wait until it is done")
    private boolean wait;

    @Option(
            names = "--at-most",
            paramLabel = "TIME",
            description = "How long to wait, with --wait (default: without end)")
    private @Nullable String atMost;

    /** Whether the command ends when what it begins has ended. */
    boolean isWanted() {
        return wait;
    }

    /** @param goesOn what is said where the time is over */
    Patience patience(String goesOn) {
        return new Patience(atMost, goesOn);
    }
}
