package org.onecopy.console.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.onecopy.model.ApiJson;

/** The demonstration, three real nodes with directories, as a process of its own. */
final class DemoProcess implements AutoCloseable {
    private final Path directory;
    private final Process process;

    DemoProcess(Path directory) throws IOException {
        this.directory = directory;
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("demo", "--zones", "local,local,local", "--dir", "" + directory, "--files", "60"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_STATE_HOME", directory + ".state");
        this.process = builder.redirectErrorStream(true)
                .redirectOutput(Path.of(directory + ".log").toFile())
                .start();
    }

    /** Java with the command line of the node module. */
    static List<String> java() {
        Path target = root().resolve("node/target");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                target.resolve("onecopy-node.jar") + ":" + target.resolve("lib") + "/*",
                "org.onecopy.app.Main");
    }

    static Path root() {
        return Path.of(System.getProperty("onecopy.root", ".."));
    }

    static boolean built() {
        return Files.exists(root().resolve("node/target/onecopy-node.jar"));
    }

    boolean ready() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError(Files.readString(Path.of(directory + ".log")));
        }
        return Files.readString(Path.of(directory + ".log")).contains("Now try");
    }

    Path networkFile() {
        return directory.resolve("network.json");
    }

    /** The process id of a node, as it is now. */
    long pid(String node) throws IOException {
        for (var one :
                ApiJson.lenient().readTree(Files.readString(networkFile())).path("nodes")) {
            if (one.path("node").asText().equals(node)) {
                return one.path("pid").asLong();
            }
        }
        throw new AssertionError("no node " + node);
    }

    /** A directory for another rule, beside the demonstration's own, which holds all of its zones' directories. */
    Path place(String zone) throws IOException {
        return Files.createDirectories(Path.of(directory + "-albums", zone));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
