package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.client.AdminClient;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.IdentityFiles;

/** What may go wrong around real nodes: each is said with its place and remedy, everything else goes on, and nothing is lost. */
class BadLuckIT {
    private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");

    /** The exit codes of a wrong input, and of what cannot be had for now (EX_UNAVAILABLE of sysexits.h). */
    private static final int WRONG = 1;

    private static final int UNAVAILABLE = 69;

    @TempDir
    Path temp;

    private NodeProcesses network;

    @BeforeEach
    void begin() throws IOException {
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("oslo-1", "oslo");
        zones.put("lyon-1", "lyon");
        zones.put("kyoto-1", "kyoto");
        network = NodeProcesses.start(temp.resolve("network"), zones);
    }

    @AfterEach
    void end() {
        network.close();
    }

    @Test
    @DisplayName("a port that is in use, and a certificate of another network")
    void a_node_that_cannot_start_says_why_and_ends() throws Exception {
        network.makeRule();
        network.kill("lyon-1");
        try (ServerSocket taken =
                new ServerSocket(network.adminPort("lyon-1"), 1, InetAddress.ofLiteral("127.0.0.1"))) {
            network.launch("lyon-1");
            assertThat(network.exit("lyon-1")).isEqualTo(UNAVAILABLE);
            assertThat(network.log("lyon-1")).contains("address-in-use").contains("127.0.0.1:" + taken.getLocalPort());
        }
        Path identity = network.home("lyon-1").resolve("identity");
        Path right = Files.move(identity, network.home("lyon-1").resolve("right"));
        CertificateAuthority foreign = CertificateAuthority.create(UUID.randomUUID(), Clock.systemUTC());
        new IdentityFiles(identity)
                .store(foreign.newIdentity(new NodeId("lyon-1"), new ZoneName("lyon"), List.of("127.0.0.1")));
        network.launch("lyon-1");
        assertThat(network.exit("lyon-1")).isEqualTo(WRONG);
        assertThat(network.log("lyon-1")).contains("certificate-invalid").contains(identity.toString());
        Files.move(identity, network.home("lyon-1").resolve("foreign"));
        Files.move(right, identity);
        network.launch("lyon-1");
        write("oslo", "after", "everything is right again");
        awaitFile("lyon", "after", "everything is right again");
    }

    @Test
    @DisplayName("a storage that is away, and another one in its place")
    void a_missing_or_strange_storage_deletes_nothing_anywhere() throws Exception {
        network.makeRule();
        write("oslo", "before", "1");
        awaitFile("lyon", "before", "1");
        awaitFile("kyoto", "before", "1");
        Path root = network.zone("lyon");
        Path away = Files.move(root, root.resolveSibling("away"));
        awaitEvent("lyon-1", "storage-unavailable", root.toString());
        Files.createDirectory(root);
        awaitEvent("lyon-1", "storage-unavailable", "not the one that was known");
        write("oslo", "while away", "2");
        awaitFile("kyoto", "while away", "2");
        assertThat(events("lyon-1"))
                .filteredOn(event -> event.type().equals("storage-available"))
                .isEmpty();
        shell(temp, "rm -r '" + root + "'"); // a working area may have been made in it
        Files.move(away, root);
        awaitFile("lyon", "while away", "2");
        awaitEvent("lyon-1", "storage-available", root.toString());
        for (String zone : List.of("oslo", "lyon", "kyoto")) {
            assertThat(network.zone(zone).resolve("before")).hasContent("1");
        }
    }

    @Test
    @DisplayName("a name that Java cannot hold, and a directory that becomes a file")
    void odd_names_and_changes_of_kind_hold_nothing_up() throws Exception {
        network.makeRule();
        Path oslo = network.zone("oslo");
        Files.createDirectories(oslo.resolve("swap/below"));
        write("oslo", "swap/below/file", "1");
        awaitFile("kyoto", "swap/below/file", "1");
        shell(oslo, "printf x > \"$(printf 'bad\\377name')\"; rm -r swap; printf file > swap");
        write("oslo", "good", "2");
        awaitFile("kyoto", "good", "2");
        awaitFile("kyoto", "swap", "file");
        awaitFile("lyon", "swap", "file");
        awaitEvent("oslo-1", "name-refused", "bad");
        assertThat(oslo.resolve("swap")).hasContent("file");
    }

