package org.onecopy.core.audit;

import java.util.ArrayList;
import java.util.List;
import org.onecopy.core.table.Table;
import org.onecopy.core.table.TableView;
import org.onecopy.model.NodeId;
import org.onecopy.model.audit.AuditEntry;

/** The tables of the agreed audit, which are a part of the registry. */
public final class AuditTables {
    /** The last entries, by sequence. */
    public static final Table<Long, AuditEntry> ENTRIES = new Table<>("audit");

    /** The newest entry of each node that says how far its own chain had come; kept although the entry itself is dropped. */
    public static final Table<NodeId, AuditEntry> ANCHORS = new Table<>("audit-anchors");

    private static final NodeId FIRST_NODE = new NodeId("a");

    private AuditTables() {}

    /** The newest anchor of each node, by node. */
    public static List<AuditEntry> anchors(TableView view) {
        List<AuditEntry> all = new ArrayList<>();
        view.scan(ANCHORS, FIRST_NODE, null).forEachRemaining(row -> all.add(row.getValue()));
        return all;
    }
}
