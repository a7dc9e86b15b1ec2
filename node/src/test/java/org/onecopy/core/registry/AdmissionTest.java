package org.onecopy.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.RuleDefinition.Visibility;
import org.onecopy.core.registry.Membership.Role;
import org.onecopy.core.registry.RegistryRefusal.Reason;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

@DisplayName("H71: who comes into the network, and who goes")
final class AdmissionTest {
    private static final ZoneName NORTH = new ZoneName("north");
    private static final ZoneName SOUTH = new ZoneName("south");
    private static final UUID TICKET = new UUID(9, 9);
    private static final UUID MEMBERSHIP = new UUID(7, 7);
    private static final long EXPIRES = 1_000_000;

    private final MemoryTableStore tables = new MemoryTableStore(Schema.REGISTRY);
    private long index;
    private long requests;

    @BeforeEach
    void begin() {
        apply(new RegistryCommand.PutZone(request(), NORTH, "local", true));
        apply(new RegistryCommand.PutNode(request(), new NodeId("north-1"), NORTH, "n:1", "n:2", "n:3"));
        ticket(SOUTH, NodeRole.VOTER, 1);
    }

    private UUID request() {
        return new UUID(0, ++requests);
    }

    private @Nullable RegistryRefusal apply(RegistryCommand command) {
        index++;
        tables.write(Registry.apply(tables, index, command).changes(), false);
        return java.util.Objects.requireNonNull(tables.get(RegistryTables.OUTCOMES, command.request()))
                .refusal();
    }

    private void ticket(ZoneName zone, NodeRole role, int uses) {
        tables.write(
                Registry.apply(
                                tables,
                                ++index,
                                new RegistryCommand.PutTicket(
                                        request(), new Ticket(TICKET, "d", zone, role, uses, 0, EXPIRES, false)))
                        .changes(),
                false);
    }

    private RegistryCommand.RedeemTicket redeem(String node, ZoneName zone, String key, long now) {
        return new RegistryCommand.RedeemTicket(
                request(),
                TICKET,
                new RegisteredNode(new NodeId(node), zone, "s:1", "s:2", "s:3"),
                new RegisteredZone(zone, "local", true),
                key,
                now);
    }

    private static @Nullable Reason reason(@Nullable RegistryRefusal refusal) {
        return refusal == null ? null : refusal.reason();
    }

    private RegistryCommand retire(String node) {
        return new RegistryCommand.RetireNode(request(), new NodeId(node));
    }

    @Test
    void a_ticket_brings_one_node_and_its_zone() {
        assertThat(apply(redeem("south-1", SOUTH, "k", EXPIRES))).isNull();
        assertThat(tables.get(RegistryTables.NODES, new NodeId("south-1"))).isNotNull();
        assertThat(tables.get(RegistryTables.ZONES, SOUTH)).isEqualTo(new RegisteredZone(SOUTH, "local", true));
        assertThat(reason(apply(redeem("south-2", SOUTH, "other", 5)))).isEqualTo(Reason.TICKET_SPENT);
        assertThat(Membership.ofRegistry(tables, MEMBERSHIP).peers())
                .extracting(peer -> peer.node().value() + " " + peer.role() + " " + peer.late())
                .containsExactly("north-1 VOTER false", "south-1 VOTER true");
    }

    @Test
    void the_same_node_may_ask_again_when_its_answer_was_lost() {
        assertThat(apply(redeem("south-1", SOUTH, "k", 5))).isNull();
        assertThat(apply(redeem("south-1", SOUTH, "k", 5))).isNull();
        assertThat(reason(apply(redeem("south-1", SOUTH, "another key", 5)))).isEqualTo(Reason.TICKET_SPENT);
    }

