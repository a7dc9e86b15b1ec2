package org.onecopy.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.cli.NetworkFile;
import org.onecopy.cli.OnecopyCommand;
import org.onecopy.cli.TestTerminal;
import org.onecopy.cli.demo.readers.LocalReader;
import org.onecopy.model.ZoneName;

/** The demonstration, with real processes that stand in for nodes. */
final class DemoCommandTest {
    @TempDir
    Path directory;

    private static final NodeLauncher MIRRORS = NodeLauncher.of(List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            NodeLauncher.classPath(),
            MirrorNode.class.getName()));

    private TestTerminal terminal() {
        return new TestTerminal(
                Map.of("XDG_STATE_HOME", directory.resolve("state").toString()));
    }

    private static int run(TestTerminal terminal, NodeLauncher launcher, String... args) {
        List<String> full = new ArrayList<>(List.of("demo"));
        full.addAll(List.of(args));
        if (!full.contains("--zones")) {
            full.addAll(List.of("--zones", "local,local,local"));
        }
        var command = OnecopyCommand.create(terminal.terminal())
                .addSubcommand(new DemoCommand(terminal.terminal(), launcher));
        return OnecopyCommand.settle(command, terminal.terminal()).execute(full.toArray(String[]::new));
    }

    private Path input() throws IOException {
        Path input = Files.createDirectories(directory.resolve("input"));
        Files.writeString(input.resolve("a b"), "1");
        Files.createDirectories(input.resolve("empty"));
        Path script =
                Files.writeString(Files.createDirectories(input.resolve("sub")).resolve("run.sh"), "echo");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        Files.setLastModifiedTime(script, FileTime.from(Instant.parse("2020-02-02T02:02:02.123456789Z")));
        Files.createSymbolicLink(input.resolve("sub/link"), Path.of("../a b"));
        Files.setPosixFilePermissions(
                Files.createDirectories(input.resolve("closed")), PosixFilePermissions.fromString("r-xr-xr-x"));
        return input;
    }

    @Test
    void copies_proves_and_goes_on_from_where_it_was() throws Exception {
        Path demo = directory.resolve("demo");
        String[] args = {"--once", "--json", "--dir", demo.toString(), "--input", input().toString()};
        TestTerminal first = terminal();
        assertThat(run(first, MIRRORS, args)).as(first.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(first.out());
        assertThat(result.path("equal").asBoolean()).isTrue();
        assertThat(result.path("copiedFiles").asInt()).isEqualTo(3);
        assertThat(result.path("zones")).hasSize(3);
        assertThat(result.path("zones").get(2).path("files").asInt()).isEqualTo(2);
        assertThat(Files.getLastModifiedTime(demo.resolve("zones/oslo/sub/run.sh"))
                        .toInstant())
                .isEqualTo(Instant.parse("2020-02-02T02:02:02.123456789Z"));
        assertThat(Files.readSymbolicLink(demo.resolve("zones/kyoto/sub/link"))).hasToString("../a b");
        NetworkFile network = NetworkFile.read(demo.resolve("network.json"));
        assertThat(network.nodes())
                .allMatch(node -> node.storage() instanceof NetworkFile.StoragePlace.Local local
                        && Files.isDirectory(Path.of(local.path())));
        assertThat(directory.resolve("state/onecopy/current-network")).doesNotExist();
        assertThat(network.nodes())
                .noneMatch(node -> ProcessHandle.of(node.pid()).isPresent());

        Files.writeString(directory.resolve("input/new"), "2");
        String ports = Files.readString(demo.resolve("ports.json"));
        TestTerminal second = terminal();
        assertThat(run(second, MIRRORS, args)).as(second.err()).isZero();
        assertThat(new ObjectMapper().readTree(second.out()).path("copiedFiles").asInt())
                .isEqualTo(1);
        assertThat(Files.readString(demo.resolve("ports.json"))).isEqualTo(ports);
    }

    @Test
    void lists_the_differences_and_ends_with_1() throws Exception {
        Path demo = directory.resolve("demo");
        Path broken = Files.createDirectories(demo.resolve("nodes/kyoto-1")).resolve("broken");
        Files.writeString(broken, "");
        TestTerminal terminal = terminal();
        int code = run(
                terminal,
                MIRRORS,
                "--once",
                "--dir",
                demo.toString(),
                "--input",
                input().toString(),
                "--patience",
                "1s");
        assertThat(code).as(terminal.err()).isEqualTo(1);
        assertThat(terminal.out())
                .contains("THE ZONES DIFFER at 6 paths")
                .contains("a b: oslo [FILE")
                .contains("kyoto [missing]");
    }

    @Test
    void starts_a_killed_node_again_and_stops_when_told() throws Exception {
        Path demo = directory.resolve("demo");
        TestTerminal terminal = terminal();
        Thread[] runner = new Thread[1];
        CompletableFuture<Integer> end = new CompletableFuture<>();
        runner[0] = Thread.ofPlatform()
                .start(() -> end.complete(run(terminal, MIRRORS, "--dir", demo.toString(), "--files", "30")));
        await().atMost(Duration.ofMinutes(2)).until(() -> terminal.out().contains("Now try"));
        assertThat(terminal.out()).contains("all three zones hold the same");
        Path networkFile = demo.resolve("network.json");
        long killed = NetworkFile.read(networkFile).nodes().get(1).pid();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            long pid = NetworkFile.read(networkFile).nodes().get(1).pid();
            return pid != killed && ProcessHandle.of(pid).isPresent();
        });
        TestTerminal other = terminal();
        assertThat(run(other, MIRRORS, "--dir", demo.toString())).isEqualTo(75);
        assertThat(other.err())
                .contains("another demonstration")
                .contains("" + ProcessHandle.current().pid());
        runner[0].interrupt();
        assertThat(end.get()).isNotNull();
        assertThat(NetworkFile.read(networkFile).nodes())
                .noneMatch(node -> ProcessHandle.of(node.pid()).isPresent());
    }

    @Test
    void tells_why_a_node_does_not_stay_up() throws Exception {
        NodeLauncher failing = NodeLauncher.of(List.of("-cp", "/nowhere", "No.Such.Main"));
        TestTerminal terminal = terminal();
        int code = run(
                terminal,
                failing,
                "--once",
                "--dir",
                directory.resolve("demo").toString(),
                "--input",
                input().toString());
        assertThat(code).isEqualTo(70);
        assertThat(terminal.err()).contains("does not stay up").contains("No.Such.Main");
    }

    @Test
    void refuses_what_cannot_work_before_it_starts_anything() throws Exception {
        Path input = input();
        assertRefused(
                "there is no such directory",
                "--input",
                directory.resolve("missing").toString());
        assertRefused(
                "must lie apart",
                "--input",
                input.toString(),
                "--dir",
                input.resolve("demo").toString());
        assertRefused("must lie apart", "--input", input.toString(), "--dir", directory.toString());
        assertRefused("there is no storage 'ftp' here, only hdfs, local, s3", "--zones", "local,ftp,s3");
        assertRefused("there are three zones", "--zones", "local,hdfs");
        assertRefused("there are three zones", "--zones", "local,local,local,local");
        assertRefused("there is no storage ''", "--zones", "local,,s3");
        assertRefused("--files must be", "--files", "0");
        try (Stream<Path> left = Files.list(input)) {
            assertThat(left.map(path -> path.getFileName().toString())).doesNotContain("demo");
        }
    }

    private void assertRefused(String message, String... args) {
        TestTerminal terminal = terminal();
        assertThat(run(terminal, MIRRORS, args)).as(terminal.err()).isEqualTo(2);
        assertThat(terminal.err()).contains(message);
    }

    @Test
    void makes_the_same_data_set_each_time() throws Exception {
        Path one = DataSet.in(Files.createDirectories(directory.resolve("one")), 50);
        Path two = DataSet.in(Files.createDirectories(directory.resolve("two")), 50);
        try (TreeProof proof = proof(one, two)) {
            TreeProof.Outcome same = proof.compare();
            assertThat(same.differences()).isEmpty();
            assertThat(same.zones().getFirst().files()).isGreaterThan(60);
            // One byte in the middle of a file, with the same length and time.
            Path victim = two.resolve("odd names/snow ☃ and 🚀");
            FileTime time = Files.getLastModifiedTime(victim);
            byte[] content = Files.readAllBytes(victim);
            content[3] ^= 1;
            Files.write(victim, content);
            Files.setLastModifiedTime(victim, time);
            TreeProof.Outcome differs = proof.compare();
            assertThat(differs.differencesTotal()).isEqualTo(1);
            assertThat(differs.differences().getFirst()).startsWith("odd names/snow ☃ and 🚀:");
        }
    }

    private static TreeProof proof(Path one, Path two) {
        ZoneName a = new ZoneName("a");
        ZoneName b = new ZoneName("b");
        return new TreeProof(
                Map.of(a, new LocalReader(one), b, new LocalReader(two)),
                () -> Map.of(a, ParkedPaths.NONE, b, ParkedPaths.NONE),
                2);
    }
}
