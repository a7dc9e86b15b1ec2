package org.onecopy.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of a command.
 *
 * @param in the lines that a person answers
 * @param secrets the lines of a person that are not shown while they are typed
 * @param interactive whether a person sees the output and can answer
 * @param environment the variables of the process
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        BufferedReader in,
        Secrets secrets,
        boolean interactive,
        Map<String, String> environment) {
    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** Asks for what must not be seen. */
    @FunctionalInterface
    public interface Secrets {
        /** The line that was typed, null where there is none. */
        @Nullable
        String ask(String question) throws IOException;
    }

    /** The process's own. */
    public static Terminal ofProcess() {
        Console console = console();
        boolean person = console != null && console.isTerminal();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                in,
                question -> person && console != null ? hidden(console, question) : in.readLine(),
                person,
                System.getenv());
    }

    private static @Nullable String hidden(Console console, String question) {
        char[] typed = console.readPassword("%s", question);
        return typed == null ? null : new String(typed);
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

    /**
     * Asks for a line; where nobody sees the question, the next one of standard input is taken.
     *
     * @throws IllegalArgumentException where there is none
     */
    String ask(String question) {
        if (interactive) {
            err.print(question);
            err.flush();
        }
        try {
            return given(in.readLine(), question).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #ask}, without showing what is typed. */
    String askSecret(String question) {
        try {
            return given(secrets.ask(question), question);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String given(@Nullable String line, String question) {
        if (line == null || line.isEmpty()) {
            throw new IllegalArgumentException("no answer to '" + question.strip()
                    + "': type it, or give it on standard input, a line for each question");
        }
        return line;
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
