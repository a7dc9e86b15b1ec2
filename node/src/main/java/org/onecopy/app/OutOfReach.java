package org.onecopy.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.onecopy.admin.events.EventLog;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.TableStore;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.LostState;
import org.onecopy.model.api.LostView;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.network.RuleKeeper;

/**
 * Lists, with their paths, the agreed contents that no zone which is heard of holds (H10), and those that were given up because none has
 * them any more. Of this node's zone it is known which holes it has, of others how many: where another zone has several, rather too many
 * are listed than too few. Safe to call from many threads.
 */
final class OutOfReach {
    /** A zone that has not reported for so long is not heard of; as {@code onecopy status} says it. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    private static final int ENTRIES_MAX = 100_000;
    private static final String GIVEN_UP = "content-lost";

    private final ZoneName zone;
    private final RegistryClient registry;
    private final Memberships memberships;
    private final TableStore local;
    private final EventLog events;
    private final InstantSource clock;

    OutOfReach(
            ZoneName zone,
            RegistryClient registry,
            Memberships memberships,
            TableStore local,
            EventLog events,
            InstantSource clock) {
        this.zone = zone;
        this.registry = registry;
        this.memberships = memberships;
        this.local = local;
        this.events = events;
        this.clock = clock;
    }

    /** One of them. */
    record Found(String path, ZoneName origin, Version version, long bytes, long timeMillis) {}

    Listing<LostView> list(Filter filter) {
        List<LostView> all = new ArrayList<>();
        for (Reservation reservation : RuleKeeper.reservations(registry)) {
            RuleName rule = reservation.definition().name();
            MembershipIndex index = memberships.index(reservation.membership());
            if (index == null || (filter.rule() != null && !filter.rule().equals(rule))) {
                continue;
            }
            for (Found found : index.read(view -> find(view, reservation))) {
                if (filter.matches(rule, found.origin)) {
                    all.add(new LostView(
                            rule,
                            found.origin,
                            found.path,
                            LostState.OUT_OF_REACH,
                            found.version.index(),
                            new ByteCount(found.bytes),
                            Instant.ofEpochMilli(found.timeMillis)));
                }
            }
        }
        List<EventView> newest =
                new ArrayList<>(events.list(null, EventLog.KEPT_MAX).items());
        Collections.reverse(newest);
        for (EventView event : newest) {
            RuleName rule = event.rule();
            String path = event.path();
            ZoneName where = event.zone() == null ? zone : event.zone();
            if (event.type().equals(GIVEN_UP) && rule != null && path != null && filter.matches(rule, where)) {
                all.add(new LostView(rule, where, path, LostState.GONE, null, null, event.time()));
            }
        }
        return Listing.cut(all, filter.limit());
    }

    private List<Found> find(TableView view, Reservation reservation) {
        RuleId rule = reservation.rule();
        Map<ZoneName, AtRisk.Mark> heard = new HashMap<>();
        long now = clock.instant().toEpochMilli();
        for (ZoneName name : reservation.definition().paths().keySet()) {
            ZoneRow row = view.get(Tables.ZONES, new ZoneKey(rule, name));
            boolean answers =
                    name.equals(zone) || (row != null && now - row.progress().timeMillis() <= SILENCE_MAX.toMillis());
            if (answers) {
                heard.put(name, row == null ? AtRisk.Mark.NONE : AtRisk.Mark.of(row.progress(), null));
            }
        }
        Set<Version> ownHoles = new ShownTree(rule, new Overlay(local))
                .holes().stream().map(row -> row.getKey().version()).collect(Collectors.toSet());
        return find(view, rule, heard, zone, ownHoles);
    }

    /**
     * What none of the zones holds that are heard of, the oldest first.
     *
     * @param heard how far each of these shows the rule
     * @param own one of them, or another
     * @param ownHoles what that one does not show although it shows later things
     */
    static List<Found> find(
            TableView view, RuleId rule, Map<ZoneName, AtRisk.Mark> heard, ZoneName own, Set<Version> ownHoles) {
        Version held = Version.NONE;
        for (AtRisk.Mark mark : heard.values()) {
            held = Version.max(held, mark.passed());
        }
        List<Found> found = new ArrayList<>();
        Iterator<Map.Entry<JournalKey, JournalEntry>> journal = view.scan(
                Tables.JOURNAL, new JournalKey(rule, held.next()), new JournalKey(rule, new Version(Long.MAX_VALUE)));
        for (int n = 0; n < ENTRIES_MAX && journal.hasNext(); n++) {
            Map.Entry<JournalKey, JournalEntry> entry = journal.next();
            ZoneName origin = entry.getValue().origin();
            Version version = entry.getKey().version();
            if (origin == null || heard.containsKey(origin) || isShown(version, heard, own, ownHoles)) {
                continue;
            }
            Inode inode = AtRisk.atRisk(view, entry);
            if (inode != null) {
                found.add(new Found(
                        RuleLists.path(view, inode.id()),
                        origin,
                        version,
                        inode.length(),
                        entry.getValue().timeMillis()));
            }
        }
        return found;
    }

    private static boolean isShown(
            Version version, Map<ZoneName, AtRisk.Mark> heard, ZoneName own, Set<Version> ownHoles) {
        return heard.entrySet().stream().anyMatch(zone -> {
            AtRisk.Mark mark = zone.getValue();
            boolean reached = mark.lowWater().compareTo(version) >= 0;
            return mark.surelyShows(version)
                    || (zone.getKey().equals(own)
                            ? reached && !ownHoles.contains(version)
                            : mark.holes() <= 1 && mark.mayShow(version));
        });
    }
}
