package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onecopy.cli.ExitCode;
import org.onecopy.cli.TestTerminal;

@DisplayName("H53, H54: survivors go on, and who was left behind comes back; real processes")
class RecoveryIT extends TicketNetwork {
    private static final Path RUNBOOK =
            Path.of(System.getProperty("onecopy.root", ".."), "docs/runbooks/forced-recovery.md");

    @Test
    void one_zone_goes_on_after_two_were_lost_and_both_come_back_without_loss() throws Exception {
        threeZonesWithARule();
        write("oslo", "agreed", "of all");
        write("oslo", "changed-late", "before");
        write("oslo", "changed-after", "before");
        write("oslo", "removed-after", "before");
        for (String zone : List.of("lyon", "kyoto")) {
            awaitContent(zone, "removed-after", "before");
            awaitContent(zone, "changed-after", "before");
        }

        kill("oslo"); // cut off: the others go on, and nothing of that reaches it
        write("lyon", "late", "agreed without oslo");
        write("lyon", "changed-late", "changed without oslo");
        awaitContent("kyoto", "late", "agreed without oslo");
        awaitContent("kyoto", "changed-late", "changed without oslo");
        kill("lyon");
        kill("kyoto");

        launch("oslo");
        await().atMost(SOON)
                .until(() -> Files.readString(home("oslo").resolve("log"))
                                .lines()
                                .filter(line -> line.contains("admin API at"))
                                .count()
                        == 2);
        assertThat(run("recover", "plan", "--config", config("oslo"), "--lost", "lyon", "--lost", "kyoto")
                        .err())
                .contains("node-runs");
        kill("oslo");
        refusals();
        Path plan = plan("oslo", List.of(), "lyon", "kyoto");
        recover("oslo", plan);
        assertThat(run("recover", "run", "--config", config("oslo"), "--plan", plan.toString(), "--incarnation", "1")
                        .err())
                .contains("recovery-refused")
                .contains("already");
        start("oslo");
        assertThat(voters("oslo")).containsExactly("oslo-1");
        assertThat(succeed("audit", "list", "--network", client("oslo"), "--token", token())
                        .out())
                .contains("recover");
        write("oslo", "changed-after", "after the recovery");
        Files.delete(zone("oslo").resolve("removed-after"));
        await().atMost(SOON)
                .until(() -> succeed("lag", "--network", client("oslo"), "--token", token())
                        .out()
                        .contains("oslo"));

        theOldMajorityFencesItself();
        bothComeBack();
        theRunbookSaysWhatWasDone();
    }

