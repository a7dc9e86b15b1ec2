package org.onecopy.core.audit;

import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditChain;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHead;

/** What a command does to the audit: a pure function, the same at every node. */
public final class AuditTurn {
    private AuditTurn() {}

    /**
     * Adds an act behind all others, and drops the entry that is too old now.
     *
     * @param sequence one more than that of the newest entry
     */
    public static void append(Overlay tables, long sequence, AuditAct act) {
        AuditEntry entry = AuditEntry.after(head(tables, sequence - 1), act);
        tables.put(AuditTables.ENTRIES, sequence, entry);
        long dropped = sequence - AuditChain.KEPT_MAX;
        if (dropped > 0) {
            tables.delete(AuditTables.ENTRIES, dropped);
        }
        if (act.anchor() != null) {
            tables.put(AuditTables.ANCHORS, act.node(), entry);
        }
    }

    /**
     * How far the chain has come.
     *
     * @param sequence of its newest entry, or 0
     */
    public static AuditHead head(TableView view, long sequence) {
        AuditEntry newest = view.get(AuditTables.ENTRIES, sequence);
        return newest == null ? new AuditHead(AuditEntry.NETWORK, sequence, AuditEntry.START) : newest.head();
    }
}
