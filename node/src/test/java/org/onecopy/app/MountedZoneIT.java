package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.api.EventView;
import org.onecopy.testing.FuseMount;

/**
 * Real nodes, one of which has a zone that is mounted, and changed by others below the mount: no hint tells of that, as with NFS. The
 * mount may go in all the ways in which one of NFS goes.
 */
class MountedZoneIT {
    @TempDir
    static Path temp;

    private static Path below;
    private static FuseMount mount;
    private static NodeProcesses network;

    @BeforeAll
    static void begin() throws IOException {
        String obstacle = FuseMount.obstacle("bindfs", "bindfs");
        assumeTrue(obstacle == null, obstacle);
        below = Files.createDirectory(temp.resolve("below"));
        Path at = Files.createDirectory(temp.resolve("mount"));
        mount = FuseMount.bind(below, at);
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("oslo-1", "oslo");
        zones.put("lyon-1", "lyon");
        zones.put("nas-1", "nas");
        String storage = "storage: {type: local, root: /}\ncapture: {mode: scan, scanInterval: 5s}";
        network = NodeProcesses.start(
                temp.resolve("network"),
                zones,
                Map.of(
                        "nas",
                        new NodeProcesses.Elsewhere(
                                storage, at.resolve("shared").toString())));
        Files.createDirectory(below.resolve("shared"));
        network.makeRule();
    }

    @AfterAll
    static void end() {
        if (network != null) {
            network.close();
        }
        if (mount != null) {
            mount.close();
        }
    }

    @Test
    void what_others_do_below_the_mount_is_found_and_what_is_agreed_lies_there() throws Exception {
        Path directory = Files.createDirectories(below.resolve("shared/first/inner"));
        Files.writeString(directory.resolve("file"), "one");
        Files.writeString(below.resolve("shared/first/moved"), "will be moved");
        awaitFile(oslo("first/inner/file"), "one");
        awaitFile(oslo("first/moved"), "will be moved");
        Files.writeString(directory.resolve("file"), "two");
        Files.move(below.resolve("shared/first/moved"), directory.resolve("here"));
        awaitFile(oslo("first/inner/file"), "two");
        awaitFile(oslo("first/inner/here"), "will be moved");
        within(() -> assertThat(oslo("first/moved")).doesNotExist());
        Files.delete(directory.resolve("file"));
        within(() -> assertThat(oslo("first/inner/file")).doesNotExist());
        Files.writeString(oslo("first/from oslo"), "1");
        awaitFile(below.resolve("shared/first/from oslo"), "1");
        Files.writeString(oslo("first/from oslo"), "another content");
        awaitFile(below.resolve("shared/first/from oslo"), "another content");
    }

    @Test
    void a_mount_that_vanishes_takes_nothing_along_and_comes_back_by_itself() throws Exception {
        writeEverywhere("vanishing", "kept");
        long from = lastEvent();
        mount.unmount();
        Files.createDirectories(temp.resolve("mount/shared"));
        Files.writeString(temp.resolve("mount/shared/not of the zone"), "lies under the mount");
        awaitEvent(from, "storage-unavailable", temp.resolve("mount/shared").toString());
        othersGoOn("vanishing", "while unmounted");
        assertThat(status()).contains("storage-unavailable");
        Files.delete(temp.resolve("mount/shared/not of the zone"));
        Files.delete(temp.resolve("mount/shared")); // it was empty: nothing was made in it
        mount.mount();
        awaitEvent(from, "storage-available", temp.resolve("mount/shared").toString());
        nothingIsLost("vanishing", "while unmounted");
        assertThat(oslo("not of the zone")).doesNotExist();
    }

    @Test
    @Tag("full")
    void a_mount_whose_connection_is_lost_takes_nothing_along() throws Exception {
        writeEverywhere("losing", "kept");
        long from = lastEvent();
        mount.kill();
        awaitEvent(from, "storage-unavailable", "mounted and reachable");
        othersGoOn("losing", "while not connected");
        assertThat(status()).contains("storage-unavailable");
        mount.close();
        mount.mount();
        awaitEvent(from, "storage-available", temp.resolve("mount/shared").toString());
        nothingIsLost("losing", "while not connected");
        assertThat(network.log("nas-1")).doesNotContain("failed and begins anew");
    }

    @Test
    void a_mount_that_does_not_answer_holds_nobody_else_up_and_is_told_of() throws Exception {
        writeEverywhere("waiting", "kept");
        long from = lastEvent();
        mount.freeze();
        try {
            othersGoOn("waiting", "while it waits");
            awaitEvent(from, "storage-slow", temp.resolve("mount/shared").toString());
            for (int asked = 0; asked < 20; asked++) {
                assertThat(status()).contains("storage-slow"); // each answer comes, however many were asked before
            }
        } finally {
            mount.thaw();
        }
        awaitEvent(from, "storage-available", "answers again");
        nothingIsLost("waiting", "while it waits");
    }

    private static Path oslo(String path) {
        return network.zone("oslo").resolve(path);
    }

    private static void writeEverywhere(String directory, String text) throws IOException {
        Files.createDirectories(below.resolve("shared").resolve(directory));
        Files.writeString(below.resolve("shared").resolve(directory).resolve("before"), text);
        awaitFile(oslo(directory + "/before"), text);
        awaitFile(network.zone("lyon").resolve(directory).resolve("before"), text);
    }

    private static void othersGoOn(String directory, String name) throws IOException {
        Files.writeString(oslo(directory + "/" + name), "others go on");
        awaitFile(network.zone("lyon").resolve(directory).resolve(name), "others go on");
        assertThat(oslo(directory + "/before")).hasContent("kept");
    }

    private static void nothingIsLost(String directory, String name) throws IOException {
        awaitFile(below.resolve("shared").resolve(directory).resolve(name), "others go on");
        Files.writeString(below.resolve("shared").resolve(directory).resolve("after"), "it goes on");
        awaitFile(oslo(directory + "/after"), "it goes on");
        for (String zone : List.of("oslo", "lyon")) {
            assertThat(network.zone(zone).resolve(directory).resolve("before")).hasContent("kept");
        }
        assertThat(below.resolve("shared").resolve(directory).resolve("before")).hasContent("kept");
    }

    private static String status() {
        return network.ask("nas-1", client -> client.status()).toString();
    }

    private static long lastEvent() {
        List<EventView> all =
                network.ask("nas-1", client -> client.events(null, 500)).items();
        return all.isEmpty() ? 0 : all.getLast().id();
    }

    private static void awaitEvent(long after, String type, String part) {
        within(() -> assertThat(network.ask("nas-1", client -> client.events(after, 500))
                        .items())
                .anySatisfy(event -> {
                    assertThat(event.type()).isEqualTo(type);
                    assertThat(event.toString()).contains(part);
                }));
    }

    private static void awaitFile(Path file, String text) {
        within(() -> assertThat(file).hasContent(text));
    }

    private static void within(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(assertion);
    }
}
