package org.onecopy.index;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.onecopy.core.audit.AuditTables;
import org.onecopy.core.lag.LagTables;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.people.PeopleTables;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.table.Table;
import org.onecopy.log.AuditForms;
import org.onecopy.log.BandwidthForms;
import org.onecopy.log.CheckForms;
import org.onecopy.log.FenceForms;
import org.onecopy.log.LagForms;
import org.onecopy.log.MembershipRows;
import org.onecopy.log.MigrationForms;
import org.onecopy.log.PeopleForms;
import org.onecopy.log.RegistryRows;
import org.onecopy.log.RepairForms;
import org.onecopy.log.RowCodec;
import org.onecopy.log.ShownRows;

/** The tables of one store, and how each is stored. Immutable. */
public final class Schema {
    /** The replicated store of a membership. */
    public static final Schema MEMBERSHIP = new Builder()
            .with(Tables.RULES, Keys.RULE, MembershipRows.RULE)
            .with(Tables.ZONES, Keys.ZONE_OF_RULE, MembershipRows.ZONE)
            .with(Tables.INODES, Keys.FILE, MembershipRows.INODE)
            .with(Tables.CHILDREN, Keys.CHILD, MembershipRows.FILE)
            .with(Tables.CONTENTS, Keys.CONTENT, MembershipRows.CONTENT)
            .with(Tables.JOURNAL, Keys.JOURNAL, MembershipRows.JOURNAL)
            .with(Tables.OUTCOMES, Keys.OUTCOME, MembershipRows.OUTCOME)
            .with(Tables.HELD, Keys.HELD, MembershipRows.HELD)
            .with(Tables.CONFLICTS, Keys.JOURNAL, MembershipRows.CONFLICT)
            .with(Tables.TOMBSTONES, Keys.JOURNAL, MembershipRows.FILE)
            .with(Tables.OVERWRITTEN, Keys.JOURNAL, MembershipRows.CONTENT_KEY)
            .with(Tables.TIMES, Keys.TEXT, MembershipRows.NUMBER)
            .with(Tables.MARKS, Keys.VERSION, MembershipRows.NUMBER)
            .with(Tables.HASHES, Keys.HASH, MembershipRows.TEXT)
            .with(Tables.REAPED, Keys.RULE, MembershipRows.FILE)
            .with(Tables.CHECKS, Keys.JOURNAL, CheckForms.CHECK)
            .with(Tables.REPAIRS, Keys.JOURNAL, RepairForms.REPAIR)
            .with(Tables.SCHEDULES, Keys.JOURNAL, CheckForms.SCHEDULE)
            .with(Tables.FENCES, Keys.ZONE_OF_RULE, FenceForms.FENCE)
            .with(Tables.MIGRATIONS, Keys.RULE, MigrationForms.MIGRATION)
            .withAgreed()
            .build();

    /** The local store of a node. */
    public static final Schema SHOWN = new Builder()
            .with(ShownTables.ENTRIES, Keys.ENTRY, ShownRows.ENTRY)
            .with(ShownTables.NAMES, Keys.NAME_OF_ENTRY, MembershipRows.NUMBER)
            .with(ShownTables.FILES, Keys.FILE_OF_RULE, MembershipRows.NUMBER)
            .with(ShownTables.IDENTITIES, Keys.IDENTITY, MembershipRows.NUMBER)
            .with(ShownTables.PENDING, Keys.PENDING, ShownRows.PENDING)
            .with(ShownTables.INTENTS, Keys.INTENT, ShownRows.INTENT)
            .with(ShownTables.HELD_ORIGINS, Keys.ENTRY, ShownRows.HELD_ORIGIN)
            .with(ShownTables.HOLES, Keys.JOURNAL, ShownRows.HOLE)
            .with(ShownTables.ENDED, Keys.JOURNAL, MembershipRows.NUMBER)
            .with(ShownTables.TRASH, Keys.INTENT, ShownRows.TRASHED)
            .with(ShownTables.CHUNKS, Keys.CHUNKS, ShownRows.CHUNKS)
            .with(ShownTables.CURSORS, Keys.RULE, ShownRows.CURSOR)
            .with(ShownTables.RECONCILES, Keys.RULE, ShownRows.RECONCILING)
            .with(ShownTables.RECONCILE_WORK, Keys.RECONCILE_WORK, ShownRows.RECONCILE_WORK)
            .with(ShownTables.LOCATIONS, Keys.RULE, MembershipRows.TEXT)
            .with(ShownTables.CHECK_ITEMS, Keys.CHECK_ITEM, CheckForms.ITEM)
            .with(ShownTables.CHECK_PROGRESS, Keys.JOURNAL, CheckForms.PROGRESS)
            .with(ShownTables.REPAIR_LEFT, Keys.CHECK_ITEM, CheckForms.ITEM)
            .with(ShownTables.REPAIR_PROGRESS, Keys.JOURNAL, RepairForms.PROGRESS)
            .with(ShownTables.TRASHED_CONTENTS, Keys.INTENT, MembershipRows.NUMBER)
            .with(ShownTables.MIGRATING, Keys.RULE, MigrationForms.MIGRATING)
            .build();

