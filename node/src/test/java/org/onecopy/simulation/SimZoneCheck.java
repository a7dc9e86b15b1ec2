package org.onecopy.simulation;

import java.util.ArrayList;
import java.util.List;
import org.onecopy.consistency.CheckStore;
import org.onecopy.consistency.Zone;
import org.onecopy.consistency.ZoneCheck;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.CheckKey;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.TableView;
import org.onecopy.model.Version;
import org.onecopy.simulation.SimDisk.Node;
import org.onecopy.storage.Place;

/** A node's share of a consistency check. */
final class SimZoneCheck {
    private final SimNode node;
    private final Version cut;
    private ZoneCheck check;

    /** Cut at what the node has applied. */
    SimZoneCheck(SimNode node) {
        this(node, Version.of(0, node.applied, 1));
    }

    SimZoneCheck(SimNode node, Version cut) {
        this.node = node;
        this.cut = cut;
        begin(true);
    }

    /** The process has been started anew. */
    void resume() {
        begin(false);
    }

    private void begin(boolean fresh) {
        RuleRow rule = node.agreed.get(Tables.RULES, SimNode.RULE);
        Zone zone = new Zone(
                SimNode.RULE,
                node.tree,
                new org.onecopy.location.AgreedTables() {
                    @Override
                    public <T> T read(java.util.function.Function<TableView, T> reader) {
                        return reader.apply(node.agreed);
                    }
                },
                node::shown,
                node.clock());
        check = new ZoneCheck(
                zone,
                cut,
                true,
                rule.root(),
                fresh,
                new Store(),
                new Disk(),
                new ZoneCheck.Settings(3_000_000_000L, 120_000));
    }

    private final class Store implements CheckStore {
        @Override
        public TableView tables() {
            return node.stored();
        }

        @Override
        public void write(List<Change> changes) {
            node.put(changes, false);
        }
    }

    private final class Disk implements ZoneCheck.Help {
        @Override
        public Content content(Place place) {
            Node file = node.disk.find(place);
            return file == null || file.kind != Kind.FILE ? null : Contents.of(file.data, 0);
        }

        @Override
        public void look(TreePath directory) {
            node.writer.changed(directory, false);
        }
    }

    /** As in a node: only where the writer has compared the whole zone. */
    boolean step() {
        return check.step();
    }

    boolean isDone() {
        return check.isDone();
    }

    long files() {
        return check.counts().files();
    }

    /** What differs, as KIND PATH. */
    List<String> found() {
        List<String> found = new ArrayList<>();
        node.stored().all(ShownTables.CHECK_ITEMS).forEach((key, value) -> {
            CheckKey item = (CheckKey) key;
            CheckItem finding = (CheckItem) value;
            if (item.check().equals(cut) && item.part() == CheckKey.Part.FINDING) {
                found.add(finding.kind() + " " + finding.path());
            }
        });
        found.sort(null);
        return found;
    }

    /** Everything that is left to look at, for people. */
    String left() {
        return node.stored().all(ShownTables.CHECK_ITEMS).toString();
    }
}
