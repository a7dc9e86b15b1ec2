package org.onecopy.storage.s3;

import java.nio.file.Path;
import org.onecopy.storage.OutsideWriter;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of a test, and somebody who writes to it with the SDK alone. */
final class S3Fixture implements OutsideWriter {
    static final String BUCKET = "onecopy-test";

    private final S3Client client;
    private final String base;

    S3Fixture(S3Client client, String base) {
        this.client = client;
        this.base = base;
    }

    static S3Settings settings(S3ProxyProcess server, Path spool) {
        return new S3Settings(
                BUCKET,
                "some/prefix",
                server.endpoint(),
                "us-east-1",
                true,
                server.credentials(),
                S3Settings.Encryption.BUCKET,
                null,
                true,
                5 << 20,
                16,
                spool);
    }

    @Override
    public void write(String path, String text) {
        client.putObject(r -> r.bucket(BUCKET).key(base + path), RequestBody.fromString(text));
    }

    @Override
    public void makeDirectory(String path) {
        client.putObject(r -> r.bucket(BUCKET).key(base + path + "/"), RequestBody.empty());
    }

    @Override
    public void move(String from, String to) {
        client.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey(base + from)
                .destinationBucket(BUCKET)
                .destinationKey(base + to));
        delete(from);
    }

    @Override
    public void delete(String path) {
        client.deleteObject(r -> r.bucket(BUCKET).key(base + path));
    }

    @Override
    public void makeLink(String path, String target) {
        throw new AssertionError("S3 has no links");
    }

    /** Deletes everything that begins so. */
    void deleteAll(String prefix) {
        client.listObjectsV2Paginator(r -> r.bucket(BUCKET).prefix(base + prefix)).contents().stream()
                .toList()
                .forEach(object -> client.deleteObject(r -> r.bucket(BUCKET).key(object.key())));
    }
}
