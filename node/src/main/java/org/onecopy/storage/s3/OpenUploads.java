package org.onecopy.storage.s3;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The multipart uploads that this node has begun, noted beside the spool: what a stop leaves behind would be paid for ever, and is given
 * up at the next start. Uploads of others are left alone.
 */
final class OpenUploads {
    private static final Logger LOG = LoggerFactory.getLogger(OpenUploads.class);

    private final Bucket bucket;
    private final Path directory;

    OpenUploads(Bucket bucket, Path directory) {
        this.bucket = bucket;
        this.directory = directory;
    }

    void begun(String key, String upload) {
        try {
            Files.createDirectories(directory);
            Files.write(note(upload), List.of(upload, URLEncoder.encode(key, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void ended(String upload) {
        try {
            Files.deleteIfExists(note(upload));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Gives one up; where the server does not answer, the next start does. */
    void abort(String key, String upload) {
        try {
            bucket.client()
                    .abortMultipartUpload(r -> r.bucket(bucket.name()).key(key).uploadId(upload));
            ended(upload);
        } catch (SdkException e) {
            LOG.info("an upload to {} could not be given up: {}", bucket.show(key), e.getMessage());
        }
    }

    /** Gives up what an earlier life of this node left. */
    void abortAll() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> notes = Files.newDirectoryStream(directory)) {
            for (Path note : notes) {
                List<String> lines = Files.readAllLines(note);
                if (lines.size() == 2) {
                    abort(URLDecoder.decode(lines.get(1), StandardCharsets.UTF_8), lines.getFirst());
                }
                Files.deleteIfExists(note);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Path note(String upload) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(upload.getBytes(StandardCharsets.UTF_8));
            return directory.resolve(HexFormat.of().formatHex(digest, 0, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private StorageException failed(IOException e) {
        return new StorageException(
                ProblemCode.STORAGE_FAILED,
                "cannot note uploads in " + directory + ": " + e + "; see storage.s3.spool",
                e);
    }
}
