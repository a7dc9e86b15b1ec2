package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.app.RunningDemo.Answer;

/** Rules over trees that hold files already, and zones that come into a rule and go out of it: three real processes, killed on the way. */
@Tag("full")
class LocationsIT {
    private static final Duration SOON = Duration.ofMinutes(3);

    @TempDir
    Path temp;

    @Test
    void a_union_keeps_what_differs_and_adopts_what_is_equal() throws Exception {
        try (RunningDemo demo = start()) {
            fill("oslo", "lyon", "kyoto");
            long same = inode(place("kyoto").resolve("same"));
            Answer refused = create(demo, "oslo", "lyon", "kyoto");
            assertThat(refused.exit()).isNotZero();
            assertThat(refused.output())
                    .contains("more than one location holds files")
                    .contains("kyoto=3");
            try (Users users = new Users("oslo", "lyon", "kyoto")) {
                assertThat(create(demo, "oslo", "lyon", "kyoto", "--initial", "union")
                                .exit())
                        .isZero();
                restart(demo, "lyon");
                users.end();
            }
            awaitEqual("oslo", "lyon", "kyoto");
            SortedMap<String, String> tree = Trees.digests(place("kyoto"));
            assertThat(tree).containsKeys("of-oslo", "of-lyon", "of-kyoto", "same", "differs");
            assertThat(tree.keySet().stream()
                            .filter(path -> path.startsWith("_conflict-") && path.endsWith("~differs")))
                    .hasSize(2);
            assertThat(inode(place("kyoto").resolve("same")))
                    .as("adopted in place")
                    .isEqualTo(same);
        }
    }

    @Test
    void a_source_sends_what_others_hold_to_the_trash() throws Exception {
        try (RunningDemo demo = start()) {
            fill("oslo", "lyon", "kyoto");
            long same = inode(place("lyon").resolve("same"));
            assertThat(create(demo, "oslo", "lyon", "kyoto", "--initial", "source=oslo")
                            .exit())
                    .isZero();
            restart(demo, "kyoto");
            awaitEqual("oslo", "lyon", "kyoto");
            assertThat(Trees.digests(place("lyon"))).containsOnlyKeys("", "of-oslo", "same", "differs");
            assertThat(place("lyon").resolve("differs")).hasContent("differs in oslo");
            assertThat(inode(place("lyon").resolve("same")))
                    .as("adopted in place")
                    .isEqualTo(same);
            Files.writeString(place("kyoto").resolve("later"), "a user's");
            await().atMost(SOON).until(() -> Files.exists(place("oslo").resolve("later")));
        }
    }

