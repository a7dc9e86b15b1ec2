package org.onecopy.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of a command.
 *
 * @param in the lines that a person answers
 * @param interactive whether a person sees the output and can answer
 * @param environment the variables of the process
 */
public record Terminal(
        PrintStream out, PrintStream err, BufferedReader in, boolean interactive, Map<String, String> environment) {
    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** The process's own. */
    public static Terminal ofProcess() {
        Console console = console();
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                console != null && console.isTerminal(),
                System.getenv());
    }

    @SuppressWarnings("SystemConsoleNull") // may be null with -Djdk.console=java.base, says its Javadoc
    private static @Nullable Console console() {
        return System.console();
    }

    /** The value of a variable, null where it is not set or empty. */
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Where programs keep what they remember of a user: {@code $XDG_STATE_HOME/onecopy} or {@code ~/.local/state/onecopy}. */
    public Path stateDirectory() {
        String state = variable("XDG_STATE_HOME");
        String home = variable("HOME");
        Path base = state != null ? Path.of(state) : Path.of(home == null ? "/" : home, ".local", "state");
        return base.resolve("onecopy");
    }

    /** Asks a person a question; false where the answer is not yes. */
    boolean confirm(String question) {
        out.print(question + " [y/N] ");
        out.flush();
        try {
            String answer = in.readLine();
            return answer != null
                    && answer.strip().toLowerCase(java.util.Locale.ROOT).matches("y|yes");
        } catch (IOException e) {
            return false;
        }
    }
}
