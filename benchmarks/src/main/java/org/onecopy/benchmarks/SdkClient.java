package org.onecopy.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** The AWS SDK by itself, with as many requests at once as it is told, and the same settings as a node's. */
final class SdkClient implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 128;

    private final S3Client client;

    SdkClient(BenchS3 server) {
        client = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(CONNECTIONS_MAX))
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(server.user())
                .build();
    }

    /** Puts files, one request for each. @return seconds */
    double putAll(Path root, List<Path> files, String prefix, int atOnce) {
        return AtOnce.timed(() -> AtOnce.each(
                files,
                atOnce,
                file -> client.putObject(
                        r -> r.bucket(BenchS3.BUCKET).key(prefix + file), RequestBody.fromFile(root.resolve(file)))));
    }

    /** Puts one file in parts. @return seconds */
    double putLarge(Path file, long length, String key, long partBytes, int atOnce) {
        return AtOnce.timed(() -> {
            String upload = client.createMultipartUpload(
                            r -> r.bucket(BenchS3.BUCKET).key(key))
                    .uploadId();
            int parts = (int) ((length + partBytes - 1) / partBytes);
            CompletedPart[] done = new CompletedPart[parts];
            AtOnce.each(IntStream.range(0, parts).boxed().toList(), atOnce, part -> {
                long from = part * partBytes;
                long count = Math.min(partBytes, length - from);
                String etag = client.uploadPart(
                                r -> r.bucket(BenchS3.BUCKET)
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(part + 1),
                                RequestBody.fromContentProvider(
                                        () -> range(file, from, count), count, "application/octet-stream"))
                        .eTag();
                done[part] =
                        CompletedPart.builder().partNumber(part + 1).eTag(etag).build();
            });
            client.completeMultipartUpload(
                    r -> r.bucket(BenchS3.BUCKET).key(key).uploadId(upload).multipartUpload(m -> m.parts(done)));
        });
    }

    /** Gets one object in ranges. @return seconds */
    double getLarge(String key, long length, Path file, long partBytes, int atOnce) {
        return AtOnce.timed(() -> {
            int parts = (int) ((length + partBytes - 1) / partBytes);
            try (FileChannel to = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                AtOnce.each(IntStream.range(0, parts).boxed().toList(), atOnce, part -> {
                    long from = part * partBytes;
                    long end = Math.min(length, from + partBytes) - 1;
                    try (InputStream in = client.getObject(
                            r -> r.bucket(BenchS3.BUCKET).key(key).range("bytes=" + from + "-" + end))) {
                        copy(in, to, from);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void copy(InputStream in, FileChannel to, long from) throws IOException {
        byte[] buffer = new byte[256 << 10];
        long at = from;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                at += to.write(bytes, at);
            }
        }
    }

    /** The names below a prefix, in pages. @return seconds */
    double listAll(String prefix) {
        return AtOnce.timed(() -> {
            long _ = client.listObjectsV2Paginator(r -> r.bucket(BenchS3.BUCKET).prefix(prefix)).contents().stream()
                    .count();
        });
    }

    /** @throws BenchmarkFailure where an object is not byte for byte its original */
    void checkEqual(Path original, String key) {
        try (InputStream mine = java.nio.file.Files.newInputStream(original);
                InputStream theirs =
                        client.getObject(r -> r.bucket(BenchS3.BUCKET).key(key))) {
            RandomFiles.checkEqual(mine, theirs, key + ", copy of " + original);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #checkEqual}, for many. */
    void checkAllEqual(Path root, List<Path> files, String prefix) {
        AtOnce.each(files, 8, file -> checkEqual(root.resolve(file), prefix + file));
    }

    private static InputStream range(Path file, long from, long count) {
        try {
            FileChannel channel = FileChannel.open(file).position(from);
            return new java.io.FilterInputStream(Channels.newInputStream(channel)) {
                private long left = count;

                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = left == 0 ? -1 : super.read(bytes, offset, (int) Math.min(length, left));
                    left -= Math.max(0, read);
                    return read;
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
