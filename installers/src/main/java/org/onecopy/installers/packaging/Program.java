package org.onecopy.installers.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * The program that all packages hold, in a directory of its own: {@code bin/onecopy}, {@code lib} with our jar and its libraries,
 * {@code native} with what else Java would unpack into a temporary directory (which may forbid to run anything), {@code runtime}. And
 * what describes it: manual page, completion, the list of its parts.
 */
final class Program {
    private static final String ROCKS = "rocksdbjni-";

    private final Release release;
    private final PackageContent content;
    private final byte[] manual;
    private final String completion;
    private final byte[] changes;
    private final Path parts;

    private Program(
            Release release, PackageContent content, byte[] manual, String completion, byte[] changes, Path parts) {
        this.release = release;
        this.content = content;
        this.manual = manual;
        this.completion = completion;
        this.changes = changes;
        this.parts = parts;
    }

    /** Where it is made from. */
    record Sources(Path root, Path jdk, Path work) {
        Path node() {
            return root.resolve("node/target");
        }
    }

    /** Makes it in {@code work/program}. */
    static Program make(Release release, Sources from) throws IOException {
        Path parts = from.node().resolve("onecopy-sbom.json");
        if (!Files.exists(parts)) {
            throw new IOException(parts + " is missing: build with ./onecopy build");
        }
        Path made = from.work().resolve("program");
        Path libraries = Files.createDirectories(made.resolve("lib"));
        Path natives = Files.createDirectories(made.resolve("native"));
        StoredJar.write(from.node().resolve("onecopy-node.jar"), libraries.resolve("onecopy-node.jar"), name -> true);
        for (Path jar : jars(from.node().resolve("lib"))) {
            String name = jar.getFileName().toString();
            if (name.startsWith(ROCKS)) {
                unpackRocks(release, jar, natives);
            }
            StoredJar.write(jar, libraries.resolve(name), entry -> isOfUse(release, name, entry));
        }
        RuntimeImage.make(from.jdk(), made.resolve("runtime"));
        PackageContent content = new PackageContent().tree("lib", libraries).tree("native", natives);
        content.tree("runtime", made.resolve("runtime"));
        content.program("bin/onecopy", resource("onecopy"));
        content.text("lib/node.options", resource("node.options"));
        content.text("lib/command.options", resource("command.options"));
        byte[] changes = gzip(Files.readAllBytes(from.root().resolve("CHANGELOG.md")));
        return new Program(
                release,
                content,
                gzip(said(from, "manpage").getBytes(StandardCharsets.UTF_8)),
                // A shell that runs already reads it.
                said(from, "completion", "bash").replaceFirst("^#!.*\n", ""),
                changes,
                parts);
    }

    PackageContent content() {
        return content;
    }

    byte[] manual() {
        return manual.clone();
    }

    String completion() {
        return completion;
    }

    byte[] changes() {
        return changes.clone();
    }

    /** The list of all parts with their versions and licences (CycloneDX). */
    Path parts() {
        return parts;
    }

    Release release() {
        return release;
    }

    /** All jars, in the order of their names. Parts of an earlier build that the manifest no longer names stay out. */
    private static List<Path> jars(Path directory) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (var all = Files.list(directory)) {
            all.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
        }
        try (var node = new java.util.jar.JarFile(
                directory.resolveSibling("onecopy-node.jar").toFile())) {
            String named = " " + node.getManifest().getMainAttributes().getValue("Class-Path") + " ";
            jars.removeIf(jar -> !named.contains(" lib/" + jar.getFileName() + " "));
        }
        return jars;
    }

    private static boolean isOfUse(Release release, String jar, String entry) {
        if (jar.startsWith(ROCKS) && entry.startsWith("librocksdbjni-")) {
            return false;
        }
        boolean isNative = entry.endsWith(".so") || entry.endsWith(".dll") || entry.endsWith(".jnilib");
        String ours = release.architecture().equals("amd64") ? "_x86_64.so" : "_aarch_64.so";
        return !isNative || (entry.endsWith(ours) && !entry.contains("_osx_"));
    }

    private static void unpackRocks(Release release, Path jar, Path natives) throws IOException {
        String inside =
                release.architecture().equals("amd64") ? "librocksdbjni-linux64.so" : "librocksdbjni-linux-aarch64.so";
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(inside);
            if (entry == null) {
                throw new IOException(jar + " has no " + inside);
            }
            // Looked for by this name before the jar is unpacked: RocksDB's NativeLibraryLoader.
            Path target = natives.resolve("librocksdbjni.so");
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, target);
            }
            if (Files.isExecutable(Path.of("/usr/bin/strip"))) {
                Tool.run(List.of("strip", "--strip-unneeded", target.toString()));
            }
        }
    }

    private static String said(Sources from, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                from.jdk().resolve("bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                from.node().resolve("onecopy-node.jar").toString(),
                "org.onecopy.app.Main"));
        command.addAll(List.of(words));
        return Tool.run(command);
    }

    /** As dpkg wants changes and manuals: compressed as far as it goes, and no word of when. */
    static byte[] gzip(byte[] plain) throws IOException {
        GzipParameters how = new GzipParameters();
        how.setCompressionLevel(9);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(out, how)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    /** A file that lies beside this class. */
    static String resource(String name) {
        try (InputStream in = Program.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
