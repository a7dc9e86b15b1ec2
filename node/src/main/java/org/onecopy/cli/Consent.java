package org.onecopy.cli;

import java.util.function.BooleanSupplier;
import picocli.CommandLine.Option;

/** Option {@code --yes} of a command that asks before it acts. */
final class Consent {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask")
    private boolean yes;

    /**
     * Refuses where consent is neither given nor can be asked for.
     *
     * @param act what needs it
     * @param more what else a person should know, with what goes before it; or nothing
     * @throws IllegalArgumentException where nobody sees the question
     */
    void require(Terminal terminal, String act, String more) {
        if (!yes && !terminal.interactive()) {
            throw new IllegalArgumentException(act + " needs --yes where nobody can be asked" + more);
        }
    }

    /**
     * Whether it is given, by the option or by a person; else says that nothing was done.
     *
     * @param asks shows what would be done and asks
     */
    boolean isGiven(Terminal terminal, BooleanSupplier asks) {
        boolean given = yes || asks.getAsBoolean();
        if (!given) {
            terminal.err().println("onecopy: nothing was done");
        }
        return given;
    }
}
