package org.onecopy.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.onecopy.console.work.Work;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.BandwidthFlow;
import org.onecopy.model.api.BandwidthReport;
import org.onecopy.model.api.Memory;
import org.onecopy.model.api.NodeState;
import org.onecopy.model.api.NodeStatus;

class LoadTest {
    private static final ZoneName OSLO = new ZoneName("oslo");
    private static final ZoneName LYON = new ZoneName("lyon");
    private static final ZoneName KYOTO = new ZoneName("kyoto");

    private static NodeStatus node(String id, ZoneName zone, Long resident) {
        return new NodeStatus(
                new NodeId(id),
                zone,
                "1",
                NodeState.RUNNING,
                1,
                Instant.EPOCH,
                5,
                new Addresses("a:1", "b:1", "c:1"),
                new Memory(new ByteCount(70), new ByteCount(100), resident == null ? null : new ByteCount(resident)));
    }

    private static Load load(ZoneName zone, int second, double given, Map<ZoneName, Double> trips) {
        return new Load(new NodeId(zone + "-1"), zone, Instant.EPOCH.plusSeconds(second), 0.1, 1, 1, given, trips);
    }

    @Test
    void figures_are_read_from_what_a_node_gives_and_what_is_not_there_is_no_number() {
        Load load = Load.of(node("oslo-1", OSLO, 90L), """
                # HELP process_cpu_usage The recent cpu usage
                process_cpu_usage 0.25
                onecopy_data_dir_free_bytes 1.5E9
                onecopy_contents_given_bytes_total{rule="photos",to="lyon"} 100.0
                onecopy_contents_given_bytes_total{rule="films",to="lyon"} 11.0
                onecopy_round_trip_seconds{to="lyon"} 0.012
                onecopy_round_trip_seconds{to="kyoto"} NaN
                something that a later release says
                onecopy_new{a="b"} many
                """, Instant.EPOCH);
        assertThat(load.processor()).isEqualTo(0.25);
        assertThat(load.free()).isEqualTo(1.5e9);
        assertThat(load.given()).isEqualTo(111);
        assertThat(load.memory()).isEqualTo(90);
        assertThat(load.roundTripMillis()).containsOnly(Map.entry(LYON, 12.0));
        Load bare = Load.of(node("oslo-1", OSLO, null), "", Instant.EPOCH);
        assertThat(bare.processor()).isNaN();
        assertThat(bare.memory())
                .as("the heap, where the system does not say more")
                .isEqualTo(70);
    }

    @Test
    void what_is_given_a_second_is_not_known_across_a_restart() {
        Load first = load(OSLO, 0, 1_000, Map.of());
        assertThat(load(OSLO, 5, 6_000, Map.of()).givenSince(first)).isEqualTo(1_000);
        assertThat(load(OSLO, 5, 10, Map.of()).givenSince(first)).isNaN();
        assertThat(load(OSLO, 0, 6_000, Map.of()).givenSince(first)).isNaN();
    }

    @Test
    void a_way_between_zones_has_the_least_time_of_both_ends_and_all_bytes_of_both_directions() {
        Loads loads = new Loads(
                new Gateway(List.of(), Path.of("ca"), null, Duration.ofSeconds(1)),
                new Work(Runnable::run, InstantSource.system()));
        ByteCount some = new ByteCount(1_000);
        loads.arrived(
                List.of(load(OSLO, 0, 0, Map.of(LYON, 12.0)), load(LYON, 0, 0, Map.of(OSLO, 11.0, KYOTO, 90.0))),
                List.of(new BandwidthReport(
                        new NodeId("oslo-1"),
                        OSLO,
                        List.of(),
                        List.of(
                                new BandwidthFlow(OSLO, LYON, new RuleName("photos"), some, some, null),
                                new BandwidthFlow(LYON, OSLO, new RuleName("photos"), some, some, null),
                                new BandwidthFlow(OSLO, KYOTO, new RuleName("photos"), some, some, null)))));
        assertThat(loads.roundTripMillis(OSLO, LYON)).hasValue(11.0);
        assertThat(loads.roundTripMillis(KYOTO, LYON)).hasValue(90.0);
        assertThat(loads.roundTripMillis(KYOTO, OSLO)).isEmpty();
        assertThat(loads.bytesPerSecond(LYON, OSLO)).isEqualTo(2_000);
        assertThat(loads.nodes()).hasSize(2);
    }
}
