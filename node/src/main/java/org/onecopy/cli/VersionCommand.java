package org.onecopy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code onecopy version}. */
@Command(name = "version", mixinStandardHelpOptions = true, description = "Print the version.")
public final class VersionCommand implements Callable<Integer> {
    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The version of the program, as its jar says. */
    public static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public Integer call() {
        terminal.out().println("onecopy " + version() + " (Java " + Runtime.version() + ")");
        return ExitCode.OK;
    }
}
