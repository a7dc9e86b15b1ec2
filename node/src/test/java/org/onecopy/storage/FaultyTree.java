package org.onecopy.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;

/** Fails calls as told, or by a seed: before they take effect, or after. */
public final class FaultyTree extends ForwardingTree {
    private record Fault(TreeCall call, AtomicInteger callsLeft, boolean after, ProblemCode code) {}

    private final List<Fault> script = new ArrayList<>();
    private Random random = new Random(0);
    private double probability;

    public FaultyTree(Tree inner) {
        super(inner);
    }

    /** The n-th call of a kind from now, 1 for the next, fails without effect. */
    public synchronized void failBefore(TreeCall call, int nth, ProblemCode code) {
        script.add(new Fault(call, new AtomicInteger(nth), false, code));
    }

    /** The n-th call of a kind from now, 1 for the next, takes effect and fails nevertheless. */
    public synchronized void failAfter(TreeCall call, int nth, ProblemCode code) {
        script.add(new Fault(call, new AtomicInteger(nth), true, code));
    }

    /** From now on every call fails with this probability, half of them after their effect. */
    public synchronized void failAtRandom(long seed, double newProbability) {
        random = new Random(seed);
        probability = newProbability;
    }

    @Override
    protected <T> T around(TreeCall call, Supplier<T> action) {
        Fault fault = next(call);
        if (fault == null) {
            return action.get();
        }
        if (fault.after()) {
            T _ = action.get();
        }
        throw new StorageException(fault.code(), "injected failure of " + call, null);
    }

    private synchronized Fault next(TreeCall call) {
        Fault due = null;
        for (Fault fault : List.copyOf(script)) {
            if (fault.call() == call && fault.callsLeft().decrementAndGet() == 0) {
                due = fault;
                script.remove(fault);
            }
        }
        boolean struck = due == null && probability > 0 && random.nextDouble() < probability;
        return struck ? new Fault(call, new AtomicInteger(), random.nextBoolean(), ProblemCode.STORAGE_FAILED) : due;
    }
}
