package org.onecopy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.AdminFixture;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckResult;
import org.onecopy.model.api.StorageCheck;
import org.onecopy.model.api.StorageReport;

/** What the storage commands print and how they end, against a real admin server and without one. */
final class StorageCommandTest {
    @TempDir
    static Path directory;

    private static AdminFixture fixture;

    private final List<String> offline = new ArrayList<>();

    @BeforeAll
    static void start() {
        fixture = new AdminFixture(directory);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private record Ended(int code, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    private Ended run(String... args) {
        TestTerminal terminal = new TestTerminal(Map.of(
                "ONECOPY_URL", fixture.url().toString(),
                "ONECOPY_CA", fixture.ca.toString(),
                "ONECOPY_TOKEN", fixture.token.toString()));
        var command = OnecopyCommand.create(terminal.terminal())
                .addSubcommand(StorageCommand.create(terminal.terminal(), this::offline));
        int code = OnecopyCommand.settle(command, terminal.terminal()).execute(args);
        return new Ended(code, terminal.out(), terminal.err());
    }

    private List<StorageReport> offline(Path config, String path) {
        offline.add(config + " " + path);
        return List.of(new StorageReport(
                new NodeId("a"),
                new ZoneName("lyon"),
                "hdfs",
                "hdfs://lyon/",
                "/data",
                List.of(new StorageCheck("reach", CheckResult.OK, "it answers", ""))));
    }

    @Test
    void verifies_in_a_running_zone_and_ends_by_what_was_found() throws IOException {
        Ended warned = run("storage", "verify", "--zone", "oslo");
        assertThat(warned.code).as(warned.err).isZero();
        assertThat(warned.out)
                .contains("zone oslo (local /), location /data/oslo, tried by node oslo-1")
                .containsPattern("write +warn +one\\\\nline +free space");
        Ended failed = run("storage", "verify", "--zone", "oslo", "--path", "/denied", "-o", "json");
        assertThat(failed.code).isEqualTo(1);
        assertThat(failed.json().get(0).get("path").asText()).isEqualTo("/denied");
        assertThat(failed.json().get(0).get("checks").get(0).get("result").asText())
                .isEqualTo("fail");
    }

    @Test
    void asks_no_node_of_another_zone() {
        Ended ended = run("storage", "verify", "--zone", "kyoto");
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.err).contains("zone-unknown");
    }

    @Test
    void verifies_a_configuration_without_any_node() {
        Ended ended = run("storage", "verify", "--config", "/etc/onecopy/node.yaml", "--path", "/data");
        assertThat(ended.code).as(ended.err).isZero();
        assertThat(offline).containsExactly("/etc/onecopy/node.yaml /data");
        assertThat(ended.out).contains("zone lyon (hdfs hdfs://lyon/)").containsPattern("reach +ok +it answers +-");
    }

    @Test
    void wants_to_know_what_to_verify() {
        assertThat(run("storage", "verify").code).isEqualTo(2);
        assertThat(run("storage", "verify", "--config", "f", "--zone", "oslo").code)
                .isEqualTo(2);
        assertThat(run("storage").code).isEqualTo(2);
        assertThat(run("storage", "show", "--rule", "demo", "--zone", "oslo").code)
                .isEqualTo(2);
        assertThat(offline).isEmpty();
    }

    @Test
    void shows_what_storages_can_do_and_what_joining_them_means() throws IOException {
        Ended ended = run("storage", "show", "--rule", "demo");
        assertThat(ended.code).as(ended.err).isZero();
        assertThat(ended.out)
                .containsPattern("lyon +hdfs +hdfs://lyon/ +/data/lyon +255 bytes, no ':' +7000 bytes +1 ms +8")
                .containsPattern("ABILITY +LYON +OSLO")
                .containsPattern("symlinks +no +yes")
                .containsPattern("names +warn +lyon +names with ':', paths of more than 7000 bytes")
                .containsPattern("times +warn +lyon +times of files are shown rounded down to 1 ms")
                .containsPattern("symlinks +warn +lyon +symbolic links are parked there");
        JsonNode one = run("storage", "show", "--zone", "oslo", "-o", "json").json();
        assertThat(one.get("zones")).hasSize(1);
        assertThat(one.get("notes").findValuesAsText("subject")).doesNotContain("symlinks", "names");
        assertThat(run("storage", "show", "--zone", "kyoto").err).contains("left out: no node of zone kyoto");
    }
}
