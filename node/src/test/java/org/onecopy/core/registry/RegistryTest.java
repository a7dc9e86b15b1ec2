package org.onecopy.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onecopy.core.namespace.Delta;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.RuleDefinition.Visibility;
import org.onecopy.core.registry.Membership.Peer;
import org.onecopy.core.registry.Membership.Role;
import org.onecopy.core.registry.RegistryRefusal.Reason;
import org.onecopy.core.registry.Reservation.Status;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/** What each command of the registry does, and when it is refused. */
final class RegistryTest {
    private static final ZoneName NORTH = new ZoneName("north");
    private static final ZoneName SOUTH = new ZoneName("south");
    private static final ZoneName WITNESS = new ZoneName("witness");

    private final MemoryTableStore tables = new MemoryTableStore(Schema.REGISTRY);
    private long index;
    private long requests;
    private Delta last = new Delta(List.of(), Set.of());

    @BeforeEach
    void makeZones() {
        putZone(NORTH, true);
        putZone(SOUTH, true);
        putZone(WITNESS, false);
        putNode("north-2", NORTH);
        putNode("north-1", NORTH);
        putNode("south-1", SOUTH);
        putNode("witness-1", WITNESS);
    }

    private UUID request() {
        return new UUID(0, ++requests);
    }

    private RegistryOutcome apply(RegistryCommand command) {
        index++;
        last = Registry.apply(tables, index, command);
        tables.write(last.changes(), false);
        RegistryOutcome outcome = tables.get(RegistryTables.OUTCOMES, command.request());
        assertThat(outcome).isNotNull();
        return outcome;
    }

    private RegistryOutcome putZone(ZoneName zone, boolean storage) {
        return apply(new RegistryCommand.PutZone(request(), zone, storage ? "local" : "", storage));
    }

    private RegistryOutcome putNode(String node, ZoneName zone) {
        return apply(new RegistryCommand.PutNode(request(), new NodeId(node), zone, node + ":6444", "c:1", "a:1"));
    }

    /** A rule that is legal where its name and paths are. */
    private static final class Draft {
        private final RuleName name;
        private final SortedMap<ZoneName, String> paths = new TreeMap<>();
        private ZoneName source;
        private ConflictPolicy conflict = ConflictPolicy.KEEP_BOTH;
        private ZoneName preferred;
        private List<ZoneName> witnesses = List.of();
        private ZoneName leader;
        private UUID membership = new UUID(7, 7);

        Draft(String name) {
            this.name = new RuleName(name);
        }

        Draft at(ZoneName zone, String path) {
            paths.put(zone, path);
            return this;
        }

        RegistryCommand.ReserveRule as(UUID request) {
            RuleDefinition definition = new RuleDefinition(
                    new RuleId(999),
                    name,
                    17,
                    paths,
                    List.of("*.tmp"),
                    source,
                    conflict,
                    preferred,
                    900_000,
                    Visibility.ORDERED,
                    GuardPolicy.DEFAULT,
                    Set.of());
            return new RegistryCommand.ReserveRule(request, definition, witnesses, leader, membership);
        }
    }

    private static Draft draft(String name) {
        return new Draft(name).at(NORTH, "/" + name).at(SOUTH, "/" + name);
    }

    private RegistryOutcome reserve(Draft draft) {
        return apply(draft.as(request()));
    }

    private RuleId reserved(Draft draft) {
        RegistryOutcome outcome = reserve(draft);
        assertThat(outcome.refusal()).isNull();
        return outcome.rule();
    }

    private void assertRefused(RegistryOutcome outcome, Reason reason, ProblemCode code) {
        assertThat(outcome.refusal()).isNotNull();
        assertThat(outcome.refusal().reason()).isEqualTo(reason);
        assertThat(outcome.refusal().code()).isEqualTo(code);
        assertThat(last.touched()).isEmpty();
        assertThat(last.changes())
                .as("only the outcome, its place and their count")
                .hasSize(3);
    }

