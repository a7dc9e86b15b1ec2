package org.onecopy.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Finding.Result;
import org.onecopy.storage.Storage;
import org.onecopy.storage.verify.Verification;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a verification says of a bucket of a real server. */
class S3TrialTest {
    @TempDir
    static Path directory;

    private static S3ProxyProcess server;
    private static S3Client client;

    @BeforeAll
    static void start() {
        server = S3ProxyProcess.start(directory);
        client = server.client();
        client.createBucket(r -> r.bucket(S3Fixture.BUCKET));
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static List<Finding> verify(S3Settings settings, String path) {
        try (Storage storage = new S3Storage(settings)) {
            return new Verification(storage, 1).run(path);
        }
    }

    private static S3Settings settings() {
        return S3Fixture.settings(server, directory.resolve("spool"));
    }

    private static List<String> checks(List<Finding> findings, Result result) {
        return findings.stream()
                .filter(finding -> finding.result() == result)
                .map(Finding::check)
                .toList();
    }

    private static List<String> keys() {
        return client.listObjectsV2Paginator(r -> r.bucket(S3Fixture.BUCKET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void finds_nothing_wrong_and_leaves_nothing_in_the_bucket_or_the_spool() throws IOException {
        client.putObject(r -> r.bucket(S3Fixture.BUCKET).key("some/prefix/zone/f"), RequestBody.fromString("mine"));
        List<String> before = keys();
        client.putObject(
                r -> r.bucket(S3Fixture.BUCKET).key("some/prefix/zone/.onecopy/verify/left/by/a/killed/one"),
                RequestBody.fromString("x"));
        List<Finding> findings = verify(settings(), "/zone");
        assertThat(checks(findings, Result.FAIL)).as("%s", findings).isEmpty();
        assertThat(checks(findings, Result.OK))
                .contains(
                        "reach", "clock", "rights", "atomic create", "atomic replace", "parts", "conditions", "spool");
        assertThat(checks(findings, Result.WARN)).contains("hints", "links", "modes", "times", "odd names");
        assertThat(keys()).isEqualTo(before);
        assertThat(client.listMultipartUploads(r -> r.bucket(S3Fixture.BUCKET)).uploads())
                .isEmpty();
        try (Stream<Path> spooled = Files.walk(directory.resolve("spool"))) {
            assertThat(spooled.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void says_that_the_keys_are_wrong() throws IOException {
        S3Settings right = settings();
        Path wrong = Files.writeString(
                directory.resolve("wrong"), "[default]\naws_access_key_id = nobody\naws_secret_access_key = nothing\n");
        List<Finding> findings = verify(altered(right, right.bucket(), wrong), "/zone");
        assertThat(checks(findings, Result.FAIL)).containsExactly("reach");
        assertThat(findings.getFirst().found()).contains("403").contains("InvalidAccessKeyId");
    }

    @Test
    void says_that_there_is_no_such_bucket() {
        List<Finding> findings =
                verify(altered(settings(), "no-such-bucket", settings().credentials()), "/zone");
        assertThat(checks(findings, Result.FAIL)).containsExactly("reach");
        assertThat(findings.getFirst().remedy()).contains("make the bucket");
    }

    @Test
    void warns_where_conditions_are_not_used() {
        S3Settings s = settings();
        List<Finding> findings = verify(
                new S3Settings(
                        s.bucket(),
                        s.prefix(),
                        s.endpoint(),
                        s.region(),
                        s.pathStyle(),
                        s.credentials(),
                        s.encryption(),
                        s.kmsKey(),
                        false,
                        s.partBytes(),
                        s.concurrency(),
                        s.spool()),
                "/zone");
        assertThat(checks(findings, Result.FAIL)).as("%s", findings).isEmpty();
        assertThat(checks(findings, Result.WARN)).contains("conditions", "atomic create");
    }

    private static S3Settings altered(S3Settings s, String bucket, Path credentials) {
        return new S3Settings(
                bucket,
                s.prefix(),
                s.endpoint(),
                s.region(),
                s.pathStyle(),
                credentials,
                s.encryption(),
                s.kmsKey(),
                s.conditionalWrites(),
                s.partBytes(),
                s.concurrency(),
                s.spool());
    }
}
