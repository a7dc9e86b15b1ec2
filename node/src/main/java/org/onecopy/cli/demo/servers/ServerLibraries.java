package org.onecopy.cli.demo.servers;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** Where the libraries of the servers lie: in the source tree's module {@code servers}, which a build of the node alone does not fill. */
public final class ServerLibraries {
    /** System property that names the directory of the module {@code servers}. */
    public static final String PROPERTY = "onecopy.servers";

    private static final int LEVELS_MAX = 5;

    private ServerLibraries() {}

    /**
     * The directory with the jars of a server.
     *
     * @param server {@code s3proxy}, {@code hdfs} or {@code elasticmq}
     * @throws IllegalStateException where they are not there
     */
    public static Path of(String server) {
        Path module = module();
        Path libraries =
                module == null ? null : module.resolve(server).resolve("target").resolve("lib");
        if (libraries == null || !Files.isDirectory(libraries)) {
            throw new IllegalStateException("the libraries of the server '" + server + "' are not "
                    + (libraries == null ? "near this program" : "in " + libraries)
                    + ": start by './onecopy demo', which fetches them, or say --zones local,local,local");
        }
        return libraries;
    }

    private static @Nullable Path module() {
        String said = System.getProperty(PROPERTY);
        if (said != null) {
            return Path.of(said);
        }
        Path at = code();
        for (int level = 0; at != null && level < LEVELS_MAX; level++) {
            Path module = at.resolve("servers");
            if (Files.isRegularFile(module.resolve("pom.xml"))) {
                return module;
            }
            at = at.getParent();
        }
        return null;
    }

    private static @Nullable Path code() {
        CodeSource source = ServerLibraries.class.getProtectionDomain().getCodeSource();
        try {
            URI location = source == null ? null : source.getLocation().toURI();
            return location == null ? null : Path.of(location).toAbsolutePath();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