    @Test
    void a_new_rule_gets_the_next_number_and_waits_to_be_confirmed() {
        RegistryOutcome outcome = reserve(draft("data"));
        assertThat(outcome).isEqualTo(new RegistryOutcome(index, null, new RuleId(1), new UUID(7, 7)));
        assertThat(last.touched()).containsExactly(new RuleId(1));
        Reservation reservation = tables.get(RegistryTables.RESERVATIONS, new RuleId(1));
        assertThat(reservation.status()).isEqualTo(Status.PENDING);
        assertThat(reservation.definition().id()).isEqualTo(new RuleId(1));
        assertThat(reservation.definition().revision()).isEqualTo(1);
        assertThat(reservation.definition().exclude()).containsExactly("*.tmp");
        assertThat(tables.get(RegistryTables.RULE_NAMES, new RuleName("data"))).isEqualTo(new RuleId(1));
        assertThat(reserved(draft("more"))).isEqualTo(new RuleId(2));
    }

    @Test
    void every_zone_votes_with_its_first_node_and_the_leading_zone_comes_first() {
        Draft draft = draft("data");
        draft.leader = SOUTH;
        draft.witnesses = List.of(WITNESS);
        reserved(draft);
        Membership membership = tables.get(RegistryTables.MEMBERSHIPS, new UUID(7, 7));
        assertThat(membership.zones()).containsExactly(NORTH, SOUTH, WITNESS);
        assertThat(membership.peers())
                .containsExactly(
                        new Peer(new NodeId("north-1"), Role.VOTER, 10),
                        new Peer(new NodeId("north-2"), Role.LISTENER, 0),
                        new Peer(new NodeId("south-1"), Role.VOTER, 20),
                        new Peer(new NodeId("witness-1"), Role.VOTER, 0));
    }

    private static final ZoneName EAST = new ZoneName("east");

    private RuleId active(Draft draft) {
        RuleId rule = reserved(draft);
        apply(new RegistryCommand.ConfirmRule(request(), rule, 1, 5));
        return rule;
    }

    private RegistryOutcome relocate(RuleId rule, Draft locations) {
        return apply(new RegistryCommand.RelocateRule(
                request(), rule, new Reservation.Locations(locations.paths, locations.source)));
    }

    @Test
    void a_zone_that_is_added_brings_its_nodes_into_the_membership_and_claims_its_path_at_once() {
        putZone(EAST, true);
        putNode("east-2", EAST);
        putNode("east-1", EAST);
        RuleId rule = active(draft("data"));
        assertThat(relocate(rule, draft("data").at(EAST, "/data")).refusal()).isNull();
        assertThat(tables.get(RegistryTables.MEMBERSHIPS, new UUID(7, 7)))
                .isEqualTo(new Membership(
                        new UUID(7, 7),
                        List.of(EAST, NORTH, SOUTH),
                        List.of(
                                new Peer(new NodeId("north-1"), Role.VOTER, 10),
                                new Peer(new NodeId("north-2"), Role.LISTENER, 0),
                                new Peer(new NodeId("south-1"), Role.VOTER, 10),
                                new Peer(new NodeId("east-1"), Role.VOTER, 10, true),
                                new Peer(new NodeId("east-2"), Role.LISTENER, 0, true))));
        Reservation changing = tables.get(RegistryTables.RESERVATIONS, rule);
        assertThat(changing.definition().paths()).doesNotContainKey(EAST);
        assertThat(changing.wanted().paths()).containsEntry(EAST, "/data");
        assertRefused(reserve(draft("other").at(EAST, "/data/below")), Reason.RULE_OVERLAP, ProblemCode.RULE_OVERLAP);
        apply(new RegistryCommand.RuleRelocated(request(), rule, 2));
        Reservation changed = tables.get(RegistryTables.RESERVATIONS, rule);
        assertThat(changed.definition().paths()).containsEntry(EAST, "/data");
        assertThat(changed.wanted()).isNull();
        assertThat(changed.revision()).isEqualTo(2);
    }

