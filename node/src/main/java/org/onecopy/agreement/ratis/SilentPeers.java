package org.onecopy.agreement.ratis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up connections to members that do not answer, so that the next call makes a new one.
 *
 * <p>A line that is cut tells nobody. TCP repeats what it has sent after 0.2 s, 0.4 s and so on, up to two minutes (RFC 6298), and says
 * nothing new before one of them arrives: after a cut of a minute a connection stands still for up to another one. Ratis keeps its
 * connections, and lets nobody set a keep-alive. A new connection asks anew at once.
 *
 * <p>Members are told from connections by all groups together: one that answers in any of them is there.
 */
final class SilentPeers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SilentPeers.class);
    private static final long LOOK_EVERY_MILLIS = 500;

    /**
     * How long a new connection is left alone. Ratis closes the old one by force after 3 s, and begins what runs on the new one once
     * more then; only what is left of the time is undisturbed.
     */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

    /**
     * How long a member may be silent. A busy machine stands still for seconds, and a new connection would not help it; a line that is cut
     * for less loses about as much by TCP's repeating.
     */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How a group stands. */
    sealed interface Standing {
        /** This node leads; for so long the others have not answered. */
        record Leads(Map<RaftPeerId, Duration> silence) implements Standing {}

        /** It knows no leader, and asks these for their votes. */
        record Seeks(Collection<RaftPeerId> others) implements Standing {}

        /** Another one leads, who is heard. */
        record Follows() implements Standing {}
    }

    private final Duration patience;
    private final LongSupplier nanos;
    /** Since when a group knows no leader. */
    private final Map<Object, Long> seekingSince = new HashMap<>();
    /** When a connection was last given up. */
    private final Map<RaftPeerId, Long> givenUp = new HashMap<>();

    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("silent-peers").factory());

    /**
     * Made, and not begun.
     *
     * @param patience how long a member may be silent
     * @param nanos as {@link System#nanoTime}
     */
    SilentPeers(Duration patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
    }

    /** Looks twice a second from now on. */
    void begin(RaftServer server, Supplier<List<RaftServer.Division>> divisions) {
        Set<RaftPeerId> closing = ConcurrentHashMap.newKeySet();
        var _ = looking.scheduleWithFixedDelay(
                () -> {
                    try {
                        silent(standings(server, divisions.get())).forEach(peer -> giveUp(server, peer, closing));
                    } catch (RuntimeException e) {
                        LOG.warn("cannot look for silent members, and will again", e); // else it would be the last time
                    }
                },
                LOOK_EVERY_MILLIS,
                LOOK_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** Ratis waits some seconds for what is under way on the connection: not here. */
    private static void giveUp(RaftServer server, RaftPeerId peer, Set<RaftPeerId> closing) {
        if (closing.add(peer)) {
            LOG.info("{} does not answer: it gets a new connection", peer);
            Thread.startVirtualThread(() -> {
                try {
                    server.getServerRpc().handleException(peer, new IOException("no answer"), true);
                } finally {
                    closing.remove(peer);
                }
            });
        }
    }

    private static Map<Object, Standing> standings(RaftServer server, List<RaftServer.Division> divisions) {
        Map<Object, Standing> standings = new HashMap<>();
        for (RaftServer.Division division : divisions) {
            standings.put(division.getGroup().getGroupId(), standing(server, division));
        }
        return standings;
    }

    private static Standing standing(RaftServer server, RaftServer.Division division) {
        RoleInfoProto role = division.getInfo().getRoleInfoProto();
        if (role.hasLeaderInfo()) {
            Map<RaftPeerId, Duration> silence = new HashMap<>();
            for (ServerRpcProto follower : role.getLeaderInfo().getFollowerInfoList()) {
                silence.put(
                        RaftPeerId.valueOf(follower.getId().getId()),
                        Duration.ofMillis(follower.getLastRpcElapsedTimeMs()));
            }
            return new Standing.Leads(silence);
        }
        List<RaftPeerId> others = new ArrayList<>();
        division.getRaftConf().getCurrentPeers().forEach(peer -> others.add(peer.getId()));
        others.remove(server.getId());
        return division.getInfo().getLeaderId() == null ? new Standing.Seeks(others) : new Standing.Follows();
    }

    /** Those whose connection is to be given up now. To be asked by one thread, again and again. */
    List<RaftPeerId> silent(Map<Object, Standing> groups) {
        long now = nanos.getAsLong();
        Map<RaftPeerId, Duration> silence = new HashMap<>();
        seekingSince.keySet().retainAll(groups.keySet());
        groups.forEach((group, standing) -> {
            switch (standing) {
                case Standing.Leads(var answered) -> {
                    seekingSince.remove(group);
                    answered.forEach((peer, time) -> note(silence, peer, time));
                }
                case Standing.Seeks(var others) -> {
                    long since = seekingSince.computeIfAbsent(group, one -> now);
                    others.forEach(peer -> note(silence, peer, Duration.ofNanos(now - since)));
                }
                case Standing.Follows() -> seekingSince.remove(group);
            }
        });
        List<RaftPeerId> silent = new ArrayList<>();
        silence.forEach((peer, time) -> {
            Long last = givenUp.get(peer);
            if (time.compareTo(patience) > 0 && (last == null || now - last > AGAIN_AFTER.toNanos())) {
                givenUp.put(peer, now);
                silent.add(peer);
            }
        });
        givenUp.keySet().retainAll(silence.keySet());
        return silent;
    }

    private static void note(Map<RaftPeerId, Duration> silence, RaftPeerId peer, Duration time) {
        silence.merge(peer, time, (one, other) -> one.compareTo(other) < 0 ? one : other);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
