package org.onecopy.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs other programs to their end, one at a time. */
final class ToolRun implements AutoCloseable {
    private static final int TAIL_LINES = 12;
    /** Where servers lie, which a user's PATH often leaves out. */
    private static final String SYSTEM_PATH = ":/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin";

    private final Path log;
    private volatile @Nullable Process running;

    /** @param log where the output goes that nobody reads unless something fails */
    ToolRun(Path log) {
        this.log = log;
    }

    /**
     * Runs a program and waits for it.
     *
     * @return seconds from before it was started until it ended
     * @throws BenchmarkFailure where it cannot be started or does not end with 0; with the end of its output
     */
    double run(List<String> command) {
        return run(log, command);
    }

    /**
     * As {@link #run(List)}.
     *
     * @param output where its output goes
     */
    double run(Path output, List<String> command) {
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            running = process;
            int code = process.waitFor();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (code != 0) {
                throw new BenchmarkFailure(
                        String.join(" ", command) + " ended with exit code " + code + ":\n" + tail(output));
            }
            return seconds;
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailure("interrupted", e);
        } finally {
            running = null;
        }
    }

    double run(String... command) {
        return run(List.of(command));
    }

    /**
     * Where a program lies; where it is missing, its package is installed by apt.
     *
     * @throws BenchmarkFailure where it is missing and cannot be installed
     */
    Path need(String program, String packageName) {
        Path found = find(program);
        if (found != null) {
            return found;
        }
        if (find("apt-get") != null) {
            boolean isRoot = "root".equals(System.getProperty("user.name"));
            List<String> become = isRoot ? List.of("env") : List.of("sudo", "-n");
            run(concat(become, "apt-get", "-qq", "update"));
            run(concat(become, "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "install", "-y", packageName));
            found = find(program);
        }
        if (found == null) {
            throw new BenchmarkFailure("needs " + program + ": install the package " + packageName);
        }
        return found;
    }

    static @Nullable Path find(String program) {
        String path = Objects.toString(System.getenv("PATH"), "") + SYSTEM_PATH;
        return Arrays.stream(path.split(":", -1))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static List<String> concat(List<String> first, String... rest) {
        return Stream.concat(first.stream(), Arrays.stream(rest)).toList();
    }

    /** The last lines of a log. */
    static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(cannot read " + log + ": " + e.getMessage() + ")";
        }
    }

    /** Ends what is running. */
    @Override
    public void close() {
        Process process = running;
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
