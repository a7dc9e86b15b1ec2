package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.onecopy.model.NodeId;

/** A node's process, as the kernel accounts for it in {@code /proc}. */
record NodeProcess(NodeId node, long pid) {
    /** The kernel tells times in hundredths of a second, whatever its own clock does. */
    private static final double TICKS_PER_SECOND = 100;

    /** Of the fields after the process's name. */
    private static final int USER_TICKS = 11;

    /** Seconds of a core that it has used so far. */
    double cpuSeconds() {
        String line = lines("stat").getFirst();
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1])) / TICKS_PER_SECOND;
    }

    /** Its resident memory in millions of bytes. */
    double residentMegabytes() {
        String line = lines("status").stream()
                .filter(row -> row.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow(() -> new BenchmarkFailure("node " + node + " has ended"));
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1e6;
    }

    private List<String> lines(String name) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(pid), name));
        } catch (IOException e) {
            throw new BenchmarkFailure("node " + node + " (process " + pid + ") has ended", e);
        }
    }
}
