package org.onecopy.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.registry.Membership.Peer;
import org.onecopy.core.registry.Membership.Role;
import org.onecopy.core.registry.RegistryRefusal.Reason;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

@DisplayName("H51, H56: one change of a membership's members")
final class MembershipTurnTest {
    private static final ZoneName NORTH = new ZoneName("north");
    private static final ZoneName SOUTH = new ZoneName("south");
    private static final ZoneName THIRD = new ZoneName("third");
    private static final UUID MEMBERSHIP = new UUID(7, 7);

    private final MemoryTableStore tables = new MemoryTableStore(Schema.REGISTRY);
    private long index;

    @BeforeEach
    void begin() {
        for (ZoneName zone : List.of(NORTH, SOUTH, THIRD)) {
            boolean stores = !zone.equals(THIRD);
            apply(new RegistryCommand.PutZone(request(), zone, stores ? "local" : "", stores));
        }
        for (String node : List.of("north-1", "north-2", "south-1", "third-1", "third-2")) {
            ZoneName zone = new ZoneName(node.substring(0, 5));
            apply(new RegistryCommand.PutNode(request(), new NodeId(node), zone, node + ":6444", "c:1", "a:1"));
        }
        TreeMap<ZoneName, String> paths = new TreeMap<>();
        paths.put(NORTH, "/n");
        paths.put(SOUTH, "/s");
        RuleDefinition definition = new RuleDefinition(
                new RuleId(1),
                new RuleName("photos"),
                1,
                paths,
                List.of(),
                null,
                RuleDefinition.ConflictPolicy.KEEP_BOTH,
                null,
                900_000,
                RuleDefinition.Visibility.ORDERED,
                RuleDefinition.GuardPolicy.DEFAULT,
                Set.of());
        apply(new RegistryCommand.ReserveRule(request(), definition, List.of(), null, MEMBERSHIP));
    }

    private UUID request() {
        return new UUID(1, index);
    }

    private @Nullable Reason apply(RegistryCommand command) {
        index++;
        tables.write(Registry.apply(tables, index, command).changes(), false);
        RegistryRefusal refusal = Objects.requireNonNull(tables.get(RegistryTables.OUTCOMES, command.request()))
                .refusal();
        if (refusal != null) {
            assertThat(refusal.message()).isNotBlank();
        }
        return refusal == null ? null : refusal.reason();
    }

    private @Nullable Reason edit(MembershipChange change) {
        return apply(new RegistryCommand.EditMembership(request(), MEMBERSHIP, change));
    }

    private Membership membership() {
        return Objects.requireNonNull(tables.get(RegistryTables.MEMBERSHIPS, MEMBERSHIP));
    }

    private Peer peer(String node) {
        return Objects.requireNonNull(membership().peer(new NodeId(node)));
    }

    @Test
    void a_witness_comes_late_and_votes_and_its_zone_leads_last() {
        assertThat(edit(new MembershipChange.AddWitness(new NodeId("third-1")))).isNull();
        assertThat(peer("third-1")).isEqualTo(new Peer(new NodeId("third-1"), Role.VOTER, 0, true));
        assertThat(membership().zones()).containsExactly(NORTH, SOUTH, THIRD);
        Membership once = membership();
        assertThat(edit(new MembershipChange.AddWitness(new NodeId("third-1")))).isNull();
        assertThat(membership()).isEqualTo(once);
        assertThat(edit(new MembershipChange.AddWitness(new NodeId("north-2")))).isEqualTo(Reason.WITNESS_WITH_STORAGE);
        assertThat(edit(new MembershipChange.AddWitness(new NodeId("nobody")))).isEqualTo(Reason.NODE_UNKNOWN);
        assertThat(membership()).isEqualTo(once);
    }

    @Test
    void a_listener_votes_and_a_voter_listens_but_never_the_last_one() {
        assertThat(peer("north-2").role()).isEqualTo(Role.LISTENER);
        assertThat(edit(new MembershipChange.Promote(new NodeId("north-2")))).isNull();
        assertThat(peer("north-2")).isEqualTo(new Peer(new NodeId("north-2"), Role.VOTER, 10, true));
        assertThat(edit(new MembershipChange.Demote(new NodeId("north-1")))).isNull();
        assertThat(peer("north-1").role()).isEqualTo(Role.LISTENER);
        assertThat(edit(new MembershipChange.Demote(new NodeId("north-1")))).isNull();
        assertThat(edit(new MembershipChange.Demote(new NodeId("south-1")))).isNull();
        assertThat(edit(new MembershipChange.Demote(new NodeId("north-2")))).isEqualTo(Reason.LAST_VOTER);
        assertThat(edit(new MembershipChange.Promote(new NodeId("third-1")))).isEqualTo(Reason.NO_MEMBER);
        assertThat(edit(new MembershipChange.Demote(new NodeId("third-1")))).isEqualTo(Reason.NO_MEMBER);
        assertThat(peer("north-2").role()).isEqualTo(Role.VOTER);
    }

    @Test
    void a_listener_votes_in_the_place_of_a_silent_voter_of_its_zone_and_leads_as_readily() {
        int priority = peer("north-1").priority();
        MembershipChange relieve = new MembershipChange.Relieve(new NodeId("north-1"), new NodeId("north-2"));
        assertThat(edit(new MembershipChange.Relieve(new NodeId("south-1"), new NodeId("north-2"))))
                .isEqualTo(Reason.NO_MEMBER);
        assertThat(edit(new MembershipChange.Relieve(new NodeId("north-1"), new NodeId("third-1"))))
                .isEqualTo(Reason.NO_MEMBER);
        assertThat(edit(relieve)).isNull();
        assertThat(peer("north-2")).isEqualTo(new Peer(new NodeId("north-2"), Role.VOTER, priority, true));
        assertThat(peer("north-1")).isEqualTo(new Peer(new NodeId("north-1"), Role.LISTENER, 0, true));
        Membership once = membership();
        assertThat(edit(relieve)).as("wanted again by another leader").isNull();
        assertThat(membership()).isEqualTo(once);
    }

    @Test
    void the_preferred_zone_has_the_highest_priority_and_a_witness_the_lowest() {
        edit(new MembershipChange.AddWitness(new NodeId("third-1")));
        assertThat(edit(new MembershipChange.Prefer(SOUTH))).isNull();
        assertThat(List.of(peer("north-1"), peer("south-1"), peer("third-1"), peer("north-2")))
                .extracting(Peer::priority)
                .containsExactly(10, 20, 0, 0);
        assertThat(edit(new MembershipChange.Promote(new NodeId("north-2")))).isNull();
        assertThat(edit(new MembershipChange.Prefer(NORTH))).isNull();
        assertThat(List.of(peer("north-1"), peer("north-2"), peer("south-1"), peer("third-1")))
                .extracting(Peer::priority)
                .containsExactly(20, 20, 10, 0);
        assertThat(peer("north-1").late()).isFalse();
        assertThat(edit(new MembershipChange.Prefer(new ZoneName("nowhere")))).isEqualTo(Reason.LEADER_OUTSIDE);
    }

    @Test
    void an_unknown_membership_is_refused() {
        assertThat(apply(new RegistryCommand.EditMembership(
                        request(), new UUID(8, 8), new MembershipChange.Demote(new NodeId("north-1")))))
                .isEqualTo(Reason.MEMBERSHIP_UNKNOWN);
    }
}
