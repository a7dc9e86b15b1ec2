package org.onecopy.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.onecopy.cli.demo.wan.Wan;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onecopy bench wan}. */
@Command(
        name = "wan",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Measure three zones that are 80 ms apart, in network namespaces of this machine; needs the rights of root.")
final class WanCommand implements Callable<Integer> {
    static final Duration ROUND_TRIP = Duration.ofMillis(80);

    private final PrintStream out;
    private final PrintStream err;

    @Option(names = "--runs", paramLabel = "N", description = "Kills of the leader, each in a network of its own")
    private int runs = 5;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where the data lies")
    private Path directory = Path.of("onecopy-bench");

    @Option(names = "--json", description = "Print the result for machines")
    private boolean json;

    WanCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Frame frame = new Frame(out, err, json);
        return frame.run(cleanup -> {
            if (runs < 1) {
                throw new IllegalArgumentException("--runs must be at least 1");
            }
            Wan.missing().ifPresent(why -> {
                throw new BenchmarkFailure("no wide area network can be made here: " + why);
            });
            BenchPlace place = cleanup.add(BenchPlace.in(directory));
            Machine machine = frame.machine(place);
            List<Outcome> outcomes = new ArrayList<>();
            List<Failover.Kill> kills = new ArrayList<>();
            for (int i = 1; i <= runs; i++) {
                kills.add(run(place.inner("run-" + i), i == 1, outcomes, frame, cleanup));
                frame.say("failover %d of %d: %s".formatted(i, runs, kills.getLast()));
            }
            outcomes.add(Failover.outcome(
                    Failover.NAME,
                    "the leader's node of three zones, %d ms apart, is killed, %d times, each in a new network; default settings"
                            .formatted(ROUND_TRIP.toMillis(), runs),
                    Failover.WAN_SECONDS_MAX,
                    kills));
            frame.print(outcomes.getLast());
            frame.end(machine, outcomes);
        });
    }

    private Failover.Kill run(BenchPlace place, boolean latency, List<Outcome> outcomes, Frame frame, Cleanup outer)
            throws IOException {
        try (Cleanup cleanup = outer.add(new Cleanup(frame::say))) {
            Patience patience = new Patience(cleanup);
            Wan wan = cleanup.add(
                    Wan.between(Failover.ZONES.stream().map(ZoneName::value).toList()));
            wan.roundTrip(ROUND_TRIP);
            Map<ZoneName, String> storages = new LinkedHashMap<>();
            Failover.ZONES.forEach(zone -> storages.put(zone, "storage: {type: local, root: /}"));
            BenchNetwork network = BenchNodes.start(place, storages, new WanSites(wan), cleanup, patience);
            Failover failover = new Failover(place, network, patience);
            Map<ZoneName, Path> trees = failover.prepare();
            if (latency) {
                NodeId leader = failover.leader();
                ZoneName zone = Failover.ZONES.stream()
                        .filter(one -> leader.value().equals(one + "-1"))
                        .findFirst()
                        .orElseThrow();
                outcomes.add(new CommitLatency(place, network, patience, wan).measure(zone, trees));
                frame.print(outcomes.getLast());
            }
            return failover.kill(trees);
        }
    }
}