    @Test
    void a_zone_that_is_taken_out_leaves_the_membership_once_no_rule_is_in_it() {
        putZone(EAST, true);
        putNode("east-1", EAST);
        RuleId one = active(draft("one").at(EAST, "/one"));
        RuleId two = active(draft("two").at(EAST, "/two"));
        relocate(one, draft("one"));
        apply(new RegistryCommand.RuleRelocated(request(), one, 2));
        apply(new RegistryCommand.LeaveMembership(request(), new UUID(7, 7), EAST));
        assertThat(tables.get(RegistryTables.MEMBERSHIPS, new UUID(7, 7)).zones())
                .contains(EAST);
        relocate(two, draft("two"));
        apply(new RegistryCommand.LeaveMembership(request(), new UUID(7, 7), EAST));
        assertThat(tables.get(RegistryTables.MEMBERSHIPS, new UUID(7, 7)).zones())
                .as("the second rule's revision has not taken effect yet")
                .contains(EAST);
        apply(new RegistryCommand.RuleRelocated(request(), two, 2));
        apply(new RegistryCommand.LeaveMembership(request(), new UUID(7, 7), EAST));
        Membership left = tables.get(RegistryTables.MEMBERSHIPS, new UUID(7, 7));
        assertThat(left.zones()).containsExactly(NORTH, SOUTH);
        assertThat(left.peers()).extracting(Peer::node).doesNotContain(new NodeId("east-1"));
        assertThat(reserve(draft("free").at(EAST, "/one")).refusal()).isNull();
    }

    @Test
    void refuses_locations_that_cannot_be() {
        putZone(EAST, true);
        RuleId rule = active(draft("data"));
        assertRefused(
                relocate(rule, draft("data").at(EAST, "/data")), Reason.ZONE_WITHOUT_NODE, ProblemCode.BAD_REQUEST);
        putNode("east-1", EAST);
        assertRefused(
                relocate(rule, draft("data").at(NORTH, "/elsewhere")), Reason.PATH_STAYS, ProblemCode.PATH_INVALID);
        assertRefused(
                relocate(rule, draft("data").at(WITNESS, "/data")),
                Reason.ZONE_WITHOUT_STORAGE,
                ProblemCode.BAD_REQUEST);
        assertThat(relocate(rule, draft("data").at(EAST, "/data")).refusal()).isNull();
        assertRefused(relocate(rule, draft("data")), Reason.RULE_CHANGES, ProblemCode.RULE_REVISION_STALE);
        assertRefused(relocate(new RuleId(99), draft("data")), Reason.RULE_UNKNOWN, ProblemCode.RULE_UNKNOWN);
    }

    @Test
    void rules_of_the_same_zones_share_a_membership_and_others_do_not() {
        reserved(draft("one"));
        Draft same = draft("two");
        same.membership = new UUID(8, 8);
        assertThat(reserve(same).membership()).isEqualTo(new UUID(7, 7));
        Draft witnessed = draft("three");
        witnessed.membership = new UUID(8, 8);
        witnessed.witnesses = List.of(WITNESS);
        assertThat(reserve(witnessed).membership()).isEqualTo(new UUID(8, 8));
        Draft alone = new Draft("four").at(NORTH, "/four");
        alone.membership = new UUID(-9, 9);
        assertThat(reserve(alone).membership()).isEqualTo(new UUID(-9, 9));
        Draft aloneToo = new Draft("five").at(NORTH, "/five");
        assertThat(reserve(aloneToo).membership()).isEqualTo(new UUID(-9, 9));
    }

    @Test
    void refuses_a_name_that_exists() {
        reserved(draft("data"));
        RegistryOutcome outcome = reserve(new Draft("data").at(NORTH, "/elsewhere"));
        assertRefused(outcome, Reason.RULE_EXISTS, ProblemCode.RULE_EXISTS);
        assertThat(outcome.refusal().message()).contains("data").contains("choose another name");
    }

