package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.onecopy.model.NodeId;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.api.TimeoutsView;

class RoundTripsTest {
    private static final NodeId OSLO = new NodeId("oslo-1");
    private static final NodeId LYON = new NodeId("lyon-1");
    private static final NodeId KYOTO = new NodeId("kyoto-1");
    private static final List<NodeId> ALL = List.of(OSLO, LYON, KYOTO);
    private static final long MINUTE = 60_000_000_000L;

    private final RoundTrips trips = new RoundTrips(OSLO);

    private static RoundTrips.Said saying(Map<String, Long> millis) {
        return new RoundTrips.Said(TimeoutProfile.LAN, TimeoutProfile.LAN, millis);
    }

    private void look(NodeId node, Map<String, Long> told, long... millis) {
        for (long one : millis) {
            trips.note(node, one, saying(told), 0);
        }
    }

    @Test
    void the_shortest_of_several_looks_counts() {
        look(LYON, Map.of(), 900, 12);
        assertThat(trips.own()).isEmpty();
        look(LYON, Map.of(), 700);
        assertThat(trips.own()).containsExactly(Map.entry("lyon-1", 12L));
    }

    @Test
    void a_path_that_became_longer_is_seen_after_six_looks() {
        look(LYON, Map.of(), 2, 2, 2, 150, 150, 150, 150, 150);
        assertThat(trips.own()).containsEntry("lyon-1", 2L);
        look(LYON, Map.of(), 150);
        assertThat(trips.own()).containsEntry("lyon-1", 150L);
    }

    @Test
    void what_others_say_of_their_paths_counts_too() {
        look(LYON, Map.of("oslo-1", 20L, "kyoto-1", 180L), 20, 20, 20);
        List<TimeoutsView.Link> links = trips.links(0);
        assertThat(links.getFirst()).isEqualTo(new TimeoutsView.Link(LYON, KYOTO, 180));
        assertThat(RoundTrips.profileFor(links)).isEqualTo(TimeoutProfile.WAN);
    }

    @Test
    void eighty_milliseconds_are_near_enough() {
        look(LYON, Map.of("oslo-1", 81L), 80, 99, 85);
        assertThat(RoundTrips.profileFor(trips.links(0))).isEqualTo(TimeoutProfile.LAN);
        look(KYOTO, Map.of(), 100, 100, 100);
        assertThat(RoundTrips.profileFor(trips.links(0))).isEqualTo(TimeoutProfile.WAN);
    }

    @Test
    void all_is_known_once_every_node_knows_every_other() {
        look(LYON, Map.of("oslo-1", 1L, "kyoto-1", 1L), 1, 1, 1);
        look(KYOTO, Map.of("oslo-1", 1L), 1, 1, 1);
        assertThat(trips.isComplete(ALL, 0)).isFalse();
        look(KYOTO, Map.of("oslo-1", 1L, "lyon-1", 1L), 1);
        assertThat(trips.isComplete(ALL, 0)).isTrue();
        assertThat(trips.isComplete(ALL, 2 * MINUTE)).isFalse();
        assertThat(new RoundTrips(OSLO).isComplete(List.of(OSLO), 0)).isTrue();
    }

    @Test
    void who_is_gone_counts_no_longer() {
        look(KYOTO, Map.of("oslo-1", 300L), 300, 300, 300);
        trips.keep(List.of(OSLO, LYON));
        assertThat(trips.links(0)).isEmpty();
    }

    @Test
    void a_writer_stops_before_any_node_replaces_it_whichever_timeouts_each_has() {
        for (TimeoutProfile one : TimeoutProfile.values()) {
            for (TimeoutProfile other : TimeoutProfile.values()) {
                assertThat(new Timeouts(one).lease()).isLessThan(new Timeouts(other).silenceMax());
            }
        }
    }
}
