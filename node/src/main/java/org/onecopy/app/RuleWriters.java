package org.onecopy.app;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.capture.CaptureSettings;
import org.onecopy.capture.HashingPool;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.handover.Handover;
import org.onecopy.index.AppliedListener;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.TableStore;
import org.onecopy.location.AgreedTables;
import org.onecopy.location.LocalRecords;
import org.onecopy.location.Location;
import org.onecopy.location.Notices;
import org.onecopy.location.Ticks;
import org.onecopy.materialize.StagingPool;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Severity;
import org.onecopy.network.Memberships;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;
import org.onecopy.storage.UnhintedTree;
import org.onecopy.writer.LocationWriter;
import org.onecopy.writer.Wakeup;
import org.onecopy.writer.WriterLimits;
import org.onecopy.writer.WriterThread;
import org.onecopy.writer.ZoneContents;

/** One writer thread for each rule that has a location in this node's zone. {@link #follow} is called by one thread. */
final class RuleWriters implements AutoCloseable {
    /**
     * What all writers share.
     *
     * @param cuts told of what is applied, because a check may be cut there
     * @param contentEndpoints where a node gives out contents; null where it is not registered
     * @param hints whether the storage's hints are used
     * @param lease how long a writer goes on without hearing the log
     */
    record Shared(
            NodeId self,
            ZoneName zone,
            Storage storage,
            TableStore local,
            Agreement agreement,
            Memberships memberships,
            HashingPool hashing,
            StagingPool staging,
            ZoneContents contents,
            Handover handover,
            CutDigests cuts,
            Function<NodeId, @Nullable String> contentEndpoints,
            EventLog events,
            StageTimes times,
            Ticks ticks,
            CaptureSettings capture,
            long scanEveryNanos,
            boolean hints,
            Duration lease,
            WriterLimits limits) {}

    private final Shared shared;
    private final RetiredRules retired;
    private final Map<RuleId, Running> running = new ConcurrentHashMap<>();
    private final Map<Tables.ZoneKey, NodeId> writersKnown = new ConcurrentHashMap<>();
    private final Map<UUID, MembershipPort> ports = new ConcurrentHashMap<>();
    private final LeftLocations left;

    private final SlowSteps slow;

    /**
     * A rule's writer, and the membership it proposes to.
     *
     * @param path of the location
     */
    record Running(RuleName name, String path, UUID membership, WriterThread thread) {}

    RuleWriters(Shared shared) {
        this.shared = shared;
        left = new LeftLocations(shared.local, shared.zone, shared.storage, shared.events);
        retired = new RetiredRules(shared.storage, shared.local);
        slow = new SlowSteps(shared.events, shared.zone);
    }

    /**
     * Starts writers of rules that are new, and stops those of rules that are gone, whose records go as well.
     *
     * @param rests whether the rules of a membership must rest
     */
    void follow(Iterable<Reservation> reservations, Predicate<UUID> rests) {
        Set<RuleId> present = ConcurrentHashMap.newKeySet();
        Set<RuleId> known = new HashSet<>();
        for (Reservation reservation : reservations) {
            if (reservation.status() != Reservation.Status.REMOVING) {
                known.add(reservation.rule());
            }
            if (rests.test(reservation.membership())) {
                continue;
            }
            MembershipIndex index = shared.memberships.index(reservation.membership());
            String path = reservation.definition().paths().get(shared.zone);
            ports.computeIfPresent(
                    reservation.membership(), (id, port) -> port.isOf(index) ? port : null); // joined anew
            if (index == null || path == null || reservation.status() == Reservation.Status.REMOVING) {
                continue;
            }
            present.add(reservation.rule());
            tellOfWriters(reservation, index);
            if (!running.containsKey(reservation.rule())) {
                start(reservation, index, path);
            }
        }
        for (RuleId rule : running.keySet()) {
            if (!present.contains(rule)) {
                stop(rule);
            }
        }
        left.forget(reservations);
        retired.tidy(known);
    }

    /** Says where another node writes for a zone than before; which node it was when this process began is no news. */
    private void tellOfWriters(Reservation reservation, MembershipIndex index) {
        for (ZoneName zone : reservation.definition().paths().keySet()) {
            Tables.ZoneKey key = new Tables.ZoneKey(reservation.rule(), zone);
            ZoneRow row = index.read(view -> view.get(Tables.ZONES, key));
            NodeId writer = row == null ? null : row.writer();
            NodeId before = writer == null ? null : writersKnown.put(key, writer);
            if (writer != null && before != null && !before.equals(writer)) {
                shared.events.append(NewEvent.info(
                                "writer-changed",
                                writer + " is the writer of zone " + zone + " now, and " + before + " no more")
                        .in(zone)
                        .of(reservation.definition().name()));
            }
        }
    }

    /** Looks after the leases; to be called several times within the length of one. */
    void renewLeases() {
        ports.values().forEach(port -> port.lease().renew());
    }

    /** Tells of storages that keep their writers waiting. To be called now and then, never by a thread that may wait for a storage. */
    void lookForSlowSteps() {
        slow.look(running);
    }

    @Nullable
    Running of(RuleId rule) {
        return running.get(rule);
    }

    Map<RuleId, Running> byRule() {
        return Map.copyOf(running);
    }

    java.util.Collection<Running> all() {
        return running.values();
    }

