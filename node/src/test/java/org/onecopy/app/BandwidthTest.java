package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthReport;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.people.MemoryRegistry;
import org.onecopy.problem.ProblemException;
import org.onecopy.transfer.Pace;

/** Limits as they are agreed, kept to at a node of oslo that gives to lyon. 2026-11-27 is a Friday. */
final class BandwidthTest {
    private static final ZoneName OSLO = new ZoneName("oslo");
    private static final ZoneName LYON = new ZoneName("lyon");
    private static final RuleId RULE = new RuleId(1);
    private static final long MIB = 1 << 20;
    private static final List<X509Certificate> NOBODY = new ArrayList<>();

    static {
        NOBODY.add(null);
    }

    private final MemoryRegistry registry = new MemoryRegistry();
    private final List<RegisteredNode> nodes = new ArrayList<>();
    private final Map<String, BandwidthPeers.Answer> answers = new ConcurrentHashMap<>();
    private final Metrics metrics = new Metrics();
    private final Moved clock = new Moved();
    private final Bandwidth bandwidth = new Bandwidth(
            new NodeId("oslo-1"),
            OSLO,
            registry,
            clock,
            metrics,
            new Bandwidth.Wiring(certificate -> LYON, () -> nodes, this::ask, Set::of));
    private final BandwidthRequests requests =
            new BandwidthRequests(new NodeId("oslo-1"), OSLO, registry, clock, bandwidth, () -> {});

