package org.onecopy.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.FenceService;
import org.onecopy.core.Content;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.FenceRow;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Passed;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.Pending;
import org.onecopy.core.shown.ShownTables.PendingKey;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.TableStore;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.FenceState;
import org.onecopy.model.api.FenceView;
import org.onecopy.model.api.FenceZoneView;
import org.onecopy.model.api.HeldChangeKind;
import org.onecopy.model.api.HeldChangeView;
import org.onecopy.model.api.Listing;
import org.onecopy.problem.ProblemException;
import org.onecopy.writer.Fencing;

/** What administrators ask of fences, answered from what is agreed, and from this node's own records. */
final class FenceRequests implements FenceService {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    /** So many journal entries are counted for a zone at most. */
    private static final int COUNTED_MAX = 100_000;

    private static final int DEPTH_MAX = 4096;

    private final NodeId self;
    private final ZoneName zone;
    private final InstantSource clock;
    private final RuleRequests rules;
    private final TableStore local;

    FenceRequests(NodeId self, ZoneName zone, InstantSource clock, RuleRequests rules, TableStore local) {
        this.self = self;
        this.zone = zone;
        this.clock = clock;
        this.rules = rules;
        this.local = local;
    }

    @Override
    public List<FenceView> fences(RuleName rule) {
        Reservation reservation = rules.existing(rule);
        return rules.index(reservation).read(view -> fences(view, reservation));
    }

    @Override
    public List<FenceView> all() {
        List<FenceView> all = new ArrayList<>();
        for (Reservation reservation : rules.all()) {
            MembershipIndex index = rules.indexOrNull(reservation);
            if (index != null) {
                all.addAll(index.read(view -> fences(view, reservation)));
            }
        }
        return all;
    }