    @Test
    void a_ticket_is_good_for_its_zone_role_and_time_only() {
        assertThat(reason(apply(redeem("south-1", SOUTH, "k", EXPIRES + 1)))).isEqualTo(Reason.TICKET_EXPIRED);
        assertThat(reason(apply(redeem("north-2", NORTH, "k", 5)))).isEqualTo(Reason.TICKET_OF_OTHER_ZONE);
        RegistryCommand witness = new RegistryCommand.RedeemTicket(
                request(),
                TICKET,
                new RegisteredNode(new NodeId("south-1"), SOUTH, "s:1", "s:2", "s:3"),
                new RegisteredZone(SOUTH, "", false),
                "k",
                5);
        assertThat(reason(apply(witness))).isEqualTo(Reason.TICKET_OF_OTHER_ROLE);
        assertThat(tables.get(RegistryTables.NODES, new NodeId("south-1"))).isNull();
        assertThat(apply(redeem("south-1", SOUTH, "k", 5))).isNull();
    }

    @Test
    void wrong_secrets_spoil_a_ticket_after_a_while() {
        for (int n = 0; n < Ticket.FAILURES_MAX; n++) {
            assertThat(apply(new RegistryCommand.SpoilTicket(request(), TICKET)))
                    .isNull();
        }
        assertThat(reason(apply(redeem("south-1", SOUTH, "k", 5)))).isEqualTo(Reason.TICKET_SPENT);
    }

    @Test
    void a_revoked_ticket_admits_nobody() {
        assertThat(apply(new RegistryCommand.RevokeTicket(request(), TICKET))).isNull();
        assertThat(reason(apply(redeem("south-1", SOUTH, "k", 5)))).isEqualTo(Reason.TICKET_UNKNOWN);
        assertThat(reason(apply(new RegistryCommand.RevokeTicket(request(), TICKET))))
                .isEqualTo(Reason.TICKET_UNKNOWN);
    }

    @Test
    void a_name_is_never_given_twice() {
        tables.write(
                Registry.apply(tables, ++index, new RegistryCommand.RevokeTicket(request(), TICKET))
                        .changes(),
                false);
        ticket(NORTH, NodeRole.VOTER, 9);
        assertThat(reason(apply(redeem("north-1", NORTH, "k", 5)))).isEqualTo(Reason.NODE_EXISTS);
        assertThat(apply(redeem("north-2", NORTH, "k", 5))).isNull();
        assertThat(apply(retire("north-2"))).isNull();
        assertThat(reason(apply(redeem("north-2", NORTH, "k2", 5)))).isEqualTo(Reason.NODE_RETIRED);
        assertThat(reason(apply(
                        new RegistryCommand.PutNode(request(), new NodeId("north-2"), NORTH, "n:1", "n:2", "n:3"))))
                .isEqualTo(Reason.NODE_RETIRED);
    }

    @Test
    void a_new_node_of_a_zone_listens_in_its_rules_and_votes_once_the_other_is_gone() {
        apply(redeem("south-1", SOUTH, "k", 5));
        apply(new RegistryCommand.ReserveRule(request(), rule(), List.of(), null, MEMBERSHIP));
        apply(new RegistryCommand.RevokeTicket(request(), TICKET));
        ticket(SOUTH, NodeRole.VOTER, 1);
        assertThat(apply(redeem("south-2", SOUTH, "k2", 5))).isNull();
        assertThat(peers()).containsExactly("north-1 VOTER", "south-1 VOTER", "south-2 LISTENER");
        assertThat(apply(retire("south-1"))).isNull();
        assertThat(peers()).containsExactly("north-1 VOTER", "south-2 VOTER");
    }

    private List<String> peers() {
        Membership membership = java.util.Objects.requireNonNull(tables.get(RegistryTables.MEMBERSHIPS, MEMBERSHIP));
        return membership.peers().stream()
                .map(peer -> peer.node() + " " + (peer.role() == Role.VOTER ? "VOTER" : "LISTENER"))
                .toList();
    }

    @Test
    void the_last_voter_and_strangers_cannot_be_retired() {
        assertThat(reason(apply(retire("north-1")))).isEqualTo(Reason.LAST_VOTER);
        assertThat(reason(apply(retire("nobody")))).isEqualTo(Reason.NODE_UNKNOWN);
        assertThat(tables.get(RegistryTables.NODES, new NodeId("north-1"))).isNotNull();
    }

