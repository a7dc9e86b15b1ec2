package org.onecopy.network;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Reaping;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.retention.TrimPlan;
import org.onecopy.index.MembershipIndex;
import org.onecopy.log.CommandCodec;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the agreed tables of each membership bounded: lets the membership become older, trims what every zone has passed, and gives up
 * waiting for a zone that is silent (H20). Only the leader proposes; whatever is proposed twice has no effect. {@link #tend} is called
 * again and again by one thread and does not wait.
 */
public final class LogKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);
    private static final RuleId FIRST = new RuleId(1);

    private final NodeId self;
    private final Agreement agreement;
    private final Memberships memberships;
    private final InstantSource clock;
    private final Settings settings;
    private final Map<UUID, CompletableFuture<?>> underway = new ConcurrentHashMap<>();

    /**
     * How it keeps.
     *
     * @param ageEvery how often a membership becomes older
     * @param limits what is kept
     */
    public record Settings(Duration ageEvery, TrimPlan.Limits limits) {
        private static final Duration AGE_EVERY_MIN = Duration.ofMinutes(10);
        private static final Duration AGE_EVERY_MAX = Duration.ofHours(1);
        private static final int MARKS = 1000;

        /**
         * The usual ones.
         *
         * @param keep for how long the journal and old contents are kept: so far back an undo reaches
         * @param silence after which a zone must reconcile
         * @param entries behind which a silent zone must reconcile
         */
        public static Settings of(Duration keep, Duration silence, long entries) {
            Duration step = keep.dividedBy(MARKS);
            Duration every = step.compareTo(AGE_EVERY_MIN) < 0
                    ? AGE_EVERY_MIN
                    : step.compareTo(AGE_EVERY_MAX) > 0 ? AGE_EVERY_MAX : step;
            return new Settings(
                    every, new TrimPlan.Limits(keep.toMillis(), keep.toMillis(), silence.toMillis(), entries));
        }
    }

    public LogKeeper(
            NodeId self, Agreement agreement, Memberships memberships, InstantSource clock, Settings settings) {
        this.self = self;
        this.agreement = agreement;
        this.memberships = memberships;
        this.clock = clock;
        this.settings = settings;
    }

    /** Proposes what is due. */
    public void tend() {
        memberships.joined().forEach((membership, index) -> {
            if (self.equals(agreement.status(new GroupId(membership)).leader()) && isFree(membership)) {
                propose(membership, due(index));
            }
        });
    }

    private boolean isFree(UUID membership) {
        CompletableFuture<?> last = underway.get(membership);
        return last == null || last.isDone();
    }

    private List<Command> due(MembershipIndex index) {
        long now = clock.instant().toEpochMilli();
        return index.read(view -> {
            List<Command> due = new ArrayList<>();
            Long aged = view.get(Tables.TIMES, Tables.AGED_AT);
            if (aged == null || Math.abs(now - aged) >= settings.ageEvery.toMillis()) {
                due.add(new Command.Age(now));
            }
            view.scan(Tables.RULES, FIRST, null).forEachRemaining(rule -> {
                due.addAll(TrimPlan.of(view, rule.getKey(), index.appliedIndex(), settings.limits));
                if (Reaping.isDue(view, rule.getKey())) {
                    due.add(new Command.Reap(rule.getKey()));
                }
            });
            return due;
        });
    }

    private void propose(UUID membership, List<Command> commands) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (Command command : commands) {
            LOG.debug("membership {}: {}", membership, command);
            if (command instanceof Command.RequireReconcile require) {
                LOG.warn("zone {} of rule {} is waited for no longer", require.zone(), require.rule());
            }
            all.add(agreement
                    .propose(new GroupId(membership), CommandCodec.encode(command))
                    .exceptionally(problem -> {
                        LOG.info("{} was not agreed yet: {}", command.getClass().getSimpleName(), problem.getMessage());
                        return 0L;
                    }));
        }
        underway.put(membership, CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
    }
}
