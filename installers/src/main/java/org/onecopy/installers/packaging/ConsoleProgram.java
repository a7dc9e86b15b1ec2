package org.onecopy.installers.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The console and provisioning as one image of jpackage: two launchers, their jars, one runtime. The same options make it on every system
 * ({@code installers/console/package.sh} for those that this build does not run on).
 */
final class ConsoleProgram {
    static final String NAME = "onecopy-console";

    /** Provisioning's own libraries: the module's others make packages. */
    private static final List<String> PROVISIONING = List.of(
            "bcpkix",
            "bcprov",
            "bcutil",
            "jackson-dataformat-yaml",
            "jcl-over-slf4j",
            "picocli",
            "slf4j-api",
            "snakeyaml",
            "sshd-");

    /** Found by {@code jdeps}; and what is looked up while it runs: curves of TLS, names, agents of SSH, zip files of class loaders. */
    static final List<String> MODULES = List.of(
            "java.base",
            "java.desktop",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.rmi",
            "java.scripting",
            "java.security.jgss",
            "java.sql",
            "jdk.crypto.ec",
            "jdk.jfr",
            "jdk.unsupported",
            "jdk.zipfs");

    private final Release release;
    private final Path root;
    private final Path image;
    private final Path parts;

    private ConsoleProgram(Release release, Path root, Path image, Path parts) {
        this.release = release;
        this.root = root;
        this.image = image;
        this.parts = parts;
    }

    /** Makes it in {@code work}. */
    static ConsoleProgram make(Release release, Path root, Path jdk, Path work) throws IOException {
        Path input = Files.createDirectories(work.resolve("input"));
        Path console = root.resolve("console-app/target");
        Path installers = root.resolve("installers/target");
        Path parts = console.resolve("onecopy-console-sbom.json");
        if (!Files.exists(parts)) {
            throw new IOException(parts + " is missing: build with ./onecopy build");
        }
        StoredJar.write(console.resolve("onecopy-console.jar"), input.resolve("onecopy-console.jar"), name -> true);
        StoredJar.write(
                installers.resolve("onecopy-installers.jar"), input.resolve("onecopy-installers.jar"), name -> true);
        for (Path jar : jars(console.resolve("lib"))) {
            if (!name(jar).startsWith("onecopy-installers")) { // it is there by the name that the other launcher has
                takeIn(jar, input);
            }
        }
        for (Path jar : jars(installers.resolve("lib"))) {
            if (PROVISIONING.stream().anyMatch(name(jar)::startsWith)) {
                takeIn(jar, input);
            }
        }
        Path runtime = work.resolve("console-runtime");
        RuntimeImage.make(jdk, MODULES, List.of(), runtime);
        Path provision = Files.writeString(
                work.resolve("provision.properties"),
                "main-jar=onecopy-installers.jar\nmain-class=org.onecopy.installers.provisioning.cli.ProvisionMain\n"
                        + "java-options=-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
                        + " -Dslf4j.internal.verbosity=ERROR\n");
        List<String> command =
                new ArrayList<>(List.of(jdk.resolve("bin/jpackage").toString()));
        for (String line : Program.resource("console/jpackage.options").lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                command.addAll(List.of(line.split(" ", 2)));
            }
        }
        command.addAll(List.of(
                "--type", "app-image",
                "--app-version", release.number(),
                "--input", input.toString(),
                "--runtime-image", runtime.toString(),
                "--add-launcher", "onecopy-provision=" + provision,
                "--dest", work.resolve("image").toString()));
        Tool.run(command);
        Path image = work.resolve("image").resolve(NAME);
        // Only upgrades by jpackage itself read it, and it tells the order of a directory.
        Files.deleteIfExists(image.resolve("lib/app/.jpackage.xml"));
        RuntimeImage.strip(image.resolve("bin"));
        // Its libraries, too: the runtime's are as small already.
        RuntimeImage.strip(image.resolve("lib"));
        return new ConsoleProgram(release, root, image, parts);
    }

    Release release() {
        return release;
    }

    /** What a machine has when the package is installed, but for what one kind of package has for itself. */
    PackageContent installed() throws IOException {
        PackageContent content = new PackageContent().tree("usr/lib/" + NAME, image);
        for (String launcher : List.of(NAME, "onecopy-provision")) {
            content.link("usr/bin/" + launcher, "../lib/" + NAME + "/bin/" + launcher);
            content.bytes(
                    "usr/share/man/man1/" + launcher + ".1.gz",
                    Program.gzip(Program.resource("console/" + launcher + ".1").getBytes(StandardCharsets.UTF_8)));
        }
        content.text(
                "usr/share/applications/" + NAME + ".desktop", Program.resource("console/onecopy-console.desktop"));
        content.text("usr/share/mime/packages/" + NAME + ".xml", Program.resource("console/mime.xml"));
        content.file("usr/share/icons/hicolor/scalable/apps/" + NAME + ".svg", root.resolve("icons/onecopy.svg"));
        content.text(
                "usr/share/doc/" + NAME + "/copyright",
                Program.resource("copyright")
                        .replace("usr/lib/onecopy/", "usr/lib/" + NAME + "/lib/")
                        .replace("/usr/lib/" + NAME + "/lib/lib", "/usr/lib/" + NAME + "/lib/app")
                        .replace("usr/share/doc/onecopy/", "usr/share/doc/" + NAME + "/"));
        content.file("usr/share/doc/" + NAME + "/sbom.cdx.json", parts);
        content.bytes(
                "usr/share/doc/" + NAME + "/NEWS.md.gz",
                Program.gzip(Files.readAllBytes(root.resolve("CHANGELOG.md"))));
        return content;
    }

    /** In the order of their names. JavaFX's jars without a system in their names are empty. */
    private static List<Path> jars(Path directory) throws IOException {
        try (var all = Files.list(directory)) {
            return all.filter(file -> name(file).endsWith(".jar"))
                    .filter(file -> !name(file).matches("javafx-[a-z]+-[0-9.]+\\.jar"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    /** Libraries of the system's own code lie beside the jar, where JavaFX looks first: else it unpacks them into the user's home. */
    private static void takeIn(Path jar, Path input) throws IOException {
        Path target = input.resolve(jar.getFileName());
        if (Files.exists(target)) {
            return;
        }
        StoredJar.write(jar, target, name -> !name.endsWith(".so"));
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream()
                    .filter(one -> one.getName().matches("[^/]+\\.so"))
                    .toList()) {
                try (var in = zip.getInputStream(entry)) {
                    Files.copy(in, input.resolve(entry.getName()));
                }
            }
        }
    }
}
