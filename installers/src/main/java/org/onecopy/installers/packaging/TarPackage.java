package org.onecopy.installers.packaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** Packages for machines without a package manager that we know: an archive with its installer, and the same that installs itself. */
final class TarPackage {
    private static final int BEST = 9;
    private static final int USUAL = 6;

    private TarPackage() {}

    static Path makeTar(Program program, boolean quick, Path out) throws IOException {
        Release release = program.release();
        Path target = out.resolve(release.fileName(".tar.gz"));
        String top = "onecopy-" + release.debian();
        GzipParameters how = new GzipParameters();
        how.setCompressionLevel(quick ? USUAL : BEST);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16);
                OutputStream gzip = new GzipCompressorOutputStream(file, how);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (PackageContent.Item item :
                    new PackageContent().below(top, content(program)).items()) {
                write(tar, item, release);
            }
        }
        return target;
    }

    /**
     * By makeself.
     *
     * @param work a directory in {@code out}
     * @throws IOException also where makeself is missing
     */
    static Path makeRun(Program program, Path work, Path out) throws IOException {
        Release release = program.release();
        Path target = out.resolve(release.fileName(".run"));
        Path tree = work.resolve("run");
        for (PackageContent.Item item : content(program).items()) {
            Path at = tree.resolve(item.path());
            Files.createDirectories(at.getParent());
            switch (item) {
                case PackageContent.Directory directory -> Files.createDirectories(at);
                case PackageContent.Link link -> Files.createSymbolicLink(at, Path.of(link.target()));
                case PackageContent.RegularFile file -> {
                    try (InputStream in = file.bytes().open()) {
                        Files.copy(in, at);
                    }
                    if (!at.toFile().setExecutable((file.mode() & 0111) != 0, false)) {
                        throw new IOException("cannot set the mode of " + at);
                    }
                }
            }
        }
        String time = "@" + release.time().getEpochSecond();
        List<String> command =
                new ArrayList<>(List.of("makeself", "--quiet", "--nox11", "--sha256", "--packaging-date"));
        command.add(release.time().toString());
        command.addAll(List.of(
                "--tar-extra",
                "--sort=name --owner=0 --group=0 --numeric-owner --mode=u+rwX,go=rX --mtime=" + time,
                // Relative ones: the command stands in the result.
                tree.getFileName().toString(),
                "../" + target.getFileName(),
                "Onecopy " + release.debian(),
                "./install.sh"));
        Tool.run(work, command);
        return target;
    }

    private static PackageContent content(Program program) {
        PackageContent content = new PackageContent();
        content.below("program", program.content());
        content.program("install.sh", Program.resource("install.sh"));
        content.text("share/onecopy.service", Program.resource("onecopy.service"));
        content.text("share/onecopy.env", Program.resource("onecopy.env"));
        content.bytes("share/onecopy.1.gz", program.manual());
        content.text("share/onecopy.bash", program.completion());
        content.text("share/copyright", Program.resource("copyright"));
        content.file("share/sbom.cdx.json", program.parts());
        content.bytes("share/NEWS.md.gz", program.changes());
        return content;
    }

    private static void write(TarArchiveOutputStream tar, PackageContent.Item item, Release release)
            throws IOException {
        TarArchiveEntry entry = switch (item) {
            case PackageContent.Directory directory ->
                mode(new TarArchiveEntry(directory.path() + "/"), directory.mode());
            case PackageContent.Link link -> {
                TarArchiveEntry made = new TarArchiveEntry(link.path(), TarConstants.LF_SYMLINK);
                made.setLinkName(link.target());
                yield mode(made, 0777);
            }
            case PackageContent.RegularFile file -> {
                TarArchiveEntry made = new TarArchiveEntry(file.path());
                made.setSize(file.bytes().length());
                yield mode(made, file.mode());
            }
        };
        entry.setModTime(release.time().toEpochMilli());
        tar.putArchiveEntry(entry);
        if (item instanceof PackageContent.RegularFile file) {
            try (InputStream in = file.bytes().open()) {
                in.transferTo(tar);
            }
        }
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry mode(TarArchiveEntry entry, int mode) {
        entry.setMode(mode);
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        return entry;
    }
}
