package org.onecopy.installers.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Another program that the build needs. */
final class Tool {
    private Tool() {}

    /** What it printed. @throws IOException where it failed; the message holds what it said */
    static String run(List<String> command) throws IOException {
        return run(Path.of("."), command);
    }

    /** As {@link #run(List)}, in a directory. */
    static String run(Path directory, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TZ", "UTC");
        // What gzip packs says nothing of the time.
        builder.environment().put("GZIP", "-n");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(String.join(" ", command) + " failed (" + code + "): " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said;
    }
}
