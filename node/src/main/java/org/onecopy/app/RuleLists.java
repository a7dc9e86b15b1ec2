package org.onecopy.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.shown.Hole;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.TableStore;
import org.onecopy.model.ByteCount;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.ConflictView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.LocationState;
import org.onecopy.model.api.LocationView;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.Preserve;
import org.onecopy.model.api.Problem;
import org.onecopy.model.api.RuleStatus;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.TransferState;
import org.onecopy.model.api.TransferView;
import org.onecopy.model.api.Visibility;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.network.RuleKeeper;
import org.onecopy.problem.ProblemException;
import org.onecopy.transfer.TransferStatus;
import org.onecopy.transfer.Transfers;

/** What is listed of rules: themselves, their transfers, conflict copies and parked changes. */
final class RuleLists {
    private static final int TRANSFERS_MAX = 10_000;

    private final ZoneName zone;
    private final RegistryClient registry;
    private final Memberships memberships;
    private final RuleWriters writers;
    private final Transfers transfers;
    private final TableStore local;
    private final GroupMembers groups;
    private final Bandwidth bandwidth;
    private final Advice advice;

    RuleLists(
            ZoneName zone,
            RegistryClient registry,
            Memberships memberships,
            RuleWriters writers,
            Transfers transfers,
            TableStore local,
            GroupMembers groups,
            Bandwidth bandwidth) {
        this.zone = zone;
        this.registry = registry;
        this.memberships = memberships;
        this.writers = writers;
        this.transfers = transfers;
        this.local = local;
        this.groups = groups;
        this.bandwidth = bandwidth;
        advice = new Advice(groups);
    }

    List<RuleView> rules() {
        return RuleKeeper.reservations(registry).stream()
                .map(this::rule)
                .sorted(Comparator.comparing(RuleView::name))
                .toList();
    }

    RuleView rule(Reservation reservation) {
        MembershipIndex index = memberships.index(reservation.membership());
        RuleRow row = index == null ? null : index.read(view -> view.get(Tables.RULES, reservation.rule()));
        RuleDefinition definition = row == null ? reservation.definition() : row.definition();
        List<LocationView> locations = new ArrayList<>();
        definition.paths().forEach((name, path) -> {
            ZoneRow at = index == null
                    ? null
                    : index.read(view -> view.get(Tables.ZONES, new ZoneKey(reservation.rule(), name)));
            boolean paused = name.equals(zone) && problem(reservation.rule()) != null;
            LocationState standing = LagReport.stateOf(at);
            boolean fenced = index != null
                    && index.read(view -> view.get(Tables.FENCES, new ZoneKey(reservation.rule(), name)) != null);
            LocationState open = fenced && standing == LocationState.ACTIVE ? LocationState.FENCED : standing;
            LocationState state = paused && standing != LocationState.MUST_RECONCILE ? LocationState.PAUSED : open;
            locations.add(new LocationView(name, path, state, at == null ? null : at.writer()));
        });
        return new RuleView(
                reservation.rule(),
                definition.name(),
                definition.revision(),
                RuleStatus.valueOf(reservation.status().name()),
                locations,
                definition.exclude(),
                definition.source() == null ? Initial.UNION : new Initial(definition.source()),
                ConflictPolicy.valueOf(definition.conflict().name()),
                definition.preferredZone(),
                Duration.ofMillis(definition.holdMillis()),
                Visibility.valueOf(definition.visibility().name()),
                new GuardPolicy(
                        definition.guard().files(),
                        definition.guard().sharePercent(),
                        Duration.ofMillis(definition.guard().windowMillis())),
                definition.preserve().stream()
                        .map(kind -> Preserve.valueOf(kind.name()))
                        .toList(),
                groups.witnessZones(reservation.membership()),
                reservation.membership(),
                row == null ? 0 : row.files(),
                new ByteCount(row == null ? 0 : row.bytes()),
                advice.warnings(reservation.membership()));
    }

    /** What to say of a storage that keeps the rule's writer waiting; null where it does not. */
    @Nullable
    String slowStep(RuleId rule) {
        RuleWriters.Running running = writers.of(rule);
        return running == null ? null : SlowSteps.complaint(running);
    }

    @Nullable
    RuntimeException problem(RuleId rule) {
        RuleWriters.Running running = writers.of(rule);
        return running == null ? null : running.thread().problem();
    }

    /** How far this node's zone shows a rule, as its own records say; null where this node does not write it. */
    @Nullable
    Version ownLowWater(RuleId rule) {
        RuleWriters.Running running = writers.of(rule);
        boolean writes = running != null
                && running.thread().session() != null
                && running.thread().session().writer().isWriter();
        return writes ? new ShownTree(rule, new Overlay(local)).cursor().lowWater() : null;
    }

    Listing<TransferView> transfers(Filter filter) {
        List<TransferView> views = new ArrayList<>();
        for (TransferStatus status : transfers.snapshot(TRANSFERS_MAX)) {
            Reservation reservation = registry.read(
                    view -> view.get(RegistryTables.RESERVATIONS, status.key().rule()));
            if (reservation != null && filter.matches(reservation.definition().name(), zone)) {
                views.add(view(status, reservation));
            }
        }
        return Listing.cut(views, filter.limit());
    }

    /** The limit of bandwidth that holds back contents of a rule on their way to this node, as far as is known; else null. */
    @Nullable
    String limitInto(RuleId rule) {
        return bandwidth.holding(null, rule);
    }

