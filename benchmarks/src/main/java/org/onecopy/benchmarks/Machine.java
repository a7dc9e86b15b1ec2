package org.onecopy.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What the figures were measured on.
 *
 * @param fileSystem type of the one that holds all data
 * @param load average of the last minute before the start
 */
record Machine(int cores, String processor, String memory, String fileSystem, String kernel, String java, double load) {
    /** Above this the figures say more about the other programs than about ours. */
    static final double LOAD_QUIET_MAX = 1;

    static Machine look(Path directory) throws IOException {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                field(Path.of("/proc/cpuinfo"), "model name"),
                field(Path.of("/proc/meminfo"), "MemTotal"),
                Files.getFileStore(directory).type(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Objects.toString(System.getProperty("java.runtime.version"), "unknown"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    boolean isBusy() {
        return load > LOAD_QUIET_MAX;
    }

    private static String field(Path file, String name) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