    private void bothComeBack() throws Exception {
        comesBack("lyon");
        awaitContent("lyon", "changed-after", "after the recovery");
        await().atMost(SOON).until(() -> !Files.exists(zone("lyon").resolve("removed-after")));
        awaitContent("oslo", "late", "agreed without oslo");
        comesBack("kyoto");
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> voters("oslo"), Set.of("oslo-1", "lyon-2", "kyoto-2")::equals);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(trees("oslo", "lyon", "kyoto")).hasSize(1));
        Map<String, String> tree = trees("oslo").iterator().next();
        assertThat(tree)
                .containsEntry("agreed", "of all")
                .containsEntry("changed-after", "after the recovery")
                .containsEntry("late", "agreed without oslo")
                .doesNotContainKey("removed-after");
        assertThat(tree.values()).as("both sides are kept").contains("before", "changed without oslo");
        kill("oslo"); // two of three are a majority again
        write("kyoto", "without-oslo", "k");
        awaitContent("lyon", "without-oslo", "k");
    }

    @Test
    @Tag("full")
    void two_survivors_of_five_go_on_together() throws Exception {
        configure("oslo", 0, "");
        succeed("network", "create", "--config", config("oslo"));
        start("oslo");
        List<String> zones = List.of("oslo", "lyon", "kyoto", "lima", "cairo");
        for (int i = 1; i < zones.size(); i++) {
            comes(zones.get(i), i);
        }
        Set<String> all = Set.of("oslo-1", "lyon-1", "kyoto-1", "lima-1", "cairo-1");
        await().atMost(SOON).ignoreExceptions().until(() -> voters("oslo"), all::equals);
        makeRule(zones.toArray(String[]::new));
        write("cairo", "agreed", "of all");
        for (String zone : zones) {
            awaitContent(zone, "agreed", "of all");
        }
        for (String zone : zones) {
            kill(zone);
        }
        Path standing = temp.resolve("lyon.json");
        succeed(
                "recover",
                "standing",
                "--config",
                config("lyon"),
                "--out",
                standing.toString(),
                "--lost",
                "kyoto",
                "--lost",
                "lima",
                "--lost",
                "cairo");
        assertThat(run(
                                "recover",
                                "plan",
                                "--config",
                                config("oslo"),
                                "--lost",
                                "kyoto",
                                "--lost",
                                "lima",
                                "--lost",
                                "cairo")
                        .err())
                .contains("recovery-refused")
                .contains("lyon-1");
        Path plan = plan("oslo", List.of(standing), "kyoto", "lima", "cairo");
        recover("oslo", plan);
        recover("lyon", plan);
        launch("oslo");
        launch("lyon");
        await().atMost(SOON).ignoreExceptions().until(() -> voters("oslo"), Set.of("oslo-1", "lyon-1")::equals);
        write("lyon", "of-two", "l");
        awaitContent("oslo", "of-two", "l");
        write("oslo", "of-two-too", "o");
        awaitContent("lyon", "of-two-too", "o");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(trees("oslo", "lyon")).hasSize(1));
    }

    private void threeZonesWithARule() throws IOException {
        configure("oslo", 0, "");
        succeed("network", "create", "--config", config("oslo"));
        start("oslo");
        comes("lyon", 1);
        comes("kyoto", 2);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> voters("oslo"), Set.of("oslo-1", "lyon-1", "kyoto-1")::equals);
        makeRule("oslo", "lyon", "kyoto");
    }

    private void comes(String zone, int number) throws IOException {
        configure(zone, number, "");
        succeed("network", "join", ticket(zone), "--config", config(zone));
        start(zone);
    }

    /** Each before anything is changed. */
    private void refusals() throws IOException {
        assertThat(run("recover", "plan", "--config", config("oslo"), "--lost", "paris")
                        .err())
                .contains("node-unknown");
        assertThat(run("recover", "plan", "--config", config("oslo"), "--lost", "lyon")
                        .err())
                .contains("recovery-refused")
                .contains("kyoto-1");
        assertThat(run("recover", "return", "onecopy-1.x", "--config", config("oslo"))
                        .err())
                .contains("recovery-refused")
                .contains("never given again");
        Path plan = plan("oslo", List.of(), "lyon", "kyoto");
        assertThat(run("recover", "run", "--config", config("oslo"), "--plan", plan.toString(), "--incarnation", "2")
                        .err())
                .contains("recovery-refused");
        assertThat(run("recover", "run", "--config", config("lyon"), "--plan", plan.toString(), "--incarnation", "1")
                        .err())
                .contains("recovery-refused")
                .contains("recover return");
        Path altered = temp.resolve("altered.json");
        Files.writeString(altered, Files.readString(plan).replaceAll("\"index\" : \\d+", "\"index\" : 1"));
        assertThat(run("recover", "run", "--config", config("oslo"), "--plan", altered.toString(), "--incarnation", "1")
                        .err())
                .contains("recovery-refused");
    }

    private Path plan(String survivor, List<Path> standings, String... lost) {
        Path file = temp.resolve("plan.json");
        List<String> words =
                new ArrayList<>(List.of("recover", "plan", "--config", config(survivor), "--out", file.toString()));
        for (String one : lost) {
            words.addAll(List.of("--lost", one));
        }
        for (Path standing : standings) {
            words.addAll(List.of("--standing", standing.toString()));
        }
        assertThat(succeed(words.toArray(String[]::new)).out())
                .contains("rules shared begin anew on")
                .contains("as far as is agreed, the survivors hold every content");
        return file;
    }

    private void recover(String survivor, Path plan) {
        succeed("recover", "run", "--config", config(survivor), "--plan", plan.toString(), "--incarnation", "1");
    }

    /** Together they are the majority of the old groups, and would go on in them. */
    private void theOldMajorityFencesItself() throws Exception {
        launch("lyon");
        launch("kyoto");
        for (String zone : List.of("lyon", "kyoto")) {
            await().atMost(SOON).until(() -> !processes.get(zone).isAlive());
            assertThat(processes.get(zone).exitValue()).isEqualTo(ExitCode.RETIRED);
            assertThat(Files.readString(home(zone).resolve("log")))
                    .contains("the network was recovered without node " + zone);
        }
    }

    private void comesBack(String zone) throws IOException {
        Path config = Path.of(config(zone));
        Files.writeString(config, Files.readString(config).replace("node: " + zone + "-1", "node: " + zone + "-2"));
        TestTerminal back = succeed("recover", "return", ticket(zone), "--config", config.toString());
        assertThat(back.out()).contains("is part of network").contains("objects came by changes that count no more");
        start(zone);
    }

    private void launch(String zone) throws IOException {
        processes.put(zone, NodeProcesses.process(home(zone)).start());
    }

    private String token() {
        return home("oslo").resolve("admin.token").toString();
    }

    private void write(String zone, String name, String content) throws IOException {
        Path part = Files.writeString(temp.resolve("part-" + zone), content);
        Files.move(part, zone(zone).resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitContent(String zone, String name, String content) {
        Path file = zone(zone).resolve(name);
        await().atMost(SOON)
                .ignoreExceptionsMatching(e -> e instanceof IOException)
                .untilAsserted(() -> assertThat(file).hasContent(content));
    }

    /** The different trees of zones: names and contents, but for what belongs to Onecopy. */
    private Set<Map<String, String>> trees(String... zones) throws IOException {
        Set<Map<String, String>> trees = new java.util.HashSet<>();
        for (String zone : zones) {
            trees.add(Trees.texts(zone(zone)));
        }
        return trees;
    }

    /** Every command of the runbook was executed, with the same options. */
    private void theRunbookSaysWhatWasDone() throws IOException {
        Set<String> done = new java.util.HashSet<>();
        executed.forEach(words -> done.add(shape(words)));
        List<String> shown = Files.readAllLines(RUNBOOK).stream()
                .filter(line -> line.startsWith("onecopy recover"))
                .map(line -> shape(
                        List.of(line.replaceAll("\\s+#.*", "").split("\\s+", -1))
                                .subList(1, 3),
                        line))
                .toList();
        assertThat(shown).hasSizeGreaterThan(2);
        assertThat(done)
                .containsAll(shown.stream()
                        .filter(shape -> !shape.startsWith("recover standing") && !shape.contains("--standing"))
                        .toList());
    }

    private static String shape(List<String> words) {
        return shape(words.subList(0, Math.min(2, words.size())), String.join(" ", words));
    }

    /** A command without its values: the first words, and the names of its options. */
    private static String shape(List<String> command, String line) {
        Set<String> options = new java.util.TreeSet<>();
        for (String word : line.split("\\s+", -1)) {
            if (word.startsWith("--")) {
                options.add(word);
            }
        }
        return String.join(" ", command) + " " + options;
    }
}
