package org.onecopy.installers.provisioning;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A package of the node that lies here.
 *
 * @param kind deb, rpm or archive (one that installs itself is an archive, too)
 * @param version as its package manager orders it
 * @param machines what {@code uname -m} says of machines that it is for
 * @param sum SHA-256 in hexadecimal
 */
record PackageFile(Path file, String kind, String version, List<String> machines, long size, String sum) {
    private static final Pattern DEB = Pattern.compile("onecopy_(.+)_(amd64|arm64)\\.deb");
    private static final Pattern RPM = Pattern.compile("onecopy-(.+)\\.(x86_64|aarch64)\\.rpm");
    private static final Pattern TAR = Pattern.compile("onecopy-(.+)-linux-(amd64|arm64)\\.(?:tar\\.gz|run)");

    PackageFile {
        machines = List.copyOf(machines);
    }

    String name() {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    /**
     * The packages of a directory, or the one that is named.
     *
     * @throws ProvisionException {@code PACKAGE_MISSING}
     */
    static List<PackageFile> find(Path place) {
        List<PackageFile> found = new ArrayList<>();
        try (Stream<Path> files = Files.isDirectory(place) ? Files.list(place) : Stream.of(place)) {
            for (Path file : files.sorted().toList()) {
                PackageFile one = of(file);
                if (one != null) {
                    found.add(one);
                }
            }
        } catch (IOException e) {
            throw new ProvisionException(
                    ProvisionCode.PACKAGE_MISSING, "cannot read " + place + ": " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new ProvisionException(ProvisionCode.PACKAGE_MISSING, "there is no package of a node in " + place);
        }
        return List.copyOf(found);
    }

    private static @org.jspecify.annotations.Nullable PackageFile of(Path file) throws IOException {
        String name = Objects.requireNonNull(file.getFileName()).toString();
        Matcher deb = DEB.matcher(name);
        Matcher rpm = RPM.matcher(name);
        Matcher tar = TAR.matcher(name);
        String kind = deb.matches() ? "deb" : rpm.matches() ? "rpm" : tar.matches() ? "archive" : null;
        if (kind == null || !Files.isRegularFile(file)) {
            return null;
        }
        Matcher named = kind.equals("deb") ? deb : kind.equals("rpm") ? rpm : tar;
        boolean intel = named.group(2).equals("amd64") || named.group(2).equals("x86_64");
        return new PackageFile(
                file,
                kind,
                named.group(1),
                intel ? List.of("x86_64", "amd64") : List.of("aarch64", "arm64"),
                Files.size(file),
                sum(file, Long.MAX_VALUE));
    }

    /** The digest of the first bytes of a file. */
    static String sum(Path file, long length) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            long left = length;
            DigestInputStream read = new DigestInputStream(in, digest);
            while (left > 0) {
                int got = read.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (got < 0) {
                    break;
                }
                left -= got;
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The one for a machine: by its own package manager where there is such a package, else the archive.
     *
     * @throws ProvisionException {@code ARCHITECTURE_UNSUPPORTED}, {@code PACKAGE_MISSING}
     */
    static PackageFile choose(List<PackageFile> packages, Facts facts) {
        String machine = facts.get("machine", "?");
        List<PackageFile> fit =
                packages.stream().filter(one -> one.machines.contains(machine)).toList();
        if (fit.isEmpty()) {
            throw new ProvisionException(
                    ProvisionCode.ARCHITECTURE_UNSUPPORTED,
                    "there is no package for " + machine + " among "
                            + String.join(
                                    ", ",
                                    packages.stream().map(PackageFile::name).toList()));
        }
        Facts.Installed installed = facts.installed();
        for (String kind : kinds(facts, installed == null ? null : installed.kind())) {
            for (PackageFile one : fit) {
                if (one.kind.equals(kind)) {
                    return one;
                }
            }
        }
        throw new ProvisionException(
                ProvisionCode.PACKAGE_MISSING,
                "none of "
                        + String.join(", ", fit.stream().map(PackageFile::name).toList()) + " can be installed on "
                        + facts.get("pretty", "this system"));
    }

    /** A program that is there already is replaced by its own kind only. */
    private static List<String> kinds(Facts facts, @org.jspecify.annotations.Nullable String installed) {
        if (installed != null) {
            return List.of(installed);
        }
        List<String> kinds = new ArrayList<>();
        // Debian may have rpm as a tool; what it installs there is nobody's.
        if (facts.has("dpkg")) {
            kinds.add("deb");
        } else if (facts.has("rpm")) {
            kinds.add("rpm");
        }
        if (facts.has("tar")) {
            kinds.add("archive");
        }
        return kinds;
    }
}
