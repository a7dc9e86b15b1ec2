package org.onecopy.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.cli.demo.readers.TreeEntry;
import org.onecopy.cli.demo.readers.TreeListing;
import org.onecopy.cli.demo.readers.TreeReader;
import org.onecopy.model.ZoneName;

/**
 * Compares the zones' trees by outside readers: path, kind, length, link target and SHA-256 of every entry, and the mode where both storages
 * keep one. What a zone lacks has to be what its node lists as parked, for a reason that the reader confirms, and the other way round
 * ({@link Comparison}). Digests are kept between tries of one process for files that did not change by their stamp.
 */
final class TreeProof implements AutoCloseable {
    private static final String GONE = "vanished while it was read";
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Map<ZoneName, TreeReader> readers;
    private final Supplier<Map<ZoneName, ParkedPaths>> parked;
    private final ExecutorService threads;
    private final Map<ZoneName, Map<String, String>> digests = new LinkedHashMap<>();

    /**
     * A proof, which closes the readers in its end.
     *
     * @param parked asks each zone's node; a zone that does not answer is not in the map
     */
    TreeProof(Map<ZoneName, TreeReader> readers, Supplier<Map<ZoneName, ParkedPaths>> parked, int threads) {
        this.readers = new LinkedHashMap<>(readers);
        this.parked = parked;
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("proof-", 0).factory());
        readers.keySet().forEach(zone -> digests.put(zone, new ConcurrentHashMap<>()));
    }

    /**
     * What a zone holds.
     *
     * @param reader how it was read
     * @param parked how many paths it lists as parked, by reason
     * @param digest over everything that all zones can hold
     */
    record ZoneDigest(
            ZoneName zone,
            String reader,
            long files,
            long directories,
            long links,
            long bytes,
            long unreadableNames,
            SortedMap<String, Long> parked,
            String digest) {}

    /**
     * The outcome.
     *
     * @param differences the first of them, in words
     * @param differencesTotal how many paths differ
     */
    record Outcome(boolean equal, List<ZoneDigest> zones, List<String> differences, long differencesTotal) {}

    /** One zone as it was read. */
    record Side(
            ZoneName zone,
            TreeReader reader,
            TreeListing listing,
            @Nullable ParkedPaths parked,
            SortedMap<String, String> digests) {
        @Nullable
        TreeEntry entry(String path) {
            return listing.entries().get(path);
        }
    }

    /** Compares the zones now. */
    Outcome compare() throws IOException, InterruptedException {
        Map<ZoneName, Future<TreeListing>> listings = new LinkedHashMap<>();
        readers.forEach((zone, reader) -> listings.put(zone, threads.submit(reader::list)));
        Map<ZoneName, ParkedPaths> lists = parked.get();
        Map<ZoneName, Side> sides = new LinkedHashMap<>();
        for (Map.Entry<ZoneName, TreeReader> reader : readers.entrySet()) {
            ZoneName zone = reader.getKey();
            Future<TreeListing> listing = java.util.Objects.requireNonNull(listings.get(zone));
            sides.put(
                    zone,
                    new Side(
                            zone,
                            reader.getValue(),
                            result(listing, "cannot list zone " + zone),
                            lists.get(zone),
                            new TreeMap<>()));
        }
        Outcome byShape = new Comparison(List.copyOf(sides.values())).outcome();
        if (!byShape.equal) {
            // Reading contents would take long and could not make the trees equal.
            return byShape;
        }
        addDigests(List.copyOf(sides.values()));
        return new Comparison(List.copyOf(sides.values())).outcome();
    }

    private void addDigests(List<Side> sides) throws IOException, InterruptedException {
        Map<Side, Map<String, Future<String>>> running = new LinkedHashMap<>();
        for (Side side : sides) {
            Map<String, Future<String>> files = new LinkedHashMap<>();
            side.listing.entries().forEach((path, entry) -> {
                if (entry.kind() == TreeEntry.Kind.FILE) {
                    files.put(path, threads.submit(() -> digest(side, entry)));
                }
            });
            running.put(side, files);
        }
        try {
            for (Map.Entry<Side, Map<String, Future<String>>> side : running.entrySet()) {
                for (Map.Entry<String, Future<String>> file : side.getValue().entrySet()) {
                    String what = "cannot read '" + file.getKey() + "' in zone " + side.getKey().zone;
                    side.getKey().digests.put(file.getKey(), result(file.getValue(), what));
                }
            }
        } finally {
            running.values().forEach(files -> files.values().forEach(file -> file.cancel(true)));
        }
    }

    private static <T> T result(Future<T> future, String failure) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException(failure, e.getCause());
        }
    }

    private String digest(Side side, TreeEntry entry) throws IOException {
        Map<String, String> known = java.util.Objects.requireNonNull(digests.get(side.zone));
        String key = entry.path() + "\0" + entry.stamp();
        String before = known.get(key);
        if (before != null) {
            return before;
        }
        MessageDigest sha256 = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = side.reader.open(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
        } catch (NoSuchFileException e) {
            return GONE;
        }
        String digest = HexFormat.of().formatHex(sha256.digest());
        known.put(key, digest);
        return digest;
    }

    /** Whether a digest says that there was nothing to read any more. */
    static boolean isGone(String digest) {
        return digest.equals(GONE);
    }

    /** One digest over lines, each with what it is about. */
    static String digest(SortedMap<String, String> lines) {
        MessageDigest sha256 = sha256();
        lines.forEach((path, what) -> sha256.update((path + "\0" + what + "\0").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (TreeReader reader : readers.values()) {
            reader.close();
        }
    }
}
