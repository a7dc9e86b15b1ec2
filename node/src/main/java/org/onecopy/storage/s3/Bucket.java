package org.onecopy.storage.s3;

import java.io.InputStream;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.s3.S3Settings.Encryption;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The single requests to one bucket, with failures in our words. A condition that does not hold is an answer, not a failure. */
final class Bucket {
    /** What s3a and the consoles of clouds write in a directory's marker. */
    private static final String DIRECTORY_TYPE = "application/x-directory";

    private static final String FILE_TYPE = "application/octet-stream";

    private final S3Client client;
    private final S3Settings settings;
    private final String name;

    /** Whether the server keeps the conditions of writes and of deletions. */
    record Conditions(boolean writes, boolean deletions) {}

    /** What has to hold for a write. */
    record Condition(@Nullable String etag) {
        /** Nothing is there. */
        static final Condition ABSENT = new Condition(null);

        /** What is there is still this one. */
        static Condition same(S3Object object) {
            return new Condition(object.etag());
        }
    }

    private final OwnChanges own = new OwnChanges();
    private volatile Conditions conditions = new Conditions(true, true);

    Bucket(S3Client client, S3Settings settings) {
        this.client = client;
        this.settings = settings;
        this.name = settings.bucket();
    }

    S3Client client() {
        return client;
    }

    S3Settings settings() {
        return settings;
    }

    String name() {
        return name;
    }

    OwnChanges own() {
        return own;
    }

    Conditions conditions() {
        return conditions;
    }

    void keepsConditions(Conditions found) {
        conditions = found;
    }

    String show(String key) {
        return "s3://" + name + "/" + key;
    }

    /** An object, or null. */
    @Nullable
    S3Object head(String key) {
        return this.<@Nullable S3Object>asking("look at", key, () -> {
            try {
                HeadObjectResponse answer =
                        client.headObject(r -> r.bucket(name).key(key));
                return new S3Object(
                        key, answer.contentLength(), answer.eTag(), answer.lastModified(), answer.metadata());
            } catch (S3Exception e) {
                passUnlessMissing(e);
                return null;
            }
        });
    }

    /** Throws again what does not only say that nothing is there. */
    private static void passUnlessMissing(S3Exception e) {
        if (!S3Faults.isMissing(e)) {
            throw e;
        }
    }

    /**
     * A part of an object.
     *
     * @param stream null where the object is too short to have it
     */
    record Range(@Nullable ResponseInputStream<GetObjectResponse> stream) {}

    /**
     * Opens a range of an object.
     *
     * @param etag of the object as it must still be; null for any
     * @return null where it is not there, or is another one
     */
    @Nullable
    Range get(String key, @Nullable String etag, long from, long to) {
        return this.<@Nullable Range>asking("read", key, () -> {
            try {
                return new Range(client.getObject(
                        r -> r.bucket(name).key(key).ifMatch(etag).range("bytes=" + from + "-" + (to - 1))));
            } catch (S3Exception e) {
                if (e.statusCode() == 416) {
                    return new Range(null);
                }
                if (S3Faults.isConditionFailed(e)) {
                    return null;
                }
                passUnlessMissing(e);
                return null;
            }
        });
    }

    /** Keys in order, at most a thousand; what begins alike up to the next slash is one, where there is a delimiter. */
    ListObjectsV2Response list(String prefix, boolean delimited, int max, @Nullable String token) {
        return asking(
                "list",
                prefix,
                () -> client.listObjectsV2(r -> r.bucket(name)
                        .prefix(prefix)
                        .delimiter(delimited ? "/" : null)
                        .maxKeys(max)
                        .continuationToken(token)));
    }

    /**
     * Writes an object.
     *
     * @param condition null: whatever lies there
     * @return its ETag; null where the condition does not hold
     */
    @Nullable
    String put(String key, RequestBody body, Map<String, String> metadata, @Nullable Condition condition) {
        return this.<@Nullable String>asking("write", key, () -> {
            PutObjectRequest.Builder request = PutObjectRequest.builder()
                    .bucket(name)
                    .key(key)
                    .contentType(key.endsWith("/") ? DIRECTORY_TYPE : FILE_TYPE)
                    .metadata(metadata);
            Encryption encryption = settings.encryption();
            if (encryption != Encryption.BUCKET) {
                request.serverSideEncryption(sse(encryption)).ssekmsKeyId(settings.kmsKey());
            }
            if (condition != null && conditions.writes()) {
                request.ifMatch(condition.etag()).ifNoneMatch(condition.etag() == null ? "*" : null);
            }
            try {
                PutObjectResponse answer = client.putObject(request.build(), body);
                own.wrote(key, answer.eTag());
                return answer.eTag();
            } catch (S3Exception e) {
                // A write over an object that is gone answers 404.
                if (condition != null && (S3Faults.isConditionFailed(e) || S3Faults.isMissing(e))) {
                    return null;
                }
                throw e;
            }
        });
    }

