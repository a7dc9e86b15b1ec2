package org.onecopy.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.shown.Cursor;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.index.TableStore;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;

/**
 * Locations that this node's zone has no more, because the zone was taken out of a rule: their local records go, and with them what was
 * staged. What users have in the tree stays, and what was set aside and not agreed yet comes back into it. Used by one thread.
 */
final class LeftLocations {
    private final TableStore local;
    private final ZoneName zone;
    private final Storage storage;
    private final EventLog events;
    private final Map<RuleId, Used> used = new HashMap<>();

    private record Used(RuleName name, String path) {}

    LeftLocations(TableStore local, ZoneName zone, Storage storage, EventLog events) {
        this.local = local;
        this.zone = zone;
        this.storage = storage;
        this.events = events;
    }

    /** A rule has a location at this path. */
    void uses(RuleId rule, RuleName name, String path) {
        used.put(rule, new Used(name, path));
    }

    /** Forgets what is of rules that go on without this zone. The registry must be current. */
    void forget(Iterable<Reservation> reservations) {
        Set<RuleId> elsewhere = new HashSet<>();
        for (Reservation rule : reservations) {
            boolean here = rule.definition().paths().containsKey(zone)
                    || (rule.wanted() != null && rule.wanted().paths().containsKey(zone));
            if (!here) {
                elsewhere.add(rule.rule());
            }
        }
        List<RuleId> left = new ArrayList<>();
        local.first(Integer.MAX_VALUE, ShownTables.CURSORS, new RuleId(1), null)
                .forEach((Map.Entry<RuleId, Cursor> row) -> {
                    if (elsewhere.contains(row.getKey())) {
                        left.add(row.getKey());
                    }
                });
        left.forEach(this::forget);
    }

    private void forget(RuleId rule) {
        Used was = used.remove(rule);
        if (was != null) {
            clear(was);
        }
        local.write(ShownTables.forget(rule), true);
        if (was != null) {
            events.append(NewEvent.info(
                            "zone-removed",
                            "the zone is out of the rule; its files stay at " + was.path + " and go their own way")
                    .in(zone)
                    .of(was.name));
        }
    }

    private void clear(Used was) {
        try (Tree tree = storage.open(was.path, false)) {
            for (Name name : items(tree, Area.STAGE)) {
                tree.purge(Place.item(Area.STAGE, name));
            }
            for (Name name : items(tree, Area.HELD)) {
                Name back = new Name("_recovered-" + zone + "-" + name);
                tree.move(Place.item(Area.HELD, name), Place.inTree(TreePath.ROOT.resolve(back)));
            }
            tree.flush();
        } catch (ProblemException e) {
            events.append(
                    NewEvent.error("work-area-left", "the working area of " + was.path + " stays: " + e.getMessage())
                            .in(zone)
                            .of(was.name));
        }
    }

    private static List<Name> items(Tree tree, Area area) {
        List<Name> names = new ArrayList<>();
        tree.list(new Place(area, TreePath.ROOT), new Tree.ListSink() {
            @Override
            public void entry(Name name, @Nullable Stat stat) {
                names.add(name);
            }

            @Override
            public void refused(String printableName, String reason) {
                // not ours: left alone
            }
        });
        return names;
    }
}