    /** What a node keeps of lag over time. */
    public static final Schema LAG =
            new Builder().with(LagTables.BLOCKS, Keys.TEXT, LagForms.BLOCK).build();

    /** The store of the network's registry. */
    public static final Schema REGISTRY = new Builder()
            .with(RegistryTables.NODES, Keys.NODE, RegistryRows.NODE)
            .with(RegistryTables.ZONES, Keys.ZONE, RegistryRows.ZONE)
            .with(RegistryTables.MEMBERSHIPS, Keys.UUID, RegistryRows.MEMBERSHIP)
            .with(RegistryTables.RESERVATIONS, Keys.RULE, RegistryRows.RESERVATION)
            .with(RegistryTables.RULE_NAMES, Keys.RULE_NAME, RegistryRows.RULE)
            .with(RegistryTables.OUTCOMES, Keys.UUID, RegistryRows.OUTCOME)
            .with(RegistryTables.RECENT, Keys.NUMBER, RegistryRows.REQUEST)
            .with(RegistryTables.COUNTERS, Keys.TEXT, MembershipRows.NUMBER)
            .with(RegistryTables.INDUCTED, Keys.NODE, RegistryRows.INDUCTED)
            .with(RegistryTables.RETIRED, Keys.NODE, RegistryRows.NODE)
            .with(RegistryTables.TICKETS, Keys.UUID, RegistryRows.TICKET)
            .with(PeopleTables.USERS, Keys.USER, PeopleForms.USER)
            .with(PeopleTables.TOKENS, Keys.TEXT, PeopleForms.TOKEN)
            .with(AuditTables.ENTRIES, Keys.NUMBER, AuditForms.ENTRY)
            .with(AuditTables.ANCHORS, Keys.NODE, AuditForms.ENTRY)
            .with(RegistryTables.RECOVERIES, Keys.NUMBER, RegistryRows.RECOVERY)
            .with(RegistryTables.BANDWIDTH, Keys.TEXT, BandwidthForms.LIMIT)
            .withAgreed()
            .build();

    private final List<Column<?, ?>> columns;
    private final IdentityHashMap<Table<?, ?>, Column<?, ?>> byTable = new IdentityHashMap<>();

    private Schema(List<Column<?, ?>> columns) {
        this.columns = List.copyOf(columns);
        this.columns.forEach(column -> byTable.put(column.table(), column));
    }

    /** All columns, each at its position. */
    public List<Column<?, ?>> columns() {
        return columns;
    }

    /** @throws IllegalArgumentException where the table is not of this schema */
    @SuppressWarnings("unchecked") // a column is only ever stored under its own table
    public <K extends Comparable<? super K>, V> Column<K, V> column(Table<K, V> table) {
        Column<?, ?> column = byTable.get(table);
        if (column == null) {
            throw new IllegalArgumentException("no table " + table + " in this store");
        }
        return (Column<K, V>) column;
    }

    /** Collects columns. */
    static final class Builder {
        private final List<Column<?, ?>> columns = new ArrayList<>();

        <K extends Comparable<? super K>, V> Builder with(Table<K, V> table, KeyCodec<K> keys, RowCodec<V> rows) {
            columns.add(new Column<>(table, keys, rows, columns.size()));
            return this;
        }

        /** With the tables that every agreed state has. */
        Builder withAgreed() {
            return with(AppliedTables.APPLIED, Keys.TEXT, AppliedTables.APPLIED_ROW)
                    .with(AppliedTables.HASHES, Keys.NUMBER, AppliedTables.HASH_ROW);
        }

        Schema build() {
            return new Schema(columns);
        }
    }
}
