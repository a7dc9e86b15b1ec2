package org.onecopy.installers.provisioning.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is around a command.
 *
 * @param in lines that a person types
 * @param console of a person who sees what is asked; null where there is none
 * @param environment variables of the process
 */
record Surroundings(
        PrintWriter out,
        PrintWriter err,
        BufferedReader in,
        @Nullable Console console,
        Map<String, String> environment) {
    Surroundings {
        environment = Map.copyOf(environment);
    }

    static Surroundings ofProcess() {
        Console console = processConsole();
        return new Surroundings(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                console != null && console.isTerminal() ? console : null,
                System.getenv());
    }

    @SuppressWarnings("SystemConsoleNull") // may be null with -Djdk.console=java.base, says its Javadoc
    private static @Nullable Console processConsole() {
        return System.console();
    }

    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    Path home() {
        String home = variable("HOME");
        return Path.of(home == null ? "/" : home);
    }

    /** Where programs keep what they remember. */
    Path state() {
        String state = variable("XDG_STATE_HOME");
        return (state == null ? home().resolve(".local/state") : Path.of(state)).resolve("onecopy");
    }

    /**
     * Asks for what must not be seen; where nobody sees the question, the next line of standard input is taken.
     *
     * @throws IllegalArgumentException where there is none
     */
    String secret(String question) {
        try {
            char[] typed = console == null ? null : console.readPassword("%s", question);
            String answer = console == null ? in.readLine() : typed == null ? null : new String(typed);
            if (answer == null || answer.isEmpty()) {
                throw new IllegalArgumentException("no answer to '" + question.strip() + "'");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks a person; false where nobody can be asked. */
    boolean confirms(String question) {
        if (console == null) {
            err.println("onecopy: nobody is there to be asked: say --yes to " + question);
            return false;
        }
        err.print(question + " [y/N] ");
        err.flush();
        try {
            String answer = in.readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException e) {
            return false;
        }
    }
}
