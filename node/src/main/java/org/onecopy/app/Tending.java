package org.onecopy.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.agreement.FailStop;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.config.StorageConfig.StorageType;
import org.onecopy.core.registry.FeatureLevel;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.index.AppliedListener;
import org.onecopy.index.RegistryIndex;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Words;
import org.onecopy.network.HashKeeper;
import org.onecopy.network.LogKeeper;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.network.RuleKeeper;
import org.onecopy.network.Whereabouts;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the node once and then follows the registry: at each change, and now and then in any case. It has a thread
 * of its own, because it does one thing after the other and may wait for agreement.
 */
final class Tending {
    private static final Logger LOG = LoggerFactory.getLogger(Tending.class);
    private static final NodeId FIRST_NODE = new NodeId("a");
    private static final Duration EVERY = Duration.ofMillis(250);

    /** What is tended. */
    record Parts(
            NodeConfig config,
            Standing standing,
            RegistryIndex registryIndex,
            RegistryClient registry,
            Whereabouts whereabouts,
            Announcements announcements,
            Renewal renewal,
            Memberships memberships,
            RuleWriters writers,
            RuleKeeper keeper,
            LogKeeper logKeeper,
            HashKeeper hashes,
            DataDisk dataDisk,
            EventLog events,
            FailStop failStop) {}

    private final Parts parts;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("tending").daemon().factory());
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean registered;
    private volatile boolean closed;

    Tending(Parts parts) {
        this.parts = parts;
    }

    void start() {
        var _ = thread.scheduleWithFixedDelay(this::tend, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        parts.registryIndex().listen(new AppliedListener() {
            @Override
            public void applied(long at, Set<RuleId> touched) {
                tendSoon();
            }

            @Override
            public void installed(long at) {
                tendSoon();
            }
        });
    }

    /** Whether the network knows this node as it is now. */
    boolean isRegistered() {
        return registered;
    }

    /** No turn begins any more; one that is under way goes on. */
    void close() {
        closed = true;
        thread.shutdownNow();
    }

    /** A rule or a membership may have come: not to be found only at the next turn. */
    private void tendSoon() {
        if (asked.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    asked.set(false);
                    tend();
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("the node is stopping", e);
            }
        }
    }

    private void tend() {
        if (closed) {
            return;
        }
        if (parts.standing().isRetired()) {
            stopForGood();
            return;
        }
        try {
            turn();
        } catch (ProblemException e) {
            LOG.info("the network is followed again: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("following the network failed; it is tried again", e);
        }
    }

    /** As a leader it would be heard for as long as its connections stand, and could not give its lead away. */
    private void stopForGood() {
        ProblemException retired = parts.standing().retired();
        String why = Objects.requireNonNull(retired.getMessage());
        parts.events().append(NewEvent.warning("node-retired", why));
        parts.failStop().halt(why, retired);
    }

    private void turn() {
        parts.whereabouts().follow();
        Memberships memberships = parts.memberships();
        DataDisk dataDisk = parts.dataDisk();
        dataDisk.look(memberships.joined().keySet());
        if (!registered) {
            register();
            registered = true;
        }
        memberships.follow();
        if (parts.config().storage().type() != StorageType.NONE) {
            parts.writers().follow(RuleKeeper.reservations(parts.registry()), parts.hashes()::isSuspended);
        }
        if (dataDisk.mayPropose()) {
            parts.keeper().tend();
            parts.logKeeper().tend();
            parts.hashes().tend();
        }
        memberships.leave();
    }

    /** A network that is being made has no older releases to consider. Only after a change of ours, so that all before it is known here. */
    private void beginAtTheNewestLevel() {
        boolean isNew = parts.registry()
                .read(view -> !view.scan(RegistryTables.NODES, FIRST_NODE, null).hasNext());
        if (isNew) {
            parts.registry().change(new RegistryCommand.RaiseLevel(UUID.randomUUID(), FeatureLevel.NEWEST));
        }
    }

    /** Who is elsewhere than the others know hears nothing of the log, so it tells them before it asks for anything. */
    private void register() {
        NodeConfig config = parts.config();
        OwnAddresses own = new OwnAddresses(config);
        RegisteredNode before = parts.registry().read(view -> view.get(RegistryTables.NODES, config.node()));
        RegisteredNode wanted = own.wanted(before);
        if (before != null && !wanted.equals(before)) {
            parts.announcements().announce(wanted);
            parts.renewal().renewWhereDue();
        }
        boolean stores = config.storage().type() != StorageType.NONE;
        String type = Words.of(config.storage().type());
        parts.registry()
                .change(new RegistryCommand.PutZone(UUID.randomUUID(), config.zone(), stores ? type : "", stores));
        beginAtTheNewestLevel();
        parts.registry().change(NetworkChanges.put(wanted));
        try {
            own.remember();
            Induction.followAddress(config, wanted.adminAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note the node's addresses", e);
        }
    }
}
