package org.onecopy.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.onecopy.model.ZoneName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onecopy bench failover}. */
@Command(
        name = "failover",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Measure for how long nothing is agreed after the leader's node was killed, with three nodes on this machine.")
final class FailoverCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Option(names = "--runs", paramLabel = "N", description = "Kills, each in a network of its own")
    private int runs = 5;

    @Option(names = "--profile", paramLabel = "PROFILE", description = "The nodes' timeouts.profile: lan or wan")
    private String profile = "lan";

    @Option(names = "--dir", paramLabel = "DIR", description = "Where the data lies")
    private Path directory = Path.of("onecopy-bench");

    @Option(names = "--json", description = "Print the result for machines")
    private boolean json;

    FailoverCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Frame frame = new Frame(out, err, json);
        return frame.run(cleanup -> {
            if (runs < 1 || !List.of("lan", "wan").contains(profile)) {
                throw new IllegalArgumentException("--runs must be at least 1, and --profile lan or wan");
            }
            BenchPlace place = cleanup.add(BenchPlace.in(directory));
            Machine machine = frame.machine(place);
            List<Failover.Kill> kills = new ArrayList<>();
            for (int i = 1; i <= runs; i++) {
                kills.add(kill(place.inner("run-" + i), frame, cleanup));
                frame.say("%s %d of %d: %s".formatted(Failover.NAME, i, runs, kills.getLast()));
            }
            Outcome outcome = Failover.outcome(profile, kills);
            frame.print(outcome);
            frame.end(machine, List.of(outcome));
        });
    }

    private Failover.Kill kill(BenchPlace place, Frame frame, Cleanup outer) throws IOException {
        try (Cleanup cleanup = outer.add(new Cleanup(frame::say))) {
            Patience patience = new Patience(cleanup);
            Map<ZoneName, String> storages = new LinkedHashMap<>();
            for (ZoneName zone : Failover.ZONES) {
                storages.put(zone, "storage: {type: local, root: /}\ntimeouts: {profile: " + profile + "}");
            }
            return new Failover(place, BenchNodes.start(place, storages, cleanup, patience), patience).kill();
        }
    }
}
