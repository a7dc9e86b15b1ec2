package org.onecopy.installers.packaging;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What is packaged.
 *
 * @param project the build's version; one that ends with {@code -SNAPSHOT} is ordered by the time of its commit
 * @param time of the commit: all that packages say about time, so that two builds are the same
 * @param architecture as Java names it: amd64 or aarch64
 */
record Release(String project, Instant time, String architecture) {
    private static final String SNAPSHOT = "-SNAPSHOT";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    Release {
        if (!architecture.equals("amd64") && !architecture.equals("aarch64")) {
            throw new IllegalArgumentException("no packages for " + architecture + ", only for amd64 and aarch64");
        }
    }

    /** Without what makes it a snapshot. */
    String number() {
        return isSnapshot() ? project.substring(0, project.length() - SNAPSHOT.length()) : project;
    }

    private boolean isSnapshot() {
        return project.endsWith(SNAPSHOT);
    }

    /** As Debian orders versions: a snapshot is older than the release. */
    String debian() {
        return isSnapshot() ? number() + "~" + STAMP.format(time) : number();
    }

    /** The part of an RPM's version that orders builds of one number. */
    String rpmRelease() {
        return isSnapshot() ? "0." + STAMP.format(time) : "1";
    }

    String debianArchitecture() {
        return architecture.equals("amd64") ? "amd64" : "arm64";
    }

    String rpmArchitecture() {
        return architecture.equals("amd64") ? "x86_64" : "aarch64";
    }

    /** What a package file without rules of its own is called. */
    String fileName(String extension) {
        return "onecopy-" + debian() + "-linux-" + debianArchitecture() + extension;
    }
}
