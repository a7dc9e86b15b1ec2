package org.onecopy.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.s3.Bucket.Condition;
import org.onecopy.storage.s3.S3Settings.Encryption;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Writes objects at their final key, in one request or in parts; a condition holds for the write as a whole. Each write has an id of its
 * own: where an answer is lost and the repeated request finds the condition broken, the object there may be ours.
 */
final class Uploads {
    private static final int PARTS_MAX = 10_000;
    private static final String FILE_TYPE = "application/octet-stream";
    /** The longest that one request copies. */
    private static final long COPY_MAX = 5L << 30;

    private static final long COPY_PART_BYTES = 512L << 20;
    /** Up to this length a copy that must not overwrite is read and written again: two requests instead of three. */
    private static final long REWRITE_MAX = 256 << 10;

    private final Bucket bucket;
    private final Parallel parts;
    private final OpenUploads open;

    Uploads(Bucket bucket, OpenUploads open) {
        this.bucket = bucket;
        this.open = open;
        parts = new Parallel(Math.max(4, bucket.settings().concurrency() / 2));
    }

    /**
     * Writes a file of this machine.
     *
     * @param metadata with the id of this write
     * @return null where the condition does not hold
     */
    @Nullable
    S3Object file(Path file, long length, String key, Map<String, String> metadata, String id, Condition condition) {
        String etag = length <= bucket.settings().partBytes()
                ? bucket.put(key, RequestBody.fromFile(file), metadata, condition)
                : inParts(file, length, key, metadata, condition);
        return etag == null ? ours(key, id) : new S3Object(key, length, etag, null, metadata);
    }

    /** As {@link #file}, of a short content in memory. */
    @Nullable
    S3Object bytes(byte[] content, String key, Map<String, String> metadata, String id, Condition condition) {
        String etag = bucket.put(key, RequestBody.fromBytes(content), metadata, condition);
        return etag == null ? ours(key, id) : new S3Object(key, content.length, etag, null, metadata);
    }

    /** What lies at a key, where it is what a write of this id has put there. */
    private @Nullable S3Object ours(String key, String id) {
        S3Object there = bucket.head(key);
        return there != null && Metadata.isOf(there.metadata(), id) ? there : null;
    }

    /**
     * Copies an object to a key where nothing lies.
     *
     * @return null where something lies there, or the source is another one by now
     */
    @Nullable
    S3Object copyNew(S3Object source, String to, Map<String, String> metadata, String id) {
        if (!bucket.conditions().writes()) {
            return bucket.head(to) == null ? copyOver(source, to, metadata) : null;
        }
        String etag;
        if (source.length() == 0) {
            etag = bucket.put(to, RequestBody.empty(), metadata, Condition.ABSENT);
        } else if (source.length() <= REWRITE_MAX) {
            byte[] bytes = bytes(source);
            etag = bytes == null ? null : bucket.put(to, RequestBody.fromBytes(bytes), metadata, Condition.ABSENT);
        } else {
            etag = copyInParts(source, to, metadata, Condition.ABSENT);
        }
        return etag == null ? ours(to, id) : new S3Object(to, source.length(), etag, null, metadata);
    }

    /** As {@link #copyNew}, over whatever lies at the target. */
    @Nullable
    S3Object copyOver(S3Object source, String to, Map<String, String> metadata) {
        if (source.length() <= COPY_MAX) {
            return bucket.copy(source, to, metadata);
        }
        String etag = copyInParts(source, to, metadata, null);
        return etag == null ? null : new S3Object(to, source.length(), etag, null, metadata);
    }

    private byte @Nullable [] bytes(S3Object source) {
        Bucket.Range range = bucket.get(source.key(), source.etag(), 0, source.length());
        try (InputStream stream = range == null ? null : range.stream()) {
            return stream == null ? null : stream.readNBytes((int) source.length());
        } catch (IOException e) {
            throw new StorageException(
                    org.onecopy.model.ProblemCode.STORAGE_FAILED,
                    "the connection broke while " + bucket.show(source.key()) + " was copied; it is tried again",
                    e);
        }
    }

    private @Nullable String inParts(
            Path file, long length, String key, Map<String, String> metadata, Condition condition) {
        long partBytes = Math.max(bucket.settings().partBytes(), -Math.floorDiv(-length, PARTS_MAX));
        return multipart(
                key,
                length,
                partBytes,
                metadata,
                condition,
                (upload, number, from, to) -> bucket.client()
                        .uploadPart(
                                r -> r.bucket(bucket.name())
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(number)
                                        .contentLength(to - from),
                                RequestBody.fromContentProvider(() -> range(file, from, to), to - from, FILE_TYPE))
                        .eTag());
    }

