package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.Visibility;

/**
 * A directory and some other storage as zones, each with a node.
 *
 * @param other the zone with the other storage
 * @param progress told what is being done, for a person who waits
 */
record TwoZones(
        BenchPlace place,
        BenchNetwork network,
        ZoneName other,
        ToolRun tools,
        Patience patience,
        Consumer<String> progress) {
    static final ZoneName OSLO = new ZoneName("oslo");

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration LOOK_RULE = Duration.ofMillis(10);
    private static final Duration LOOK_LAG = Duration.ofMillis(200);

    /**
     * Starts the nodes.
     *
     * @param storage of the other zone, as a line of a node's configuration
     */
    static TwoZones start(
            BenchPlace place,
            ZoneName other,
            String storage,
            ToolRun tools,
            Cleanup cleanup,
            Patience patience,
            Consumer<String> progress)
            throws IOException {
        Map<ZoneName, String> storages = new LinkedHashMap<>();
        storages.put(OSLO, "storage: {type: local, root: /}");
        storages.put(other, storage);
        BenchNetwork network = BenchNodes.start(place, storages, cleanup, patience);
        return new TwoZones(place, network, other, tools, patience, progress);
    }

    /** A rule over a directory and what has the rule's name in the other zone. */
    RuleSpec rule(RuleName name, Path oslo) {
        return new RuleSpec(
                name,
                Map.of(OSLO, oslo.toString(), other, "/" + name),
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

    /** Makes a rule. @return when the API listed it, or the request had returned, whichever was seen first */
    long make(RuleSpec rule) {
        RuleName name = Objects.requireNonNull(rule.name());
        CompletableFuture<Void> request = CompletableFuture.runAsync(
                () -> network.order("the rule is not taken", ProblemCode.RULE_EXISTS, c -> c.createRule(rule)),
                task -> Thread.ofVirtual().start(task));
        long exists =
                patience.await("no rule", LIMIT, LOOK_RULE, () -> request.isDone() || network.isListed(OSLO, name));
        request.join();
        return exists;
    }

    /** Waits until a zone shows so many files. @return when it was seen */
    long awaitShown(RuleName rule, long files, ZoneName zone) {
        return patience.await(
                rule + " is not done", LIMIT, LOOK_LAG, () -> network.showsEverything(rule, files, List.of(zone)));
    }

    void remove(RuleName rule) {
        network.order("the rule is not removed", ProblemCode.RULE_UNKNOWN, client -> client.removeRule(rule));
    }

    /** Before each run: the disk is flushed and the nodes are at rest. */
    void rest() {
        tools.run("sync");
        network.settle();
    }
}
