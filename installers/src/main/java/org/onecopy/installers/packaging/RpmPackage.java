package org.onecopy.installers.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.packager.rpm.FileFlags;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.RpmVersion;
import org.eclipse.packager.rpm.build.BuilderContext;
import org.eclipse.packager.rpm.build.BuilderOptions;
import org.eclipse.packager.rpm.build.FileInformation;
import org.eclipse.packager.rpm.build.RpmBuilder;
import org.eclipse.packager.rpm.coding.PayloadCoding;

/** A package for Red Hat, SUSE and what comes from them. */
final class RpmPackage {
    private static final int DIRECTORY = 0040000;
    private static final int FILE = 0100000;
    private static final int PROGRAM_MODE = 0755;
    private static final int LINK = 0120000;

    private RpmPackage() {}

    static Path make(Program program, boolean quick, Path out) throws IOException {
        PackageContent content = Installed.content(program);
        content.bytes("usr/share/doc/onecopy/NEWS.md.gz", program.changes());
        return write("onecopy", program.release(), content, quick, out, builder -> {
            builder.getInformation().setSummary(Installed.DESCRIPTION);
            builder.getInformation()
                    .setDescription("Onecopy keeps one logical copy of your files in several places at once, and every"
                            + " place can read\nand write. This package holds a node with its own Java runtime, and the"
                            + " command line.");
            builder.getInformation().setGroup("System Environment/Daemons");
            builder.addRequirement("libstdc++.so.6()(64bit)", "");
            builder.addRequirement("/usr/sbin/useradd", "");
            builder.setPreInstallationScript(Program.resource("rpm/pre"));
            builder.setPostInstallationScript(Program.resource("rpm/post"));
            builder.setPreRemoveScript(Program.resource("rpm/preun"));
            builder.setPostTransactionScript(Program.resource("rpm/posttrans"));
        });
    }

    /** The console's. */
    static Path make(ConsoleProgram console, boolean quick, Path out) throws IOException {
        return write(ConsoleProgram.NAME, console.release(), console.installed(), quick, out, builder -> {
            builder.getInformation().setSummary("Desktop console of Onecopy, and provisioning over SSH");
            builder.getInformation()
                    .setDescription("Shows networks of Onecopy and changes them, and brings nodes onto machines over"
                            + " SSH. With its own Java runtime.");
            builder.getInformation().setGroup("Applications/System");
            builder.addRequirement("libgtk-3.so.0()(64bit)", "");
            builder.addRequirement("libGL.so.1()(64bit)", "");
            builder.addRequirement("libXtst.so.6()(64bit)", "");
            builder.addRequirement("libXxf86vm.so.1()(64bit)", "");
        });
    }

    private static Path write(
            String name,
            Release release,
            PackageContent content,
            boolean quick,
            Path out,
            Consumer<RpmBuilder> describe)
            throws IOException {
        Path rpm = out.resolve(
                name + "-" + release.number() + "-" + release.rpmRelease() + "." + release.rpmArchitecture() + ".rpm");
        BuilderOptions options = new BuilderOptions();
        options.setOpenOptions(new StandardOpenOption[] {
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.READ,
            StandardOpenOption.TRUNCATE_EXISTING
        });
        options.setPayloadCoding(quick ? PayloadCoding.GZIP : PayloadCoding.XZ);
        try (RpmBuilder builder = new RpmBuilder(
                name,
                new RpmVersion(release.number(), release.rpmRelease()),
                release.rpmArchitecture(),
                rpm,
                options)) {
            describe(builder, release);
            describe.accept(builder);
            BuilderContext context = builder.newContext();
            for (PackageContent.Item item : content.items()) {
                if (isOurs(item)) {
                    add(context, item, release);
                }
            }
            builder.build();
        }
        return rpm;
    }

    private static void describe(RpmBuilder builder, Release release) {
        RpmBuilder.PackageInformation about = builder.getInformation();
        about.setLicense("Apache-2.0 AND GPL-2.0-only WITH Classpath-exception-2.0");
        about.setPackager(Installed.MAINTAINER);
        about.setVendor("Onecopy");
        about.setUrl(Installed.HOMEPAGE);
        // Not this machine's name: two builds are the same.
        about.setBuildHost("localhost");
        int time = Math.toIntExact(release.time().getEpochSecond());
        builder.setHeaderCustomizer(header -> {
            header.putInt(RpmTag.BUILDTIME, time);
            header.putInt(RpmTag.CHANGELOG_TIMESTAMP, time);
            header.putStringArray(
                    RpmTag.CHANGELOG_AUTHOR,
                    Installed.MAINTAINER + " - " + release.number() + "-" + release.rpmRelease());
            header.putStringArray(RpmTag.CHANGELOG_TEXT, "- See NEWS.md.gz for what a user notices.");
        });
    }

    /** Directories that every machine has belong to others. */
    private static boolean isOurs(PackageContent.Item item) {
        return !(item instanceof PackageContent.Directory) || item.path().contains("onecopy");
    }

    private static void add(BuilderContext context, PackageContent.Item item, Release release) throws IOException {
        String path = "/" + item.path();
        switch (item) {
            case PackageContent.Directory directory ->
                context.addDirectory(path, (target, object, type) -> {
                    boolean state = path.startsWith("/var/");
                    boolean closed = state || path.equals("/etc/onecopy");
                    FileInformation about = about(release, DIRECTORY | (closed ? 0750 : directory.mode()));
                    about.setUser(state ? "onecopy" : "root");
                    about.setGroup(closed ? "onecopy" : "root");
                    return about;
                });
            case PackageContent.Link link ->
                context.addSymbolicLink(path, link.target(), (target, object, type) -> about(release, LINK | 0777));
            case PackageContent.RegularFile file -> {
                try (InputStream in = file.bytes().open()) {
                    context.addFile(path, in, (target, object, type) -> {
                        // rpm looks at libraries only where they may be executed.
                        int mode = path.endsWith(".so") ? PROGRAM_MODE : file.mode();
                        FileInformation about = about(release, FILE | mode);
                        about.setFileFlags(flags(file));
                        return about;
                    });
                }
            }
        }
    }

    private static Set<FileFlags> flags(PackageContent.RegularFile file) {
        if (file.kept()) {
            return EnumSet.of(FileFlags.CONFIGURATION, FileFlags.NOREPLACE);
        }
        boolean read = file.path().startsWith("usr/share/doc/") || file.path().startsWith("usr/share/man/");
        return read ? EnumSet.of(FileFlags.DOC) : EnumSet.noneOf(FileFlags.class);
    }

    private static FileInformation about(Release release, int mode) {
        FileInformation about = new FileInformation();
        about.setMode((short) mode);
        about.setTimestamp(release.time());
        about.setUser("root");
        about.setGroup("root");
        return about;
    }
}
