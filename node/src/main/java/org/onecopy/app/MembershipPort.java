package org.onecopy.app;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.core.namespace.Command;
import org.onecopy.index.AppliedListener;
import org.onecopy.index.MembershipIndex;
import org.onecopy.location.Ticks;
import org.onecopy.log.CommandCodec;
import org.onecopy.model.RuleId;
import org.onecopy.writer.LocationWriter;

/** Proposes to one membership, and tells the end of a proposal once it is applied on this node too. Safe to call from many threads. */
final class MembershipPort implements LocationWriter.Port, AppliedListener {
    private final Agreement agreement;
    private final GroupId group;
    private final MembershipIndex index;
    private final Lease lease;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::index));

    private record Waiting(long index, Consumer<Boolean> ended) {}

    /** @param leaseFor how long writers go on without hearing this membership's log */
    MembershipPort(Agreement agreement, GroupId group, MembershipIndex index, Duration leaseFor, Ticks ticks) {
        lease = new Lease(
                group.toString(), leaseFor, ticks, () -> agreement.sinceHeard(group), () -> agreement.readIndex(group));
        this.agreement = agreement;
        this.group = group;
        this.index = index;
        index.listen(this);
    }

    /** Whether it tells of what this index applies. */
    boolean isOf(@org.jspecify.annotations.Nullable MembershipIndex other) {
        return index == other;
    }

    Lease lease() {
        return lease;
    }

    @Override
    public void propose(Command command, Consumer<Boolean> ended) {
        try {
            var _ = agreement.propose(group, CommandCodec.encode(command)).whenComplete((at, problem) -> {
                if (problem != null) {
                    ended.accept(false);
                } else {
                    await(at, ended);
                }
            });
        } catch (org.onecopy.problem.ProblemException e) {
            ended.accept(false);
        }
    }

    private void await(long at, Consumer<Boolean> ended) {
        synchronized (waiting) {
            if (at > index.appliedIndex()) {
                waiting.add(new Waiting(at, ended));
                return;
            }
        }
        ended.accept(true);
    }

    @Override
    public void applied(long appliedIndex, Set<RuleId> touched) {
        tell(appliedIndex);
    }

    @Override
    public void installed(long appliedIndex) {
        tell(appliedIndex);
    }

    private void tell(long appliedIndex) {
        while (true) {
            Waiting next;
            synchronized (waiting) {
                next = waiting.peek();
                if (next == null || next.index > appliedIndex) {
                    return;
                }
                waiting.remove();
            }
            next.ended.accept(true);
        }
    }
}
