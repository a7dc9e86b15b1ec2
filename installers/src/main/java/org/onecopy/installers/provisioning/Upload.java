package org.onecopy.installers.provisioning;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.LongConsumer;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.impl.SftpOutputStreamAsync;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;

/**
 * Puts files into a directory of the user's home on a machine, which nobody else can read. A package that came in part is gone on with, if
 * what is there has the right digest; it counts as there once the machine itself has read it and found the right one.
 */
final class Upload {
    private static final String DIRECTORY = ".onecopy-provision";
    private static final Duration SUM = Duration.ofMinutes(5);
    private static final Duration QUICK = Duration.ofSeconds(60);
    private static final int PIECE = 256 * 1024;
    private static final int OURS_ALONE = 0700;
    private static final int MODE_BITS = 07777;

    private final String directory;

    /** @param home of the user who logs in, absolute */
    Upload(String home) {
        directory = (home.equals("/") ? "" : home) + "/" + DIRECTORY;
    }

    /** Where a package lies once it is there. */
    String place(PackageFile file) {
        return directory + "/" + file.sum().substring(0, 16) + "-" + file.name();
    }

    /**
     * Uploads a package. Safe to repeat.
     *
     * @param progress told how many bytes are there
     * @throws ProvisionException {@code CONNECTION_LOST}: what came is kept; {@code DISK_FULL}, {@code UPLOAD_FAILED}, {@code
     *     CHECKSUM_WRONG}: nothing is
     */
    void put(SshHost host, PackageFile file, LongConsumer progress) {
        String place = place(file);
        String part = place + ".part";
        try (SftpClient files = host.files()) {
            makeDirectory(files);
            if (size(files, place) == file.size() && hasSum(host, place, file.size(), file.sum())) {
                progress.accept(file.size());
                return;
            }
            send(host, files, file, part, progress);
            if (!hasSum(host, part, file.size(), file.sum())) {
                files.remove(part);
                throw new ProvisionException(
                        ProvisionCode.CHECKSUM_WRONG, file.name() + " does not have its digest on the machine");
            }
            if (size(files, place) >= 0) {
                files.remove(place);
            }
            files.rename(part, place);
        } catch (SftpException e) {
            throw refused(host, part, file.size(), e);
        } catch (IOException e) {
            throw new ProvisionException(
                    ProvisionCode.CONNECTION_LOST, "while " + file.name() + " was uploaded: " + e.getMessage(), e);
        }
    }

    private void send(SshHost host, SftpClient files, PackageFile file, String part, LongConsumer progress)
            throws IOException {
        long there = size(files, part);
        boolean goOn =
                there > 0 && there <= file.size() && hasSum(host, part, there, PackageFile.sum(file.file(), there));
        long from = goOn ? there : 0;
        EnumSet<SftpClient.OpenMode> modes = goOn
                ? EnumSet.of(SftpClient.OpenMode.Write)
                : EnumSet.of(SftpClient.OpenMode.Write, SftpClient.OpenMode.Create, SftpClient.OpenMode.Truncate);
        progress.accept(from);
        try (InputStream in = Files.newInputStream(file.file());
                OutputStream out = files.write(part, modes)) {
            in.skipNBytes(from);
            if (from > 0) {
                ((SftpOutputStreamAsync) out).setOffset(from);
            }
            byte[] buffer = new byte[PIECE];
            long sent = from;
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                out.write(buffer, 0, got);
                sent += got;
                progress.accept(sent);
            }
        }
    }

    /** Puts a small file there that only the user and root can read. @return its place */
    String putSecret(SshHost host, String name, String text) {
        String place = directory + "/" + name;
        try (SftpClient files = host.files()) {
            makeDirectory(files);
            try (OutputStream out = files.write(
                    place, SftpClient.OpenMode.Write, SftpClient.OpenMode.Create, SftpClient.OpenMode.Truncate)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            return place;
        } catch (SftpException e) {
            throw refused(host, place, text.length(), e);
        } catch (IOException e) {
            throw new ProvisionException(
                    ProvisionCode.CONNECTION_LOST, "while " + name + " was uploaded: " + e.getMessage(), e);
        }
    }

    /** Takes away all that was uploaded. */
    void clear(SshHost host) {
        host.run("clear", "rm -rf -- " + Shell.quoted(directory), QUICK);
    }

    private void makeDirectory(SftpClient files) throws IOException {
        SftpClient.@Nullable Attributes there = attributes(files, directory);
        if (there == null) {
            files.mkdir(directory);
            files.setStat(directory, new SftpClient.Attributes().perms(OURS_ALONE));
        } else if (!there.isDirectory() || (there.getPermissions() & MODE_BITS & ~OURS_ALONE) != 0) {
            throw new ProvisionException(
                    ProvisionCode.UPLOAD_FAILED, directory + " is no directory that only its owner can use: remove it");
        }
    }

    private static SftpClient.@Nullable Attributes attributes(SftpClient files, String place) throws IOException {
        try {
            return files.lstat(place);
        } catch (SftpException e) {
            if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE) {
                return null;
            }
            throw e;
        }
    }

    private static long size(SftpClient files, String place) throws IOException {
        SftpClient.@Nullable Attributes there = attributes(files, place);
        return there == null ? -1 : there.getSize();
    }

    private static boolean hasSum(SshHost host, String place, long length, String sum) {
        String said = host.run("digest", "head -c " + length + " -- " + Shell.quoted(place) + " | sha256sum", SUM)
                .said();
        return said.startsWith(sum + " ");
    }

    /** OpenSSH says no more than that it failed: the disk tells why. */
    private ProvisionException refused(SshHost host, String place, long size, SftpException e) {
        String said = host.run(
                        "room",
                        "df -Pk " + Shell.quoted(directory) + " | awk 'NR == 2 { print $4 }'; stat -c %s -- "
                                + Shell.quoted(place) + "; rm -f -- " + Shell.quoted(place),
                        QUICK)
                .said();
        String[] lines = said.split("\n", -1);
        boolean known = lines.length > 1 && lines[0].matches("[0-9]+") && lines[1].matches("[0-9]+");
        if (known && (Long.parseLong(lines[0]) << 10) < size - Long.parseLong(lines[1])) {
            return new ProvisionException(
                    ProvisionCode.DISK_FULL,
                    "the disk of " + directory + " is full: " + ByteCount.of(Long.parseLong(lines[0]) << 10)
                            + " were free for " + ByteCount.of(size - Long.parseLong(lines[1])) + " more",
                    e);
        }
        return new ProvisionException(
                ProvisionCode.UPLOAD_FAILED, "the machine refused " + place + ": " + e.getMessage(), e);
    }
}