    /** At which contents come to this node now, all rules together. */
    long bytesPerSecond() {
        return transfers.snapshot(TRANSFERS_MAX).stream()
                .mapToLong(TransferStatus::bytesPerSecond)
                .sum();
    }

    private TransferView view(TransferStatus status, Reservation reservation) {
        MembershipIndex index = memberships.index(reservation.membership());
        String path =
                index == null ? "" : index.read(view -> path(view, status.key().file()));
        TransferState state = switch (status.state()) {
            case QUEUED -> TransferState.QUEUED;
            case RUNNING -> TransferState.FETCHING;
            case WAITING -> TransferState.WAITING;
            case DONE, FAILED, CANCELLED -> TransferState.STAGED;
        };
        ProblemException problem = status.lastProblem();
        return new TransferView(
                reservation.definition().name(),
                path,
                status.key().file(),
                status.key().version(),
                zoneOf(status.peer()),
                zone,
                new ByteCount(status.length()),
                new ByteCount(status.bytesDone()),
                new ByteCount(Math.max(0, status.bytesPerSecond())),
                state,
                Math.max(1, status.tries()),
                problem == null ? null : Problem.of(problem.code(), String.valueOf(problem.getMessage()), Map.of()),
                state == TransferState.FETCHING
                        ? bandwidth.holding(status.peer(), status.key().rule())
                        : null);
    }

    private @Nullable ZoneName zoneOf(@Nullable String endpoint) {
        return registry.read(view -> {
            var nodes = view.scan(RegistryTables.NODES, new org.onecopy.model.NodeId("a"), null);
            while (nodes.hasNext()) {
                RegisteredNode node = nodes.next().getValue();
                if (node.contentAddress().equals(endpoint)) {
                    return node.zone();
                }
            }
            return null;
        });
    }

    /** The present path of a file in its rule's tree; where it was last, if it is removed. */
    static String path(TableView view, FileId file) {
        List<String> names = new ArrayList<>();
        Inode inode = view.get(Tables.INODES, file);
        while (inode != null && !inode.isRoot()) {
            names.add(inode.name().value());
            inode = view.get(Tables.INODES, inode.parent());
        }
        Collections.reverse(names);
        return String.join("/", names);
    }

    Listing<ConflictView> conflicts(Filter filter) {
        List<ConflictView> views = new ArrayList<>();
        for (Reservation reservation : RuleKeeper.reservations(registry)) {
            MembershipIndex index = memberships.index(reservation.membership());
            if (index != null) {
                index.read(view -> {
                    view.scan(
                                    Tables.CONFLICTS,
                                    new JournalKey(reservation.rule(), Version.NONE),
                                    new JournalKey(reservation.rule(), new Version(Long.MAX_VALUE)))
                            .forEachRemaining(
                                    row -> add(views, view, reservation, row.getKey(), row.getValue(), filter));
                    return true;
                });
            }
        }
        Collections.reverse(views);
        return Listing.cut(views, filter.limit());
    }

    private static void add(
            List<ConflictView> views,
            TableView view,
            Reservation reservation,
            JournalKey copy,
            Tables.ConflictRow row,
            Filter filter) {
        FileId file = new FileId(copy.version());
        Inode inode = view.get(Tables.INODES, file);
        if (inode != null && filter.matches(reservation.definition().name(), row.zone())) {
            views.add(new ConflictView(
                    reservation.definition().name(),
                    path(view, file),
                    path(view, row.winner()),
                    row.zone(),
                    copy.version().index(),
                    Instant.ofEpochMilli(row.timeMillis()),
                    new ByteCount(inode.length())));
        }
    }

    Listing<ParkedView> parked(Filter filter) {
        List<ParkedView> views = new ArrayList<>();
        for (Reservation reservation : RuleKeeper.reservations(registry)) {
            MembershipIndex index = memberships.index(reservation.membership());
            if (index == null || !filter.matches(reservation.definition().name(), zone)) {
                continue;
            }
            for (Map.Entry<JournalKey, Hole> row : new ShownTree(reservation.rule(), new Overlay(local)).holes()) {
                Hole hole = row.getValue();
                Version version = row.getKey().version();
                views.add(new ParkedView(
                        reservation.rule() + "-" + version,
                        reservation.definition().name(),
                        zone,
                        index.read(view -> path(view, hole.file())),
                        version.index(),
                        hole.code(),
                        hole.message(),
                        hole.parked()
                                ? "remove the cause, then: onecopy parked retry"
                                : "nothing: it is shown once it can be",
                        Instant.ofEpochMilli(hole.sinceMillis()),
                        hole.tries(),
                        null));
            }
        }
        return Listing.cut(views, filter.limit());
    }

    void retryParked(String id) {
        for (Reservation reservation : RuleKeeper.reservations(registry)) {
            RuleWriters.Running running = writers.of(reservation.rule());
            boolean named = new ShownTree(reservation.rule(), new Overlay(local))
                    .holes().stream()
                            .anyMatch(row -> id.equals(
                                    reservation.rule() + "-" + row.getKey().version()));
            if (named && running != null && running.thread().session() != null) {
                running.thread().session().writer().retryParked();
                running.thread().wake();
                return;
            }
        }
        throw new ProblemException(
                ProblemCode.PARKED_UNKNOWN,
                "nothing with the id '" + id + "' is parked in this node's zone: onecopy parked");
    }
}
