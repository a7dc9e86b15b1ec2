package org.onecopy.cli.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Starts a node as a process of its own, by the same Java and class path that run now. */
public final class NodeLauncher {
    private static final long LOG_LENGTH_MAX = 16L << 20;

    /**
     * As the launcher script gives them. A node rests most of the time, beside others on few cores: what its compiler does for code that
     * is not very hot costs more than it saves, but for digests and ciphers, which are slow until they are compiled.
     */
    static final List<String> JAVA_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xms64m",
            "-XX:NewSize=32m",
            "-XX:-ShrinkHeapInSteps",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:Tier4InvocationThreshold=40000",
            "-XX:Tier4MinInvocationThreshold=5000",
            "-XX:Tier4CompileThreshold=60000",
            "-XX:Tier4BackEdgeThreshold=320000",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.*::*,0.05",
            "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.*::*,0.05",
            "-XX:CompileCommand=CompileThresholdScaling,software.amazon.awssdk.*::*,0.125",
            "-XX:CompileCommand=CompileThresholdScaling,org.apache.hc.*::*,0.125",
            "-XX:MaxDirectMemorySize=96m",
            "-XX:TrimNativeHeapInterval=20000",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.apache.ratis.thirdparty.io.netty.allocator.useCacheForAllThreads=false");

    private final List<String> command;

    private NodeLauncher(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** @param environment {@code ONECOPY_HEAP} (default 192m) and {@code ONECOPY_JAVA_OPTS} as for the launcher script */
    public static NodeLauncher ofThisProgram(Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add("-Xmx" + environment.getOrDefault("ONECOPY_HEAP", "192m"));
        command.addAll(JAVA_OPTIONS);
        for (String option : environment.getOrDefault("ONECOPY_JAVA_OPTS", "").split(" +", -1)) {
            if (!option.isEmpty()) {
                command.add(option);
            }
        }
        command.addAll(List.of("-cp", classPath(), "org.onecopy.app.Main", "node", "run", "--exit-with-parent"));
        return new NodeLauncher(command);
    }

    /** @param command arguments of Java; {@code --config FILE} is added */
    static NodeLauncher of(List<String> command) {
        return new NodeLauncher(command);
    }

    static String classPath() {
        return ManagementFactory.getRuntimeMXBean().getClassPath();
    }

    /** Starts the node of a configuration file. Its standard input stays open as long as this process lives. */
    public Process start(Path config, Path log) throws IOException {
        return prepare(config, log).start();
    }

    /** What {@link #start} starts. */
    public ProcessBuilder prepare(Path config, Path log) throws IOException {
        keepLogSmall(log);
        List<String> full = new ArrayList<>();
        full.add(Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                .toString());
        full.addAll(command);
        full.add("--config");
        full.add(config.toString());
        ProcessBuilder builder = new ProcessBuilder(full)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Without it Java cannot even name files beyond ASCII.
        builder.environment().put("LC_ALL", "C.UTF-8");
        // Each arena of the C library keeps what it once had; RocksDB's threads would fill many.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder;
    }

    private static void keepLogSmall(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LENGTH_MAX) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
