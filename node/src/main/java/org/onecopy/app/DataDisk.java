package org.onecopy.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.Agreement.GroupStatus;
import org.onecopy.agreement.FailStop;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * Watches the disk that holds the node's state (H16). With too little left the node proposes nothing and gives its lead away; with a
 * quarter of that left it stops, because a log that cannot be written is worse than a node that is away.
 *
 * <p>{@link #look} is called again and again by one thread; the rest may be asked by any.
 */
final class DataDisk {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(5);
    private static final long AWAY_EVERY_NANOS = 60_000_000_000L;

    private final NodeId self;
    private final Path directory;
    private final long freeMin;
    private final LongSupplier free;
    private final Agreement agreement;
    private final EventLog events;
    private final FailStop failStop;
    private final Map<UUID, Long> givenAway = new HashMap<>();
    private volatile long lastFree = Long.MAX_VALUE;

    DataDisk(NodeId self, Path directory, long freeMin, Agreement agreement, EventLog events, FailStop failStop) {
        this(self, directory, freeMin, () -> freeAt(directory), agreement, events, failStop);
    }

    /** @param free bytes that are left */
    DataDisk(
            NodeId self,
            Path directory,
            long freeMin,
            LongSupplier free,
            Agreement agreement,
            EventLog events,
            FailStop failStop) {
        this.self = self;
        this.directory = directory;
        this.freeMin = freeMin;
        this.free = free;
        this.agreement = agreement;
        this.events = events;
        this.failStop = failStop;
    }

    private static long freeAt(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.INTERNAL, "cannot see how much space is left for " + directory + ": check the disk", e);
        }
    }

    /** Whether this node may propose. */
    boolean mayPropose() {
        return lastFree >= freeMin;
    }

    /** Bytes left at the last look. */
    long free() {
        return lastFree;
    }

    /** @throws ProblemException {@code DATA_DIR_SHORT} while this node may not propose */
    void check() {
        if (!mayPropose()) {
            throw new ProblemException(ProblemCode.DATA_DIR_SHORT, shortage(lastFree));
        }
    }

    private String shortage(long left) {
        return "only " + new ByteCount(left) + " are free in " + directory + " on node " + self + ", and "
                + new ByteCount(freeMin)
                + " must be (limits.dataDirFreeMin): free some space there, or ask another node meanwhile";
    }

    /** Looks, and does what follows from it. */
    void look(Set<UUID> memberships) {
        long left = free.getAsLong();
        boolean could = mayPropose();
        lastFree = left;
        if (left < freeMin / 4) {
            events.append(NewEvent.error("data-dir-full", shortage(left) + "; the node stops"));
            failStop.halt("keep its state: " + shortage(left), new IOException("the disk is nearly full"));
        } else if (left < freeMin) {
            if (could) {
                events.append(NewEvent.error("data-dir-short", shortage(left) + "; nothing is proposed from here"));
            }
            memberships.forEach(this::giveLeadAway);
        } else if (!could) {
            events.append(NewEvent.info(
                    "data-dir-enough",
                    new ByteCount(left) + " are free in " + directory + ": the node proposes again"));
            givenAway.clear();
        }
    }

    private void giveLeadAway(UUID membership) {
        GroupStatus status = agreement.status(new GroupId(membership));
        Long last = givenAway.get(membership);
        boolean early = last != null && System.nanoTime() - last < AWAY_EVERY_NANOS;
        NodeId other = early || !self.equals(status.leader()) ? null : otherVoter(status);
        if (other != null) {
            givenAway.put(membership, System.nanoTime());
            var _ = agreement.transferLeadership(new GroupId(membership), other).whenComplete((done, problem) -> {
                if (problem != null) {
                    events.append(NewEvent.warning(
                            "lead-not-given",
                            "membership " + membership + " is still led from here: " + problem.getMessage()));
                }
            });
        }
    }

    private @Nullable NodeId otherVoter(GroupStatus status) {
        for (Peer peer : status.peers()) {
            Duration silence = status.silence().get(peer.node());
            if (peer.role() == Peer.Role.VOTER
                    && !peer.node().equals(self)
                    && silence != null
                    && silence.compareTo(SILENCE_MAX) < 0) {
                return peer.node();
            }
        }
        return null;
    }
}
