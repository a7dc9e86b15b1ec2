package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.Visibility;
import org.onecopy.model.client.ProblemResponseException;
import org.onecopy.model.client.UnreachableException;

/** Three zones, and the node that leads their rule's membership is killed: when do the others' writes go on? */
final class Failover {
    static final String NAME = "failover";
    static final List<ZoneName> ZONES = List.of(new ZoneName("oslo"), new ZoneName("lyon"), new ZoneName("kyoto"));

    static final RuleName RULE = new RuleName(NAME);
    private static final double LAN_SECONDS_MAX = 4;
    static final double WAN_SECONDS_MAX = 10;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(2);
    private static final Duration LOOK_STATE = Duration.ofMillis(200);

    private final BenchPlace place;
    private final BenchNetwork network;
    private final Patience patience;

    Failover(BenchPlace place, BenchNetwork network, Patience patience) {
        this.place = place;
        this.network = network;
        this.patience = patience;
    }

    /**
     * What one kill did.
     *
     * @param leaderSeconds until a living node knows another leader of the membership
     * @param writeSeconds until a file that was written right after the kill is shown in the other zone that is left
     */
    record Kill(double leaderSeconds, double writeSeconds) {
        @Override
        public String toString() {
            return "another leader after %s s, the write shown after %s s"
                    .formatted(Report.number(leaderSeconds), Report.number(writeSeconds));
        }
    }

    /** Makes the rule, and waits until its zones are at rest with a first file. @return the zones' directories */
    Map<ZoneName, Path> prepare() throws IOException {
        Map<ZoneName, Path> trees = new LinkedHashMap<>();
        Map<ZoneName, String> paths = new LinkedHashMap<>();
        for (ZoneName zone : ZONES) {
            trees.put(zone, place.fresh(zone.value()));
            paths.put(zone, trees.get(zone).toString());
        }
        network.order("the rule is not taken", ProblemCode.RULE_EXISTS, client -> client.createRule(rule(paths)));
        write(Objects.requireNonNull(trees.get(ZONES.getFirst())), "before");
        patience.await(
                "the zones do not show the first file",
                LIMIT,
                LOOK_STATE,
                () -> network.isListed(ZONES.getFirst(), RULE) && network.showsEverything(RULE, 1, ZONES));
        network.settle();
        return trees;
    }

    /** @throws BenchmarkFailure where there is none */
    NodeId leader() {
        NodeId leader = leader(ZONES.getFirst());
        if (leader == null) {
            throw new BenchmarkFailure("nobody leads the membership of rule " + RULE);
        }
        return leader;
    }

    Kill kill() throws IOException {
        return kill(prepare());
    }

    /** @param trees as prepared */
    Kill kill(Map<ZoneName, Path> trees) throws IOException {
        NodeId leader = leader();
        NodeProcess process = network.processes().stream()
                .filter(one -> one.node().equals(leader))
                .findFirst()
                .orElseThrow();
        List<ZoneName> left = ZONES.stream()
                .filter(zone -> !leader.value().equals(zone + "-1"))
                .toList();
        Path copy = Objects.requireNonNull(trees.get(left.getLast())).resolve("after");
        long start = System.nanoTime();
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
        write(Objects.requireNonNull(trees.get(left.getFirst())), "after");
        long[] elected = new long[1];
        Thread watch = Thread.ofVirtual()
                .start(() -> elected[0] = patience.await("no leader", LIMIT, LOOK_STATE, () -> {
                    NodeId now = leader(left.getFirst());
                    return now != null && !now.equals(leader);
                }));
        long shown = patience.await("the write is not shown", LIMIT, LOOK, () -> Files.exists(copy));
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailure("interrupted", e);
        }
        return new Kill((elected[0] - start) / 1e9, (shown - start) / 1e9);
    }

    private static RuleSpec rule(Map<ZoneName, String> paths) {
        return new RuleSpec(
                RULE,
                paths,
                List.of(),
                null,
                ConflictPolicy.KEEP_BOTH,
                null,
                RuleSpec.HOLD_DEFAULT,
                Visibility.ORDERED,
                GuardPolicy.DEFAULT,
                List.of(),
                null);
    }

    static void write(Path tree, String name) throws IOException {
        Path part = Files.writeString(tree.resolveSibling("part-" + name), name);
        Files.move(part, tree.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private @Nullable NodeId leader(ZoneName asked) {
        try {
            return network.client(asked).memberships().stream()
                    .filter(view -> view.rules().contains(RULE))
                    .map(MembershipView::leader)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        } catch (UnreachableException | ProblemResponseException e) {
            return null;
        }
    }

    static Outcome outcome(String profile, List<Kill> kills) {
        return outcome(
                NAME,
                "the leader's node of a rule over three zones is killed, %d times, each in a new network; timeouts.profile %s"
                        .formatted(kills.size(), profile),
                profile.equals("wan") ? WAN_SECONDS_MAX : LAN_SECONDS_MAX,
                kills);
    }

    static Outcome outcome(String name, String title, double target, List<Kill> kills) {
        Series writes = Series.of(
                "kill to a write shown elsewhere",
                "s",
                kills.stream().map(Kill::writeSeconds).toList());
        return new Outcome(
                name,
                title,
                List.of(
                        writes,
                        Series.of(
                                "kill to another leader, asked five times a second",
                                "s",
                                kills.stream().map(Kill::leaderSeconds).toList())),
                List.of(Verdict.of(
                        "writes go on, median", writes.statistics().median(), Verdict.Sense.AT_MOST, target, "s")),
                List.of(
                        "The file is written right after the kill, in a zone that is left; the other one that is left shows it."));
    }
}
