package org.onecopy.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.onecopy.model.ZoneName;

/**
 * Compares trees without asking any node: path, kind, mode, length, link target and SHA-256 of every entry, read from the disk. Digests are
 * kept between tries of one process for files whose inode, size and times did not change.
 */
final class TreeProof implements AutoCloseable {
    /** How many differences are told in full. */
    static final int DIFFERENCES_SHOWN = 20;

    private static final String GONE = "vanished while it was read";

    private final ExecutorService readers;
    private final Map<String, String> digests = new ConcurrentHashMap<>();

    TreeProof(int threads) {
        this.readers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("proof-", 0).factory());
    }

    /** What a zone holds, with one digest over everything. */
    record ZoneDigest(
            ZoneName zone, long files, long directories, long links, long bytes, long unreadableNames, String digest) {}

    /**
     * The outcome.
     *
     * @param differences the first of them, in words
     * @param differencesTotal how many paths differ
     */
    record Outcome(boolean equal, List<ZoneDigest> zones, List<String> differences, long differencesTotal) {}

    /** Compares the trees of zones. */
    Outcome compare(Map<ZoneName, Path> roots) throws IOException, InterruptedException {
        Map<ZoneName, TreeListing> listings = new LinkedHashMap<>();
        for (Map.Entry<ZoneName, Path> root : roots.entrySet()) {
            listings.put(root.getKey(), TreeListing.of(root.getValue()));
        }
        Map<ZoneName, SortedMap<String, String>> shapes = new LinkedHashMap<>();
        listings.forEach((zone, listing) -> {
            SortedMap<String, String> shape = new TreeMap<>();
            listing.entries().forEach((path, entry) -> shape.put(path, entry.shape()));
            shapes.put(zone, shape);
        });
        Outcome byShape = outcome(listings, shapes);
        if (!byShape.equal) {
            // Reading contents would take long and could not make the trees equal.
            return byShape;
        }
        for (Map.Entry<ZoneName, Path> root : roots.entrySet()) {
            addDigests(
                    root.getValue(),
                    entriesOf(listings, root.getKey()),
                    shapes.getOrDefault(root.getKey(), new TreeMap<>()));
        }
        return outcome(listings, shapes);
    }

    private static SortedMap<String, TreeEntry> entriesOf(Map<ZoneName, TreeListing> listings, ZoneName zone) {
        TreeListing listing = listings.get(zone);
        return listing == null ? new TreeMap<>() : listing.entries();
    }

    private void addDigests(Path root, SortedMap<String, TreeEntry> entries, SortedMap<String, String> shape)
            throws IOException, InterruptedException {
        Map<String, Future<String>> running = new LinkedHashMap<>();
        entries.forEach((path, entry) -> {
            if (entry.kind() == TreeEntry.Kind.FILE) {
                running.put(path, readers.submit(() -> digest(root.resolve(entry.path()), entry)));
            }
        });
        for (Map.Entry<String, Future<String>> file : running.entrySet()) {
            try {
                String digest = file.getValue().get();
                shape.merge(file.getKey(), digest, (before, added) -> before + " " + added);
            } catch (ExecutionException e) {
                running.values().forEach(other -> other.cancel(true));
                throw new IOException("cannot read " + root.resolve(file.getKey()), e.getCause());
            }
        }
    }

    private String digest(Path file, TreeEntry entry) throws IOException {
        String key = file + "\0" + entry.stamp();
        String known = digests.get(key);
        if (known != null) {
            return known;
        }
        MessageDigest sha256 = sha256();
        byte[] buffer = new byte[256 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
        } catch (NoSuchFileException e) {
            return GONE;
        }
        String digest = HexFormat.of().formatHex(sha256.digest());
        digests.put(key, digest);
        return digest;
    }

    private static Outcome outcome(
            Map<ZoneName, TreeListing> listings, Map<ZoneName, SortedMap<String, String>> shapes) {
        SortedSet<String> paths = new TreeSet<>();
        shapes.values().forEach(shape -> paths.addAll(shape.keySet()));
        List<String> differences = new ArrayList<>();
        long total = 0;
        for (String path : paths) {
            if (differs(path, shapes) && ++total <= DIFFERENCES_SHOWN) {
                differences.add(describe(path, shapes));
            }
        }
        List<ZoneDigest> zones = new ArrayList<>();
        listings.forEach(
                (zone, listing) -> zones.add(zoneDigest(zone, listing, shapes.getOrDefault(zone, new TreeMap<>()))));
        return new Outcome(total == 0, zones, differences, total);
    }

    private static boolean differs(String path, Map<ZoneName, SortedMap<String, String>> shapes) {
        return shapes.values().stream()
                                .map(shape -> shape.getOrDefault(path, "missing"))
                                .distinct()
                                .count()
                        > 1
                || shapes.values().stream()
                        .anyMatch(shape -> shape.getOrDefault(path, "").endsWith(GONE));
    }

    private static String describe(String path, Map<ZoneName, SortedMap<String, String>> shapes) {
        StringBuilder text = new StringBuilder(path).append(':');
        shapes.forEach((zone, shape) -> text.append(' ')
                .append(zone)
                .append(" [")
                .append(shape.getOrDefault(path, "missing"))
                .append(']'));
        return text.toString();
    }

    private static ZoneDigest zoneDigest(ZoneName zone, TreeListing listing, SortedMap<String, String> shape) {
        MessageDigest sha256 = sha256();
        shape.forEach((path, what) -> sha256.update((path + "\0" + what + "\0").getBytes(StandardCharsets.UTF_8)));
        Map<TreeEntry.Kind, Long> counts = listing.entries().values().stream()
                .collect(Collectors.groupingBy(TreeEntry::kind, Collectors.counting()));
        long bytes =
                listing.entries().values().stream().mapToLong(TreeEntry::length).sum();
        return new ZoneDigest(
                zone,
                counts.getOrDefault(TreeEntry.Kind.FILE, 0L),
                counts.getOrDefault(TreeEntry.Kind.DIRECTORY, 0L),
                counts.getOrDefault(TreeEntry.Kind.LINK, 0L),
                bytes,
                listing.unreadableNames(),
                HexFormat.of().formatHex(sha256.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
