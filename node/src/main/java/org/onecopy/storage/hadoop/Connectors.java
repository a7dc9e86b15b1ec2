package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connectors to file systems whose jars lie in a directory. */
final class Connectors {
    private static final Logger LOG = LoggerFactory.getLogger(Connectors.class);
    private static final int PROVIDERS_MAX = 1000;

    private Connectors() {}

    /**
     * Lets a configuration find the classes in the jars of a directory, among them the file system of a scheme, where one says of
     * itself that it is ({@code META-INF/services}). Others are named in core-site.xml as {@code fs.SCHEME.impl}.
     *
     * @throws IOException where the directory cannot be read
     */
    static void load(Path plugins, String scheme, Configuration configuration) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(plugins)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        // Never closed: the classes are used as long as the process lives.
        URLClassLoader loader =
                new URLClassLoader("plugins", jars.toArray(URL[]::new), Connectors.class.getClassLoader());
        configuration.setClassLoader(loader);
        String key = "fs." + scheme + ".impl";
        if (configuration.get(key) == null) {
            String found = find(loader, scheme);
            if (found != null) {
                configuration.set(key, found);
            }
        }
    }

    private static @Nullable String find(ClassLoader loader, String scheme) {
        Iterator<ServiceLoader.Provider<FileSystem>> systems =
                ServiceLoader.load(FileSystem.class, loader).stream().iterator();
        for (int n = 0; n < PROVIDERS_MAX; n++) {
            try {
                if (!systems.hasNext()) {
                    return null;
                }
                Class<? extends FileSystem> type = systems.next().type();
                if (scheme.equals(type.getDeclaredConstructor().newInstance().getScheme())) {
                    return type.getName();
                }
            } catch (ServiceConfigurationError | ReflectiveOperationException | UnsupportedOperationException e) {
                LOG.debug("a file system that lacks a part, or has no scheme, is not the one of {}", scheme, e);
            }
        }
        return null;
    }
}
