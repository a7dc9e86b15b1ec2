package org.onecopy.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.membership.Member.Role;
import org.onecopy.core.membership.Outlook.Access;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

@DisplayName("H51: what is left when zones or nodes are lost")
final class OutlookTest {
    private static final List<Role> ROLES = List.of(Role.VOTER, Role.LISTENER, Role.WITNESS);
    private static final ZoneName OSLO = new ZoneName("oslo");
    private static final ZoneName LYON = new ZoneName("lyon");
    private static final ZoneName KYOTO = new ZoneName("kyoto");

    private static Member voter(String node, ZoneName zone) {
        return new Member(new NodeId(node), zone, Role.VOTER, 10);
    }

    private static Member listener(String node, ZoneName zone) {
        return new Member(new NodeId(node), zone, Role.LISTENER, 0);
    }

    private static Members members(Member... all) {
        return new Members(List.of(all));
    }

    private static Outlook losing(Members members, List<ZoneName> locations, ZoneName... zones) {
        Set<NodeId> lost = new HashSet<>();
        for (ZoneName zone : zones) {
            lost.addAll(members.of(zone));
        }
        return Outlook.of(members, locations, lost, Set.of(zones));
    }

    @Test
    void an_even_split_is_what_makes_a_zone_indispensable() {
        Members three = members(
                voter("kyoto-1", KYOTO), voter("lyon-1", LYON), voter("oslo-1", OSLO), listener("oslo-2", OSLO));
        assertThat(three.madeIndispensableBy(three.promoted(new NodeId("oslo-2"))))
                .as("two of four")
                .containsExactly(OSLO);
        assertThat(three.madeIndispensableBy(three.demoted(new NodeId("kyoto-1"))))
                .as("one of two, each")
                .containsExactly(LYON, OSLO);
        Members two = members(voter("lyon-1", LYON), voter("oslo-1", OSLO), listener("oslo-2", OSLO));
        assertThat(two.madeIndispensableBy(two.promoted(new NodeId("oslo-2"))))
                .as("it was before, too")
                .isEmpty();
    }

    @Test
    void of_two_zones_each_stops_the_other_and_a_witness_helps() {
        Members two = members(voter("lyon-1", LYON), voter("oslo-1", OSLO));
        Outlook without = losing(two, List.of(LYON, OSLO), LYON);
        assertThat(without.zones()).containsEntry(LYON, Access.GONE).containsEntry(OSLO, Access.READS);
        assertThat(without.remedy()).isEqualTo(new Remedy.Witness());
        assertThat(two.indispensable()).containsExactly(LYON, OSLO);

        Members three = two.with(new Member(new NodeId("w-1"), KYOTO, Role.WITNESS, 0));
        Outlook with = losing(three, List.of(LYON, OSLO), LYON);
        assertThat(with.zones()).containsEntry(LYON, Access.GONE).containsEntry(OSLO, Access.WRITES);
        assertThat(with.remedy()).isNull();
        assertThat(three.indispensable()).isEmpty();
        assertThat(three.leaders(three.of(LYON))).as("a witness leads last").containsExactly(new NodeId("oslo-1"));
    }

    @Test
    void a_lost_node_cuts_its_zone_off_and_a_second_one_would_not() {
        Members three = members(voter("kyoto-1", KYOTO), voter("lyon-1", LYON), voter("oslo-1", OSLO));
        List<ZoneName> all = List.of(KYOTO, LYON, OSLO);
        Set<NodeId> lost = Set.of(new NodeId("oslo-1"));
        Outlook alone = Outlook.of(three, all, lost, Set.of());
        assertThat(alone.zones()).containsEntry(OSLO, Access.CUT_OFF).containsEntry(LYON, Access.WRITES);
        assertThat(alone.isOut(OSLO)).isTrue();
        assertThat(alone.remedy()).isEqualTo(new Remedy.SecondNode(OSLO));
        Outlook second = Outlook.of(three.with(listener("oslo-2", OSLO)), all, lost, Set.of());
        assertThat(second.zones()).containsEntry(OSLO, Access.WRITES);
        assertThat(second.remedy()).isNull();
    }

    @Test
    void a_node_that_is_taken_out_is_replaced_by_a_listener_of_its_zone() {
        Members three = members(voter("lyon-1", LYON), voter("oslo-1", OSLO), listener("oslo-2", OSLO));
        assertThat(three.without(new NodeId("oslo-1")).all())
                .containsExactly(voter("lyon-1", LYON), new Member(new NodeId("oslo-2"), OSLO, Role.VOTER, 0));
        assertThat(three.without(new NodeId("lyon-1")).voters()).isOne();
    }

