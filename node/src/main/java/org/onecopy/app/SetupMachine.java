package org.onecopy.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** This machine, by its own programs. */
final class SetupMachine implements NodeSetup.Machine {
    private static final String USER = "onecopy";

    @Override
    public void give(Path directory) {
        run(List.of("chown", "-R", "--no-dereference", USER + ":" + USER, "--", directory.toString()));
        run(List.of("chmod", "0750", "--", directory.toString()));
    }

    @Override
    public void show(Path file) {
        run(List.of("chgrp", "--", USER, file.toString()));
        run(List.of("chmod", "0640", "--", file.toString()));
    }

    @Override
    public boolean start() {
        if (!Files.isDirectory(Path.of("/run/systemd/system"))) {
            return false;
        }
        run(List.of("systemctl", "daemon-reload"));
        run(List.of("systemctl", "enable", "--quiet", "onecopy.service"));
        run(List.of("systemctl", "restart", "onecopy.service"));
        return true;
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = process.waitFor();
            if (code != 0) {
                throw new ProblemException(
                        ProblemCode.FORBIDDEN,
                        String.join(" ", command) + " failed (" + code + "): " + said
                                + (command.getFirst().equals("systemctl")
                                        ? "; the node is set up, and 'journalctl -u onecopy' says why it does not start"
                                        : "; onecopy node setup needs root, and the user " + USER
                                                + " that the package makes"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
