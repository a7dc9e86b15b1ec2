package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real node processes, written to from all sides, killed in turn. */
class ThreeProcessesIT {
    private static final List<String> ZONES = List.of("oslo", "lyon", "kyoto");

    @TempDir
    Path temp;

    @Test
    void zones_become_equal_although_each_node_is_killed_in_turn_under_load() throws Exception {
        killEachInTurn(zone -> "from-" + zone);
    }

    /** The same with all users in one corner, so that most changes are conflicts. */
    @Test
    @Tag("full")
    void zones_become_equal_although_users_of_all_zones_change_the_same_files() throws Exception {
        killEachInTurn(zone -> "shared");
    }

    private void killEachInTurn(UnaryOperator<String> corner) throws Exception {
        Path input = oddTree();
        try (RunningDemo demo = RunningDemo.start(temp.resolve("demo"), input).awaitProof()) {
            assertThat(Trees.digests(demo.zone("kyoto"))).isEqualTo(Trees.digests(input));
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> users = ZONES.stream()
                    .map(zone -> Thread.ofPlatform()
                            .start(() -> write(demo.zone(zone).resolve(corner.apply(zone)), zone, stop)))
                    .toList();
            for (String zone : ZONES) {
                Path before = demo.zone(zone).resolve("before-kill-of-" + zone);
                Files.writeString(before, "written before the kill");
                long pid = demo.pid(zone);
                demo.kill(zone);
                await().atMost(Duration.ofMinutes(1)).until(() -> demo.pid(zone) != pid);
            }
            RunningDemo.Answer underLoad = await().atMost(Duration.ofMinutes(2))
                    .until(
                            () -> demo.ask("check", "start", "demo", "--depth", "digest", "--wait"),
                            answer -> answer.exit() <= 1); // else the nodes are still on their way up
            assertThat(underLoad.exit()).as(underLoad.output()).isZero();
            stop.set(true);
            for (Thread user : users) {
                user.join();
            }
            demo.awaitEqual(Duration.ofMinutes(3));
            proveEqual(demo);
            for (String zone : ZONES) {
                assertThat(demo.zone("oslo").resolve("before-kill-of-" + zone)).hasContent("written before the kill");
            }
        }
    }

    /** By the command line, and by a certificate that is worth nothing once somebody has changed it. */
    private void proveEqual(RunningDemo demo) throws IOException {
        RunningDemo.Answer checked = demo.ask("check", "start", "demo", "--depth", "digest", "--wait");
        assertThat(checked.exit()).as(checked.output()).isZero();
        String check = checked.output().replaceAll("(?s).*rule demo at ([0-9.]+),.*", "$1");
        Path file = temp.resolve("certificate.json");
        RunningDemo.Answer written = demo.ask("check", "certificate", "demo", check, "--out", file.toString());
        assertThat(written.exit()).as(written.output()).isZero();
        RunningDemo.Answer valid = demo.verify(file);
        assertThat(valid.exit()).as(valid.output()).isZero();
        assertThat(valid.output()).contains("valid: rule demo at " + check, "kyoto, lyon, oslo");
        Files.writeString(file, Files.readString(file).replace("\"rule\" : \"demo\"", "\"rule\" : \"else\""));
        assertThat(demo.verify(file).exit()).isEqualTo(1);
    }

    @Test
    void a_second_run_goes_on_with_what_changed_while_all_nodes_were_down() throws Exception {
        Path input = Files.createDirectories(temp.resolve("in"));
        Files.writeString(input.resolve("one"), "1");
        Path directory = temp.resolve("demo");
        try (RunningDemo demo = RunningDemo.start(directory, input).awaitProof()) {
            assertThat(demo.zone("lyon").resolve("one")).hasContent("1");
        }
        Files.writeString(directory.resolve("zones/lyon/two"), "2");
        Files.delete(directory.resolve("zones/kyoto/one"));
        Path nothing = Files.createDirectories(temp.resolve("nothing"));
        try (RunningDemo demo = RunningDemo.start(directory, nothing, "--once")) {
            assertThat(demo.awaitExit(Duration.ofMinutes(3))).as(demo.output()).isZero();
        }
        assertThat(Trees.digests(directory.resolve("zones/oslo"))).containsOnlyKeys("", "two");
    }

    private Path oddTree() throws IOException {
        Path input = Files.createDirectories(temp.resolve("input"));
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(40_000)];
            random.nextBytes(bytes);
            Files.write(Files.createDirectories(input.resolve("d" + i % 7)).resolve("f" + i), bytes);
        }
        for (String name :
                List.of(" spaced ", "-dash", "new\nline", "caf\u00e9", "cafe\u0301", "\ud83d\ude80", "x".repeat(250))) {
            Files.writeString(input.resolve(name), name);
        }
        Files.createDirectories(input.resolve("empty/deeper"));
        Files.createSymbolicLink(input.resolve("link"), Path.of("d1/f1"));
        return input;
    }

    /** A user of one zone: writes, renames and removes, fewer than the guard minds. */
    private static void write(Path corner, String name, AtomicBoolean stop) {
        Random random = new Random(name.hashCode());
        int removals = 30;
        while (!stop.get()) {
            try {
                Path directory = Files.createDirectories(corner.resolve("d" + random.nextInt(3)));
                Path file = directory.resolve("f" + random.nextInt(20));
                switch (random.nextInt(4)) {
                    case 0, 1 -> Files.writeString(file, name + random.nextInt());
                    case 2 -> removals -= removals > 0 && Files.deleteIfExists(file) ? 1 : 0;
                    default -> Files.move(file, directory.resolve("m" + random.nextInt(20)));
                }
            } catch (IOException e) {
                // somebody else was quicker
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }
}