    @Test
    void refuses_paths_that_overlap_another_rule_in_the_same_zone() {
        reserved(new Draft("data").at(NORTH, "/a"));
        for (String path : List.of("/a", "/a/b", "/")) {
            RegistryOutcome outcome = reserve(new Draft("more").at(NORTH, path));
            assertRefused(outcome, Reason.RULE_OVERLAP, ProblemCode.RULE_OVERLAP);
            assertThat(outcome.refusal().message()).contains("zone north").contains("rule data");
        }
        reserved(new Draft("beside").at(NORTH, "/ab"));
        reserved(new Draft("other-zone").at(SOUTH, "/a"));
        RegistryOutcome second = reserve(new Draft("more").at(NORTH, "/free").at(SOUTH, "/a/b"));
        assertRefused(second, Reason.RULE_OVERLAP, ProblemCode.RULE_OVERLAP);
        assertThat(second.refusal().zone()).isEqualTo(SOUTH);
    }

    @Test
    void refuses_paths_above_those_of_another_rule() {
        reserved(new Draft("data").at(NORTH, "/a/b"));
        assertRefused(reserve(new Draft("more").at(NORTH, "/a")), Reason.RULE_OVERLAP, ProblemCode.RULE_OVERLAP);
    }

    @Test
    void refuses_paths_that_are_not_absolute_and_plain() {
        for (String path : List.of("", "a", "/a/", "/a/../b")) {
            RegistryOutcome outcome = reserve(new Draft("data").at(NORTH, path));
            assertRefused(outcome, Reason.PATH_INVALID, ProblemCode.PATH_INVALID);
            assertThat(outcome.refusal().message()).contains("'" + path + "' in zone north");
        }
    }

    @Test
    void refuses_zones_that_do_not_fit() {
        ZoneName nowhere = new ZoneName("nowhere");
        ZoneName empty = new ZoneName("empty");
        putZone(empty, true);
        assertRefused(reserve(new Draft("d")), Reason.NO_PATH, ProblemCode.BAD_REQUEST);
        assertRefused(reserve(draft("d").at(nowhere, "/d")), Reason.ZONE_UNKNOWN, ProblemCode.ZONE_UNKNOWN);
        assertRefused(reserve(draft("d").at(empty, "/d")), Reason.ZONE_WITHOUT_NODE, ProblemCode.BAD_REQUEST);
        assertRefused(reserve(draft("d").at(WITNESS, "/d")), Reason.ZONE_WITHOUT_STORAGE, ProblemCode.BAD_REQUEST);
        Draft witnessed = draft("d");
        witnessed.witnesses = List.of(SOUTH);
        assertRefused(reserve(witnessed), Reason.WITNESS_WITH_STORAGE, ProblemCode.BAD_REQUEST);
        Draft unknownWitness = draft("d");
        unknownWitness.witnesses = List.of(nowhere);
        assertRefused(reserve(unknownWitness), Reason.ZONE_UNKNOWN, ProblemCode.ZONE_UNKNOWN);
    }

    @Test
    void refuses_a_definition_that_makes_no_sense() {
        Draft leader = new Draft("d").at(NORTH, "/d");
        leader.leader = SOUTH;
        assertRefused(reserve(leader), Reason.LEADER_OUTSIDE, ProblemCode.BAD_REQUEST);
        Draft source = new Draft("d").at(NORTH, "/d");
        source.source = SOUTH;
        assertRefused(reserve(source), Reason.SOURCE_OUTSIDE, ProblemCode.BAD_REQUEST);
        Draft nobodyPreferred = draft("d");
        nobodyPreferred.conflict = ConflictPolicy.PREFERRED_ZONE;
        assertRefused(reserve(nobodyPreferred), Reason.PREFERENCE_UNFIT, ProblemCode.BAD_REQUEST);
        Draft uselessPreference = draft("d");
        uselessPreference.preferred = NORTH;
        assertRefused(reserve(uselessPreference), Reason.PREFERENCE_UNFIT, ProblemCode.BAD_REQUEST);
        Draft fine = draft("d");
        fine.conflict = ConflictPolicy.PREFERRED_ZONE;
        fine.preferred = NORTH;
        fine.source = SOUTH;
        reserved(fine);
    }