    static @Nullable ServerSideEncryption sse(Encryption encryption) {
        return switch (encryption) {
            case BUCKET -> null;
            case SSE_S3 -> ServerSideEncryption.AES256;
            case SSE_KMS -> ServerSideEncryption.AWS_KMS;
        };
    }

    /**
     * Copies an object of up to 5 GiB within the server, over whatever lies at the target.
     *
     * @return null where the source is another one by now, or gone
     */
    @Nullable
    S3Object copy(S3Object source, String to, Map<String, String> metadata) {
        return this.<@Nullable S3Object>asking("copy to", to, () -> {
            CopyObjectRequest.Builder request = CopyObjectRequest.builder()
                    .sourceBucket(name)
                    .sourceKey(source.key())
                    .copySourceIfMatch(source.etag())
                    .destinationBucket(name)
                    .destinationKey(to)
                    .metadataDirective(MetadataDirective.REPLACE)
                    .contentType(to.endsWith("/") ? DIRECTORY_TYPE : FILE_TYPE)
                    .metadata(metadata);
            if (settings.encryption() != Encryption.BUCKET) {
                request.serverSideEncryption(sse(settings.encryption())).ssekmsKeyId(settings.kmsKey());
            }
            try {
                CopyObjectResponse answer = client.copyObject(request.build());
                own.wrote(to, answer.copyObjectResult().eTag());
                return new S3Object(
                        to,
                        source.length(),
                        answer.copyObjectResult().eTag(),
                        answer.copyObjectResult().lastModified(),
                        metadata);
            } catch (S3Exception e) {
                if (S3Faults.isConditionFailed(e)) {
                    return null;
                }
                passUnlessMissing(e);
                return null;
            }
        });
    }

    /**
     * Deletes an object that is still the one that was seen. Without conditional deletions there is a short while between the look and
     * the deletion.
     *
     * @return false where it is another one by now; true where it is gone
     */
    boolean delete(S3Object seen) {
        boolean conditional = conditions.deletions();
        if (!conditional) {
            S3Object now = head(seen.key());
            if (now == null || !now.etag().equals(seen.etag())) {
                return now == null;
            }
        }
        return asking("delete", seen.key(), () -> {
            try {
                client.deleteObject(r -> r.bucket(name).key(seen.key()).ifMatch(conditional ? seen.etag() : null));
                own.deleted(seen.key());
                return true;
            } catch (S3Exception e) {
                if (S3Faults.isMissing(e)) {
                    return true;
                }
                if (S3Faults.isConditionFailed(e)) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Deletes whatever lies at a key of ours. */
    void deleteAny(String key) {
        asking("delete", key, () -> client.deleteObject(r -> r.bucket(name).key(key)));
        own.deleted(key);
    }

    /** The bytes of a small object; null where it is not there. */
    byte @Nullable [] read(String key) {
        return this.<byte @Nullable []>asking("read", key, () -> {
            try {
                return client.getObjectAsBytes(r -> r.bucket(name).key(key)).asByteArray();
            } catch (S3Exception e) {
                passUnlessMissing(e);
                return null;
            }
        });
    }

    <T extends @Nullable Object> T asking(String doing, String key, Supplier<T> request) {
        try {
            return S3Faults.asking(doing, show(key), request);
        } catch (StorageException e) {
            throw S3Faults.isInternal(e) && answers() ? S3Faults.ofOnePath(e) : e;
        }
    }

    /** Whether the server does anything at all, so that what it cannot do has to do with one key. */
    private boolean answers() {
        try {
            client.listObjectsV2(r -> r.bucket(name).maxKeys(1));
            return true;
        } catch (SdkException e) {
            return false;
        }
    }

    /** Ends a stream whose rest is not wanted without reading it. */
    static void abandon(InputStream stream) {
        if (stream instanceof ResponseInputStream<?> answer) {
            answer.abort();
        }
    }
}
