package org.onecopy.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is particular to buckets, against a real server that keeps conditions. */
class S3TreeTest {
    private static final Attributes SOME = new Attributes(0640, "ann", "staff", 1_700_000_000_123_456_789L);

    @TempDir
    static Path directory;

    private static S3ProxyProcess server;
    private static S3Client client;

    private final String base = "some/prefix/" + UUID.randomUUID() + "/";
    private S3Storage storage;
    private Tree tree;
    private S3Fixture outside;

    @BeforeAll
    static void startServer() {
        server = S3ProxyProcess.start(directory);
        client = server.client();
        client.createBucket(r -> r.bucket(S3Fixture.BUCKET));
    }

    @AfterAll
    static void stopServer() {
        client.close();
        server.close();
    }

    @BeforeEach
    void open() {
        storage = new S3Storage(settings(server.endpoint(), true));
        tree = storage.open(path(), true);
        outside = new S3Fixture(client, base);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private String path() {
        return base.substring("some/prefix".length(), base.length() - 1);
    }

    private static S3Settings settings(URI endpoint, boolean conditional) {
        S3Settings plain = S3Fixture.settings(server, directory.resolve("spool"));
        return new S3Settings(
                plain.bucket(),
                plain.prefix(),
                endpoint,
                plain.region(),
                true,
                plain.credentials(),
                plain.encryption(),
                null,
                conditional,
                plain.partBytes(),
                plain.concurrency(),
                plain.spool());
    }

    private static Place at(String path) {
        return Place.inTree(TreePath.parse(path));
    }

    private static Place staged(String name) {
        return Place.item(Area.STAGE, new Name(name));
    }

    private static Place trashed(String name) {
        return Place.item(Area.TRASH, new Name(name));
    }

    private void stage(Tree in, String name, byte[] bytes) {
        try (StageWriter writer = in.stage(new Name(name), bytes.length)) {
            writer.write(0, ByteBuffer.wrap(bytes));
            writer.describe("the-digest");
            writer.finish(SOME);
        }
    }

    private Step publish(String path, String text) {
        stage(tree, "s", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return tree.move(staged("s"), at(path));
    }

    private String text(String path) {
        return client.getObjectAsBytes(r -> r.bucket(S3Fixture.BUCKET).key(base + path))
                .asUtf8String();
    }

    private List<String> keys() {
        return client.listObjectsV2Paginator(r -> r.bucket(S3Fixture.BUCKET).prefix(base)).contents().stream()
                .map(S3Object::key)
                .map(key -> key.substring(base.length()))
                .filter(key -> !key.startsWith(".onecopy"))
                .toList();
    }

    @Test
    void finds_that_the_server_keeps_conditions() {
        assertThat(tree.capabilities().can(Ability.CONDITIONAL_WRITES)).isTrue();
        assertThat(keys()).isEmpty();
    }

    @Test
    void keeps_attributes_and_digest_as_metadata_that_other_tools_read() {
        publish("file", "x");
        HeadObjectResponse head =
                client.headObject(r -> r.bucket(S3Fixture.BUCKET).key(base + "file"));
        assertThat(head.metadata())
                .containsEntry("mtime", "1700000000.123456789")
                .containsEntry("mode", Integer.toString(0100640))
                .containsEntry("onecopy-owner", "ann")
                .containsEntry("onecopy-group", "staff")
                .containsEntry("onecopy-digest", "the-digest");
    }

    @Test
    void takes_the_time_that_another_tool_gave() {
        client.putObject(
                r -> r.bucket(S3Fixture.BUCKET).key(base + "file").metadata(Map.of("mtime", "12.5")),
                RequestBody.fromString("x"));
        assertThat(tree.stat(at("file")).attributes().mtimeNanos()).isEqualTo(12_500_000_000L);
        client.putObject(
                r -> r.bucket(S3Fixture.BUCKET).key(base + "file").metadata(Map.of("mtime", "1e999999999")),
                RequestBody.fromString("x"));
        assertThat(tree.stat(at("file")).attributes().mtimeNanos()).isGreaterThan(1_600_000_000_000_000_000L);
    }

    @Test
    void takes_one_of_many_that_publish_the_same_name_at_once() throws Exception {
        int many = 8;
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            stage(tree, "s" + i, ("writer " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            List<Future<Step>> running = IntStream.range(0, many)
                    .mapToObj(i -> threads.submit(() -> tree.move(staged("s" + i), at("one"))))
                    .toList();
            for (Future<Step> step : running) {
                steps.add(step.get());
            }
        }
        assertThat(steps).filteredOn(step -> step instanceof Step.Done).hasSize(1);
        assertThat(steps).filteredOn(step -> step instanceof Step.TargetExists).hasSize(many - 1);
    }

    @Test
    void uploads_in_parts_and_overwrites_nothing_with_them() {
        byte[] large = new byte[(11 << 20) + 7];
        new Random(1).nextBytes(large);
        stage(tree, "large", large);
        Step.Done done = (Step.Done) tree.move(staged("large"), at("large"));
        assertThat(done.now().length()).isEqualTo(large.length);
        assertThat(done.now().fingerprint()).isEqualTo(tree.stat(at("large")).fingerprint());
        assertThat(client.getObjectAsBytes(r -> r.bucket(S3Fixture.BUCKET).key(base + "large"))
                        .asByteArray())
                .isEqualTo(large);
        stage(tree, "again", large);
        assertThat(tree.move(staged("again"), at("large"))).isInstanceOf(Step.TargetExists.class);
        assertThat(client.listMultipartUploads(r -> r.bucket(S3Fixture.BUCKET)).uploads())
                .isEmpty();
    }

    @Test
    void knows_a_moved_content_of_parts_again() {
        byte[] large = new byte[6 << 20];
        new Random(2).nextBytes(large);
        stage(tree, "large", large);
        Stat first = tree.move(staged("large"), at("large")).nowOrNull();
        Stat moved = tree.move(at("large"), at("elsewhere")).nowOrNull();
        assertThat(tree.differByMoveOnly(first.fingerprint(), moved.fingerprint()))
                .isTrue();
        assertThat(moved.fingerprint()).isEqualTo(tree.stat(at("elsewhere")).fingerprint());
        Stat aside = tree.move(at("elsewhere"), trashed("t")).nowOrNull();
        Tree another = storage.open(path(), false); // knows nothing of what this one did
        assertThat(another.differByMoveOnly(
                        moved.fingerprint(), another.stat(trashed("t")).fingerprint()))
                .isTrue();
        assertThat(aside.fingerprint()).isEqualTo(another.stat(trashed("t")).fingerprint());
    }

    @Test
    void goes_on_with_a_move_that_a_stop_interrupted_after_its_copy() {
        publish("from", "the content");
        outside.write("to", "the content"); // as the copy would lie there
        assertThat(tree.move(at("from"), at("to"))).isInstanceOf(Step.Done.class);
        assertThat(keys()).containsExactly("to");
        publish("again", "trash me");
        Stat copy = tree.move(at("again"), trashed("item")).nowOrNull();
        outside.write("again", "trash me");
        assertThat(tree.move(at("again"), trashed("item")).nowOrNull().fingerprint())
                .isEqualTo(copy.fingerprint());
        assertThat(keys()).containsExactly("to");
    }

    @Test
    void ends_a_directory_move_that_a_stop_interrupted_when_it_is_opened_again() {
        tree.makeDirectory(at("d"), SOME);
        tree.makeDirectory(at("d/inner"), SOME);
        for (int i = 0; i < 10; i++) {
            publish("d/inner/f" + i, "content " + i);
        }
        // What a stop in the middle leaves: the note, some copies, and all sources.
        outside.write(
                ".onecopy/moves/note",
                java.net.URLEncoder.encode(base + "d/", java.nio.charset.StandardCharsets.UTF_8)
                        + "\n"
                        + java.net.URLEncoder.encode(base + "e/", java.nio.charset.StandardCharsets.UTF_8)
                        + "\nTREE");
        outside.write("e/inner/f3", "content 3");
        outside.write("e/inner/f4", "a user's, written meanwhile");
        try (Tree again = storage.open(path(), true)) {
            assertThat(again.stat(at("e/inner/f9"))).isNotNull();
        }
        assertThat(new TreeSet<>(keys()))
                .contains("e/inner/f0", "e/inner/f3", "e/inner/f9", "d/inner/f4")
                .doesNotContain("d/inner/f0", "d/inner/f3");
        assertThat(text("e/inner/f4")).isEqualTo("a user's, written meanwhile");
        assertThat(text("d/inner/f4")).isEqualTo("content 4");
        assertThat(client.listObjectsV2(r -> r.bucket(S3Fixture.BUCKET).prefix(base + ".onecopy/moves/"))
                        .contents())
                .isEmpty();
    }

    @Test
    void keeps_a_directory_whose_last_file_goes() {
        outside.write("implied/f", "x");
        assertThat(tree.move(at("implied/f"), trashed("t"))).isInstanceOf(Step.Done.class);
        assertThat(keys()).containsExactly("implied/");
    }

    @Test
    void reads_any_part_and_fails_once_the_object_is_another() {
        byte[] large = new byte[9 << 20];
        new Random(3).nextBytes(large);
        stage(tree, "large", large);
        tree.move(staged("large"), at("large"));
        try (ContentReader reader = tree.read(at("large"))) {
            for (int at : new int[] {0, 8 << 20, (4 << 20) - 5, 17}) {
                ByteBuffer into = ByteBuffer.allocate(1000);
                while (into.hasRemaining()) {
                    reader.read(at + into.position(), into);
                }
                assertThat(into.array()).isEqualTo(java.util.Arrays.copyOfRange(large, at, at + 1000));
            }
            outside.write("large", "short");
            assertThatThrownBy(() -> reader.read(5 << 20, ByteBuffer.allocate(10)))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORAGE_FAILED));
        }
    }

    @Test
    void is_out_of_reach_once_its_mark_is_gone() {
        assertThat(tree.rootIdentity()).isNotNull();
        outside.deleteAll("");
        assertThatThrownBy(() -> tree.rootIdentity())
                .isInstanceOfSatisfying(
                        StorageException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORAGE_UNAVAILABLE));
    }

