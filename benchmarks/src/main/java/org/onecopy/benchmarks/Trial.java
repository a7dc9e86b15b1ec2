package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.Visibility;

/** One rule over two fresh directories, and its end: the rule removed. */
final class Trial implements AutoCloseable {
    static final ZoneName OSLO = new ZoneName("oslo");
    static final ZoneName LYON = new ZoneName("lyon");

    private static final Duration READY_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final RuleName name;
    private final Bench bench;
    private final Path root;
    private final Path oslo;
    private final Path lyon;

    private Trial(Bench bench, RuleName name, Path root) throws IOException {
        this.bench = bench;
        this.name = name;
        this.root = root;
        this.oslo = Files.createDirectory(root.resolve("oslo"));
        this.lyon = Files.createDirectory(root.resolve("lyon"));
    }

    /** Makes the directories; the rule is still to be made. */
    static Trial prepare(Bench bench, String name) throws IOException {
        return new Trial(bench, new RuleName(name), bench.place().fresh(name));
    }

    RuleName name() {
        return name;
    }

    Path oslo() {
        return oslo;
    }

    Path lyon() {
        return lyon;
    }

    /** A directory beside those of the rule. */
    Path beside(String directory) throws IOException {
        return Files.createDirectories(root.resolve(directory));
    }

    /** Makes the rule; blocks until the API has answered. */
    void createRule() {
        RuleSpec spec = new RuleSpec(
                name,
                Map.of(OSLO, oslo.toString(), LYON, lyon.toString()),
                List.of(),
                null,
                ConflictPolicy.KEEP_BOTH,
                null,
                RuleSpec.HOLD_DEFAULT,
                Visibility.ORDERED,
                GuardPolicy.DEFAULT,
                List.of(),
                null);
        bench.network().order("the rule is not taken", ProblemCode.RULE_EXISTS, client -> client.createRule(spec));
    }

    /** Makes the rule over one small file, and waits until it is in effect and all is at rest. */
    void createRuleAtRest() throws IOException {
        Files.writeString(oslo.resolve("first.txt"), "first\n");
        createRule();
        bench.patience()
                .await(
                        "rule " + name + " does not come into effect",
                        READY_LIMIT,
                        LOOK,
                        () -> bench.network().showsEverything(name, 1, List.of(OSLO, LYON)));
        bench.tools().run("sync");
        bench.network().settle();
    }

    /** Removes the rule and keeps the directories. */
    void removeRule() {
        bench.network().order("the rule is not removed", ProblemCode.RULE_UNKNOWN, client -> client.removeRule(name));
    }

    /**
     * Deletes the directories now, where the room is needed. Else they stay until the end of all: ext4 looks at every inode that was
     * freed in the last seconds before it gives out a new one, and would be ten times slower in the next trial.
     */
    void deleteFiles() throws IOException {
        BenchPlace.delete(root);
    }

    @Override
    public void close() {
        removeRule();
    }
}
