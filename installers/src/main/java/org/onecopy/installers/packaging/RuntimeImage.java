package org.onecopy.installers.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java runtime that a package brings: the modules a node needs, and what helps to look into a running one. */
final class RuntimeImage {
    /**
     * Found by {@code jdeps} over the node and all its libraries, and by running one with each kind of storage. Those that nothing names
     * are looked up while it runs: {@code jdk.security.*} and {@code jdk.naming.dns} by Kerberos, {@code jdk.zipfs} by class loaders,
     * {@code jdk.jcmd}, {@code jdk.attach}, {@code jdk.jfr} and the agents by whoever looks into a node.
     */
    static final List<String> MODULES = List.of(
            "java.base",
            "java.compiler",
            "java.desktop",
            "java.instrument",
            "java.logging",
            "java.management",
            "java.management.rmi",
            "java.naming",
            "java.net.http",
            "java.rmi",
            "java.scripting",
            "java.security.jgss",
            "java.security.sasl",
            "java.sql",
            "java.xml",
            "java.xml.crypto",
            "jdk.attach",
            "jdk.crypto.ec",
            "jdk.jcmd",
            "jdk.jfr",
            "jdk.management",
            "jdk.management.agent",
            "jdk.management.jfr",
            "jdk.naming.dns",
            "jdk.net",
            "jdk.nio.mapmode",
            "jdk.security.auth",
            "jdk.security.jgss",
            "jdk.unsupported",
            "jdk.zipfs");

    private RuntimeImage() {}

    /**
     * Makes it.
     *
     * @param jdk a JDK that has jlink
     */
    static void make(Path jdk, Path target) throws IOException {
        // Only its beans are used: nothing here draws.
        make(jdk, MODULES, List.of("--exclude-files=/java.desktop/lib/**"), target);
    }

    /** One of other modules. */
    static void make(Path jdk, List<String> modules, List<String> more, Path target) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                String.join(",", modules),
                "--no-header-files",
                "--no-man-pages",
                "--strip-java-debug-attributes",
                // Java's own classes are there at once. What an AOT cache of ours would add is not worth that one which
                // does not fit its
                // libraries runs old classes without a word.
                "--generate-cds-archive",
                "--output",
                target.toString()));
        command.addAll(more);
        if (Files.isExecutable(Path.of("/usr/bin/objcopy"))) {
            command.add("--strip-native-debug-symbols=objcopy=/usr/bin/objcopy");
        }
        Tool.run(command);
        // For heaps above 32 GiB.
        Files.deleteIfExists(target.resolve("lib/server/classes_nocoops.jsa"));
        for (String unused : List.of("jrunscript", "rmiregistry", "keytool")) {
            Files.deleteIfExists(target.resolve("bin").resolve(unused));
        }
        strip(target);
    }

    /** Takes out of all programs and libraries below a directory what only a debugger reads; where there is no {@code strip}, nothing. */
    static void strip(Path directory) throws IOException {
        if (!Files.isExecutable(Path.of("/usr/bin/strip"))) {
            return;
        }
        try (var all = Files.walk(directory)) {
            for (Path binary : all.filter(RuntimeImage::isBinary).toList()) {
                Tool.run(List.of("strip", "--strip-unneeded", binary.toString()));
            }
        }
    }

    private static boolean isBinary(Path file) {
        return Files.isRegularFile(file) && (file.toString().endsWith(".so") || Files.isExecutable(file));
    }
}
