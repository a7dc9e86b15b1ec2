package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demonstration as it is by default, with real processes only: a directory, HDFS daemons, an S3 server, and a node for each; judged by the
 * storages' own clients.
 */
class ThreeStoragesIT {
    private static final String LONG = "x".repeat(250);

    @TempDir
    Path temp;

    private interface User {
        void act(Random random) throws Exception;
    }

    @Test
    void the_default_demonstration_shows_one_copy_in_three_unlike_storages() throws Exception {
        Path input = oddTree(30);
        Path directory = temp.resolve("demo");
        try (RunningDemo demo = start(directory, input).awaitProof();
                OutsideTrees outside = OutsideTrees.of(directory.resolve("network.json"))) {
            SortedMap<String, String> all = Trees.digests(input);
            assertThat(Trees.digests(demo.zone("oslo"))).isEqualTo(all);
            assertThat(outside.hdfs()).isEqualTo(without(all, "link", "12:30"));
            assertThat(outside.s3()).isEqualTo(without(all, "link", LONG));
            assertThat(demo.output())
                    .contains(
                            "parked in lyon, which cannot hold them: 1 × storage-name-illegal, 1 × storage-unrepresentable")
                    .contains(
                            "parked in kyoto, which cannot hold them: 1 × storage-failed, 1 × storage-unrepresentable");
            assertThat(parked(demo))
                    .isEqualTo(Map.of(
                            "lyon link",
                            "storage-unrepresentable",
                            "lyon 12:30",
                            "storage-name-illegal",
                            "kyoto link",
                            "storage-unrepresentable",
                            "kyoto " + LONG,
                            "storage-failed"));
            assertThat(differences(demo))
                    .containsExactlyInAnyOrder(
                            "lyon missing link", "lyon missing 12:30", "kyoto missing link", "kyoto missing " + LONG);
        }
    }

    /** What a check that reads every content finds: ZONE KIND PATH. */
    private static List<String> differences(RunningDemo demo) throws IOException {
        RunningDemo.Answer checked = demo.ask("check", "start", "demo", "--depth", "digest", "--wait");
        assertThat(checked.output()).contains("done, 4 differences");
        assertThat(checked.exit()).isEqualTo(1);
        String check = checked.output().replaceAll("(?s).*rule demo at ([0-9.]+),.*", "$1");
        List<String> found = new java.util.ArrayList<>();
        for (JsonNode each : new ObjectMapper()
                .readTree(demo.ask("check", "show", "demo", check, "-o", "json").output())
                .path("differences")) {
            found.add(each.path("zone").asText() + " " + each.path("kind").asText() + " "
                    + each.path("path").asText());
        }
        return found;
    }