    @Test
    void does_the_same_without_conditions() {
        try (S3Storage plain = new S3Storage(settings(server.endpoint(), false));
                Tree without = plain.open(path(), true)) {
            assertThat(without.capabilities().can(Ability.CONDITIONAL_WRITES)).isFalse();
            outside.write("taken", "a user's");
            stage(without, "s", new byte[3]);
            assertThat(without.move(staged("s"), at("taken"))).isInstanceOf(Step.TargetExists.class);
            assertThat(without.move(at("taken"), at("moved"))).isInstanceOf(Step.Done.class);
            assertThat(without.replace(staged("s"), at("moved"), trashed("old")))
                    .isInstanceOf(Step.Replaced.class);
            assertThat(text("moved")).isEqualTo("\0\0\0");
            assertThat(keys()).containsExactly("moved");
        }
    }

    @Test
    void says_what_is_wrong_with_bucket_and_keys() {
        S3Settings right = settings(server.endpoint(), true);
        S3Settings bucket = new S3Settings(
                "no-such-bucket",
                "",
                right.endpoint(),
                "us-east-1",
                true,
                right.credentials(),
                right.encryption(),
                null,
                true,
                5 << 20,
                4,
                right.spool());
        try (S3Storage wrong = new S3Storage(bucket)) {
            assertThatThrownBy(() -> wrong.open("/x", true))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORAGE_UNAVAILABLE));
        }
    }
}
