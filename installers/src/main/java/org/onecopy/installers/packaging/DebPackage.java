package org.onecopy.installers.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.vafer.jdeb.Console;
import org.vafer.jdeb.DataConsumer;
import org.vafer.jdeb.DataProducer;
import org.vafer.jdeb.DebMaker;
import org.vafer.jdeb.PackagingException;
import org.vafer.jdeb.shaded.commons.compress.archivers.tar.TarArchiveEntry;
import org.vafer.jdeb.shaded.commons.compress.archivers.tar.TarConstants;

/** A package for Debian and what comes from it. */
final class DebPackage {
    private static final List<String> SCRIPTS = List.of("postinst", "prerm", "postrm");

    private DebPackage() {}

    /** @param work a directory for files on the way */
    static Path make(Program program, boolean quick, Path work, Path out) throws IOException {
        return write(
                "onecopy", program.release(), control(program.release()), SCRIPTS, content(program), quick, work, out);
    }

    /** The console's. */
    static Path make(ConsoleProgram console, boolean quick, Path work, Path out) throws IOException {
        Release release = console.release();
        PackageContent content = console.installed();
        content.bytes(
                "usr/share/doc/" + ConsoleProgram.NAME + "/changelog.gz",
                Program.gzip(Installed.debianChanges(ConsoleProgram.NAME, release)));
        content.text(
                "usr/share/lintian/overrides/" + ConsoleProgram.NAME, Program.resource("console/lintian-overrides"));
        String control = Program.resource("console/control")
                .formatted(release.debian(), release.debianArchitecture(), Installed.MAINTAINER, Installed.HOMEPAGE);
        return write(ConsoleProgram.NAME, release, control, List.of(), content, quick, work, out);
    }

    private static Path write(
            String name,
            Release release,
            String about,
            List<String> scripts,
            PackageContent content,
            boolean quick,
            Path work,
            Path out)
            throws IOException {
        Path control = Files.createDirectories(work.resolve("control"));
        Files.writeString(control.resolve("control"), about);
        for (String script : scripts) {
            Files.writeString(control.resolve(script), Program.resource("deb/" + script));
        }
        Path deb = out.resolve(name + "_" + release.debian() + "_" + release.debianArchitecture() + ".deb");
        DebMaker maker = new DebMaker(
                new Quiet(), List.of(consumer -> produce(content, release, consumer)), List.of(kept(content, release)));
        maker.setControl(control.toFile());
        maker.setDeb(deb.toFile());
        maker.setPackage(name);
        // What tests install is unpacked at once, many times.
        maker.setCompression(quick ? "none" : "xz");
        maker.setOutputTimestampMs(release.time().toEpochMilli());
        try {
            maker.makeDeb();
        } catch (PackagingException e) {
            throw new IOException("cannot make " + deb, e);
        } finally {
            forgetProvider();
        }
        return deb;
    }

    /** jdeb leaves a provider of ciphers of its own behind, half of which is missing: it would serve the rest of the process, as "BC". */
    private static void forgetProvider() {
        Provider left = Security.getProvider("BC");
        if (left != null && left.getClass().getName().startsWith("org.vafer.jdeb.")) {
            Security.removeProvider(left.getName());
        }
    }

    private static String control(Release release) {
        return """
            Package: onecopy
            Version: %s
            Section: admin
            Priority: optional
            Architecture: %s
            Maintainer: %s
            Homepage: %s
            Depends: libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 9), passwd
            Recommends: systemd
            Description: one copy of your files in many places
             Onecopy keeps one logical copy of your files in several places at once, and
             every place can read and write: directory trees, HDFS clusters, buckets. It
             brings every change into one agreed order, and makes every place show that
             order with the same bytes.
             .
             This package holds a node with its own Java runtime, and the command line.
            """.formatted(release.debian(), release.debianArchitecture(), Installed.MAINTAINER, Installed.HOMEPAGE);
    }

    private static PackageContent content(Program program) throws IOException {
        PackageContent content = Installed.content(program);
        content.bytes(
                "usr/share/doc/onecopy/changelog.gz",
                Program.gzip(Installed.debianChanges("onecopy", program.release())));
        content.bytes("usr/share/doc/onecopy/NEWS.md.gz", program.changes());
        content.text("usr/share/lintian/overrides/onecopy", Program.resource("deb/lintian-overrides"));
        return content;
    }

    private static DataProducer kept(PackageContent content, Release release) {
        return consumer -> {
            for (PackageContent.RegularFile file : content.keptFiles()) {
                try (InputStream in = file.bytes().open()) {
                    consumer.onEachFile(in, file(file, release));
                }
            }
        };
    }

    private static void produce(PackageContent content, Release release, DataConsumer consumer) throws IOException {
        for (PackageContent.Item item : content.items()) {
            switch (item) {
                case PackageContent.Directory directory ->
                    consumer.onEachDir(
                            entry(new TarArchiveEntry("./" + directory.path() + "/", true), directory.mode(), release));
                case PackageContent.Link link -> {
                    TarArchiveEntry entry = new TarArchiveEntry("./" + link.path(), TarConstants.LF_SYMLINK, true);
                    entry.setLinkName(link.target());
                    consumer.onEachLink(entry(entry, 0777, release));
                }
                case PackageContent.RegularFile file -> {
                    try (InputStream in = file.bytes().open()) {
                        consumer.onEachFile(in, file(file, release));
                    }
                }
            }
        }
    }

    private static TarArchiveEntry file(PackageContent.RegularFile file, Release release) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("./" + file.path(), true);
        entry.setSize(file.bytes().length());
        return entry(entry, file.mode(), release);
    }

    private static TarArchiveEntry entry(TarArchiveEntry entry, int mode, Release release) {
        entry.setMode(mode);
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        entry.setModTime(release.time().toEpochMilli());
        return entry;
    }

    /** What jdeb says beside errors is of no use. */
    private static final class Quiet implements Console {
        @Override
        public void debug(String message) {}

        @Override
        public void info(String message) {}

        @Override
        public void warn(String message) {
            System.err.println("jdeb: " + message);
        }
    }
}
