package org.onecopy.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Finding.Result;
import org.onecopy.storage.Storage;
import org.onecopy.storage.verify.Verification;

/** What a verification says of HDFS. */
class HdfsTrialTest extends HdfsFixture {
    private static List<Finding> verify(Storage storage, String path) {
        return new Verification(storage, 1).run(path);
    }

    private Storage as(String user) {
        return new HadoopStorage(HadoopSettings.hdfs(hdfs.uri(), user, spool));
    }

    private static List<String> checks(List<Finding> findings, Result result) {
        return findings.stream()
                .filter(finding -> finding.result() == result)
                .map(Finding::check)
                .toList();
    }

    private List<String> names(String directory) throws IOException {
        List<String> names = new ArrayList<>();
        for (FileStatus status : hdfs.system().listStatus(path(directory))) {
            names.add(status.getPath().getName());
        }
        return names;
    }

    @Test
    void finds_nothing_wrong_for_a_superuser_and_leaves_nothing() throws IOException {
        outside.write("f", "mine");
        hdfs.system().mkdirs(path(location + "/.onecopy/verify/left/by/a/killed/one"));
        List<Finding> findings = verify(storage, location);
        assertThat(checks(findings, Result.FAIL)).as("%s", findings).isEmpty();
        assertThat(checks(findings, Result.OK))
                .contains("reach", "rights", "atomic create", "hints", "superuser", "clock", "quota", "times", "spool");
        assertThat(checks(findings, Result.WARN)).contains("atomic replace", "names", "links", "durability");
        assertThat(names(location)).containsExactlyInAnyOrder("f", ".onecopy");
        assertThat(names(location + "/.onecopy")).doesNotContain("verify").contains("stage");
    }

    @Test
    void tells_a_plain_user_what_it_lacks() throws IOException {
        String own = MiniHdfs.unusedLocation();
        hdfs.system().mkdirs(path(own));
        hdfs.system().setOwner(path(own), "plain", "plain");
        try (Storage plain = as("plain")) {
            List<Finding> findings = verify(plain, own + "/zone");
            assertThat(checks(findings, Result.FAIL)).as("%s", findings).isEmpty();
            assertThat(checks(findings, Result.WARN)).contains("superuser", "hints");
        }
        assertThat(names(own)).isEmpty();
    }

    @Test
    void says_where_a_right_is_missing_and_that_a_file_is_no_directory() throws IOException {
        hdfs.system().setPermission(path(location), new FsPermission((short) 0755));
        outside.write("f", "x");
        try (Storage plain = as("stranger")) {
            List<Finding> findings = verify(plain, location);
            assertThat(checks(findings, Result.FAIL)).containsExactly("rights");
            assertThat(findings.getLast().remedy()).contains("give the node's user the right");
        }
        assertThat(checks(verify(storage, location + "/f"), Result.FAIL)).containsExactly("location");
    }

    @Test
    void says_that_no_namenode_answers() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        try (Storage away =
                new HadoopStorage(HadoopSettings.hdfs(URI.create("hdfs://127.0.0.1:" + port), "onecopy", spool))) {
            List<Finding> findings = verify(away, "/zone");
            assertThat(checks(findings, Result.FAIL)).containsExactly("reach");
            assertThat(findings).hasSize(1);
            assertThat(findings.getFirst().found()).contains("Connection refused");
        }
    }

    @Test
    void warns_of_a_quota_and_of_replicas_that_cannot_be_made() throws IOException {
        hdfs.system().setQuota(path(location), 1000, 1L << 40);
        try {
            Finding quota = verify(storage, location).stream()
                    .filter(finding -> finding.check().equals("quota"))
                    .findFirst()
                    .orElseThrow();
            assertThat(quota.result()).isEqualTo(Result.WARN);
            assertThat(quota.found()).contains("of 1000 names").contains("bytes of all replicas");
        } finally {
            hdfs.system().setQuota(path(location), -1, -1);
        }
    }
}
