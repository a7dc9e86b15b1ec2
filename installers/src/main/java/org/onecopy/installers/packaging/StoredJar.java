package org.onecopy.installers.packaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes a library again with its classes uncompressed, so that the package as a whole is compressed much better and Java need not
 * inflate them at each start. Signatures hold, because they are of the entries.
 */
final class StoredJar {
    /** The first time that a zip can say. */
    private static final long TIME = 315_532_800_000L;

    private StoredJar() {}

    /** @param wanted by the name of an entry */
    static void write(Path jar, Path target, Predicate<String> wanted) throws IOException {
        try (ZipFile from = new ZipFile(jar.toFile());
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16);
                ZipOutputStream to = new ZipOutputStream(file)) {
            to.setMethod(ZipOutputStream.STORED);
            Enumeration<? extends ZipEntry> entries = from.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && wanted.test(entry.getName())) {
                    try (InputStream in = from.getInputStream(entry)) {
                        put(to, entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }

    private static void put(ZipOutputStream to, String name, byte[] bytes) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry stored = new ZipEntry(name);
        stored.setTimeLocal(java.time.LocalDateTime.ofEpochSecond(TIME / 1000, 0, java.time.ZoneOffset.UTC));
        stored.setSize(bytes.length);
        stored.setCompressedSize(bytes.length);
        stored.setCrc(sum.getValue());
        to.putNextEntry(stored);
        to.write(bytes);
        to.closeEntry();
    }
}
