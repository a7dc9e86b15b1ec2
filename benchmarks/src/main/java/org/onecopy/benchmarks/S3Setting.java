package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.Visibility;

/**
 * A directory and a bucket as zones, each with a node, and a real S3 server.
 *
 * @param progress told what is being done, for a person who waits
 */
record S3Setting(
        BenchPlace place,
        BenchS3 server,
        SdkClient sdk,
        BenchNetwork network,
        ToolRun tools,
        Patience patience,
        Consumer<String> progress) {
    static final ZoneName OSLO = new ZoneName("oslo");
    static final ZoneName CLOUD = new ZoneName("cloud");

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration LOOK_RULE = Duration.ofMillis(10);
    private static final Duration LOOK_LAG = Duration.ofMillis(200);

    static S3Setting start(BenchPlace place, Cleanup cleanup, Consumer<String> progress) throws IOException {
        S3Setting started = start(place, cleanup, progress, "");
        started.tools.need("rclone", "rclone");
        return started;
    }

    /** @param more lines of the configuration of the bucket's node */
    static S3Setting start(BenchPlace place, Cleanup cleanup, Consumer<String> progress, String more)
            throws IOException {
        ToolRun tools = cleanup.add(new ToolRun(place.resolve("tool.log")));
        Patience patience = new Patience(cleanup);
        BenchS3 server = BenchS3.start(place, cleanup, patience);
        SdkClient sdk = cleanup.add(new SdkClient(server));
        Map<ZoneName, String> storages = new LinkedHashMap<>();
        storages.put(OSLO, "storage: {type: local, root: /}");
        storages.put(CLOUD, server.configuration() + more);
        BenchNetwork network = BenchNodes.start(place, storages, cleanup, patience);
        return new S3Setting(place, server, sdk, network, tools, patience, progress);
    }

    /** Where the objects of a rule lie. */
    static String prefix(RuleName rule) {
        return rule + "/";
    }

    /** A rule over a directory and a prefix. */
    RuleSpec rule(RuleName name, Path oslo) {
        return new RuleSpec(
                name,
                Map.of(OSLO, oslo.toString(), CLOUD, "/" + name),
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
        java.util.concurrent.CompletableFuture<Void> request = java.util.concurrent.CompletableFuture.runAsync(
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
