package org.onecopy.app;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/** A demo in processes of its own, as the launcher starts it from the packaged jar; driven by files, signals and network.json only. */
final class RunningDemo implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path log;
    private final Process process;

    private RunningDemo(Path directory, Path log, Process process) {
        this.directory = directory;
        this.log = log;
        this.process = process;
    }

    /** Starts one of directories, unless more arguments say other zones. */
    static RunningDemo start(Path directory, Path input, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx192m",
                "-Dorg.apache.ratis.thirdparty.io.netty.allocator.useCacheForAllThreads=false",
                "-cp",
                jar().toString(),
                "org.onecopy.app.Main",
                "demo",
                "--dir",
                directory.toString(),
                "--input",
                input.toString()));
        command.addAll(List.of(more));
        if (!command.contains("--zones")) {
            command.addAll(List.of("--zones", "local,local,local"));
        }
        Path log = directory.resolveSibling(directory.getFileName() + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment()
                .put("XDG_STATE_HOME", directory.resolveSibling("state").toString());
        return new RunningDemo(directory, log, builder.start());
    }

    /** Waits until the demo has proved its first copy. */
    RunningDemo awaitProof() {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the demo ended early:\n" + output());
                    }
                    return output().contains("hold the same");
                });
        return this;
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    Path zone(String name) {
        return directory.resolve("zones").resolve(name);
    }

    long pid(String zone) {
        try {
            for (JsonNode node :
                    JSON.readTree(directory.resolve("network.json").toFile()).path("nodes")) {
                if (node.path("zone").asText().equals(zone)) {
                    return node.path("pid").asLong();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no node of zone " + zone);
    }

    /** Kills a zone's node with signal 9. */
    void kill(String zone) {
        ProcessHandle.of(pid(zone)).ifPresent(ProcessHandle::destroyForcibly);
    }

    /**
     * What a command of the command line printed, once it has ended.
     *
     * @param exit its exit code
     */
    record Answer(int exit, String output) {}

    /** Asks the running network by the command line, as an administrator does. */
    Answer ask(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                jar().toString(),
                "org.onecopy.app.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment()
                .put("XDG_STATE_HOME", directory.resolveSibling("state").toString());
        try {
            Process asked = builder.start();
            String printed = new String(asked.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return new Answer(asked.waitFor(), printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The words before the arguments of a command, for a shell. */
    String command() {
        return Path.of(System.getProperty("java.home"), "bin", "java")
                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '" + jar()
                + "' org.onecopy.app.Main";
    }

    /** The certificate of the network's authority. */
    Path authority() {
        try {
            return directory.resolve(
                    JSON.readTree(directory.resolve("network.json").toFile())
                            .path("ca")
                            .asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Verifies the certificate of a check, which asks no node. */
    Answer verify(Path certificate) {
        return ask(
                "check",
                "verify-certificate",
                certificate.toString(),
                "--ca",
                authority().toString());
    }

    /** The program as the build packs it. */
    private static Path jar() {
        return Path.of(System.getProperty("onecopy.root"), "node", "target", "onecopy-node.jar");
    }

    /** Waits until the trees of all three zones are the same. */
    void awaitEqual(Duration atMost) {
        await().atMost(atMost).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            SortedMap<String, String> oslo = Trees.digests(zone("oslo"));
            org.assertj.core.api.Assertions.assertThat(Trees.digests(zone("lyon")))
                    .isEqualTo(oslo);
            org.assertj.core.api.Assertions.assertThat(Trees.digests(zone("kyoto")))
                    .isEqualTo(oslo);
        });
    }

    /** The exit code, once the demo has ended by itself. */
    int awaitExit(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the demo goes on:\n" + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
