package org.onecopy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The zones of a running demonstration that are no directories, reached as its {@code network.json} says and used by their own clients. */
final class OutsideTrees implements AutoCloseable {
    private final JsonNode hdfsPlace;
    private final JsonNode s3Place;
    private final FileSystem hdfs;
    private final S3Client s3;

    private OutsideTrees(JsonNode hdfsPlace, JsonNode s3Place) throws IOException {
        this.hdfsPlace = hdfsPlace;
        this.s3Place = s3Place;
        Configuration configuration = new Configuration();
        configuration.set("ipc.client.connect.max.retries", "1");
        configuration.set("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5");
        hdfs = FileSystem.newInstance(URI.create(hdfsPlace.path("uri").asText()), configuration);
        s3 = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder())
                .endpointOverride(URI.create(s3Place.path("endpoint").asText()))
                .region(Region.of(s3Place.path("region").asText()))
                .forcePathStyle(true)
                .credentialsProvider(ProfileCredentialsProvider.builder()
                        .profileFile(ProfileFile.builder()
                                .content(Path.of(s3Place.path("credentials").asText()))
                                .type(ProfileFile.Type.CREDENTIALS)
                                .build())
                        .profileName("default")
                        .build())
                .build();
    }

    static OutsideTrees of(Path networkFile) throws IOException {
        JsonNode nodes = new ObjectMapper().readTree(networkFile.toFile()).path("nodes");
        return new OutsideTrees(nodes.get(1).path("storage"), nodes.get(2).path("storage"));
    }

    private org.apache.hadoop.fs.Path path(String below) {
        return new org.apache.hadoop.fs.Path(hdfsPlace.path("path").asText() + "/" + below);
    }

    void writeHdfs(String path, byte[] content) throws IOException {
        try (var out = hdfs.create(path(path), true)) {
            out.write(content);
        }
    }

    void moveHdfs(String from, String to) throws IOException {
        hdfs.rename(path(from), path(to));
    }

    void writeS3(String path, byte[] content) {
        s3.putObject(r -> r.bucket(bucket()).key(prefix() + path), RequestBody.fromBytes(content));
    }

    void deleteS3(String path) {
        s3.deleteObject(r -> r.bucket(bucket()).key(prefix() + path));
    }

    private String bucket() {
        return s3Place.path("bucket").asText();
    }

    private String prefix() {
        return s3Place.path("prefix").asText();
    }

    /** Everything in HDFS as {@link Trees#digests} says it, without the working area. */
    SortedMap<String, String> hdfs() throws IOException {
        SortedMap<String, String> entries = new TreeMap<>();
        entries.put("", "directory");
        add("", entries);
        return entries;
    }

    private void add(String below, SortedMap<String, String> entries) throws IOException {
        for (FileStatus status : hdfs.listStatus(path(below))) {
            String path =
                    (below.isEmpty() ? "" : below + "/") + status.getPath().getName();
            if (path.equals(".onecopy")) {
                continue;
            }
            if (status.isDirectory()) {
                entries.put(path, "directory");
                add(path, entries);
            } else {
                try (var in = hdfs.open(path(path))) {
                    entries.put(path, "file " + digest(in.readAllBytes()));
                }
            }
        }
    }

    /** Everything in the bucket, likewise. */
    SortedMap<String, String> s3() {
        SortedMap<String, String> entries = new TreeMap<>();
        entries.put("", "directory");
        for (S3Object object : s3.listObjectsV2Paginator(
                        r -> r.bucket(bucket()).prefix(prefix()).encodingType("url"))
                .contents()) {
            String path = object.key().substring(prefix().length());
            if (path.isEmpty() || path.startsWith(".onecopy/")) {
                continue;
            }
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                entries.put(path.substring(0, slash), "directory");
            }
            if (!path.endsWith("/")) {
                try {
                    entries.put(
                            path,
                            "file "
                                    + digest(s3.getObjectAsBytes(
                                                    r -> r.bucket(bucket()).key(object.key()))
                                            .asByteArray()));
                } catch (NoSuchKeyException e) {
                    entries.put(path, "gone meanwhile");
                }
            }
        }
        return entries;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        s3.close();
        hdfs.close();
    }
}
