package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthFlow;
import org.onecopy.model.api.BandwidthReport;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.LocationView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.Visibility;
import org.onecopy.model.client.AdminClient;

/** Limits of bandwidth that real processes keep to: a zone of two nodes gives, another one gets. */
@Tag("full")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class BandwidthIT {
    private static final long MIB = 1 << 20;
    private static final ZoneName OSLO = new ZoneName("oslo");
    private static final ZoneName LYON = new ZoneName("lyon");
    private static final List<String> GIVERS = List.of("oslo-1", "oslo-2");
    private static final int RULES_MAX = 12;

    @TempDir
    static Path temp;

    private static NodeProcesses network;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("oslo-1", "oslo");
        zones.put("oslo-2", "oslo");
        zones.put("lyon-1", "lyon");
        network = NodeProcesses.start(temp.resolve("network"), zones);
        network.makeRule();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static void limit(long rate) {
        BandwidthSpec spec = new BandwidthSpec(OSLO, LYON, null, new ByteCount(rate), null, null);
        network.ask("lyon-1", client -> client.bandwidth().set("wan", spec));
        GIVERS.forEach(giver -> await().until(() -> share(giver) > 0 && share(giver) <= rate));
    }

    private static BandwidthView wan(String node) {
        return network.ask(node, client -> client.bandwidth().report()).limits().getFirst();
    }

    private static long share(String node) {
        return wan(node).share().value();
    }

    private static void write(Path file, int bytes, int seed) throws IOException {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        Files.write(file, content);
    }

    private static void awaitSame(Path one, Path other) {
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> Files.size(one) == Files.size(other) && Files.mismatch(one, other) < 0);
    }

    /** Bytes that have left oslo for lyon within the last five seconds, each second. */
    private static long given() {
        return GIVERS.stream()
                .flatMap(
                        giver -> network.ask(giver, client -> client.bandwidth().report()).flows().stream())
                .mapToLong(flow -> flow.now().value())
                .sum();
    }

    @Test
    void a_limit_is_kept_to_and_raised_while_a_file_is_on_its_way() throws Exception {
        limit(2 * MIB);
        Path file = network.zone("oslo").resolve("film");
        write(file, 60 << 20, 1);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> network.ask("lyon-1", client -> client.transfers(NodeProcesses.FEW)).items().stream()
                        .anyMatch(transfer -> "wan".equals(transfer.limitedBy())));
        long began = System.nanoTime();
        await().atMost(Duration.ofSeconds(30)).until(() -> System.nanoTime() - began > 6_000_000_000L);
        long slow = given();
        assertThat(slow).as("bytes a second within 2 MiB/s").isBetween(MIB, 5 * MIB / 2);
        assertThat(network.ask("lyon-1", AdminClient::lag)).anyMatch(row -> "wan".equals(row.limitedBy()));
        BandwidthReport report = network.ask(
                network.writer("oslo", "lyon-1"), client -> client.bandwidth().report());
        assertThat(report.flows()).extracting(BandwidthFlow::limit).contains("wan");
        long raised = System.nanoTime();
        limit(1000 * MIB);
        awaitSame(file, network.zone("lyon").resolve("film"));
        double seconds = (System.nanoTime() - raised) / 1e9;
        System.out.printf(
                "within 2 MiB/s: %.2f MiB/s; the rest of 60 MiB after it was raised: %.1f s%n",
                (double) slow / MIB, seconds);
        assertThat(seconds)
                .as("some 45 MiB, which take 22 seconds within 2 MiB/s")
                .isLessThan(15);
    }

    private static RuleName makeRule(int number) throws IOException {
        RuleName name = new RuleName("rule-" + number);
        Map<ZoneName, String> paths = new TreeMap<>();
        for (ZoneName zone : List.of(OSLO, LYON)) {
            paths.put(zone, Files.createDirectories(more(zone, name)).toString());
        }
        RuleSpec spec = new RuleSpec(
                name,
                paths,
                List.of(),
                Initial.UNION,
                ConflictPolicy.KEEP_BOTH,
                null,
                RuleSpec.HOLD_DEFAULT,
                Visibility.ORDERED,
                new GuardPolicy(100_000L, 100, Duration.ofMinutes(10)),
                List.of(),
                null);
        network.ask("lyon-1", client -> client.createRule(spec));
        return name;
    }

    private static Path more(ZoneName zone, RuleName rule) {
        return temp.resolve("more").resolve(zone.value()).resolve(rule.value());
    }

    private static String writer(RuleName rule) {
        return network.ask("lyon-1", client -> client.rule(rule)).zones().stream()
                .filter(location -> location.zone().equals(OSLO))
                .map(LocationView::writer)
                .map(writer -> writer == null ? "" : writer.value())
                .findFirst()
                .orElse("");
    }

    /** A rule for each node of oslo that this one writes. */
    private static Map<String, RuleName> ruleOfEach() throws IOException {
        Map<String, RuleName> byWriter = new HashMap<>();
        for (int number = 0; number < RULES_MAX && byWriter.size() < 2; number++) {
            RuleName rule = makeRule(number);
            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> !writer(rule).isEmpty());
            byWriter.put(writer(rule), rule);
        }
        assertThat(byWriter).as("writers of " + RULES_MAX + " rules").hasSize(2);
        return byWriter;
    }

    @Test
    void two_nodes_of_a_zone_share_a_limit_and_one_alone_takes_all() throws Exception {
        limit(2 * MIB);
        Map<String, RuleName> rules = ruleOfEach();
        for (RuleName rule : rules.values()) {
            write(more(OSLO, rule).resolve("film"), 100 << 20, 2);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> GIVERS.stream().allMatch(giver -> wan(giver).holdsBack() && share(giver) == MIB));
        long began = System.nanoTime();
        await().atMost(Duration.ofSeconds(30)).until(() -> System.nanoTime() - began > 6_000_000_000L);
        long both = given();
        System.out.printf("two nodes within 2 MiB/s: %.2f MiB/s together%n", (double) both / MIB);
        assertThat(both).as("bytes a second of both").isBetween(MIB, 5 * MIB / 2);
        network.kill("oslo-2");
        await().atMost(Duration.ofSeconds(100)).until(() -> share("oslo-1") == 2 * MIB);
        network.launch("oslo-2");
        limitEnds();
        for (RuleName rule : rules.values()) {
            awaitSame(more(OSLO, rule).resolve("film"), more(LYON, rule).resolve("film"));
        }
    }

    private static void limitEnds() {
        network.ask("lyon-1", client -> {
            client.bandwidth().remove("wan");
            return true;
        });
    }
}
