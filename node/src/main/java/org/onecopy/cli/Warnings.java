package org.onecopy.cli;

import java.util.List;
import org.onecopy.model.api.WarningView;

/** How warnings are printed: for people and on standard error, so that nothing that is read by programs changes. */
final class Warnings {
    private Warnings() {}

    static void print(Terminal terminal, List<WarningView> warnings) {
        for (WarningView warning : warnings) {
            terminal.err().println("onecopy: warning: " + Table.printable(warning.message()));
            warning.commands().forEach(command -> terminal.err().println("    " + Table.printable(command)));
        }
    }
}
