package org.onecopy.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.onecopy.core.namespace.Command;

/** One order of commands. Proposals keep the order of their node, and may be lost, or agreed without their node hearing of it. */
final class SimAgreement {
    private record Proposal(Command command, Consumer<Boolean> ended) {}

    final List<Command> log = new ArrayList<>();
    private final Map<String, ArrayDeque<Proposal>> pipelines = new TreeMap<>();
    /** An answer comes once the proposing node has applied what was agreed. */
    private record Answer(String node, int index, Runnable run) {}

    private final List<Answer> answers = new ArrayList<>();
    private final ToIntFunction<String> applied;
    private final Random random;
    private final Trace trace;
    boolean quorum = true;
    double trouble;
    int proposed;

    SimAgreement(Random random, Trace trace, ToIntFunction<String> applied) {
        this.applied = applied;
        this.random = random;
        this.trace = trace;
        log.add(null); // index 0 is before everything
    }

    void propose(String node, Command command, Consumer<Boolean> ended) {
        trace.add(node, "proposes " + shortly(command));
        pipelines.computeIfAbsent(node, n -> new ArrayDeque<>()).add(new Proposal(command, ended));
        proposed += command instanceof Command.Propose ? 1 : 0;
    }

    static String shortly(Command command) {
        return switch (command) {
            case Command.Propose p -> "%d/%d %s".formatted(p.epoch(), p.firstNumber(), p.operations());
            case Command.ReportProgress r ->
                "progress %s holes=%d joined=%s"
                        .formatted(r.progress().lowWater(), r.progress().holes(), r.joined());
            default -> command.toString();
        };
    }

    boolean isIdle() {
        return answers.isEmpty() && pipelines.values().stream().allMatch(ArrayDeque::isEmpty);
    }

    /** A node that stopped: what it had handed over may still be agreed, or not. */
    void stopped(String node) {
        ArrayDeque<Proposal> pipeline = pipelines.getOrDefault(node, new ArrayDeque<>());
        int kept = random.nextInt(pipeline.size() + 1);
        while (pipeline.size() > kept) {
            pipeline.removeLast();
        }
    }

    boolean isIdle(String node) {
        return pipelines.getOrDefault(node, new ArrayDeque<>()).isEmpty();
    }

    /** One proposal is decided, or one answer comes. */
    void step() {
        List<Answer> due = answers.stream()
                .filter(answer -> answer.index <= applied.applyAsInt(answer.node))
                .toList();
        if (!due.isEmpty() && random.nextBoolean()) {
            Answer answer = due.get(random.nextInt(due.size()));
            answers.remove(answer);
            answer.run.run();
            return;
        }
        List<Map.Entry<String, ArrayDeque<Proposal>>> waiting = pipelines.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        var entry = waiting.get(random.nextInt(waiting.size()));
        decide(entry.getKey(), entry.getValue().removeFirst());
    }

    /** Decides everything that one node has proposed. */
    void settle(String node) {
        ArrayDeque<Proposal> pipeline = pipelines.getOrDefault(node, new ArrayDeque<>());
        while (!pipeline.isEmpty()) {
            decide(node, pipeline.removeFirst());
        }
    }

    private void decide(String node, Proposal next) {
        boolean agreed = quorum && random.nextDouble() >= trouble;
        boolean told = agreed && random.nextDouble() >= trouble;
        if (agreed) {
            log.add(next.command());
        }
        trace.add(
                node,
                (agreed ? "agreed at " + (log.size() - 1) : "lost") + (told ? "" : ", not told") + ": "
                        + shortly(next.command()));
        answers.add(
                new Answer(node, told ? log.size() - 1 : 0, () -> next.ended().accept(told)));
    }

    /** Decides everything, and gives all answers that may be given. */
    void settle() {
        for (int n = 0; n < 1000 && !isIdle(); n++) {
            step();
        }
    }
}