    /** Users write by each storage's own means, and each server and each node is killed once. */
    @Test
    @Tag("full")
    void three_unlike_zones_become_equal_although_each_storage_and_each_node_is_killed_under_load() throws Exception {
        Path directory = temp.resolve("demo");
        try (RunningDemo demo = start(directory, oddTree(60)).awaitProof();
                OutsideTrees outside = OutsideTrees.of(directory.resolve("network.json"))) {
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> users = List.of(
                    user(stop, 1, random -> {
                        Path at = Files.createDirectories(demo.zone("oslo").resolve("of-oslo"));
                        Path file = at.resolve("f" + random.nextInt(20));
                        if (random.nextInt(4) == 0 && Files.exists(file)) {
                            Files.move(file, at.resolve("m" + random.nextInt(20)));
                        } else {
                            Files.writeString(file, "oslo " + random.nextLong());
                        }
                    }),
                    user(stop, 2, random -> {
                        String file = "of-lyon/f" + random.nextInt(20);
                        outside.writeHdfs(file, bytes("lyon " + random.nextLong()));
                        if (random.nextInt(4) == 0) {
                            outside.moveHdfs(file, "of-lyon/m" + random.nextInt(1_000_000));
                        }
                    }),
                    user(stop, 3, random -> {
                        String file = "of-kyoto/f" + random.nextInt(20);
                        outside.writeS3(file, bytes("kyoto " + random.nextLong()));
                        if (random.nextInt(10) == 0) {
                            outside.deleteS3(file);
                        }
                    }));
            for (String server : List.of("lyon-namenode", "kyoto-s3", "lyon-datanode")) {
                kill(directory, server);
            }
            for (String zone : List.of("oslo", "lyon", "kyoto")) {
                long pid = demo.pid(zone);
                demo.kill(zone);
                await().atMost(Duration.ofMinutes(1)).until(() -> demo.pid(zone) != pid);
            }
            stop.set(true);
            for (Thread user : users) {
                user.join();
            }
            Files.writeString(demo.zone("oslo").resolve("last-of-oslo"), "o");
            await().atMost(Duration.ofMinutes(4)).ignoreExceptions().until(() -> {
                outside.writeHdfs("last-of-lyon", bytes("l"));
                outside.writeS3("last-of-kyoto", bytes("k"));
                return true;
            });
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(2))
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        SortedMap<String, String> oslo = Trees.digests(demo.zone("oslo"));
                        assertThat(oslo).containsKeys("last-of-oslo", "last-of-lyon", "last-of-kyoto");
                        assertThat(outside.hdfs()).as("lyon").isEqualTo(without(oslo, "link", "12:30"));
                        assertThat(outside.s3()).as("kyoto").isEqualTo(without(oslo, "link", LONG));
                    });
        }
    }

    private static RunningDemo start(Path directory, Path input) throws IOException {
        return RunningDemo.start(directory, input, "--zones", "local,hdfs,s3");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SortedMap<String, String> without(SortedMap<String, String> tree, String... names) {
        SortedMap<String, String> rest = new TreeMap<>(tree);
        rest.keySet().removeAll(List.of(names));
        return rest;
    }

    /** Goes on although the storage is away for a while, as users do. */
    private static Thread user(AtomicBoolean stop, int seed, User user) {
        return Thread.ofPlatform().start(() -> {
            Random random = new Random(seed);
            while (!stop.get()) {
                try {
                    user.act(random);
                } catch (Exception e) {
                    // The storage is away, or another zone was quicker.
                }
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
        });
    }

    /** Kills a server with signal 9 and waits until it runs again. */
    private static void kill(Path directory, String server) throws IOException {
        long pid = serverPid(directory, server);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofMinutes(1)).until(() -> serverPid(directory, server) != pid);
    }

    private static long serverPid(Path directory, String server) {
        try {
            JsonNode network = new ObjectMapper()
                    .readTree(directory.resolve("network.json").toFile());
            for (JsonNode node : network.path("nodes")) {
                for (JsonNode one : node.path("storage").path("servers")) {
                    if (one.path("name").asText().equals(server)) {
                        return one.path("pid").asLong();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no server " + server);
    }

    private static Map<String, String> parked(RunningDemo demo) throws IOException {
        Map<String, String> parked = new TreeMap<>();
        for (JsonNode item :
                new ObjectMapper().readTree(demo.ask("parked", "-o", "json").output())) {
            parked.put(
                    item.path("zone").asText() + " " + item.path("path").asText(),
                    item.path("reason").asText());
        }
        return parked;
    }

    private Path oddTree(int files) throws IOException {
        Path input = Files.createDirectories(temp.resolve("input"));
        Random random = new Random(1);
        for (int i = 0; i < files; i++) {
            byte[] content = new byte[random.nextInt(40_000)];
            random.nextBytes(content);
            Files.write(Files.createDirectories(input.resolve("d" + i % 4)).resolve("f" + i), content);
        }
        byte[] large = new byte[9_000_000];
        random.nextBytes(large);
        Files.write(input.resolve("large"), large);
        for (String name : List.of(
                " spaced ",
                "-dash",
                "new\nline",
                "caf\u00e9",
                "cafe\u0301",
                "\ud83d\ude80",
                "back\\slash",
                "12:30",
                LONG)) {
            Files.writeString(input.resolve(name), name);
        }
        Files.write(input.resolve("nothing"), new byte[0]);
        Files.createDirectories(input.resolve("empty/deeper"));
        Files.createSymbolicLink(input.resolve("link"), Path.of("d1/f1"));
        return input;
    }
}
