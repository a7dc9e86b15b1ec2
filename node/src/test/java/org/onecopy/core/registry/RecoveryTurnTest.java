package org.onecopy.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.RuleDefinition.Visibility;
import org.onecopy.core.registry.Membership.Peer;
import org.onecopy.core.registry.Membership.Role;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

@DisplayName("H53: what a forced recovery does to the registry")
final class RecoveryTurnTest {
    private static final UUID PHOTOS = new UUID(7, 1);
    private static final UUID PHOTOS_AFTER = new UUID(8, 1);
    private static final UUID REGISTRY_AFTER = new UUID(8, 8);

    private final MemoryTableStore tables = new MemoryTableStore(Schema.REGISTRY);
    private long index;
    private long requests;

    @BeforeEach
    void begin() {
        for (String zone : List.of("a", "b", "c")) {
            apply(new RegistryCommand.PutZone(request(), new ZoneName(zone), "local", true));
            apply(new RegistryCommand.PutNode(
                    request(), new NodeId(zone + "-1"), new ZoneName(zone), "n:1", "n:2", "n:3"));
        }
        apply(new RegistryCommand.PutNode(request(), new NodeId("a-2"), new ZoneName("a"), "n:1", "n:2", "n:3"));
        TreeMap<ZoneName, String> paths = new TreeMap<>();
        List.of("a", "b", "c").forEach(zone -> paths.put(new ZoneName(zone), "/photos"));
        apply(new RegistryCommand.ReserveRule(
                request(),
                new RuleDefinition(
                        new RuleId(1),
                        new RuleName("photos"),
                        1,
                        paths,
                        List.of(),
                        null,
                        ConflictPolicy.KEEP_BOTH,
                        null,
                        60_000,
                        Visibility.ORDERED,
                        GuardPolicy.DEFAULT,
                        java.util.Set.of()),
                List.of(),
                null,
                PHOTOS));
        apply(new RegistryCommand.PutTicket(
                request(), new Ticket(new UUID(9, 9), "d", new ZoneName("b"), NodeRole.VOTER, 1, 0, 1, false)));
    }

    private UUID request() {
        return new UUID(0, ++requests);
    }

    private void apply(RegistryCommand command) {
        index++;
        tables.write(Registry.apply(tables, index, command).changes(), false);
        assertThat(Objects.requireNonNull(tables.get(RegistryTables.OUTCOMES, command.request()))
                        .refusal())
                .isNull();
    }

    private static List<NodeId> nodes(String... names) {
        return List.of(names).stream().map(NodeId::new).toList();
    }

    private void recover(List<NodeId> lost, String seed) {
        apply(new RegistryCommand.Recover(
                request(),
                new Recovery(
                        1,
                        new NodeId(seed),
                        REGISTRY_AFTER,
                        5,
                        lost,
                        List.of(new Recovery.Group(PHOTOS, PHOTOS_AFTER, new NodeId(seed), 77)))));
    }

    @Test
    void a_membership_begins_anew_with_its_seed_and_the_others_come_late() {
        recover(nodes("b-1", "c-1"), "a-2");
        assertThat(tables.get(RegistryTables.MEMBERSHIPS, PHOTOS)).isNull();
        Membership photos = Objects.requireNonNull(tables.get(RegistryTables.MEMBERSHIPS, PHOTOS_AFTER));
        assertThat(photos.incarnation()).isEqualTo(1);
        assertThat(photos.zones()).extracting(ZoneName::value).containsExactly("a", "b", "c");
        assertThat(photos.peers())
                .as("a listener that begins it votes")
                .containsExactlyInAnyOrder(
                        new Peer(new NodeId("a-1"), Role.VOTER, MembershipChoice.PRIORITY_STORAGE, true),
                        new Peer(new NodeId("a-2"), Role.VOTER, 0, false));
        assertThat(Objects.requireNonNull(tables.get(RegistryTables.RESERVATIONS, new RuleId(1)))
                        .membership())
                .isEqualTo(PHOTOS_AFTER);
    }

    @Test
    void the_lost_are_out_for_good_and_tickets_end() {
        recover(nodes("b-1", "c-1"), "a-1");
        assertThat(tables.get(RegistryTables.NODES, new NodeId("b-1"))).isNull();
        assertThat(tables.get(RegistryTables.RETIRED, new NodeId("b-1"))).isNotNull();
        assertThat(tables.get(RegistryTables.TICKETS, new UUID(9, 9))).isNull();
        Membership registry = Membership.ofRegistry(tables, REGISTRY_AFTER);
        assertThat(registry.peers())
                .containsExactly(
                        new Peer(new NodeId("a-1"), Role.VOTER, 0, false),
                        new Peer(new NodeId("a-2"), Role.VOTER, 0, true));
    }

    @Test
    void a_zone_that_keeps_a_node_keeps_a_voter() {
        recover(nodes("a-1", "c-1"), "b-1");
        Membership photos = Objects.requireNonNull(tables.get(RegistryTables.MEMBERSHIPS, PHOTOS_AFTER));
        assertThat(photos.peers())
                .containsExactlyInAnyOrder(
                        new Peer(new NodeId("a-2"), Role.VOTER, MembershipChoice.PRIORITY_STORAGE, true),
                        new Peer(new NodeId("b-1"), Role.VOTER, MembershipChoice.PRIORITY_STORAGE, false));
    }

    @Test
    void applied_again_it_changes_nothing() {
        recover(nodes("b-1", "c-1"), "a-1");
        Membership before = Objects.requireNonNull(tables.get(RegistryTables.MEMBERSHIPS, PHOTOS_AFTER));
        recover(nodes("b-1", "c-1"), "a-2");
        assertThat(tables.get(RegistryTables.MEMBERSHIPS, PHOTOS_AFTER)).isEqualTo(before);
    }
}