    private @Nullable String copyInParts(
            S3Object source, String to, Map<String, String> metadata, @Nullable Condition condition) {
        long partBytes = Math.max(COPY_PART_BYTES, -Math.floorDiv(-source.length(), PARTS_MAX));
        return multipart(to, source.length(), partBytes, metadata, condition, (upload, number, from, end) -> {
            try {
                return bucket.client()
                        .uploadPartCopy(r -> r.sourceBucket(bucket.name())
                                .sourceKey(source.key())
                                .copySourceIfMatch(source.etag())
                                .copySourceRange("bytes=" + from + "-" + (end - 1))
                                .destinationBucket(bucket.name())
                                .destinationKey(to)
                                .uploadId(upload)
                                .partNumber(number))
                        .copyPartResult()
                        .eTag();
            } catch (S3Exception e) {
                if (S3Faults.isConditionFailed(e) || S3Faults.isMissing(e)) {
                    return null;
                }
                throw e;
            }
        });
    }

    /** Brings one part; null where that cannot be any more. */
    private interface Part {
        @Nullable
        String bring(String upload, int number, long from, long to);
    }

    private @Nullable String multipart(
            String key,
            long length,
            long partBytes,
            Map<String, String> metadata,
            @Nullable Condition condition,
            Part part) {
        String upload = begin(key, metadata);
        boolean done = false;
        try {
            int count = (int) -Math.floorDiv(-length, partBytes);
            AtomicReferenceArray<@Nullable String> etags = new AtomicReferenceArray<>(count);
            parts.each(IntStream.range(0, count).boxed().toList(), number -> {
                long from = number * partBytes;
                long to = Math.min(length, from + partBytes);
                etags.set(number, part(key, part, upload, number + 1, from, to));
            });
            List<CompletedPart> all = IntStream.range(0, count)
                    .filter(number -> etags.get(number) != null)
                    .mapToObj(number -> CompletedPart.builder()
                            .partNumber(number + 1)
                            .eTag(etags.get(number))
                            .build())
                    .toList();
            String etag = all.size() < count ? null : complete(key, upload, all, condition);
            done = etag != null;
            return etag;
        } finally {
            if (done) {
                open.ended(upload);
            } else {
                open.abort(key, upload);
            }
        }
    }

    private @Nullable String part(String key, Part part, String upload, int number, long from, long to) {
        return bucket.<@Nullable String>asking("write a part of", key, () -> part.bring(upload, number, from, to));
    }

    private String begin(String key, Map<String, String> metadata) {
        return bucket.asking("begin to write", key, () -> {
            CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                    .bucket(bucket.name())
                    .key(key)
                    .contentType(FILE_TYPE)
                    .metadata(metadata);
            Encryption encryption = bucket.settings().encryption();
            if (encryption != Encryption.BUCKET) {
                request.serverSideEncryption(Bucket.sse(encryption))
                        .ssekmsKeyId(bucket.settings().kmsKey());
            }
            String upload =
                    bucket.client().createMultipartUpload(request.build()).uploadId();
            open.begun(key, upload);
            return upload;
        });
    }

    private @Nullable String complete(
            String key, String upload, List<CompletedPart> all, @Nullable Condition condition) {
        return bucket.<@Nullable String>asking("end writing", key, () -> {
            CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                    .bucket(bucket.name())
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(m -> m.parts(all));
            if (condition != null && bucket.conditions().writes()) {
                request.ifMatch(condition.etag()).ifNoneMatch(condition.etag() == null ? "*" : null);
            }
            try {
                String etag =
                        bucket.client().completeMultipartUpload(request.build()).eTag();
                bucket.own().wrote(key, etag);
                return etag;
            } catch (S3Exception e) {
                // An upload that is not there any more was completed by a request whose answer was lost.
                if (S3Faults.isConditionFailed(e) || S3Faults.isMissing(e)) {
                    return null;
                }
                throw e;
            }
        });
    }

    private static InputStream range(Path file, long from, long to) {
        try {
            FileChannel channel = FileChannel.open(file);
            channel.position(from);
            return new Limited(Channels.newInputStream(channel), to - from);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The first bytes of a stream. */
    private static final class Limited extends java.io.FilterInputStream {
        private long left;

        Limited(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = super.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(Math.min(n, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
