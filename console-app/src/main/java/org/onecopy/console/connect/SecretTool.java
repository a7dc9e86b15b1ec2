package org.onecopy.console.connect;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keyring of a Linux desktop (GNOME Keyring, KWallet, KeePassXC: all that speak the Secret Service protocol of freedesktop.org), by the
 * program {@code secret-tool} of libsecret. Secrets go through pipes and never stand in a command line.
 */
public final class SecretTool implements Keyring {
    private static final String PROGRAM = "secret-tool";

    /** The user may be asked for the keyring's password. */
    private static final long PATIENCE_SECONDS = 120;

    private final Path program;

    private SecretTool(Path program) {
        this.program = program;
    }

    /**
     * The keyring of this desktop; empty where its program is not installed, or there is no session bus by which it could be reached.
     *
     * @param environment of the process
     */
    public static Optional<Keyring> of(Map<String, String> environment) {
        String runtime = environment.get("XDG_RUNTIME_DIR");
        boolean bus = environment.get("DBUS_SESSION_BUS_ADDRESS") != null
                || (runtime != null && Files.exists(Path.of(runtime, "bus")));
        return !bus
                ? Optional.empty()
                : Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, PROGRAM))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .map(SecretTool::new);
    }

    private record Outcome(int code, String out, String problem) {}

    @Override
    public Optional<String> find(String connection) {
        Outcome outcome = run(null, "lookup", attributes(connection));
        if (outcome.code() == 0) {
            return Optional.of(outcome.out());
        }
        if (outcome.problem().isEmpty()) {
            return Optional.empty(); // so it says that there is none
        }
        throw failed("was not opened", outcome);
    }

    @Override
    public void keep(String connection, String secret) {
        List<String> words = new ArrayList<>(List.of("--label", "Onecopy console: " + connection));
        words.addAll(attributes(connection));
        Outcome outcome = run(secret, "store", words);
        if (outcome.code() != 0) {
            throw failed("did not take the secret", outcome);
        }
    }

    @Override
    public void forget(String connection) {
        Outcome outcome = run(null, "clear", attributes(connection));
        if (outcome.code() != 0 && !outcome.problem().isEmpty()) {
            throw failed("did not forget the secret", outcome);
        }
    }

    private static List<String> attributes(String connection) {
        return List.of("application", "onecopy-console", "connection", connection);
    }

    private static IllegalStateException failed(String what, Outcome outcome) {
        return new IllegalStateException("the system's keyring " + what + ": "
                + (outcome.problem().isEmpty() ? "code " + outcome.code() : outcome.problem())
                + "; keep secrets in a file instead by File, Passphrase for secrets");
    }

    private Outcome run(@Nullable String input, String act, List<String> words) {
        List<String> line = new ArrayList<>(List.of("" + program, act));
        line.addAll(words);
        try {
            Process process = new ProcessBuilder(line).start();
            CompletableFuture<String> problem =
                    CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), this::execute);
            CompletableFuture<String> out =
                    CompletableFuture.supplyAsync(() -> text(process.getInputStream()), this::execute);
            give(process, input);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Outcome(-1, "", "it did not answer for " + PATIENCE_SECONDS + " s");
            }
            return new Outcome(process.exitValue(), out.join(), problem.join().strip());
        } catch (IOException e) {
            return new Outcome(-1, "", "" + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(-1, "", "cancelled");
        }
    }

    private static void give(Process process, @Nullable String input) {
        try (OutputStream to = process.getOutputStream()) {
            if (input != null) {
                to.write(input.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // It ended without reading: its own words and its code say why.
        }
    }

    private void execute(Runnable task) {
        Thread.ofVirtual().name("keyring").start(task);
    }

    private static String text(InputStream from) {
        try (from) {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
