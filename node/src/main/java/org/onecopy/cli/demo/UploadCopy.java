package org.onecopy.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.onecopy.cli.demo.readers.LocalReader;
import org.onecopy.cli.demo.readers.TreeEntry;
import org.onecopy.cli.demo.readers.TreeWriter;
import org.onecopy.model.ZoneName;

/** Copies a tree into a zone that is no directory, by the storage's own client. What the storage cannot hold is left out. */
final class UploadCopy implements ZoneCopy {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ZoneName zone;
    private final Path source;
    private final TreeWriter target;
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong leftOut = new AtomicLong();

    UploadCopy(ZoneName zone, Path source, TreeWriter target) {
        this.zone = zone;
        this.source = source;
        this.target = target;
    }

    @Override
    public ZoneName zone() {
        return zone;
    }

    @Override
    public long files() {
        return files.get();
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    @Override
    public long leftOut() {
        return leftOut.get();
    }

    /** All of the tree: nobody serves the zone yet who could say what is there. */
    @Override
    public long bytesToCopy() throws IOException {
        try (LocalReader reader = new LocalReader(source)) {
            return reader.list().entries().values().stream()
                    .mapToLong(TreeEntry::length)
                    .sum();
        }
    }

    @Override
    public void run() throws IOException {
        try (LocalReader reader = new LocalReader(source);
                TreeWriter to = target) {
            SortedMap<String, TreeEntry> there = to.list().entries();
            // In order, so that a directory comes before what lies in it.
            for (TreeEntry entry : reader.list().entries().values()) {
                if (to.refusal(entry) != null) {
                    leftOut.incrementAndGet();
                } else if (entry.kind() == TreeEntry.Kind.DIRECTORY) {
                    if (!there.containsKey(entry.path())) {
                        to.makeDirectory(entry.path());
                    }
                } else if (!isSame(entry, there.get(entry.path()), to)) {
                    to.put(source.resolve(entry.path()), entry.path());
                    files.incrementAndGet();
                    bytes.addAndGet(entry.length());
                }
            }
        }
    }

    private boolean isSame(TreeEntry entry, @Nullable TreeEntry present, TreeWriter to) throws IOException {
        if (present == null || present.kind() != entry.kind() || present.length() != entry.length()) {
            return false;
        }
        try (InputStream here = Files.newInputStream(source.resolve(entry.path()));
                InputStream there = to.open(present)) {
            while (true) {
                byte[] expected = here.readNBytes(BUFFER_BYTES);
                if (!Arrays.equals(expected, there.readNBytes(BUFFER_BYTES))) {
                    return false;
                }
                if (expected.length == 0) {
                    return true;
                }
            }
        }
    }
}
