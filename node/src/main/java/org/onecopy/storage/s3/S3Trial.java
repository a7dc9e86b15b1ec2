package org.onecopy.storage.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Trial;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Tries out a bucket below one prefix. */
final class S3Trial implements Trial {
    private static final Duration SKEW_SMALL = Duration.ofSeconds(5);
    private static final int PAGE = 1000;

    private final S3Storage storage;
    private final Bucket bucket;
    private final Keys location;
    private final Keys keys;
    private @Nullable Tree tree;
    private boolean opened;

    S3Trial(S3Storage storage, Bucket bucket, Keys location) {
        this.storage = storage;
        this.bucket = bucket;
        this.location = location;
        keys = new Keys(bucket.name(), location.work(NAME + "/"));
    }

    /** A listing is the first thing that every right is needed for; the server's clock is in its answer. */
    @Override
    public List<Finding> reach() {
        Instant before = Instant.now();
        ListObjectsV2Response answer = bucket.list(location.base(), false, 1, null);
        List<Finding> found = new ArrayList<>();
        found.add(Finding.ok(
                "reach",
                "%s answers after %d ms, and takes the credentials"
                        .formatted(
                                bucket.show(location.base()),
                                Duration.between(before, Instant.now()).toMillis())));
        answer.sdkHttpResponse().firstMatchingHeader("Date").ifPresent(date -> found.add(clock(date, before)));
        return found;
    }

    private static Finding clock(String date, Instant before) {
        Instant there;
        try {
            there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return Finding.warn("clock", "the server's date '%s' is none".formatted(date), "see the server");
        }
        Duration by = Duration.between(before, there);
        return by.abs().compareTo(SKEW_SMALL) <= 0
                ? Finding.ok("clock", "the server's clock is this machine's, within seconds")
                : Finding.warn(
                        "clock",
                        "the server's clock is %d s %s this machine's"
                                .formatted(by.abs().toSeconds(), by.isNegative() ? "behind" : "ahead of"),
                        "set both by NTP: a signature is refused when they are 15 minutes apart");
    }

    @Override
    public Finding location() {
        boolean any = !bucket.list(location.base(), false, 1, null).contents().isEmpty();
        return Finding.ok(
                "location",
                bucket.show(location.base()) + (any ? " holds something" : " holds nothing yet; it needs no making"));
    }

    @Override
    public Tree open() {
        opened = true;
        clear();
        Tree made = storage.open(keys, true);
        tree = made;
        return made;
    }

    private void clear() {
        ListObjectsV2Response page;
        do {
            page = bucket.list(keys.base(), false, PAGE, null);
            page.contents().forEach(object -> bucket.deleteAny(object.key()));
        } while (Boolean.TRUE.equals(page.isTruncated()));
        new OpenUploads(bucket, storage.local(keys).resolve("uploads")).abortAll();
    }

    @Override
    public List<Finding> particulars() {
        List<Finding> found = new ArrayList<>();
        found.add(multipart());
        found.add(spool());
        Tree made = tree;
        if (made != null && !made.capabilities().can(Ability.CONDITIONAL_WRITES)) {
            found.add(Finding.warn(
                    "conditions",
                    "the server keeps no If-None-Match and If-Match, or storage.s3.conditionalWrites says never",
                    "use a versioned bucket, or let only Onecopy write below the location"));
        } else {
            boolean deletions = bucket.conditions().deletions();
            found.add(Finding.ok(
                    "conditions",
                    "the server keeps conditions of writes"
                            + (deletions ? " and of deletions" : "; not of deletions")));
        }
        found.add(Finding.ok("durability", "an object is durable when the server has answered"));
        return found;
    }

    /** Begins an upload in parts, sends one, and gives it up: larger contents are brought so. */
    private Finding multipart() {
        String key = keys.work("parts");
        return bucket.asking("upload in parts", key, () -> {
            var upload = bucket.client()
                    .createMultipartUpload(r -> r.bucket(bucket.name()).key(key));
            try {
                bucket.client()
                        .uploadPart(
                                r -> r.bucket(bucket.name())
                                        .key(key)
                                        .uploadId(upload.uploadId())
                                        .partNumber(1),
                                RequestBody.fromString("x"));
            } finally {
                bucket.client()
                        .abortMultipartUpload(
                                r -> r.bucket(bucket.name()).key(key).uploadId(upload.uploadId()));
            }
            return Finding.ok("parts", "uploads in parts are begun, continued and given up");
        });
    }

    private Finding spool() {
        Path directory = bucket.settings().spool();
        try {
            Files.createDirectories(directory);
            ByteCount free = ByteCount.of(Files.getFileStore(directory).getUsableSpace());
            return Files.isWritable(directory)
                    ? Finding.ok("spool", "%s has %s for contents that wait".formatted(directory, free))
                    : Finding.fail("spool", directory + " may not be written", "give the node's user the right");
        } catch (IOException e) {
            return Finding.fail("spool", "%s cannot be used: %s".formatted(directory, e), "see storage.s3.spool");
        }
    }

    @Override
    public void close() {
        if (!opened) {
            return;
        }
        opened = false;
        clear();
        Path local = storage.local(keys);
        if (!Files.isDirectory(local)) {
            return;
        }
        try (Stream<Path> files = Files.walk(local)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new StorageException(
                    ProblemCode.STORAGE_FAILED, "cannot remove %s: %s; remove it".formatted(local, e.getMessage()), e);
        }
    }
}
