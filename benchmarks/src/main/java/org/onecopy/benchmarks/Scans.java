package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/** The scans of one node that looks through its zone again and again: how long each takes, by the node's own word, and what it costs. */
final class Scans {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int FILES_PER_DIRECTORY = 1000;

    private final BenchNetwork network;
    private final Patience patience;
    private final ZoneName zone;
    private final NodeProcess process;
    final List<Double> seconds = new ArrayList<>();
    final List<Double> cpu = new ArrayList<>();

    Scans(BenchNetwork network, Patience patience, ZoneName zone) {
        this.network = network;
        this.patience = patience;
        this.zone = zone;
        this.process = network.processes().stream()
                .filter(node -> node.node().equals(new NodeId(zone.value() + "-1")))
                .findFirst()
                .orElseThrow(() -> new BenchmarkFailure("no node in zone " + zone));
    }

    /** Writes so many files of a few bytes, a thousand in each directory. @return how many entries that makes */
    static int write(Path root, int files) throws IOException {
        int directories = 0;
        Path directory = root;
        for (int i = 0; i < files; i++) {
            if (i % FILES_PER_DIRECTORY == 0) {
                directory = Files.createDirectory(root.resolve("dir-%05d".formatted(directories++)));
            }
            Files.writeString(directory.resolve("file-%06d".formatted(i)), "number " + i);
        }
        return files + directories;
    }

    /** Waits until the scans find nothing any more: two of them have ended since this was asked. */
    void rest() {
        double before = figure("count");
        patience.await("the scans do not end", LIMIT, LOOK, () -> figure("count") >= before + 3);
    }

    /** Waits for the next scan to end, and notes what it took. */
    void measure() {
        double count = figure("count");
        double sum = figure("sum");
        double used = process.cpuSeconds();
        patience.await("no scan ends", LIMIT, LOOK, () -> figure("count") > count);
        seconds.add((figure("sum") - sum) / (figure("count") - count));
        cpu.add(process.cpuSeconds() - used);
    }

    /** Megabytes of the heap that are in use after a collection of all of it. */
    double heapMegabytes() {
        ask("GC.run");
        long kilobytes = 0;
        Matcher used = Pattern.compile("total \\d+K, used (\\d+)K").matcher(ask("GC.heap_info"));
        while (used.find()) {
            kilobytes += Long.parseLong(used.group(1));
        }
        if (kilobytes == 0) {
            throw new BenchmarkFailure("the heap of " + process.node() + " cannot be measured: is this a JDK?");
        }
        return kilobytes * 1024 / 1e6;
    }

    double residentMegabytes() {
        return process.residentMegabytes();
    }

    private String ask(String what) {
        Path program = Path.of(System.getProperty("java.home", ""), "bin", "jcmd");
        try {
            Process asked = new ProcessBuilder(program.toString(), String.valueOf(process.pid()), what)
                    .redirectErrorStream(true)
                    .start();
            return new String(asked.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot run " + program + ": " + e.getMessage(), e);
        }
    }

    private double figure(String of) {
        String begins = "onecopy_stage_seconds_%s{stage=\"scan\"".formatted(of);
        return network.client(zone)
                .metrics()
                .lines()
                .filter(line -> line.startsWith(begins))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
