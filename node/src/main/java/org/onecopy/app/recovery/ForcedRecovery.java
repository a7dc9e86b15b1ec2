package org.onecopy.app.recovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.cli.NetworkCommand;
import org.onecopy.cli.RecoverCommand;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** What the commands of {@code onecopy recover} do, on the machine of a node that does not run. */
public final class ForcedRecovery implements RecoverCommand.Local {
    private final NetworkCommand.Local induction;
    private final Clock clock;

    public ForcedRecovery(NetworkCommand.Local induction, Clock clock) {
        this.induction = induction;
        this.clock = clock;
    }

    /**
     * A node must not start in the middle of its part.
     *
     * @throws ProblemException {@code RECOVERY_REFUSED}
     */
    public static void refuseInterrupted(NodeConfig config) {
        if (Moves.areUnderWay(config.dataDir())) {
            throw new ProblemException(
                    ProblemCode.RECOVERY_REFUSED,
                    "a recovery of this node was interrupted: run the same command (onecopy recover run, or return) again");
        }
    }

    @Override
    public String standing(Path config, List<String> lost) {
        return json(read(config, lost));
    }

    private static Survivor read(Path config, List<String> lost) {
        NodeConfig read = NodeConfig.read(config);
        refuseInterrupted(read);
        try (StoppedNode node = new StoppedNode(read)) {
            return node.standing(lost);
        }
    }

    @Override
    public RecoverCommand.Plan plan(@Nullable Path config, List<Path> standings, List<String> lost) {
        List<Survivor> survivors = new ArrayList<>();
        if (config != null) {
            survivors.add(read(config, lost));
        }
        standings.forEach(file -> survivors.add(parse(file, Survivor.class)));
        if (survivors.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "a plan needs a survivor: --config FILE on its machine, or --standing FILE");
        }
        RecoveryPlan plan = RecoveryPlanner.plan(survivors, clock.instant(), UUID::randomUUID);
        return new RecoverCommand.Plan(json(plan), lines(plan), plan.warnings(), plan.incarnation());
    }

    private static List<String> lines(RecoveryPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("recovery " + plan.incarnation() + " of network " + plan.network());
        lines.add("  lost for good:  " + names(plan.lost()));
        lines.add("  go on:          " + names(plan.survivors()));
        lines.add("  the registry begins anew on " + plan.registry().seed() + ", after entry "
                + plan.registry().index());
        for (RecoveryPlan.Anew group : plan.groups()) {
            lines.add("  " + (group.rules().isEmpty() ? "a membership without rules" : "rules " + names(group.rules()))
                    + " begin anew on " + group.seed() + ", after entry " + group.index());
        }
        if (!plan.kept().isEmpty()) {
            lines.add("  " + plan.kept().size() + " memberships have a majority left, and go on as they are");
        }
        lines.add("  what the lost agreed after these entries without a survivor counts no more");
        for (Survivor.Alone alone : plan.alone()) {
            lines.add("  rule " + alone.rule() + ": none but the lost hold " + alone.contents() + " contents ("
                    + new ByteCount(alone.bytes()) + "); they are gone unless a lost zone comes back:");
            alone.paths().forEach(path -> lines.add("    " + path));
        }
        if (plan.alone().isEmpty()) {
            lines.add("  as far as is agreed, the survivors hold every content");
        }
        return lines;
    }

    private static String names(List<?> names) {
        return names.isEmpty()
                ? "none"
                : String.join(", ", names.stream().map(String::valueOf).toList());
    }

    @Override
    public void run(Path config, Path plan, int incarnation, String who, Consumer<String> steps) {
        RecoveryPlan read = parse(plan, RecoveryPlan.class);
        if (read.incarnation() != incarnation) {
            throw new ProblemException(
                    ProblemCode.RECOVERY_REFUSED,
                    "the plan begins incarnation " + read.incarnation() + ", and --incarnation says " + incarnation
                            + ": read the plan, and say its number");
        }
        try (StoppedNode node = new StoppedNode(NodeConfig.read(config))) {
            new SurvivorsPart(node).run(read, who, clock, steps);
        }
    }

    @Override
    public NetworkCommand.Joined comeBack(Path config, String ticket, Consumer<String> steps) {
        NodeConfig before = NodeConfig.read(config);
        if (Moves.areUnderWay(before.dataDir())) {
            Moves.goOn(before.dataDir());
        }
        ComeBack back = new ComeBack(NodeConfig.read(config));
        back.setAside(steps);
        NetworkCommand.Joined joined = induction.join(config, ticket, steps);
        back.rewind(joined.recoveries(), steps);
        back.end();
        return joined;
    }

    private static String json(Object document) {
        try {
            return ApiJson.strict().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that JSON cannot hold", e);
        }
    }

    private static <T> T parse(Path file, Class<T> type) {
        try {
            return ApiJson.strict().readValue(Files.readString(file, StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    file + " cannot be read, or is not what onecopy recover writes: " + e.getMessage(),
                    e);
        }
    }
}
