package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Three unlike trees become one while users go on, paused and let on, with nodes killed in the middle (issue 5). */
@Tag("full")
class MigrationIT {
    private static final List<String> ZONES = List.of("oslo", "lyon", "kyoto");
    private static final int FILES = 1200;
    private static final String SLOW = "slow";
    private static final int BYTES_MAX = 150_000;

    @TempDir
    Path temp;

    @Test
    @DisplayName("H65: union of unlike trees keeps every byte that existed, with writers, a pause, kills and a resume")
    void every_byte_that_existed_is_kept(TestReporter reporter) throws Exception {
        Map<String, Path> trees = new TreeMap<>();
        for (String zone : ZONES) {
            trees.put(zone, Files.createDirectories(temp.resolve("archive-" + zone)));
        }
        fill(trees);
        TreeSet<String> originals = new TreeSet<>();
        for (Path tree : trees.values()) {
            originals.addAll(Trees.digests(tree).values());
        }
        Path input = Files.createDirectories(temp.resolve("in"));
        Files.writeString(input.resolve("one"), "1");
        try (RunningDemo demo = RunningDemo.start(temp.resolve("demo"), input).awaitProof()) {
            List<String> zones = new ArrayList<>();
            trees.forEach((zone, path) -> zones.addAll(List.of("--zone", zone + "=" + path)));
            RunningDemo.Answer planned = ask(demo, zones, "migrate", "plan", "--union", "--compare", "digest");
            assertThat(planned.exit()).as(planned.output()).isZero();
            assertThat(planned.output()).contains("all are right, compared by digest: done");
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> users = trees.entrySet().stream()
                    .map(tree -> Thread.ofPlatform().start(() -> write(tree.getValue(), tree.getKey(), stop)))
                    .toList();
            limit(demo, "set", SLOW, "--to", "kyoto", "--rate", "2MiB"); // a pause is to come in the middle of it
            RunningDemo.Answer begun = ask(demo, zones, "migrate", "start", "archive", "--union");
            assertThat(begun.exit()).as(begun.output()).isZero();
            pauseInTheMiddle(demo, trees, reporter);
            demo.kill("kyoto");
            long lyon = demo.pid("lyon");
            demo.kill("lyon");
            await().atMost(Duration.ofMinutes(2)).until(() -> demo.pid("lyon") != lyon);
            RunningDemo.Answer resumed = await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> demo.ask("migrate", "resume", "archive"), answer -> answer.exit() == 0);
            assertThat(resumed.output()).contains("running by");
            long oslo = demo.pid("oslo");
            demo.kill("oslo");
            await().atMost(Duration.ofMinutes(2)).until(() -> demo.pid("oslo") != oslo);
            limit(demo, "remove", SLOW);
            RunningDemo.Answer done = await().atMost(Duration.ofMinutes(10))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> demo.ask("migrate", "show", "archive"), answer -> answer.exit() == 0);
            reporter.publishEntry("done", done.output());
            assertThat(done.output()).contains("done: all zones have what was there at");
            stop.set(true);
            for (Thread user : users) {
                user.join();
            }
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertEqual(trees));
            for (Path tree : trees.values()) {
                assertThat(Trees.digests(tree).values()).containsAll(originals);
            }
        }
    }

    private static void limit(RunningDemo demo, String... words) {
        List<String> arguments = new ArrayList<>(List.of("bandwidth"));
        arguments.addAll(List.of(words));
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> demo.ask(arguments.toArray(String[]::new)).exit() == 0);
    }

    private static void assertEqual(Map<String, Path> trees) throws IOException {
        Map<String, String> first = Trees.digests(trees.get("oslo"));
        assertThat(Trees.digests(trees.get("lyon"))).isEqualTo(first);
        assertThat(Trees.digests(trees.get("kyoto"))).isEqualTo(first);
    }

    /** Something is missing, nothing of it comes, and what users make goes on. */
    private static void pauseInTheMiddle(RunningDemo demo, Map<String, Path> trees, TestReporter reporter)
            throws Exception {
        RunningDemo.Answer paused = demo.ask("migrate", "pause", "archive");
        assertThat(paused.exit()).as(paused.output()).isZero();
        Path live = Files.writeString(trees.get("oslo").resolve("made-while-paused"), "x".repeat(30_000));
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> Files.exists(trees.get("lyon").resolve(live.getFileName()))
                        && Files.exists(trees.get("kyoto").resolve(live.getFileName())));
        long before = originalsIn(trees.get("kyoto"));
        RunningDemo.Answer shown = demo.ask("migrate", "show", "archive");
        reporter.publishEntry("paused", shown.output());
        assertThat(shown.exit()).as(shown.output()).isEqualTo(1);
        assertThat(shown.output()).contains("paused by", "held");
        assertThat(originalsIn(trees.get("kyoto"))).isEqualTo(before);
        assertThat(before).isLessThan(2L * FILES);
    }

    /** Files of the directories in which nobody is at work. */
    private static long originalsIn(Path tree) throws IOException {
        return Trees.digests(tree).keySet().stream()
                .filter(path -> path.matches("d[0-9]/.*"))
                .count();
    }

    private static RunningDemo.Answer ask(RunningDemo demo, List<String> zones, String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(zones);
        return demo.ask(arguments.toArray(String[]::new));
    }

    /** A third is the same everywhere, a third has other content under the same names, the rest is one zone's alone. */
    private static void fill(Map<String, Path> trees) throws IOException {
        for (int n = 0; n < FILES; n++) {
            for (Map.Entry<String, Path> tree : trees.entrySet()) {
                Random random =
                        new Random(n % 3 == 0 ? n : 31L * n + tree.getKey().hashCode());
                byte[] bytes = new byte[random.nextInt(BYTES_MAX)];
                random.nextBytes(bytes);
                String name = n % 3 == 2 ? "f" + n + "-" + tree.getKey() : "f" + n;
                Path directory = Files.createDirectories(tree.getValue().resolve("d" + n % 7));
                Files.write(directory.resolve(name), bytes);
            }
        }
    }

    /** A user of one zone, in a corner of its own. */
    private static void write(Path tree, String zone, AtomicBoolean stop) {
        Random random = new Random(zone.hashCode());
        while (!stop.get()) {
            try {
                Path directory = Files.createDirectories(tree.resolve("live-" + zone));
                Files.writeString(directory.resolve("f" + random.nextInt(20)), zone + random.nextInt());
            } catch (IOException e) {
                // it comes again
            }
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
    }
}