    private static final class Moved extends Clock {
        private Instant now = Instant.parse("2026-11-27T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private InputStream ask(String endpoint, String path) {
        try {
            return new ByteArrayInputStream(BandwidthPeers.form(answers.get(endpoint)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void begin() {
        registry.change(new RegistryCommand.PutZone(UUID.randomUUID(), OSLO, "local", true));
        registry.change(new RegistryCommand.PutZone(UUID.randomUUID(), LYON, "local", true));
    }

    @AfterEach
    void end() {
        metrics.close();
    }

    private static BandwidthSpec spec(ZoneName from, ZoneName to, long rate, String hours, String timeZone) {
        return new BandwidthSpec(from, to, null, new ByteCount(rate), hours, timeZone);
    }

    private void refused(ProblemCode code, String says, String name, BandwidthSpec spec) {
        assertThatThrownBy(() -> requests.put(name, spec))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(code))
                .hasMessageContaining(says);
        assertThat(bandwidth.all().stream().noneMatch(limit -> limit.name().equals(name)))
                .as("nothing was changed")
                .isTrue();
    }

    @Test
    void refuses_what_makes_no_sense_and_changes_nothing() {
        ProblemCode invalid = ProblemCode.BANDWIDTH_INVALID;
        refused(invalid, "no name", "No Name", spec(OSLO, LYON, MIB, null, null));
        refused(invalid, "64KiB", "a", spec(OSLO, LYON, 0, null, null));
        refused(invalid, "64KiB", "a", spec(OSLO, LYON, (64 << 10) - 1, null, null));
        refused(invalid, "64KiB", "a", new BandwidthSpec(OSLO, LYON, null, null, null, null));
        refused(ProblemCode.ZONE_UNKNOWN, "kyoto", "a", spec(OSLO, new ZoneName("kyoto"), MIB, null, null));
        refused(ProblemCode.ZONE_UNKNOWN, "kyoto", "a", spec(new ZoneName("kyoto"), LYON, MIB, null, null));
        refused(invalid, "to itself", "a", spec(OSLO, OSLO, MIB, null, null));
        BandwidthSpec ofNoRule = new BandwidthSpec(null, null, new RuleName("none"), new ByteCount(MIB), null, null);
        refused(ProblemCode.RULE_UNKNOWN, "none", "a", ofNoRule);
        refused(invalid, "no time zone", "a", spec(OSLO, LYON, MIB, "08:00-18:00", "Mars"));
        refused(invalid, "name them", "a", spec(OSLO, LYON, MIB, null, "UTC"));
        refused(invalid, "no time of day", "a", spec(OSLO, LYON, MIB, "8-18", "UTC"));
        refused(invalid, "overlaps", "a", spec(OSLO, LYON, MIB, "mon 08:00-18:00; mon-tue 17:00-19:00", "UTC"));
        assertThatThrownBy(() -> requests.remove("a"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.BANDWIDTH_UNKNOWN));
    }

    @Test
    void refuses_two_limits_for_the_same_at_the_same_time() {
        requests.put("always", spec(OSLO, LYON, 20 * MIB, null, null));
        requests.put("office", spec(OSLO, LYON, MIB, "mon-fri 08:00-18:00", "Europe/Oslo"));
        ProblemCode overlap = ProblemCode.BANDWIDTH_OVERLAP;
        refused(overlap, "'always'", "again", spec(OSLO, LYON, MIB, null, null));
        refused(overlap, "'office'", "late", spec(OSLO, LYON, MIB, "fri 17:00-20:00", "Europe/Oslo"));
        refused(overlap, "'office'", "abroad", spec(OSLO, LYON, MIB, "mon 16:30-20:00", "Europe/London"));
        requests.put("night", spec(OSLO, LYON, 2 * MIB, "18:00-06:00", "Europe/Oslo"));
        requests.put("back", spec(LYON, OSLO, MIB, "mon-fri 08:00-18:00", "Europe/Oslo"));
        requests.put("office", spec(OSLO, LYON, 3 * MIB, "mon-fri 07:00-18:00", "Europe/Oslo"));
        assertThat(requests.report().limits())
                .extracting(BandwidthView::name)
                .containsExactly("always", "back", "night", "office");
    }

    @Test
    void holds_within_its_hours_and_is_measured_without_any() {
        requests.put("office", spec(OSLO, LYON, 64 << 10, "mon-fri 08:00-18:00", "UTC"));
        requests.put("back", spec(LYON, OSLO, 64 << 10, null, null));
        clock.now = Instant.parse("2026-11-28T12:00:00Z");
        bandwidth.look();
        Pace.Flow flow = bandwidth.flow(NOBODY, RULE);
        assertThat(flow.piece()).isEqualTo(Pace.Flow.WHOLE);
        flow.await(5 * MIB);
        BandwidthReport saturday = requests.report();
        assertThat(saturday.limits().getLast().active()).isFalse();
        assertThat(saturday.limits().getLast().share()).isEqualTo(ByteCount.ZERO);
        assertThat(saturday.flows()).hasSize(1);
        assertThat(saturday.flows().getFirst().to()).isEqualTo(LYON);
        assertThat(saturday.flows().getFirst().limit()).isNull();
        clock.now = Instant.parse("2026-11-27T12:00:00Z");
        bandwidth.look();
        assertThat(flow.piece()).as("a thirty-second of the rate").isEqualTo(2 << 10);
        flow.await(17 << 10);
        flow.await(1);
        BandwidthReport friday = requests.report();
        assertThat(friday.limits().getLast().active()).isTrue();
        assertThat(friday.limits().getLast().share()).isEqualTo(new ByteCount(64 << 10));
        assertThat(friday.limits().getLast().holdsBack()).isTrue();
        assertThat(friday.limits().getFirst().share()).as("of what lyon gives").isEqualTo(ByteCount.ZERO);
        assertThat(friday.flows().getFirst().limit()).isEqualTo("office");
        assertThat(metrics.scrape())
                .contains("onecopy_bandwidth_share_bytes_per_second{limit=\"office\"} 65536.0")
                .contains("onecopy_contents_given_bytes_total{rule=\"removed-1\",to=\"lyon\"} 5260289.0");
        requests.remove("office");
        bandwidth.look();
        assertThat(flow.piece()).isEqualTo(Pace.Flow.WHOLE);
        assertThat(metrics.scrape()).contains("onecopy_bandwidth_share_bytes_per_second{limit=\"office\"} 0.0");
    }

    @Test
    void is_shared_with_the_nodes_of_the_zone_that_give_within_it() {
        requests.put("wan", spec(OSLO, null, 12 * MIB, null, null));
        nodes.add(node("oslo-1", OSLO));
        nodes.add(node("oslo-2", OSLO));
        nodes.add(node("oslo-3", OSLO));
        nodes.add(node("lyon-1", LYON));
        answers.put("oslo-2", new BandwidthPeers.Answer(List.of("wan"), List.of()));
        answers.put("oslo-3", new BandwidthPeers.Answer(List.of(), List.of()));
        bandwidth.look();
        assertThat(bandwidth.share("wan")).as("before anybody was asked").isEqualTo(4 * MIB);
        Pace.Flow flow = bandwidth.flow(NOBODY, RULE);
        Awaitility.await().until(() -> {
            flow.await(1);
            bandwidth.look();
            return bandwidth.share("wan") == 6 * MIB;
        });
        answers.put("oslo-2", new BandwidthPeers.Answer(List.of(), List.of()));
        Awaitility.await().until(() -> {
            flow.await(1);
            bandwidth.look();
            return bandwidth.share("wan") == 12 * MIB;
        });
    }

    private static RegisteredNode node(String name, ZoneName zone) {
        return new RegisteredNode(new NodeId(name), zone, name, name, name);
    }
}