    @Test
    void always_counts_as_if_all_majorities_were_tried() {
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            Members members = random(random);
            Set<NodeId> lost = members.all().stream()
                    .map(Member::node)
                    .filter(node -> random.nextInt(3) == 0)
                    .collect(Collectors.toSet());
            String why = "seed " + seed + ": " + members + " without " + lost;
            assertThat(members.agree(lost)).as(why).isEqualTo(canAgree(members, lost));
            assertThat(Math.max(-1, members.margin(lost))).as(why).isEqualTo(mayLose(members, lost));
            Set<ZoneName> needed = new TreeSet<>();
            for (ZoneName zone : members.zones()) {
                if (members.zones().size() > 1 && !canAgree(members, members.of(zone))) {
                    needed.add(zone);
                }
            }
            assertThat(members.indispensable()).as(why).containsExactlyElementsOf(needed);
            remedyHoldsWhatItPromises(members, lost, why);
        }
    }

    private static void remedyHoldsWhatItPromises(Members members, Set<NodeId> lost, String why) {
        Remedy remedy = Remedy.find(members, lost, true).orElse(null);
        List<Members> possible = new ArrayList<>();
        possible.add(new Remedy.Witness().after(members));
        for (Member member : members.all()) {
            if (member.role() == Role.LISTENER && !lost.contains(member.node())) {
                possible.add(members.promoted(member.node()));
            }
        }
        possible.removeIf(after -> !canAgree(after, lost)
                || tolerated(members, members).stream()
                        .anyMatch(zone -> !tolerated(after, members).contains(zone)));
        if (canAgree(members, lost) || possible.isEmpty()) {
            assertThat(remedy).as(why).isNull();
            return;
        }
        assertThat(remedy).as(why).isNotNull();
        Members after = remedy.after(members);
        assertThat(canAgree(after, lost)).as(why).isTrue();
        int best = possible.stream()
                .mapToInt(one -> tolerated(one, one).size() - one.zones().size())
                .max()
                .orElseThrow();
        assertThat(tolerated(after, after).size() - after.zones().size())
                .as(why)
                .isEqualTo(best);
    }

    /** The zones of some members that may be lost, each alone. */
    private static Set<ZoneName> tolerated(Members members, Members whose) {
        return whose.zones().stream()
                .filter(zone -> canAgree(members, members.of(zone)))
                .collect(Collectors.toSet());
    }

    /** Whether one of all sets of voters that are more than half of them has no lost one. */
    private static boolean canAgree(Members members, Set<NodeId> lost) {
        List<NodeId> voters =
                members.all().stream().filter(Member::votes).map(Member::node).toList();
        for (int set = 0; set < 1 << voters.size(); set++) {
            boolean living = true;
            for (int i = 0; i < voters.size(); i++) {
                living &= (set >> i & 1) == 0 || !lost.contains(voters.get(i));
            }
            if (living && 2 * Integer.bitCount(set) > voters.size()) {
                return true;
            }
        }
        return false;
    }

    /** How many more may be lost, whichever they are; -1 where it is too many already. */
    private static int mayLose(Members members, Set<NodeId> lost) {
        List<NodeId> living = members.all().stream()
                .filter(member -> member.votes() && !lost.contains(member.node()))
                .map(Member::node)
                .toList();
        int fewest = living.size() + 1;
        for (int set = 0; set < 1 << living.size(); set++) {
            Set<NodeId> more = new HashSet<>(lost);
            for (int i = 0; i < living.size(); i++) {
                if ((set >> i & 1) == 1) {
                    more.add(living.get(i));
                }
            }
            if (!canAgree(members, more)) {
                fewest = Math.min(fewest, Integer.bitCount(set));
            }
        }
        return fewest - 1;
    }

    private static Members random(Random random) {
        List<Member> all = new ArrayList<>();
        int zones = 1 + random.nextInt(4);
        for (int zone = 0; zone < zones; zone++) {
            int nodes = 1 + random.nextInt(2);
            for (int node = 0; node < nodes; node++) {
                Role role = ROLES.get(random.nextInt(ROLES.size()));
                all.add(new Member(
                        new NodeId("n-" + zone + "-" + node), new ZoneName("z-" + zone), role, random.nextInt(3)));
            }
        }
        if (all.stream().noneMatch(Member::votes)) {
            all.add(new Member(new NodeId("v"), new ZoneName("z-0"), Role.VOTER, 0));
        }
        return new Members(all);
    }
}