    private void start(Reservation reservation, MembershipIndex index, String path) {
        RuleId rule = reservation.rule();
        RuleName name = reservation.definition().name();
        retired.begun(rule, path);
        MembershipPort port = ports.computeIfAbsent(
                reservation.membership(),
                id -> new MembershipPort(shared.agreement, new GroupId(id), index, shared.lease, shared.ticks));
        Function<Wakeup, WriterThread.Session> opener =
                wakeup -> open(rule, name, reservation.membership(), index, path, port, wakeup);
        WriterThread thread = new WriterThread(name.value(), shared.ticks, opener, observer(name, path));
        index.listen(new AppliedListener() {
            @Override
            public void applied(long at, Set<RuleId> touched) {
                if (touched.contains(rule)) {
                    shared.cuts.applied(index, rule, at);
                    thread.wake();
                }
            }

            @Override
            public void installed(long at) {
                thread.wake();
            }
        });
        running.put(rule, new Running(name, path, reservation.membership(), thread));
        left.uses(rule, name, path);
        shared.handover.follow(
                rule,
                () -> writerElsewhere(rule, index),
                from -> shared.events.append(
                        NewEvent.info("records-copied", "this node can take over from " + from + " as the writer")
                                .in(shared.zone)
                                .of(name)));
        thread.start();
    }

    /** The zone's writer, where that is another node. */
    private Optional<Handover.Writer> writerElsewhere(RuleId rule, MembershipIndex index) {
        ZoneRow zone = index.read(view -> view.get(Tables.ZONES, new Tables.ZoneKey(rule, shared.zone)));
        NodeId writer = zone == null ? null : zone.writer();
        String endpoint = writer == null || writer.equals(shared.self) ? null : shared.contentEndpoints.apply(writer);
        return endpoint == null || writer == null || zone == null
                ? Optional.empty()
                : Optional.of(new Handover.Writer(writer, endpoint, zone.epoch()));
    }

    private WriterThread.Session open(
            RuleId rule,
            RuleName name,
            UUID membership,
            MembershipIndex index,
            String path,
            MembershipPort port,
            Wakeup wakeup) {
        String root = new ShownTree(rule, new Overlay(shared.local)).cursor().rootIdentity();
        Tree opened = root.isEmpty()
                ? shared.storage.open(path, true)
                : shared.storage.openKnown(path, new ObjectIdentity(root));
        Tree tree = shared.times.tree(shared.hints ? opened : new UnhintedTree(opened), shared.zone);
        WriterOffice office = new WriterOffice(shared.handover.storeOf(rule), tree);
        AppliedHere applied = new AppliedHere(index, port.lease());
        Location location = new Location(
                rule,
                shared.zone,
                shared.self,
                tree,
                applied,
                new LocalRecords(rule, shared.local, shared.times.records(office)),
                shared.ticks,
                notices(name));
        LocationWriter writer = new LocationWriter(
                location,
                shared.self,
                shared.times.port((command, ended) -> port.propose(command, agreed -> {
                    ended.accept(agreed);
                    wakeup.call();
                })),
                shared.times.staging(shared.staging.of(wakeup::call)),
                shared.times.hashing(
                        shared.hashing.of(tree, wakeup::call, () -> !shared.memberships.isWitnessed(membership))),
                shared.capture,
                shared.scanEveryNanos,
                shared.limits);
        shared.contents.serve(rule, tree, applied, writer::isSettled);
        office.hintsFor(new WakingHints(writer, wakeup));
        return new WriterThread.Session(writer, tree, office);
    }

    /** The agreed tables of a membership, as applied on this node. */
    private record AppliedHere(MembershipIndex applied, Lease lease) implements AgreedTables {
        @Override
        public <T extends @Nullable Object> T read(Function<TableView, T> reader) {
            return applied.read(reader);
        }

        @Override
        public long index() {
            return applied.appliedIndex();
        }

        @Override
        public boolean hasHeardOf(Version version) {
            return version.incarnation() < applied.incarnation() || version.index() <= applied.appliedIndex();
        }

        @Override
        public boolean isHeard() {
            return lease.holds();
        }
    }

    /** Hands hints on and wakes the writer. */
    private record WakingHints(LocationWriter writer, Wakeup wakeup) implements org.onecopy.storage.HintSink {
        @Override
        public void changed(TreePath directory, boolean settled) {
            writer.changed(directory, settled);
            wakeup.call();
        }

        @Override
        public void lookBelow(TreePath directory) {
            writer.lookBelow(directory);
            wakeup.call();
        }
    }

    private Notices notices(RuleName name) {
        return (severity, type, rule, path, message) -> shared.events.append(
                new NewEvent(Severity.valueOf(severity.name()), type, shared.zone, name, path.toString(), message));
    }

    private WriterThread.Observer observer(RuleName name, String path) {
        return new WriterThread.Observer() {
            @Override
            public void available() {
                shared.events.append(NewEvent.info("storage-available", "the storage at " + path + " is in use again")
                        .in(shared.zone)
                        .of(name));
            }

            @Override
            public void unavailable(RuntimeException why) {
                String message = String.valueOf(why.getMessage());
                shared.events.append(
                        NewEvent.error("storage-unavailable", message.contains(path) ? message : path + ": " + message)
                                .in(shared.zone)
                                .of(name));
            }
        };
    }

    private void stop(RuleId rule) {
        Running stopped = running.remove(rule);
        if (stopped != null) {
            shared.contents.stop(rule);
            shared.handover.forget(rule);
            stopped.thread.close();
        }
    }

    @Override
    public void close() {
        running.keySet().forEach(this::stop);
    }
}
