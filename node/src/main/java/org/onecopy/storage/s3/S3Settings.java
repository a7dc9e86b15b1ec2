package org.onecopy.storage.s3;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a bucket and what to do with it.
 *
 * @param prefix below which locations lie: names with slashes between; empty for the whole bucket
 * @param endpoint the server; null for Amazon's of the region
 * @param region null: as the environment says, else us-east-1
 * @param pathStyle whether the bucket stands in the path of a request, not in its host
 * @param credentials file in the form of {@code ~/.aws/credentials}; null: as the environment says
 * @param kmsKey for {@link Encryption#SSE_KMS}; null: the account's own
 * @param conditionalWrites whether conditions are used where the server keeps them
 * @param partBytes of multipart uploads; contents up to it go in one request
 * @param concurrency steps at once
 * @param spool local directory where contents wait; made where it is missing
 * @param eventQueue URL of the SQS queue that the bucket tells of changes; null: changes are found by listing alone
 */
public record S3Settings(
        String bucket,
        String prefix,
        @Nullable URI endpoint,
        @Nullable String region,
        boolean pathStyle,
        @Nullable Path credentials,
        Encryption encryption,
        @Nullable String kmsKey,
        boolean conditionalWrites,
        long partBytes,
        int concurrency,
        Path spool,
        @Nullable URI eventQueue) {
    /** Without a queue. */
    public S3Settings(
            String bucket,
            String prefix,
            @Nullable URI endpoint,
            @Nullable String region,
            boolean pathStyle,
            @Nullable Path credentials,
            Encryption encryption,
            @Nullable String kmsKey,
            boolean conditionalWrites,
            long partBytes,
            int concurrency,
            Path spool) {
        this(
                bucket,
                prefix,
                endpoint,
                region,
                pathStyle,
                credentials,
                encryption,
                kmsKey,
                conditionalWrites,
                partBytes,
                concurrency,
                spool,
                null);
    }

    S3Settings withEventQueue(URI queue) {
        return new S3Settings(
                bucket,
                prefix,
                endpoint,
                region,
                pathStyle,
                credentials,
                encryption,
                kmsKey,
                conditionalWrites,
                partBytes,
                concurrency,
                spool,
                queue);
    }

    /** How the server is asked to encrypt. */
    public enum Encryption {
        /** As the bucket says. */
        BUCKET,
        /** With keys of the server's own. */
        SSE_S3,
        /** With a key of the key management service. */
        SSE_KMS
    }
}
