package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.onecopy.cli.demo.wan.Wan;
import org.onecopy.model.ZoneName;

/**
 * How long a change takes beside the leader until it is agreed and applied there, by the node's own metric, and the same of the bare
 * consensus library in the same zones: in turns, one change after the other.
 */
final class CommitLatency {
    static final String NAME = "commit";
    private static final double RATIO_MAX = 1.15;
    private static final int ROUNDS = 8;
    private static final int ENTRIES = 25;
    /** About what the proposal of one small file is long. */
    private static final int ENTRY_BYTES = 200;

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final String METRIC = "onecopy_stage_seconds";
    private static final String STAGE = "stage=\"agree\"";

    private final BenchPlace place;
    private final BenchNetwork network;
    private final Patience patience;
    private final Wan wan;

    CommitLatency(BenchPlace place, BenchNetwork network, Patience patience, Wan wan) {
        this.place = place;
        this.network = network;
        this.patience = patience;
        this.wan = wan;
    }

    private record Agreed(long count, double seconds) {}

    /** @param zone where the leader is, and its directory of the rule among the trees */
    Outcome measure(ZoneName zone, Map<ZoneName, Path> trees) throws IOException {
        Path tree = Objects.requireNonNull(trees.get(zone));
        BareRatis bare = BareRatis.start(wan, zone.value(), ENTRY_BYTES, place);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        bare.round(ENTRIES);
        node(zone, tree, "warm-up");
        for (int round = 0; round < ROUNDS; round++) {
            theirs.addAll(bare.round(ENTRIES));
            ours.addAll(node(zone, tree, "round-" + round));
        }
        Series node = Series.of("node, from proposed to applied", "ms", ours);
        Series library = Series.of("bare library, from sent to answered", "ms", theirs);
        return new Outcome(
                NAME,
                "changes beside the leader, one after the other, with %d ms between any two of three zones"
                        .formatted(WanCommand.ROUND_TRIP.toMillis()),
                List.of(node, library),
                List.of(Verdict.of(
                        "node to bare library, medians",
                        node.statistics().median() / library.statistics().median(),
                        Verdict.Sense.AT_MOST,
                        RATIO_MAX,
                        "")),
                List.of(
                        "A node's change is a small file made in the leader's zone; its time is what onecopy_stage_seconds{stage=\"agree\"} grew by.",
                        "The bare library is Apache Ratis with a node's settings, without TLS, with a state that only counts; %d entries of %d bytes in turn with %d files, %d times."
                                .formatted(ENTRIES, ENTRY_BYTES, ENTRIES, ROUNDS)));
    }

    private List<Double> node(ZoneName zone, Path tree, String names) throws IOException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; millis.size() < ENTRIES; i++) {
            Agreed before = agreed(zone);
            Failover.write(tree, names + "-" + i);
            patience.await("nothing is agreed", LIMIT, LOOK, () -> agreed(zone).count() > before.count());
            Agreed after = agreed(zone);
            // Reports of progress are agreed in between; alone it is the file's, or one of theirs, which goes the same
            // way.
            millis.add((after.seconds() - before.seconds()) * 1e3 / (after.count() - before.count()));
        }
        return millis;
    }

    private Agreed agreed(ZoneName zone) {
        String metrics = network.client(zone).metrics();
        return new Agreed((long) value(metrics, METRIC + "_count"), value(metrics, METRIC + "_sum"));
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(STAGE))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
