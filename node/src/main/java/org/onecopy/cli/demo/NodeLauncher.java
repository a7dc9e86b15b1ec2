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
final class NodeLauncher {
    private static final long LOG_LENGTH_MAX = 16L << 20;

    private final List<String> command;

    private NodeLauncher(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** @param environment {@code ONECOPY_HEAP} (default 192m) and {@code ONECOPY_JAVA_OPTS} as for the launcher script */
    static NodeLauncher ofThisProgram(Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add("-Xmx" + environment.getOrDefault("ONECOPY_HEAP", "192m"));
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dorg.apache.ratis.thirdparty.io.netty.allocator.useCacheForAllThreads=false");
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
    Process start(Path config, Path log) throws IOException {
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
        return builder.start();
    }

    private static void keepLogSmall(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LENGTH_MAX) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
