package org.onecopy.installers.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What the distributions' own programs find in packages: nothing that is not justified in their lists of exceptions. */
final class PackageLint {
    private static final Path FILTERS = Path.of(Objects.requireNonNull(System.getProperty("onecopy.root")))
            .resolve("installers/src/test/resources/org/onecopy/installers/packaging/rpmlint.toml");

    private PackageLint() {}

    /**
     * Looks at a .deb or .rpm; says so where the program is missing.
     *
     * @throws IOException with all that was found
     */
    static void check(Path file) throws IOException {
        String name = file.toString();
        if (name.endsWith(".deb") && isThere("lintian")) {
            // Fails where it finds an error or a warning that is not overridden.
            Tool.run(List.of("lintian", "--allow-root", "--fail-on", "error,warning", name));
        } else if (name.endsWith(".rpm") && isThere("rpmlint")) {
            // Fails where it finds an error that is not filtered; of warnings, it tells.
            Tool.run(List.of("rpmlint", "--strict", "-c", FILTERS.toString(), name));
        }
    }

    private static boolean isThere(String program) {
        boolean there = Files.isExecutable(Path.of("/usr/bin", program));
        if (!there) {
            System.err.println("packages are not looked at by " + program + ": it is not installed");
        }
        return there;
    }
}
