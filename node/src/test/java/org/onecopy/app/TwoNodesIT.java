package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.api.EventView;

/** Four real node processes, two of them in one zone on the same directory: the writer there dies, or stops and comes back. */
class TwoNodesIT {
    private static final List<String> ZONES = List.of("oslo", "lyon", "kyoto");
    private static final List<String> OSLO = List.of("oslo-1", "oslo-2");

    /** There should be none; a takeover makes one or two now and then. */
    private static final int COPIES_MAX = 3;

    @TempDir
    Path temp;

    private NodeProcesses network;

    @BeforeEach
    void begin() throws IOException {
        begin(temp.resolve("network"));
    }

    void begin(Path directory) throws IOException {
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("oslo-1", "oslo");
        zones.put("oslo-2", "oslo");
        zones.put("lyon-1", "lyon");
        zones.put("kyoto-1", "kyoto");
        network = NodeProcesses.start(directory, zones);
        network.makeRule();
    }

    @AfterEach
    void end() {
        network.close();
    }

    @Test
    void the_other_node_of_a_zone_goes_on_when_the_writer_is_killed() throws Exception {
        String writer = awaitWriterAndCopy();
        String other = other(writer);
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> users = users(stop);
        Files.writeString(network.zone("oslo").resolve("before"), "written before the kill");
        awaitFiles(60);
        long killed = System.nanoTime();
        network.kill(writer);
        Files.writeString(network.zone("oslo").resolve("after"), "written after the kill");
        Path arrived = network.zone("kyoto").resolve("after");
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.exists(arrived));
        System.out.println("failover: a file was in another zone " + (System.nanoTime() - killed) / 1_000_000
                + " ms after the writer of its own was killed");
        await().atMost(Duration.ofSeconds(30)).until(() -> network.writer("oslo", "lyon-1"), other::equals);
        network.launch(writer);
        finish(stop, users);
        assertThat(events(other)).anySatisfy(event -> {
            assertThat(event.type()).isEqualTo("writer-changed");
            assertThat(event.message()).contains(writer).contains(other);
        });
        assertThat(network.zone("lyon").resolve("before")).hasContent("written before the kill");
    }

    @Test
    @Tag("full")
    void a_writer_that_stops_and_wakes_up_does_no_harm() throws Exception {
        String writer = awaitWriterAndCopy();
        String other = other(writer);
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> users = users(stop);
        awaitFiles(60);
        network.signal(writer, "STOP");
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> network.writer("oslo", "lyon-1"), other::equals);
        Files.writeString(network.zone("kyoto").resolve("while-stopped"), "k");
        Path shown = network.zone("oslo").resolve("while-stopped");
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(shown));
        network.signal(writer, "CONT");
        Files.writeString(network.zone("oslo").resolve("after-waking"), "o");
        finish(stop, users);
        assertThat(network.writer("oslo", "lyon-1")).isEqualTo(other);
        assertThat(network.zone("lyon").resolve("after-waking")).hasContent("o");
    }

    /** Waits until a node of oslo writes and the other one can take over. @return the one that writes */
    String awaitWriterAndCopy() {
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> OSLO.contains(network.writer("oslo", "lyon-1")));
        String writer = network.writer("oslo", "lyon-1");
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> events(other(writer)).stream()
                        .anyMatch(event -> event.type().equals("records-copied")));
        return writer;
    }

    private static String other(String node) {
        return OSLO.get(1 - OSLO.indexOf(node));
    }

    private List<EventView> events(String node) {
        return network.ask(node, client -> client.events(null, 200)).items();
    }

    private List<Thread> users(AtomicBoolean stop) {
        return ZONES.stream()
                .map(zone ->
                        Thread.ofPlatform().start(() -> write(network.zone(zone).resolve("from-" + zone), zone, stop)))
                .toList();
    }

    /** Waits until the users' work has gone round for a while. */
    private void awaitFiles(int count) {
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> Trees.digests(network.zone("lyon")).keySet().stream()
                                .filter(name -> !name.startsWith(".onecopy"))
                                .count()
                        > count);
    }

    private void finish(AtomicBoolean stop, List<Thread> users) throws Exception {
        stop.set(true);
        for (Thread user : users) {
            user.join();
        }
        awaitEqual();
        SortedMap<String, String> oslo = tree("oslo");
        for (String zone : ZONES) {
            assertThat(oslo).containsKey("from-" + zone + "/kept-last");
        }
        List<String> copies = oslo.keySet().stream()
                .filter(name -> name.contains("_conflict-") || name.contains("_recovered-"))
                .toList();
        if (!copies.isEmpty()) {
            System.out.println(
                    "known to happen, see H47 in docs/GUARANTEES.md: conflict copies of what nobody else had changed: "
                            + copies);
        }
        assertThat(copies).hasSizeLessThanOrEqualTo(COPIES_MAX);
    }

    private void awaitEqual() throws IOException {
        try {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> differences().isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not equal: " + differences() + network.account(), e);
        }
    }

    /** Of each zone against oslo. */
    private SortedMap<String, String> differences() throws IOException {
        SortedMap<String, String> oslo = tree("oslo");
        SortedMap<String, String> all = differences("lyon", oslo, tree("lyon"));
        all.putAll(differences("kyoto", oslo, tree("kyoto")));
        return all;
    }

    /** What is in one of two trees only, or differs. */
    static SortedMap<String, String> differences(String zone, Map<String, String> oslo, Map<String, String> tree) {
        SortedMap<String, String> differences = new TreeMap<>();
        Set<String> names = new TreeSet<>(oslo.keySet());
        names.addAll(tree.keySet());
        names.removeIf(name -> Objects.equals(tree.get(name), oslo.get(name)));
        names.forEach(name -> differences.put(zone + ":" + name, oslo.get(name) + " in oslo, " + tree.get(name)));
        return differences;
    }

    private SortedMap<String, String> tree(String zone) throws IOException {
        SortedMap<String, String> tree = Trees.digests(network.zone(zone));
        tree.keySet().removeIf(name -> name.startsWith(".onecopy"));
        return tree;
    }

    /** A user of one zone in a corner of its own, so that there is nothing to conflict with; the last file is written at the end. */
    private static void write(Path corner, String name, AtomicBoolean stop) {
        Random random = new Random(name.hashCode());
        while (!stop.get()) {
            try {
                Path directory = Files.createDirectories(corner.resolve("d" + random.nextInt(3)));
                Path file = directory.resolve("f" + random.nextInt(40));
                switch (random.nextInt(5)) {
                    case 0, 1 -> Files.writeString(file, name + random.nextInt());
                    case 2 -> Files.write(file, new byte[20_000 + random.nextInt(200_000)]);
                    case 3 -> Files.deleteIfExists(file);
                    default -> Files.move(file, directory.resolve("m" + random.nextInt(40)));
                }
            } catch (IOException e) {
                // what was to be moved is not there, or its new name is taken
            }
            java.util.concurrent.locks.LockSupport.parkNanos(15_000_000);
        }
        try {
            Files.writeString(Files.createDirectories(corner).resolve("kept-last"), name);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