    @Test
    @DisplayName("a disk that is full")
    void a_full_disk_parks_what_does_not_fit_and_goes_on_by_itself() throws Exception {
        Path root = network.zone("lyon");
        assumeTrue(
                run(temp, "mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", root.toString()) == 0,
                "skipped: this test mounts a small file system, which needs the rights of root");
        try {
            network.makeRule();
            Files.write(network.zone("oslo").resolve("large"), new byte[60 << 20]);
            awaitSize("kyoto", "large", 60 << 20);
            write("oslo", "small", "1");
            awaitFile("lyon", "small", "1");
            within(() -> assertThat(parked("lyon-1")).contains("large").contains("storage-no-space"));
            assertThat(run(temp, "mount", "-o", "remount,size=300m", root.toString()))
                    .isZero();
            awaitSize("lyon", "large", 60 << 20);
        } finally {
            network.close();
            run(temp, "umount", "-l", root.toString());
        }
    }

    @Test
    @DisplayName("a clock that is set back by a year")
    void a_node_whose_clock_is_wrong_says_so_and_the_others_go_on() throws Exception {
        assumeTrue(Files.exists(FAKETIME), "skipped: libfaketime is not installed, it sets a process's clock back");
        network.makeRule();
        write("lyon", "before", "1");
        awaitFile("kyoto", "before", "1");
        network.kill("lyon-1");
        network.launch("lyon-1", Map.of("LD_PRELOAD", FAKETIME.toString(), "FAKETIME", "-365d"));
        assertThat(network.exit("lyon-1")).isEqualTo(WRONG);
        assertThat(network.log("lyon-1")).contains("certificate-invalid").contains("this machine's clock says");
        write("oslo", "meanwhile", "2");
        awaitFile("kyoto", "meanwhile", "2");
        write("lyon", "before", "3");
        network.launch("lyon-1");
        awaitFile("lyon", "meanwhile", "2");
        awaitFile("oslo", "before", "3");
    }

    @Test
    @Tag("full")
    @DisplayName("a clock that is a day ahead")
    void a_zone_whose_clock_is_ahead_is_named_and_works() throws Exception {
        assumeTrue(Files.exists(FAKETIME), "skipped: libfaketime is not installed, it sets a process's clock");
        network.makeRule();
        network.kill("lyon-1");
        network.launch(
                "lyon-1",
                Map.of("LD_PRELOAD", FAKETIME.toString(), "FAKETIME", "+1d", "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        write("lyon", "tomorrow", "1");
        awaitFile("kyoto", "tomorrow", "1");
        for (String asked : List.of("oslo-1", "kyoto-1")) {
            within(() -> assertThat(network.ask(asked, AdminClient::status).reasons())
                    .filteredOn(reason -> reason.code().equals("clock-skewed"))
                    .singleElement()
                    .satisfies(reason ->
                            assertThat(reason.message()).contains("zone lyon").contains("ahead")));
        }
        within(() -> assertThat(network.ask("lyon-1", AdminClient::status).reasons())
                .filteredOn(reason -> reason.code().equals("clock-skewed"))
                .as("of its own point of view both others are behind")
                .hasSize(2));
    }

    private void write(String zone, String name, String text) throws IOException {
        Files.writeString(network.zone(zone).resolve(name), text);
    }

    private void awaitFile(String zone, String name, String text) {
        within(() -> assertThat(network.zone(zone).resolve(name)).hasContent(text));
    }

    private void awaitSize(String zone, String name, long size) {
        within(() -> assertThat(network.zone(zone).resolve(name).toFile()).hasSize(size));
    }

    private String parked(String node) {
        return network.ask(node, client -> client.parked(Filter.FIRST)).items().toString();
    }

    private List<EventView> events(String node) {
        return network.ask(node, client -> client.events(null, 200)).items();
    }

    private void awaitEvent(String node, String type, String part) {
        within(() -> assertThat(events(node)).anySatisfy(event -> {
            assertThat(event.type()).isEqualTo(type);
            assertThat(event.toString()).contains(part);
        }));
    }

    private static void within(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(assertion);
    }

    private static void shell(Path directory, String command) throws Exception {
        assertThat(run(directory, "sh", "-ec", command)).isZero();
    }

    private static int run(Path directory, String... command) throws Exception {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
