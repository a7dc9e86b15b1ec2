package org.onecopy.installers.packaging;

import java.nio.charset.StandardCharsets;

/** The layout of a machine on which a package manager installed the program. */
final class Installed {
    static final String HOME = "usr/lib/onecopy";
    static final String DESCRIPTION = "One copy of your files in many places, written in every one of them";
    static final String MAINTAINER = "Onecopy <packages@onecopy.org>";
    static final String HOMEPAGE = "https://onecopy.org";

    private Installed() {}

    /** Everything but what one kind of package has for itself. */
    static PackageContent content(Program program) {
        PackageContent content = new PackageContent();
        content.below(HOME, program.content());
        content.link("usr/bin/onecopy", "../lib/onecopy/bin/onecopy");
        content.text("usr/lib/systemd/system/onecopy.service", Program.resource("onecopy.service"));
        content.kept("etc/onecopy/onecopy.env", Program.resource("onecopy.env"));
        content.directory("var/lib/onecopy").directory("var/log/onecopy");
        content.bytes("usr/share/man/man1/onecopy.1.gz", program.manual());
        content.text("usr/share/bash-completion/completions/onecopy", program.completion());
        content.text("usr/share/doc/onecopy/copyright", Program.resource("copyright"));
        content.file("usr/share/doc/onecopy/sbom.cdx.json", program.parts());
        return content;
    }

    /** What stands between name and first line of a Debian changelog. */
    static byte[] debianChanges(String name, Release release) {
        String date = java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                release.time().atOffset(java.time.ZoneOffset.UTC));
        // Days below ten have two digits there.
        String padded = date.matches("..., [0-9] .*") ? date.replaceFirst(", ", ", 0") : date;
        return (name + " (" + release.debian() + ") unstable; urgency=medium\n\n"
                        + "  * See /usr/share/doc/" + name + "/NEWS.md.gz for what a user notices.\n\n -- " + MAINTAINER
                        + "  " + padded.replace("GMT", "+0000") + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