    private List<FenceView> fences(TableView view, Reservation reservation) {
        List<FenceView> fences = new ArrayList<>();
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> zones = Passed.zones(view, reservation.rule()); zones.hasNext(); ) {
            ZoneKey key = zones.next().getKey();
            FenceRow fence = view.get(Tables.FENCES, key);
            if (fence != null) {
                fences.add(view(view, reservation.definition().name(), key, fence));
            }
        }
        return fences;
    }

    @Override
    public FenceView fence(RuleName rule, ZoneName of) {
        Reservation reservation = rules.existing(rule);
        ZoneKey key = new ZoneKey(reservation.rule(), of);
        return rules.index(reservation).read(view -> {
            zoneRow(view, rule, key);
            FenceRow fence = view.get(Tables.FENCES, key);
            if (fence == null) {
                throw new ProblemException(
                        ProblemCode.ZONE_NOT_FENCED,
                        "zone '" + of + "' of rule " + rule + " is not fenced: see onecopy migrate fences " + rule);
            }
            return view(view, rule, key, fence);
        });
    }

    private static ZoneRow zoneRow(TableView view, RuleName rule, ZoneKey key) {
        ZoneRow row = view.get(Tables.ZONES, key);
        if (row == null) {
            throw new ProblemException(
                    ProblemCode.ZONE_UNKNOWN,
                    "rule " + rule + " has no location in a zone '" + key.zone() + "': see onecopy rules show " + rule);
        }
        return row;
    }

    @Override
    public FenceView begin(RuleName rule, ZoneName of, String by) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        if (reservation.status() != Reservation.Status.ACTIVE || reservation.wanted() != null) {
            throw new ProblemException(
                    ProblemCode.TOO_BUSY,
                    "zones are being added to rule " + rule + " or taken out: fence a zone afterwards");
        }
        ZoneKey key = new ZoneKey(reservation.rule(), of);
        index.read(view -> {
            refuse(view, rule, key);
            return true;
        });
        long at = rules.propose(
                reservation,
                new Command.BeginFence(
                        reservation.rule(), of, by, clock.instant().toEpochMilli()));
        rules.awaitUntil(() -> index.appliedIndex() >= at);
        FenceRow fence = index.read(view -> view.get(Tables.FENCES, key));
        if (fence == null || fence.at().index() != at) {
            index.read(view -> {
                refuse(view, rule, key);
                return true;
            });
            throw new ProblemException(
                    ProblemCode.TOO_BUSY, "something about the rule changed at the same moment: ask again");
        }
        return fence(rule, of);
    }

    private void refuse(TableView view, RuleName rule, ZoneKey key) {
        ZoneRow row = zoneRow(view, rule, key);
        FenceRow fence = view.get(Tables.FENCES, key);
        if (fence != null) {
            throw new ProblemException(
                    ProblemCode.ZONE_FENCED,
                    "zone " + key.zone() + " of rule " + rule + " is fenced already, at " + fence.at() + " by "
                            + fence.by() + ": onecopy migrate cutover " + rule + " --from " + key.zone()
                            + " --resume waits for it, --release lifts it");
        }
        boolean isAnotherOpen = false;
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> zones = Passed.zones(view, key.rule()); zones.hasNext(); ) {
            ZoneKey other = zones.next().getKey();
            isAnotherOpen |= !other.equals(key) && view.get(Tables.FENCES, other) == null;
        }
        if (!isAnotherOpen) {
            throw new ProblemException(
                    ProblemCode.LAST_OPEN_ZONE,
                    "zone " + key.zone() + " is the last one of rule " + rule
                            + " in which users may change anything: lift another fence first, or add a zone");
        }
        String why = behind(row);
        if (why != null) {
            throw new ProblemException(
                    ProblemCode.ZONE_BEHIND, "zone " + key.zone() + " of rule " + rule + " is not fenced now: " + why);
        }
    }

    private @Nullable String behind(ZoneRow row) {
        if (row.guard().tripped()) {
            return "its guard holds " + row.guard().held()
                    + " operations, of which somebody has to say first whether they were meant: onecopy guard";
        }
        String silence = silence(row);
        if (silence != null) {
            return silence;
        }
        if (row.state() != ZoneRow.State.ACTIVE) {
            return "its storage is being compared with the agreed tree; see onecopy lag";
        }
        long waiting = row.progress().holes() - row.progress().parked();
        return waiting > 0 ? waiting + " agreed changes are on their way to it; see onecopy lag" : null;
    }

    /** Why nothing can be said of a zone; null where it reports. */
    private @Nullable String silence(ZoneRow row) {
        long silent = clock.instant().toEpochMilli() - row.progress().timeMillis();
        return silent > SILENCE_MAX.toMillis() ? "its writer has not been heard of for " + silent / 1000 + " s" : null;
    }

    private FenceView view(TableView view, RuleName rule, ZoneKey fenced, FenceRow fence) {
        List<FenceZoneView> others = new ArrayList<>();
        ZoneRow own = null;
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> zones = Passed.zones(view, fenced.rule()); zones.hasNext(); ) {
            Map.Entry<ZoneKey, ZoneRow> each = zones.next();
            if (each.getKey().equals(fenced)) {
                own = each.getValue();
            } else {
                others.add(other(view, each.getKey(), each.getValue(), fence.at()));
            }
        }
        FenceRow.Share share = fence.share();
        boolean compared = share != null && share.compared();
        long held = share == null ? 0 : share.held();
        boolean arrived = compared && others.stream().allMatch(FenceZoneView::caughtUp);
        FenceState state = !arrived ? FenceState.WAITING : held > 0 ? FenceState.HELD : FenceState.DONE;
        return new FenceView(
                rule,
                fenced.zone(),
                fence.at(),
                fence.by(),
                Instant.ofEpochMilli(fence.sinceMillis()),
                state,
                fence.files(),
                new ByteCount(fence.bytes()),
                compared,
                held,
                reason(own, compared, held, fenced.zone()),
                others);
    }

    private @Nullable String reason(@Nullable ZoneRow own, boolean compared, long held, ZoneName fenced) {
        String silence = own == null ? null : silence(own);
        if (silence != null) {
            return silence;
        }
        if (!compared) {
            return "what users did here before the fence is being looked for";
        }
        return held == 0 ? null : held + " changes of users wait here: onecopy migrate held RULE --zone " + fenced;
    }

    private FenceZoneView other(TableView view, ZoneKey key, ZoneRow row, Version fence) {
        Version passed = row.progress().passed();
        long left = count(view, key, passed, fence);
        boolean caughtUp = row.state() == ZoneRow.State.ACTIVE && left == 0;
        String reason = null;
        if (!caughtUp) {
            String silence = silence(row);
            reason = silence != null
                    ? silence
                    : row.state() != ZoneRow.State.ACTIVE
                            ? "its storage is being compared with the agreed tree"
                            : row.progress().parked() > 0
                                    ? row.progress().parked() + " changes are parked there: onecopy parked"
                                    : "agreed changes are on their way to it";
        }
        return new FenceZoneView(key.zone(), caughtUp, left, reason);
    }

    /** Agreed changes up to a place that a zone may not show; of what lies between holes, those that it shows count as well. */
    private static long count(TableView view, ZoneKey key, Version passed, Version upTo) {
        if (passed.compareTo(upTo) >= 0) {
            return 0;
        }
        return view.first(
                        COUNTED_MAX,
                        Tables.JOURNAL,
                        new JournalKey(key.rule(), passed.next()),
                        new JournalKey(key.rule(), upTo.next()))
                .size();
    }

    @Override
    public Listing<HeldChangeView> held(RuleName rule, ZoneName of, long after, int limit) {
        FenceView fence = fence(rule, of);
        Reservation reservation = rules.existing(rule);
        ZoneRow row = rules.index(reservation).read(view -> zoneRow(view, rule, new ZoneKey(reservation.rule(), of)));
        if (!of.equals(zone) || !self.equals(row.writer())) {
            throw new ProblemException(
                    ProblemCode.NOT_LEADER,
                    "what waits in zone " + of + " is known by node " + row.writer() + ", which writes there: ask it");
        }
        ShownTree shown = new ShownTree(reservation.rule(), new Overlay(local));
        List<HeldChangeView> held = new ArrayList<>();
        long total = 0;
        Iterator<Map.Entry<PendingKey, Pending>> rows = Fencing.held(local, reservation.rule(), row);
        while (rows.hasNext()) {
            Map.Entry<PendingKey, Pending> each = rows.next();
            long id = each.getKey().operation().number();
            total++;
            if (id > after && held.size() < limit) {
                held.add(view(fence, id, each.getValue(), shown));
            }
        }
        return new Listing<>(held, total);
    }

    private static HeldChangeView view(FenceView fence, long id, Pending pending, ShownTree shown) {
        Operation operation = pending.operation();
        HeldChangeKind kind = switch (operation) {
            case Operation.Create ignored -> HeldChangeKind.CREATED;
            case Operation.Write ignored -> HeldChangeKind.WRITTEN;
            case Operation.Move ignored -> HeldChangeKind.MOVED;
            case Operation.Remove ignored -> HeldChangeKind.REMOVED;
            case Operation.SetAttributes ignored -> HeldChangeKind.ATTRIBUTES;
        };
        Content content = switch (operation) {
            case Operation.Create create -> create.content();
            case Operation.Write write -> write.content();
            case Operation.Move ignored -> null;
            case Operation.Remove ignored -> null;
            case Operation.SetAttributes ignored -> null;
        };
        return new HeldChangeView(
                fence.rule(),
                fence.zone(),
                id,
                kind,
                path(shown, pending.entry()),
                new ByteCount(content == null ? 0 : content.length()),
                Instant.ofEpochMilli(pending.sinceMillis()));
    }

    /** Where users find, or found, an entry; of what was set aside where it lay. The writer may change the records meanwhile. */
    private static String path(ShownTree shown, long id) {
        Deque<String> names = new ArrayDeque<>();
        Entry step = shown.entry(id);
        while (step != null && step.id() != Entry.ROOT && names.size() < DEPTH_MAX) {
            HeldOrigin origin = step.parent() == Entry.HELD_PARENT ? shown.heldOrigin(step.id()) : null;
            names.addFirst((origin == null ? step.name() : origin.name()).value());
            step = shown.entry(origin == null ? step.parent() : origin.parent());
        }
        return String.join("/", names);
    }

    @Override
    public FenceView lift(RuleName rule, ZoneName of, String by) {
        FenceView before = fence(rule, of);
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        ZoneKey key = new ZoneKey(reservation.rule(), of);
        long at = rules.propose(reservation, new Command.LiftFence(reservation.rule(), of, by));
        rules.awaitUntil(() -> index.appliedIndex() >= at || index.read(view -> view.get(Tables.FENCES, key)) == null);
        return before;
    }
}
