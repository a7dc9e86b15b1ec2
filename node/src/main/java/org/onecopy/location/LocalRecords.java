package org.onecopy.location;

import java.util.List;
import org.onecopy.core.shown.ShownTables;
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
    private final RuleId rule;
    private final Store store;
    private final Overlay overlay;
    private final ShownTree shown;

    public LocalRecords(RuleId rule, TableView stored, Store store) {
        this.rule = rule;
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
            overlay.written();
        }
    }

    /** Writes what is this node's own business, and goes to no copy, at once. It must not be read through these records. */
    public void keep(List<Change> changes) {
        store.keep(changes);
    }

    /** Drops all changes since the last commit. */
    public void forgetChanges() {
        overlay.clear();
    }

    /** This node is the rule's writer in its zone now: from here on nobody else changes the records. */
    public void begin() {
        store.begin();
        forgetRead();
    }

    /** Reads everything anew: what was read before may have been changed by others. Keeps the changes since the last commit. */
    public void forgetRead() {
        overlay.forgetRead();
    }

    /** Another node is the writer: the records become a copy of its own. Drops all changes since the last commit. */
    public void end() {
        forgetChanges();
        store.end();
    }

    /** Forgets everything about the rule, durably: what is left of a copy that never became whole, for example. */
    public void forgetAll() {
        forgetChanges();
        store.write(ShownTables.forgetting(rule), true);
    }

    /** Where changes are written. */
    @FunctionalInterface
    public interface Store {
        void write(List<Change> changes, boolean durable);

        /** Writes what goes to no copy; it survives the end of the process. */
        default void keep(List<Change> changes) {
            write(changes, false);
        }

        /** Nobody else writes the rule's records from when this returns. */
        default void begin() {}

        /** Others may write them again. */
        default void end() {}
    }
}
