package org.onecopy.core.registry;

import java.util.List;
import java.util.UUID;
import org.onecopy.core.audit.AuditTables;
import org.onecopy.core.people.PeopleTables;
import org.onecopy.core.table.Table;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/** The tables of the network's registry. */
public final class RegistryTables {
    /** Every node. */
    public static final Table<NodeId, RegisteredNode> NODES = new Table<>("nodes");

    /** Every zone. */
    public static final Table<ZoneName, RegisteredZone> ZONES = new Table<>("registered-zones");

    /** Every membership; one without rules stays for the next rule of its zones. */
    public static final Table<UUID, Membership> MEMBERSHIPS = new Table<>("memberships");

    /** Every rule that is not gone. */
    public static final Table<RuleId, Reservation> RESERVATIONS = new Table<>("reservations");

    /** Rules by their names. */
    public static final Table<RuleName, RuleId> RULE_NAMES = new Table<>("rule-names");

    /** How nodes came that were inducted. */
    public static final Table<NodeId, Inducted> INDUCTED = new Table<>("inducted-nodes");

    /** Nodes that are gone for good, as they were: their names are never given again, and their certificates are worth nothing. */
    public static final Table<NodeId, RegisteredNode> RETIRED = new Table<>("retired-nodes");

    /** Tickets that were made and neither revoked nor swept. */
    public static final Table<UUID, Ticket> TICKETS = new Table<>("tickets");

    /** Forced recoveries, by the incarnation that each began. */
    public static final Table<Long, Recovery> RECOVERIES = new Table<>("recoveries");

    /** What became of the last commands, by request. */
    public static final Table<UUID, RegistryOutcome> OUTCOMES = new Table<>("registry-outcomes");

    /** The requests of these commands: a ring, by their count modulo its size. */
    public static final Table<Long, UUID> RECENT = new Table<>("recent-requests");

    /** The last numbers given, by what they count. */
    public static final Table<String, Long> COUNTERS = new Table<>("counters");

    /** Limits to how fast contents travel, by name. */
    public static final Table<String, BandwidthLimit> BANDWIDTH = new Table<>("bandwidth");

    /** All of them, in a fixed order. */
    public static final List<Table<?, ?>> ALL = List.of(
            NODES,
            ZONES,
            MEMBERSHIPS,
            RESERVATIONS,
            RULE_NAMES,
            OUTCOMES,
            RECENT,
            COUNTERS,
            INDUCTED,
            RETIRED,
            TICKETS,
            PeopleTables.USERS,
            PeopleTables.TOKENS,
            AuditTables.ENTRIES,
            AuditTables.ANCHORS,
            RECOVERIES,
            BANDWIDTH);

    private RegistryTables() {}
}