    @Test
    void a_rule_lives_from_pending_to_active_to_removing_to_gone() {
        RuleId rule = reserved(draft("data"));
        apply(new RegistryCommand.ConfirmRule(request(), rule, 1, 120));
        assertThat(tables.get(RegistryTables.RESERVATIONS, rule).status()).isEqualTo(Status.ACTIVE);
        apply(new RegistryCommand.ConfirmRule(request(), rule, 3, 180));
        apply(new RegistryCommand.ConfirmRule(request(), rule, 2, 150));
        Reservation active = tables.get(RegistryTables.RESERVATIONS, rule);
        assertThat(active.revision()).isEqualTo(3);
        assertThat(active.activeIndex()).isEqualTo(120);
        assertRefused(
                apply(new RegistryCommand.RuleGone(request(), rule)),
                Reason.RULE_NOT_RELEASED,
                ProblemCode.BAD_REQUEST);
        apply(new RegistryCommand.ReleaseRule(request(), rule));
        assertThat(last.touched()).containsExactly(rule);
        assertThat(tables.get(RegistryTables.RESERVATIONS, rule).status()).isEqualTo(Status.REMOVING);
        assertRefused(
                apply(new RegistryCommand.ConfirmRule(request(), rule, 4, 200)),
                Reason.RULE_UNKNOWN,
                ProblemCode.RULE_UNKNOWN);
        assertRefused(reserve(draft("data")), Reason.RULE_EXISTS, ProblemCode.RULE_EXISTS);
        apply(new RegistryCommand.RuleGone(request(), rule));
        assertThat(tables.get(RegistryTables.RESERVATIONS, rule)).isNull();
        assertThat(reserved(draft("data"))).as("a number is never given again").isEqualTo(new RuleId(2));
    }

    @Test
    void refuses_what_is_about_no_rule() {
        RuleId rule = new RuleId(4);
        for (RegistryCommand command : List.of(
                new RegistryCommand.ConfirmRule(request(), rule, 1, 1),
                new RegistryCommand.ReleaseRule(request(), rule),
                new RegistryCommand.RuleGone(request(), rule))) {
            assertRefused(apply(command), Reason.RULE_UNKNOWN, ProblemCode.RULE_UNKNOWN);
        }
    }

    @Test
    void a_zone_keeps_its_storage_while_rules_use_it() {
        reserved(new Draft("data").at(NORTH, "/a"));
        assertThat(putZone(NORTH, true).refusal()).isNull();
        assertRefused(putZone(NORTH, false), Reason.ZONE_HAS_RULES, ProblemCode.ZONES_NOT_EMPTY);
        assertThat(putZone(SOUTH, false).refusal()).isNull();
    }

    @Test
    void a_node_changes_its_addresses_and_never_its_zone() {
        NodeId node = new NodeId("north-1");
        apply(new RegistryCommand.PutNode(request(), node, NORTH, "new:1", "new:2", "new:3"));
        assertThat(tables.get(RegistryTables.NODES, node))
                .isEqualTo(new RegisteredNode(node, NORTH, "new:1", "new:2", "new:3"));
        assertRefused(putNode("north-1", SOUTH), Reason.NODE_IN_OTHER_ZONE, ProblemCode.BAD_REQUEST);
        assertRefused(putNode("x", new ZoneName("nowhere")), Reason.ZONE_UNKNOWN, ProblemCode.ZONE_UNKNOWN);
    }