    private RegistryCommand replace(String old, String by) {
        return new RegistryCommand.ReplaceNode(request(), new NodeId(old), new NodeId(by));
    }

    private static RuleDefinition rule() {
        TreeMap<ZoneName, String> paths = new TreeMap<>();
        paths.put(NORTH, "/a");
        paths.put(SOUTH, "/a");
        return new RuleDefinition(
                new RuleId(1),
                new RuleName("r"),
                1,
                paths,
                List.of(),
                null,
                ConflictPolicy.KEEP_BOTH,
                null,
                900_000,
                Visibility.ORDERED,
                GuardPolicy.DEFAULT,
                Set.of());
    }

    @Test
    void a_new_node_of_the_zone_gets_role_and_priority_of_the_one_it_replaces_and_the_old_one_never_comes_again() {
        apply(redeem("south-1", SOUTH, "k", 1));
        apply(new RegistryCommand.ReserveRule(request(), rule(), List.of(), SOUTH, MEMBERSHIP));
        apply(new RegistryCommand.RevokeTicket(request(), TICKET));
        ticket(SOUTH, NodeRole.VOTER, 1);
        assertThat(apply(redeem("south-2", SOUTH, "k2", 1))).isNull();
        assertThat(apply(replace("south-1", "south-2"))).isNull();
        assertThat(peers()).containsExactly("north-1 VOTER", "south-2 VOTER");
        assertThat(java.util.Objects.requireNonNull(tables.get(RegistryTables.MEMBERSHIPS, MEMBERSHIP))
                        .peer(new NodeId("south-2")))
                .isEqualTo(
                        new Membership.Peer(new NodeId("south-2"), Role.VOTER, MembershipChoice.PRIORITY_LEADER, true));
        assertThat(tables.get(RegistryTables.NODES, new NodeId("south-1"))).isNull();
        assertThat(tables.get(RegistryTables.RETIRED, new NodeId("south-1"))).isNotNull();
    }

    @Test
    void no_node_of_another_zone_and_no_stranger_takes_a_place() {
        apply(redeem("south-1", SOUTH, "k", 1));
        assertThat(reason(apply(replace("south-1", "north-1")))).isEqualTo(Reason.REPLACEMENT_UNFIT);
        assertThat(reason(apply(replace("south-1", "south-1")))).isEqualTo(Reason.REPLACEMENT_UNFIT);
        assertThat(reason(apply(replace("south-1", "south-2")))).isEqualTo(Reason.NODE_UNKNOWN);
        assertThat(reason(apply(replace("south-2", "south-1")))).isEqualTo(Reason.NODE_UNKNOWN);
        assertThat(tables.get(RegistryTables.NODES, new NodeId("south-1"))).isNotNull();
    }

    @Test
    void a_zone_goes_with_its_tickets_once_it_has_neither_nodes_nor_rules() {
        RegistryCommand.RemoveZone remove = new RegistryCommand.RemoveZone(request(), NORTH);
        assertThat(reason(apply(remove))).isEqualTo(Reason.ZONE_HAS_NODES);
        assertThat(reason(apply(new RegistryCommand.RemoveZone(request(), SOUTH))))
                .isEqualTo(Reason.ZONE_UNKNOWN);
        apply(new RegistryCommand.PutZone(request(), SOUTH, "local", true));
        assertThat(apply(new RegistryCommand.RemoveZone(request(), SOUTH))).isNull();
        assertThat(tables.get(RegistryTables.ZONES, SOUTH)).isNull();
        assertThat(tables.get(RegistryTables.TICKETS, TICKET)).isNull();
    }

    @Test
    void a_zone_that_rules_use_stays_and_they_are_named() {
        apply(redeem("south-1", SOUTH, "k", 1));
        apply(new RegistryCommand.ReserveRule(request(), rule(), List.of(), SOUTH, MEMBERSHIP));
        RegistryRefusal refusal = apply(new RegistryCommand.RemoveZone(request(), SOUTH));
        assertThat(reason(refusal)).isEqualTo(Reason.ZONE_HAS_LOCATIONS);
        assertThat(java.util.Objects.requireNonNull(refusal).message()).contains("r");
    }
}
