package org.onecopy.cli.demo.readers;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * What lies in a bucket below a prefix, read by the SDK of AWS. Keys are paths; a directory is what ends in a slash, and what other keys
 * imply.
 */
public final class S3Reader implements TreeWriter {
    private static final int KEY_BYTES_MAX = 1024;

    /** What a path in the tree must leave of a key, so that it can also lie in the working area. */
    private static final int WORK_BYTES = 64;

    private final S3Place place;
    private final S3Client client;

    /**
     * Where a tree lies.
     *
     * @param prefix of all keys of the tree; ends with a slash, or is empty
     * @param credentials file in the form of {@code ~/.aws/credentials}
     * @param nameBytesMax of a file's name, where the server cannot hold longer ones
     */
    public record S3Place(
            URI endpoint, String region, String bucket, String prefix, Path credentials, int nameBytesMax) {
        private AwsCredentialsProvider provider() {
            return ProfileCredentialsProvider.builder()
                    .profileFile(ProfileFile.builder()
                            .content(credentials)
                            .type(ProfileFile.Type.CREDENTIALS)
                            .build())
                    .profileName("default")
                    .build();
        }

        /** An address by which anybody may do so with an object for a time, without keys, whether it is there yet or not. */
        public URI presigned(Method method, String path, Duration validity) {
            try (S3Presigner presigner = S3Presigner.builder()
                    .endpointOverride(endpoint)
                    .region(Region.of(region))
                    .credentialsProvider(provider())
                    .serviceConfiguration(S3Configuration.builder()
                            .pathStyleAccessEnabled(true)
                            .build())
                    .build()) {
                String key = prefix + path;
                return URI.create(
                        switch (method) {
                            case GET ->
                                presigner
                                        .presignGetObject(p -> p.signatureDuration(validity)
                                                .getObjectRequest(
                                                        r -> r.bucket(bucket).key(key)))
                                        .url()
                                        .toString();
                            case PUT ->
                                presigner
                                        .presignPutObject(p -> p.signatureDuration(validity)
                                                .putObjectRequest(
                                                        r -> r.bucket(bucket).key(key)))
                                        .url()
                                        .toString();
                        });
            }
        }
    }

    /** What an address is for. */
    public enum Method {
        GET,
        PUT
    }

    /**
     * Connects when it is first used.
     *
     * @param connections at once
     */
    public S3Reader(S3Place place, int connections) {
        this.place = place;
        client = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(connections)
                        .connectionTimeout(Duration.ofSeconds(5)))
                .endpointOverride(place.endpoint)
                .region(Region.of(place.region))
                .credentialsProvider(place.provider())
                .forcePathStyle(true)
                .build();
    }

    @Override
    public String how() {
        return "the SDK of AWS";
    }

    @Override
    public TreeListing list() throws IOException {
        SortedMap<String, TreeEntry> entries = new TreeMap<>();
        try {
            for (S3Object object : client.listObjectsV2Paginator(
                            r -> r.bucket(place.bucket).prefix(place.prefix).encodingType(EncodingType.URL))
                    .contents()) {
                add(object.key().substring(place.prefix.length()), object, entries);
            }
        } catch (SdkException e) {
            throw new IOException("cannot list s3://" + place.bucket + "/" + place.prefix, e);
        }
        return new TreeListing(entries, 0);
    }

    private static void add(String path, S3Object object, SortedMap<String, TreeEntry> entries) {
        if (path.isEmpty() || path.startsWith(WORK + "/")) {
            return;
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String directory = path.substring(0, slash);
            entries.putIfAbsent(directory, TreeEntry.directory(directory, ""));
        }
        if (!path.endsWith("/")) {
            String stamp = object.eTag() + " " + object.size() + " " + object.lastModified();
            entries.put(path, new TreeEntry(path, TreeEntry.Kind.FILE, "", object.size(), stamp, null));
        }
    }

    @Override
    public InputStream open(TreeEntry file) throws IOException {
        try {
            return client.getObject(r -> r.bucket(place.bucket).key(place.prefix + file.path()));
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(file.path(), null, e.getMessage());
        } catch (SdkException e) {
            throw new IOException("cannot read s3://" + place.bucket + "/" + place.prefix + file.path(), e);
        }
    }

    @Override
    public void makeDirectory(String path) throws IOException {
        put(RequestBody.empty(), path + "/");
    }

    @Override
    public void put(Path file, String path) throws IOException {
        put(RequestBody.fromFile(file), path);
    }

    private void put(RequestBody body, String path) throws IOException {
        try {
            client.putObject(r -> r.bucket(place.bucket).key(place.prefix + path), body);
        } catch (SdkException e) {
            throw new IOException("cannot write s3://" + place.bucket + "/" + place.prefix + path, e);
        }
    }

    /** No symbolic links, no paths that make a key too long, and no names that this server fails at. */
    @Override
    public @Nullable String refusal(TreeEntry entry) {
        int bytes = (place.prefix + entry.path()).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > KEY_BYTES_MAX - WORK_BYTES) {
            return "storage-name-illegal";
        }
        String name = entry.path().substring(entry.path().lastIndexOf('/') + 1);
        if (entry.kind() == TreeEntry.Kind.FILE && name.getBytes(StandardCharsets.UTF_8).length > place.nameBytesMax) {
            return "storage-failed";
        }
        return entry.kind() == TreeEntry.Kind.LINK ? "storage-unrepresentable" : null;
    }

    @Override
    public void close() {
        client.close();
    }
}
