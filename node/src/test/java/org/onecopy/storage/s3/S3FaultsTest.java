package org.onecopy.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;
import software.amazon.awssdk.services.s3.S3Client;

/** What a server refuses, forgets or breaks off, with a real one behind a proxy that does so; and how many requests things cost. */
class S3FaultsTest {
    private static final AtomicInteger TREES = new AtomicInteger();

    @TempDir
    static Path directory;

    private static S3ProxyProcess server;
    private static S3Client client;

    private final String name = "faults-" + TREES.incrementAndGet();
    private final String base = "some/prefix/" + name + "/";
    private S3FaultProxy proxy;
    private S3Storage storage;
    private Tree tree;

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
        proxy = new S3FaultProxy(server.endpoint());
        storage = new S3Storage(settings(proxy.endpoint()));
        tree = storage.open("/" + name, true);
        proxy.forget();
    }

    @AfterEach
    void close() {
        storage.close();
        proxy.close();
    }

    private S3Settings settings(URI endpoint) {
        S3Settings plain = S3Fixture.settings(server, directory.resolve("spool-" + name));
        return new S3Settings(
                plain.bucket(),
                plain.prefix(),
                endpoint,
                plain.region(),
                true,
                plain.credentials(),
                plain.encryption(),
                null,
                true,
                plain.partBytes(),
                plain.concurrency(),
                plain.spool());
    }

    private static Place at(String path) {
        return Place.inTree(TreePath.parse(path));
    }

    private static Place item(Area area, String item) {
        return Place.item(area, new Name(item));
    }

    private void stage(int bytes) {
        try (StageWriter writer = tree.stage(new Name("s"), bytes)) {
            writer.write(0, ByteBuffer.allocate(bytes));
            writer.finish(Attributes.NONE);
        }
    }

    private Step publish(String path, int bytes) {
        stage(bytes);
        return tree.move(item(Area.STAGE, "s"), at(path));
    }

    private static StorageException problem(ThrowingCallable doing) {
        StorageException[] found = new StorageException[1];
        assertThatThrownBy(doing).isInstanceOfSatisfying(StorageException.class, problem -> found[0] = problem);
        return found[0];
    }

    @Test
    void takes_one_request_for_a_new_file_and_four_for_a_removal() {
        publish("first", 10);
        proxy.forget();

        assertThat(publish("second", 10)).isInstanceOf(Step.Done.class);
        assertThat(proxy.requests()).hasSize(1);
        proxy.forget();

        // Looks say whether it is still what was agreed and whether its name in the trash is free; then it goes there.
        assertThat(tree.stat(at("second"))).isNotNull();
        assertThat(tree.move(at("second"), item(Area.TRASH, "t"))).isInstanceOf(Step.Done.class);
        assertThat(proxy.requests().stream().map(S3FaultProxy.Request::method).filter(method -> !method.equals("HEAD")))
                .containsExactly("PUT", "DELETE");
        int looks = storage.conditionalDeletions() ? 2 : 3;
        assertThat(proxy.requests()).hasSize(looks + 2);
    }

    @Test
    void removes_nothing_that_was_written_after_the_look() {
        publish("file", 10);
        assertThat(tree.stat(at("file"))).isNotNull();
        client.putObject(
                r -> r.bucket(S3Fixture.BUCKET).key(base + "file"),
                software.amazon.awssdk.core.sync.RequestBody.fromString("a user's"));

        Step moved = tree.move(at("file"), item(Area.TRASH, "t"));

        assertThat(moved).isInstanceOf(Step.Done.class);
        assertThat(moved.nowOrNull().length()).isEqualTo("a user's".length());
    }

    @Test
    void overwrites_nothing_in_the_trash() {
        publish("file", 10);
        assertThat(tree.stat(at("file"))).isNotNull();
        assertThat(tree.move(at("file"), item(Area.TRASH, "t"))).isInstanceOf(Step.Done.class);
        publish("other", 20);
        assertThat(tree.stat(at("other"))).isNotNull();

        assertThat(tree.move(at("other"), item(Area.TRASH, "t"))).isInstanceOf(Step.TargetExists.class);
        assertThat(tree.stat(item(Area.TRASH, "t")).length()).isEqualTo(10);
        assertThat(tree.stat(at("other")).length()).isEqualTo(20);
    }

    @Test
    void goes_on_with_a_removal_that_stopped_after_its_copy() {
        publish("file", 10);
        proxy.answer(
                r -> r.method().equals("DELETE") ? S3FaultProxy.refusal(r, 403, "AccessDenied") : S3FaultProxy.PASS);
        assertThat(tree.stat(at("file"))).isNotNull();
        assertThat(problem(() -> tree.move(at("file"), item(Area.TRASH, "t"))).code())
                .isEqualTo(ProblemCode.STORAGE_DENIED);
        proxy.passAll();

        assertThat(tree.stat(at("file"))).isNotNull();
        assertThat(tree.move(at("file"), item(Area.TRASH, "t"))).isInstanceOf(Step.Done.class);
        assertThat(tree.stat(at("file"))).isNull();
        assertThat(tree.stat(item(Area.TRASH, "t"))).isNotNull();
    }

    @Test
    void names_the_region_that_a_bucket_is_in_and_heals() {
        proxy.answer(r -> S3FaultProxy.refusal(r, 301, "PermanentRedirect", "x-amz-bucket-region: eu-north-1"));
        StorageException problem = problem(() -> tree.stat(at("file")));
        assertThat(problem.concernsWholeTree()).isTrue();
        assertThat(problem).hasMessageContaining("eu-north-1").hasMessageContaining("storage.s3.region");

        proxy.answer(
                r -> S3FaultProxy.refusal(r, 400, "AuthorizationHeaderMalformed", "x-amz-bucket-region: eu-north-1"));
        problem = problem(() -> publish("file", 10));
        assertThat(problem.concernsWholeTree()).isTrue();
        assertThat(problem).hasMessageContaining("eu-north-1");

        proxy.passAll();
        assertThat(tree.move(item(Area.STAGE, "s"), at("file"))).isInstanceOf(Step.Done.class);
    }

    @Test
    void parks_what_is_denied_or_has_no_room_and_heals() {
        proxy.answer(r -> r.target().contains("/denied/") && r.method().equals("PUT")
                ? S3FaultProxy.refusal(r, 403, "AccessDenied")
                : S3FaultProxy.PASS);
        tree.makeDirectory(at("open"), Attributes.NONE);
        assertThat(publish("open/file", 10)).isInstanceOf(Step.Done.class);
        StorageException denied = problem(() -> tree.makeDirectory(at("denied"), Attributes.NONE));
        assertThat(denied.code()).isEqualTo(ProblemCode.STORAGE_DENIED);
        assertThat(denied.concernsWholeTree()).isFalse();
        assertThat(denied).hasMessageContaining("denied/").hasMessageContaining("docs/storages.md");

        proxy.answer(r -> r.method().equals("PUT") ? S3FaultProxy.refusal(r, 403, "QuotaExceeded") : S3FaultProxy.PASS);
        StorageException full = problem(() -> publish("open/more", 10));
        assertThat(full.code()).isEqualTo(ProblemCode.STORAGE_NO_SPACE);
        assertThat(full.concernsWholeTree()).isFalse();

        proxy.passAll();
        assertThat(tree.makeDirectory(at("denied"), Attributes.NONE)).isInstanceOf(Step.Done.class);
        assertThat(tree.move(item(Area.STAGE, "s"), at("open/more"))).isInstanceOf(Step.Done.class);
    }

    @Test
    void leaves_nothing_of_an_upload_that_the_server_broke_off() {
        AtomicInteger parts = new AtomicInteger();
        proxy.answer(r -> r.target().contains("partNumber=") && parts.incrementAndGet() > 1
                ? S3FaultProxy.HANG_UP
                : S3FaultProxy.PASS);
        assertThat(problem(() -> publish("large", 12 << 20)).concernsWholeTree())
                .isTrue();
        assertThat(tree.stat(at("large"))).isNull();

        proxy.passAll();
        assertThat(tree.move(item(Area.STAGE, "s"), at("large"))).isInstanceOf(Step.Done.class);
        assertThat(tree.stat(at("large")).length()).isEqualTo(12 << 20);
        assertThat(unfinished()).isZero();
    }

    @Test
    void ends_at_the_next_start_what_it_could_not_even_abort() {
        AtomicInteger parts = new AtomicInteger();
        proxy.answer(r -> {
            boolean down = parts.get() > 1 || (r.target().contains("partNumber=") && parts.incrementAndGet() > 1);
            return down ? S3FaultProxy.HANG_UP : S3FaultProxy.PASS;
        });
        problem(() -> publish("large", 12 << 20));
        assertThat(unfinished()).isEqualTo(1);
        storage.close();

        proxy.passAll();
        storage = new S3Storage(settings(proxy.endpoint()));
        tree = storage.open("/" + name, true);
        assertThat(unfinished()).isZero();
        assertThat(publish("large", 12 << 20)).isInstanceOf(Step.Done.class);
    }

    private long unfinished() {
        return client.listMultipartUploads(r -> r.bucket(S3Fixture.BUCKET)).uploads().stream()
                .filter(upload -> upload.key().startsWith(base))
                .count();
    }

    @Test
    void moves_what_is_longer_than_one_request_copies_in_parts() {
        long length = 6L << 30;
        String target = base + ".onecopy/trash/t";
        proxy.answer(r -> {
            if (r.method().equals("HEAD")) {
                return r.target().endsWith("/huge")
                        ? S3FaultProxy.response(200, "", "Content-Length: " + length, "ETag: \"e-9\"")
                        : S3FaultProxy.response(404, "");
            }
            if (r.method().equals("DELETE")) {
                return S3FaultProxy.response(204, "");
            }
            if (r.target().contains("partNumber=")) {
                return S3FaultProxy.response(
                        200,
                        "<CopyPartResult><ETag>&quot;p&quot;</ETag></CopyPartResult>",
                        "Content-Type: application/xml");
            }
            if (r.target().contains("uploadId=")) {
                return S3FaultProxy.response(
                        200,
                        "<CompleteMultipartUploadResult><ETag>&quot;n-12&quot;</ETag></CompleteMultipartUploadResult>",
                        "Content-Type: application/xml");
            }
            if (r.target().contains("uploads")) {
                return S3FaultProxy.response(
                        200,
                        "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
                        "Content-Type: application/xml");
            }
            return S3FaultProxy.PASS;
        });

        Step moved = tree.move(at("huge"), item(Area.TRASH, "t"));

        assertThat(moved).isInstanceOf(Step.Done.class);
        List<S3FaultProxy.Request> parts = proxy.requests().stream()
                .filter(r -> r.target().contains("partNumber="))
                .toList();
        assertThat(parts).hasSize(12).allMatch(r -> r.target().contains(target));
        assertThat(parts).anyMatch(r -> r.head().contains("bytes=5905580032-6442450943"));
        assertThat(proxy.requests())
                .noneMatch(r -> r.head().contains("x-amz-copy-source-range")
                        && r.method().equals("DELETE"));
    }
}
