package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.storage.s3.S3ProxyProcess;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Directories and a bucket as zones of one rule: real node processes, a real S3 server, and the SDK as its user and reader. */
class UnlikeZonesIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String BUCKET = "onecopy-zones";
    private static final String BASE = "team/shared/";

    @TempDir
    Path temp;

    private S3ProxyProcess server;
    private S3Client client;
    private NodeProcesses nodes;

    @BeforeEach
    void start() throws IOException {
        server = S3ProxyProcess.start(temp.resolve("s3"));
        client = server.client();
        client.createBucket(r -> r.bucket(BUCKET));
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("oslo-1", "oslo");
        zones.put("cloud-1", "cloud");
        zones.put("kyoto-1", "kyoto");
        String storage = """
                storage: {type: s3, s3: {bucket: %s, prefix: team, endpoint: '%s', region: us-east-1, partSize: 5MiB, credentials: '%s'}}""".formatted(BUCKET, server.endpoint(), server.credentials());
        nodes = NodeProcesses.start(
                temp.resolve("nodes"), zones, Map.of("cloud", new NodeProcesses.Elsewhere(storage, "/shared")));
        nodes.makeRule();
    }

    @AfterEach
    void stop() {
        nodes.close();
        client.close();
        server.close();
    }

    @Test
    void zones_become_equal_although_the_s3_server_is_killed_under_load() throws Exception {
        fillOslo();
        awaitEqual();

        put("from-the-cloud/new", "made with the SDK");
        client.deleteObject(r -> r.bucket(BUCKET).key(BASE + "d1/f1"));
        await().atMost(SOON).until(() -> Files.exists(kyoto("from-the-cloud/new")));
        await().atMost(SOON).until(() -> !Files.exists(kyoto("d1/f1")));
        assertThat(kyoto("from-the-cloud/new")).hasContent("made with the SDK");

        Files.writeString(oslo("equal"), "the same text");
        put("equal", "the same text");
        Files.writeString(oslo("d2/f2"), "oslo's version");
        put("d2/f2", "the cloud's version");
        await().atMost(SOON).until(() -> !conflicts().isEmpty());
        awaitEqual();
        assertThat(conflicts()).allMatch(path -> path.endsWith("~f2"));
        assertThat(local(kyoto("")).values())
                .contains(digest(bytes("oslo's version")), digest(bytes("the cloud's version")));

        AtomicBoolean stop = new AtomicBoolean();
        Thread user = Thread.ofPlatform().start(() -> write(oslo("busy"), stop));
        await().atMost(SOON).until(() -> objects().keySet().stream().anyMatch(p -> p.startsWith("busy/")));
        server.kill();
        Files.writeString(oslo("while-down"), "written while the server was down");
        Files.write(oslo("large-while-down"), random(11 << 20, 5));
        await().atMost(SOON).until(() -> Files.exists(kyoto("while-down")));
        server.startAgain();
        stop.set(true);
        user.join();
        await().atMost(SOON).until(() -> objects().containsKey("while-down"));
        Files.move(oslo("d3"), oslo("d3-moved"));
        awaitEqual();
    }

    @Test
    @Tag("full")
    void zones_become_equal_although_the_node_of_a_bucket_is_killed_under_load() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread user = Thread.ofPlatform().start(() -> write(oslo("busy"), stop));
        for (int life = 0; life < 3; life++) {
            int before = objects().size();
            await().atMost(SOON).until(() -> objects().size() > Math.min(before, 20));
            nodes.kill("cloud-1");
            nodes.launch("cloud-1");
        }
        stop.set(true);
        user.join();
        awaitEqual();
        assertThat(conflicts()).isEmpty();
    }

    private List<String> conflicts() throws IOException {
        return local(kyoto("")).keySet().stream()
                .filter(path -> path.contains("_conflict-"))
                .toList();
    }

    private void fillOslo() throws IOException {
        for (int i = 0; i < 60; i++) {
            Path file = oslo("d" + i % 5 + "/f" + i);
            Files.createDirectories(file.getParent());
            Files.write(file, random(i * 997, i));
        }
        Files.write(oslo("large"), random(12 << 20, 3));
        Files.createDirectories(oslo("empty/deeper"));
        for (String name :
                List.of(" spaced ", "-dash", "new\nline", "caf\u00e9", "cafe\u0301", "\ud83d\ude80", "a+b%20c")) {
            Files.writeString(oslo(name), name);
        }
    }

    private void put(String path, String text) {
        client.putObject(r -> r.bucket(BUCKET).key(BASE + path), RequestBody.fromString(text));
    }

    private static byte[] random(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Path oslo(String path) {
        return nodes.zone("oslo").resolve(path);
    }

    private Path kyoto(String path) {
        return nodes.zone("kyoto").resolve(path);
    }

    private static void write(Path directory, AtomicBoolean stop) {
        Random random = new Random(1);
        try {
            Files.createDirectories(directory);
            while (!stop.get()) {
                Files.writeString(directory.resolve("f" + random.nextInt(30)), "text " + random.nextLong());
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitEqual() throws IOException {
        try {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(() -> differences().isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not equal: " + differences() + nodes.account(), e);
        }
    }

    /** Of the others against oslo. */
    private SortedMap<String, String> differences() throws IOException {
        SortedMap<String, String> oslo = local(oslo(""));
        SortedMap<String, String> all = TwoNodesIT.differences("kyoto", oslo, local(kyoto("")));
        all.putAll(TwoNodesIT.differences("bucket", oslo, objects()));
        return all;
    }

    /** Every path below the bucket's prefix: a digest, or "directory". */
    private SortedMap<String, String> objects() {
        SortedMap<String, String> found = new TreeMap<>();
        for (S3Object object : client.listObjectsV2Paginator(
                        r -> r.bucket(BUCKET).prefix(BASE))
                .contents()) {
            String path = object.key().substring(BASE.length());
            if (path.isEmpty() || path.startsWith(".onecopy/")) {
                continue;
            }
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                found.put(path.substring(0, slash), "directory");
            }
            if (!path.endsWith("/")) {
                try {
                    found.put(
                            path,
                            digest(client.getObjectAsBytes(r -> r.bucket(BUCKET).key(object.key()))
                                    .asByteArray()));
                } catch (NoSuchKeyException e) {
                    found.put(path, "gone meanwhile");
                }
            }
        }
        return found;
    }

    private static SortedMap<String, String> local(Path root) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                String name = root.relativize(path).toString();
                if (!name.isEmpty() && !name.startsWith(".onecopy")) {
                    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
                    found.put(name, directory ? "directory" : digest(Files.readAllBytes(path)));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
