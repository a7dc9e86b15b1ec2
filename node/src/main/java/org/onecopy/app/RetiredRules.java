package org.onecopy.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.table.Change;
import org.onecopy.index.TableStore;
import org.onecopy.model.RuleId;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Tree.ListSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tidies up after rules that were removed. Removing a rule deletes no data: the tree stays, and what lies in the held folder and in the
 * trash stays too, under names that no later rule at the same place uses. Staged contents and the node's records go. Used by one thread.
 */
final class RetiredRules {
    private static final Logger LOG = LoggerFactory.getLogger(RetiredRules.class);
    private static final RuleId FIRST = new RuleId(1);

    private final Storage storage;
    private final TableStore local;

    RetiredRules(Storage storage, TableStore local) {
        this.storage = storage;
        this.local = local;
    }

    /** A rule has its tree here: remembered until it is tidied up. */
    void begun(RuleId rule, String path) {
        if (!path.equals(local.get(ShownTables.LOCATIONS, rule))) {
            local.write(List.of(new Change.Row<>(ShownTables.LOCATIONS, rule, path)), true);
        }
    }

    /** @param present rules that are still there; none of the others is being written any more */
    void tidy(Set<RuleId> present) {
        for (Map.Entry<RuleId, String> row : local.first(Integer.MAX_VALUE, ShownTables.LOCATIONS, FIRST, null)) {
            if (!present.contains(row.getKey())) {
                try {
                    tidyWorkArea(row.getKey(), row.getValue());
                } catch (ProblemException e) {
                    LOG.warn("the working area of {} is left as it is: {}", row.getValue(), e.getMessage());
                }
                local.write(ShownTables.forget(row.getKey()), true);
                LOG.info("the records of rule {} are dropped: it was removed", row.getKey());
            }
        }
    }

    private void tidyWorkArea(RuleId rule, String path) {
        try (Tree tree = storage.open(path, false)) {
            for (Name item : items(tree, Area.STAGE)) {
                tree.purge(Place.item(Area.STAGE, item));
            }
            for (Area area : List.of(Area.HELD, Area.TRASH)) {
                for (Name item : items(tree, area)) {
                    if (!item.value().startsWith("rule-")) {
                        tree.move(
                                Place.item(area, item),
                                Place.item(area, new Name("rule-" + rule.value() + "-" + item)));
                    }
                }
            }
            tree.flush();
        }
    }

    private static List<Name> items(Tree tree, Area area) {
        List<Name> items = new ArrayList<>();
        tree.list(new Place(area, TreePath.ROOT), new ListSink() {
            @Override
            public void entry(Name name, Stat stat) {
                items.add(name);
            }

            @Override
            public void refused(String printableName, String reason) {
                // not ours: left alone
            }
        });
        return items;
    }
}
