package org.onecopy.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the nodes cost while nothing happens. */
final class IdleNodes implements Measurement {
    static final String NAME = "idle";

    private static final double CPU_PERCENT_MAX = 5;
    private static final double MEMORY_MEGABYTES_MAX = 400;
    private static final Duration TIME = Duration.ofSeconds(30);

    private final Bench bench;

    IdleNodes(Bench bench) {
        this.bench = bench;
    }

    @Override
    public Outcome run() {
        bench.tools().run("sync");
        bench.network().settle();
        bench.progress().accept("%s: %d seconds".formatted(NAME, TIME.toSeconds()));
        List<NodeProcess> nodes = bench.network().processes();
        List<Double> before = nodes.stream().map(NodeProcess::cpuSeconds).toList();
        long start = System.nanoTime();
        bench.patience().pass(TIME);
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Series> series = new ArrayList<>();
        double cpuMax = 0;
        double memoryMax = 0;
        for (int i = 0; i < nodes.size(); i++) {
            NodeProcess node = nodes.get(i);
            double cpu = (node.cpuSeconds() - before.get(i)) / seconds * 100;
            double memory = node.residentMegabytes();
            series.add(Series.of(node.node() + ", CPU", "% of a core", List.of(cpu)));
            series.add(Series.of(node.node() + ", resident memory", "MB", List.of(memory)));
            cpuMax = Math.max(cpuMax, cpu);
            memoryMax = Math.max(memoryMax, memory);
        }
        return new Outcome(
                NAME,
                nodes.size() + " nodes at rest over " + TIME.toSeconds() + " s",
                series,
                List.of(
                        Verdict.of(
                                "CPU of the busiest node", cpuMax, Verdict.Sense.UNDER, CPU_PERCENT_MAX, "% of a core"),
                        Verdict.of(
                                "memory of the largest node",
                                memoryMax,
                                Verdict.Sense.UNDER,
                                MEMORY_MEGABYTES_MAX,
                                "MB")),
                List.of("From /proc/PID/stat and VmRSS, after the other measurements of this run."));
    }
}
