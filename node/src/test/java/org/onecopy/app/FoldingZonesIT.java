package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.Visibility;
import org.onecopy.model.client.ProblemResponseException;
import org.onecopy.testing.FuseMount;

/** Real nodes, two of which have file systems that take names for equal which differ by case only. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FoldingZonesIT {
    @TempDir
    static Path temp;

    private static final List<FuseMount> MOUNTS = new ArrayList<>();
    private static NodeProcesses network;

    @BeforeAll
    static void begin() throws IOException {
        String obstacle = FuseMount.obstacle("mount.exfat-fuse", "exfat-fuse");
        assumeTrue(obstacle == null, obstacle);
        Map<String, NodeProcesses.Elsewhere> folding = new TreeMap<>();
        for (String zone : List.of("lyon", "kyoto")) {
            Path at = Files.createDirectory(temp.resolve(zone));
            MOUNTS.add(FuseMount.foldingCase(temp.resolve(zone + ".image"), at));
            Files.createDirectory(at.resolve("shared"));
            String storage = "storage: {type: local, root: /}\ncapture: {mode: scan, scanInterval: 3s}";
            folding.put(zone, new NodeProcesses.Elsewhere(storage, at + "/shared"));
        }
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("oslo-1", "oslo");
        zones.put("lyon-1", "lyon");
        zones.put("kyoto-1", "kyoto");
        network = NodeProcesses.start(temp.resolve("network"), zones, folding);
        for (String node : zones.keySet()) {
            await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> network.ask(node, c -> c.ready()));
        }
    }

    @AfterAll
    static void end() {
        if (network != null) {
            network.close();
        }
        MOUNTS.forEach(FuseMount::close);
    }

    @Test
    @Order(1)
    void a_rule_that_joins_one_with_a_storage_that_keeps_names_apart_is_refused() {
        assertThatThrownBy(() -> network.ask(
                        "oslo-1",
                        client -> client.createRule(spec(
                                "mixed",
                                Map.of("oslo", network.zone("oslo").toString(), "lyon", temp + "/lyon/shared")))))
                .isInstanceOfSatisfying(ProblemResponseException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo("names-fold");
                    assertThat(refused.getMessage()).contains("lyon");
                });
        int rules = network.ask("oslo-1", client -> client.rules().size());
        assertThat(rules).isZero();
    }

    @Test
    @Order(2)
    void two_of_them_show_one_copy_and_keep_both_of_two_files_whose_names_they_hold_equal() throws Exception {
        network.ask(
                "lyon-1",
                client -> client.createRule(
                        spec("folded", Map.of("lyon", temp + "/lyon/shared", "kyoto", temp + "/kyoto/shared"))));
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.isDirectory(shared("lyon")));
        Files.writeString(shared("lyon").resolve("Name"), "of lyon");
        awaitFile(shared("kyoto").resolve("Name"), "of lyon");
        Files.writeString(shared("kyoto").resolve("Name"), "changed in kyoto");
        awaitFile(shared("lyon").resolve("Name"), "changed in kyoto");
        Files.move(shared("kyoto").resolve("Name"), shared("kyoto").resolve("Other"));
        awaitFile(shared("lyon").resolve("Other"), "changed in kyoto");
        within(() -> assertThat(names("lyon")).containsExactly("Other"));
        // Both zones give the same name at once, spelled otherwise.
        Files.writeString(shared("lyon").resolve("Both"), "spelled so in lyon");
        Files.writeString(shared("kyoto").resolve("BOTH"), "spelled so in kyoto");
        within(() -> assertThat(network.ask("lyon-1", c -> c.rule(new RuleName("folded")))
                        .files())
                .isEqualTo(3));
        within(() -> {
            assertThat(names("lyon")).hasSize(3).anyMatch(name -> name.startsWith("_conflict-"));
            assertThat(names("kyoto")).isEqualTo(names("lyon"));
        });
        Files.writeString(shared("lyon").resolve("after"), "it goes on");
        awaitFile(shared("kyoto").resolve("after"), "it goes on");
        for (String zone : List.of("lyon", "kyoto")) {
            assertThat(contents(zone)).contains("spelled so in lyon", "spelled so in kyoto");
        }
    }

    @Test
    @Order(3)
    void the_command_line_tells_it_of_a_running_zone() throws Exception {
        Process verify = cli("storage", "verify", "--zone", "lyon");
        String found = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Without hard links two who take one name at once may both be told that they have it, which may or may not be
        // seen.
        assertThat(verify.waitFor()).as(found).isEqualTo(found.contains(" fail ") ? 1 : 0);
        assertThat(found).contains(temp + "/lyon/shared").containsPattern("case +warn .*one name");
        Process show = cli("storage", "show", "--rule", "folded");
        String shown = new String(show.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(show.waitFor()).as(shown).isZero();
        assertThat(shown).contains("lyon").containsPattern("case-sensitive +no");
        assertThat(network.ask("lyon-1", client -> client.storage()).toString()).doesNotContain("case-sensitive");
    }

    private static Process cli(String... words) throws IOException {
        return network.cli("lyon-1", List.of(words));
    }

    private static RuleSpec spec(String name, Map<String, String> locations) {
        Map<ZoneName, String> paths = new TreeMap<>();
        locations.forEach((zone, path) -> paths.put(new ZoneName(zone), path));
        return new RuleSpec(
                new RuleName(name),
                paths,
                List.of(),
                Initial.UNION,
                ConflictPolicy.KEEP_BOTH,
                null,
                RuleSpec.HOLD_DEFAULT,
                Visibility.ORDERED,
                GuardPolicy.DEFAULT,
                List.of(),
                null);
    }

    private static Path shared(String zone) {
        return temp.resolve(zone).resolve("shared");
    }

    private static List<String> names(String zone) throws IOException {
        try (Stream<Path> all = Files.list(shared(zone))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals(".onecopy"))
                    .sorted()
                    .toList();
        }
    }

    private static String contents(String zone) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : names(zone)) {
            all.append(Files.readString(shared(zone).resolve(name))).append('\n');
        }
        return all.toString();
    }

    private static void awaitFile(Path file, String text) {
        within(() -> assertThat(file).hasContent(text));
    }

    private static void within(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(assertion);
    }
}