    @Test
    void a_command_that_comes_twice_takes_effect_once() {
        RegistryCommand.ReserveRule command = draft("data").as(request());
        RegistryOutcome first = apply(command);
        assertThat(apply(command)).isEqualTo(first);
        assertThat(last.changes()).isEmpty();
    }

    @Test
    void keeps_the_outcomes_of_the_last_thousand_commands() {
        RegistryCommand first = new RegistryCommand.ReleaseRule(request(), new RuleId(9));
        apply(first);
        for (int i = 1; i < Registry.OUTCOMES_MAX; i++) {
            apply(new RegistryCommand.ReleaseRule(request(), new RuleId(9)));
        }
        assertThat(tables.get(RegistryTables.OUTCOMES, first.request())).isNotNull();
        apply(new RegistryCommand.ReleaseRule(request(), new RuleId(9)));
        assertThat(tables.get(RegistryTables.OUTCOMES, first.request())).isNull();
        UUID least = new UUID(Long.MIN_VALUE, Long.MIN_VALUE);
        assertThat(tables.first(Integer.MAX_VALUE, RegistryTables.OUTCOMES, least, null))
                .hasSize(Registry.OUTCOMES_MAX);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void every_refusal_says_what_to_do(Reason reason) {
        assertThat(new RegistryRefusal(reason, NORTH, "subject").message()).hasSizeGreaterThan(30);
    }

    private static BandwidthLimit limit(String name, ZoneName from, RuleId rule) {
        return new BandwidthLimit(name, from, null, rule, 1 << 20, "", "");
    }

    private RegistryOutcome put(BandwidthLimit limit) {
        return apply(new RegistryCommand.PutBandwidth(request(), limit));
    }

    @Test
    void limits_of_bandwidth_are_set_changed_and_removed() {
        put(limit("wan", NORTH, null));
        BandwidthLimit changed = limit("wan", null, null);
        assertThat(put(changed).refusal()).isNull();
        assertThat(tables.get(RegistryTables.BANDWIDTH, "wan")).isEqualTo(changed);
        assertThat(apply(new RegistryCommand.RemoveBandwidth(request(), "wan")).refusal())
                .isNull();
        assertThat(tables.get(RegistryTables.BANDWIDTH, "wan")).isNull();
        assertThat(apply(new RegistryCommand.RemoveBandwidth(request(), "wan")).refusal())
                .isNull();
    }

    @Test
    void one_limit_of_bandwidth_too_many_is_refused() {
        for (int n = 0; n < BandwidthLimit.COUNT_MAX; n++) {
            assertThat(put(limit("limit-" + n, null, null)).refusal()).isNull();
        }
        assertRefused(put(limit("more", null, null)), Reason.TOO_MANY_LIMITS, ProblemCode.BANDWIDTH_INVALID);
        assertThat(put(limit("limit-7", NORTH, null)).refusal()).isNull();
    }

    @Test
    void limits_of_bandwidth_go_with_their_rule_and_with_their_zone() {
        RuleId rule = reserved(draft("data"));
        put(limit("of-the-rule", NORTH, rule));
        put(limit("of-the-witness", WITNESS, null));
        put(limit("of-all", null, null));
        apply(new RegistryCommand.ReleaseRule(request(), rule));
        apply(new RegistryCommand.RuleGone(request(), rule));
        assertThat(tables.get(RegistryTables.BANDWIDTH, "of-the-rule")).isNull();
        assertThat(apply(new RegistryCommand.RetireNode(request(), new NodeId("witness-1")))
                        .refusal())
                .isNull();
        assertThat(apply(new RegistryCommand.RemoveZone(request(), WITNESS)).refusal())
                .isNull();
        assertThat(tables.get(RegistryTables.BANDWIDTH, "of-the-witness")).isNull();
        assertThat(tables.get(RegistryTables.BANDWIDTH, "of-all")).isNotNull();
    }
}
