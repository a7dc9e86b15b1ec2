package org.onecopy.location;

import java.util.List;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.model.RuleId;

/**
 * The local records of one rule: changed in memory, then written in one step. Used by the rule's writer alone; not safe for several
 * threads.
 */
public final class LocalRecords {
    private final Store store;
    private final Overlay overlay;
    private final ShownTree shown;

    public LocalRecords(RuleId rule, TableView stored, Store store) {
        this.store = store;
        overlay = new Overlay(stored);
        shown = new ShownTree(rule, overlay);
    }

    /** The records with all changes so far. */
    public ShownTree shown() {
        return shown;
    }

    /** The tables themselves, with all changes so far. */
    public Overlay tables() {
        return overlay;
    }

    /**
     * Writes all changes since the last commit, atomically.
     *
     * @param durable whether they must survive a loss of power; otherwise only the end of the process
     */
    public void commit(boolean durable) {
        if (overlay.size() > 0 || durable) {
            store.write(overlay.changes(), durable);
            forgetChanges();
        }
    }

    /** Drops all changes since the last commit. */
    public void forgetChanges() {
        overlay.clear();
    }

    /** Where changes are written. */
    @FunctionalInterface
    public interface Store {
        void write(List<Change> changes, boolean durable);
    }
}