    @Test
    void a_zone_is_added_and_another_taken_out_while_users_work_and_nodes_are_killed() throws Exception {
        try (RunningDemo demo = start()) {
            fill("oslo", "kyoto");
            Files.createDirectories(place("lyon"));
            assertThat(create(demo, "oslo", "lyon").exit()).isZero();
            awaitEqual("oslo", "lyon");
            long same = inode(place("kyoto").resolve("same"));
            Answer refused = demo.ask("rules", "edit", "pair", "--add-zone", "kyoto=" + place("kyoto"));
            assertThat(refused.exit()).isNotZero();
            assertThat(refused.output()).contains("holds files already").contains("kyoto=3");
            Answer shared = demo.ask("rules", "edit", "pair", "--add-zone", "kyoto=" + place("oslo"));
            assertThat(shared.output()).contains("would share the directory");
            try (Users users = new Users("oslo", "lyon", "kyoto")) {
                Thread edit = Thread.ofPlatform().start(() -> addKyoto(demo));
                restart(demo, "kyoto");
                restart(demo, "oslo");
                edit.join();
                users.end();
            }
            await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> isActive(demo, "kyoto"));
            awaitEqual("oslo", "lyon", "kyoto");
            SortedMap<String, String> tree = Trees.digests(place("oslo"));
            assertThat(tree).containsKeys("of-oslo", "of-kyoto", "same", "differs");
            assertThat(place("oslo").resolve("differs")).hasContent("differs in oslo");
            assertThat(tree.keySet())
                    .anyMatch(path -> path.startsWith("_conflict-kyoto-") && path.endsWith("~differs"));
            assertThat(inode(place("kyoto").resolve("same")))
                    .as("adopted in place")
                    .isEqualTo(same);

            await().atMost(SOON)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> demo.ask("rules", "edit", "pair", "--remove-zone", "lyon")
                                    .exit()
                            == 0);
            SortedMap<String, String> left = Trees.digests(place("lyon"));
            Files.writeString(place("oslo").resolve("after"), "without lyon");
            await().atMost(SOON).until(() -> Files.exists(place("kyoto").resolve("after")));
            assertThat(Trees.digests(place("lyon"))).as("stays as it is").isEqualTo(left);
            await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> isOutOfMembership(demo, "lyon"));
        }
    }

    /** Asks until it is accepted: while the nodes that have to answer are being killed, it is refused. */
    private void addKyoto(RunningDemo demo) {
        String location = "kyoto=" + place("kyoto");
        await().atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> demo.ask("rules", "edit", "pair", "--add-zone", location, "--initial", "union")
                                .exit()
                        == 0);
    }

    private static boolean isOutOfMembership(RunningDemo demo, String zone) {
        String all = demo.ask("memberships").output();
        return Arrays.stream(all.split("\n")).noneMatch(line -> line.contains("pair") && line.contains(zone));
    }

    private static boolean isActive(RunningDemo demo, String zone) {
        return Arrays.stream(demo.ask("rules", "show", "pair").output().split("\n"))
                .anyMatch(line -> line.contains(zone) && line.contains("active"));
    }

    private RunningDemo start() throws IOException {
        Path input = Files.createDirectories(temp.resolve("in"));
        Files.writeString(input.resolve("one"), "1");
        return RunningDemo.start(temp.resolve("demo"), input).awaitProof();
    }

    private Path place(String zone) {
        return temp.resolve("places").resolve(zone);
    }

    /** Each zone holds a file of its own, one that is equal everywhere, and one that differs. */
    private void fill(String... zones) throws IOException {
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        for (String zone : zones) {
            Path place = Files.createDirectories(place(zone));
            Files.write(place.resolve("same"), large);
            Files.writeString(place.resolve("of-" + zone), "of " + zone);
            Files.writeString(place.resolve("differs"), "differs in " + zone);
        }
    }

    /** @param zonesAndMore zones, then further options */
    private Answer create(RunningDemo demo, String... zonesAndMore) {
        List<String> command = new ArrayList<>(List.of("rules", "create", "pair"));
        for (String each : zonesAndMore) {
            boolean zone = List.of("oslo", "lyon", "kyoto").contains(each);
            command.addAll(zone ? List.of("--zone", each + "=" + place(each)) : List.of(each));
        }
        return demo.ask(command.toArray(String[]::new));
    }

    private static void restart(RunningDemo demo, String zone) {
        long pid = demo.pid(zone);
        demo.kill(zone);
        await().atMost(Duration.ofMinutes(1)).until(() -> demo.pid(zone) != pid);
    }

    private static long inode(Path file) throws IOException {
        return (long) Files.getAttribute(file, "unix:ino");
    }

    private void awaitEqual(String... zones) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            SortedMap<String, String> first = Trees.digests(place(zones[0]));
            for (String zone : zones) {
                assertThat(Trees.digests(place(zone))).as(zone).isEqualTo(first);
            }
        });
    }

    /** Users of some zones who write new files until they are told to end. */
    private final class Users implements AutoCloseable {
        private final AtomicBoolean stop = new AtomicBoolean();
        private final List<Thread> threads;

        Users(String... zones) {
            threads = Stream.of(zones)
                    .map(zone -> Thread.ofPlatform().start(() -> write(zone)))
                    .toList();
        }

        private void write(String zone) {
            for (int n = 0; !stop.get(); n++) {
                try {
                    Files.writeString(
                            Files.createDirectories(place(zone).resolve("users"))
                                    .resolve(zone + n % 50),
                            zone + " at " + n);
                } catch (IOException e) {
                    // the directory was replaced at this moment
                }
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        }

        void end() throws InterruptedException {
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }

        @Override
        public void close() {
            stop.set(true);
        }
    }
}
