package org.onecopy.storage.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.storage.OutsideWriter;
import org.onecopy.storage.Storage;
import org.onecopy.storage.StorageContractTest;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of a real server that keeps conditions. */
class S3StorageContractTest extends StorageContractTest {
    @TempDir
    static Path directory;

    private static S3ProxyProcess server;
    private static S3Client client;

    private final String name = "location-" + UUID.randomUUID();

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

    @Override
    protected Storage openStorage() {
        return new S3Storage(S3Fixture.settings(server, directory.resolve("spool")));
    }

    @Override
    protected String location() {
        return "/" + name;
    }

    @Override
    protected OutsideWriter outsideWriter() {
        return fixture();
    }

    private S3Fixture fixture() {
        return new S3Fixture(client, "some/prefix/" + name + "/");
    }

    @Override
    protected int manyNames() {
        return 1100;
    }

    /** The server keeps objects as files, and makes others beside them with longer names. */
    @Override
    protected boolean isNameTested(String odd) {
        return odd.getBytes(StandardCharsets.UTF_8).length < 200;
    }

    @Override
    protected void removeWorkingFolders() {
        fixture().deleteAll(".onecopy/held/");
        fixture().deleteAll(".onecopy/trash/");
        Path spool = directory.resolve("spool");
        if (!Files.exists(spool)) {
            return; // short contents are kept in memory
        }
        try (Stream<Path> all = Files.walk(spool)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
