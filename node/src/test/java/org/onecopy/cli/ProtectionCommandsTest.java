package org.onecopy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.AdminFixture;

/** The commands that get back what conflicts and mistakes took away, against a real admin server. */
final class ProtectionCommandsTest {
    @TempDir
    static Path directory;

    private static AdminFixture fixture;

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

    private static Ended run(String... args) {
        TestTerminal terminal = new TestTerminal(Map.of(
                "ONECOPY_URL", fixture.url().toString(),
                "ONECOPY_CA", fixture.ca.toString(),
                "ONECOPY_TOKEN", fixture.token.toString()));
        int code = OnecopyCommand.settle(OnecopyCommand.create(terminal.terminal()), terminal.terminal())
                .execute(args);
        return new Ended(code, terminal.out(), terminal.err());
    }

    @Test
    void limits_bandwidth() throws IOException {
        assertThat(run("bandwidth").out)
                .contains("wan", "oslo", "lyon", "mon-fri 08:00-18:00", "holds back", "3.0 MiB/s");
        assertThat(run("bandwidth", "list").out).contains("LIMITED BY", "photos", "2.0 MiB/s");
        assertThat(run("bandwidth", "set", "wan").code).isEqualTo(2);
        Ended set = run("bandwidth", "set", "wan", "--rate", "5MiB", "--to", "lyon");
        assertThat(set.code).isZero();
        assertThat(set.out).contains("5.0 MiB/s", "always");
        assertThat(run("bandwidth", "set", "wan", "--rate", "quick").code).isEqualTo(2);
        assertThat(run("bandwidth", "remove", "wan").out).contains("removed");
        assertThat(run("bandwidth", "remove", "lan").err).contains("bandwidth-unknown");
    }

    @Test
    void cuts_over_and_says_what_waits() throws IOException {
        assertThat(run("migrate", "cutover", "demo").err).contains("--from");
        assertThat(run("migrate", "cutover", "demo", "--from", "lyon").err).contains("--yes");
        Ended done = run("migrate", "cutover", "demo", "--from", "lyon", "--yes");
        assertThat(done.code).isZero();
        assertThat(done.out).contains("zone lyon fenced at 43.1 with 3 files", "nothing waits in zone lyon");
        Ended held = run("migrate", "cutover", "demo", "--from", "oslo", "--yes");
        assertThat(held.code).as("something waits").isEqualTo(1);
        assertThat(held.out).contains("1 changes wait in zone oslo", "--release");
        assertThat(run("migrate", "cutover", "demo", "--from", "oslo", "--resume").code)
                .isEqualTo(1);
        assertThat(run("migrate", "cutover", "demo", "--from", "oslo", "--yes", "--no-wait").code)
                .isZero();
        assertThat(run("migrate", "cutover", "demo", "--from", "kyoto", "--yes").err)
                .contains("zone-fenced");
        Ended listed = run("migrate", "fences", "demo");
        assertThat(listed.out).contains("oslo").contains("held").contains("43.1");
        Ended waiting = run("migrate", "held", "demo", "--zone", "oslo");
        assertThat(waiting.out).contains("written").contains("a/b").contains("12 B");
        Ended lifted = run("migrate", "cutover", "demo", "--release");
        assertThat(lifted.code).isZero();
        assertThat(lifted.out)
                .contains("the fence of zone oslo of rule demo is lifted; 1 changes that waited go on now");
        assertThat(run("migrate", "cutover", "nothing", "--release").err).contains("rule-unknown");
    }

    @Test
    void plans_begins_and_steers_a_migration() throws IOException {
        Ended planned = run(
                "migrate",
                "plan",
                "--zone",
                "oslo=/a",
                "--zone",
                "lyon=/b",
                "--union",
                "--compare",
                "digest",
                "--rate",
                "1MiB");
        assertThat(planned.code).as(planned.err).isZero();
        assertThat(planned.out)
                .contains("plan 0a1b2c3d of node oslo-1, all are right")
                .containsPattern("a/b +oslo, lyon +all are kept");
        assertThat(run("migrate", "plan", "--zone", "oslo=/a", "--union").err).contains("bad-request");
        assertThat(run("migrate", "plan", "--zone", "oslo=/a", "--source", "oslo", "--union").err)
                .contains("say one of --source ZONE and --union");
        assertThat(run("migrate", "plans").out).contains("0a1b2c3d", "done");
        assertThat(run("migrate", "plans", "0a1b2c3d", "--end").code).isZero();
        assertThat(run("migrate", "plans", "nothing").err).contains("plan-unknown");
        assertThat(run("migrate", "start", "new", "--zone", "oslo=/a", "--zone", "lyon=/b").err)
                .contains("say what is right where trees differ");
        assertThat(run("migrate", "start", "new", "--zone", "oslo=/a", "--zone", "lyon=/b", "--source", "oslo").err)
                .contains("--source needs --yes");
        Ended begun = run(
                "migrate",
                "start",
                "new",
                "--zone",
                "oslo=/a",
                "--zone",
                "lyon=/b",
                "--union",
                "--priority",
                "60",
                "--wait");
        assertThat(begun.code).as(begun.err).isZero();
        assertThat(begun.out)
                .contains("migration of rule new at 44.1, priority 60: done: all zones have what was there at 51.1");
        assertThat(run("migrate", "start", "demo", "--priority", "101").err).contains("a number from 1 to 100");
        assertThat(run("migrate", "start", "nothing").err).contains("rule-unknown");
        Ended shown = run("migrate", "show", "demo");
        assertThat(shown.code).isEqualTo(ExitCode.NEGATIVE);
        assertThat(shown.out)
                .containsPattern(
                        "lyon +bringing +2 +4.0 KiB +1 +1 +1 +1 +1.0 KiB +1 +1.0 KiB +60 files/min, 1.0 KiB/s");
        assertThat(run("migrate", "list").out).containsPattern("demo +44.1 +running +50");
        assertThat(run("migrate", "pause", "demo").out).contains("priority 50: paused by");
        assertThat(run("migrate", "resume", "demo").out).contains("priority 50: running by");
        assertThat(run("migrate", "cancel", "demo").out).contains("priority 50: cancelled by");
        assertThat(run("migrate", "priority", "demo", "9").out).contains("priority 9: running");
    }

    @Test
    void shows_and_settles_a_conflict() throws IOException {
        Ended shown = run("conflicts", "show", "demo", "a");
        assertThat(shown.code).as(shown.err).isZero();
        assertThat(shown.out)
                .containsPattern("copy +_conflict-oslo-40~a +file +oslo")
                .containsPattern("original +a +file");
        assertThat(run("conflicts", "show", "demo", "b").err).contains("conflict-unknown");
        Ended settled = run("conflicts", "resolve", "demo", "a", "--keep", "copy");
        assertThat(settled.code).as(settled.err).isZero();
        assertThat(settled.out).contains("kept: a\n", "in the trash: what was at _conflict-oslo-40~a", "index 41");
        assertThat(run("conflicts", "resolve", "demo", "a", "--keep", "both", "-o", "json")
                        .json()
                        .path("keep")
                        .asText())
                .isEqualTo("both");
        assertThat(run("conflicts", "resolve", "demo", "a", "--keep", "newest").err)
                .contains("original, copy, both");
        assertThat(run("conflicts", "resolve", "demo", "a", "--keep", "copy", "--name", "x").code)
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shows_both_contents_of_a_conflict_beside_each_other() throws IOException {
        Ended shown = run("conflicts", "show", "demo", "a", "--contents", "--zone", "oslo");
        assertThat(shown.code).as(shown.err).isZero();
        assertThat(shown.out).containsPattern("copy +_conflict-oslo-40~a").contains("""

                  same
                < of oslo
                > of lyon
                < more
                """.stripIndent());
        assertThat(run("conflicts", "show", "demo", "a", "--contents", "--zone", "oslo", "-o", "json")
                        .json()
                        .at("/copy/data")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void lists_a_directory_of_a_zones_storage() {
        Ended listed = run("zones", "files", "oslo", "/srv", "--after", "albums");
        assertThat(listed.code).as(listed.err).isZero();
        assertThat(listed.out)
                .containsPattern("notes +file +12 B")
                .containsPattern("latest +link")
                .doesNotContain("albums");
        assertThat(run("zones", "files", "oslo", "/srv", "--limit", "1").err).contains("3");
        assertThat(run("zones", "files", "oslo", "/srv/../etc").err).contains("path-invalid");
    }

    @Test
    void lists_brings_back_and_empties_the_trash() throws IOException {
        Ended listed = run("trash", "list", "demo");
        assertThat(listed.code).as(listed.err).isZero();
        assertThat(listed.out).containsPattern("oslo +at-0000000000140001 +d/f +removed +file +3 B");
        assertThat(run("trash", "list", "demo", "--path", "e").out).contains("nothing lies in the trash");
        assertThat(run("trash", "list", "demo", "-o", "json").json()).hasSize(1);
        assertThat(run("trash", "list", "none").err).contains("rule-unknown");
        Ended back = run("trash", "restore", "demo", "at-0000000000140001", "--to", "g");
        assertThat(back.code).as(back.err).isZero();
        assertThat(back.out).startsWith("g is back, agreed at index 42");
        assertThat(run("trash", "restore", "demo", "at-0000000000140001", "--zone", "oslo").out)
                .startsWith("d/f is back");
        assertThat(run("trash", "restore", "demo", "what").err).contains("trash-unknown");
        Ended planned = run("trash", "empty", "demo", "--zone", "oslo", "--plan");
        assertThat(planned.code).as(planned.err).isZero();
        assertThat(planned.out).containsPattern("oslo +7 +700 B +1");
        assertThat(run("trash", "empty", "demo", "--zone", "oslo").err).contains("--yes");
        Ended emptied = run("trash", "empty", "demo", "--zone", "oslo", "--older-than", "3d", "--yes");
        assertThat(emptied.code).as(emptied.err).isZero();
        assertThat(emptied.out).as("it was done, and not only planned").containsPattern("oslo +6 ");
        assertThat(run("trash").code).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void plans_an_undo_and_does_it_in_pieces() throws IOException {
        Ended planned = run("undo", "demo", "--path", "d", "--to", "40", "--plan");
        assertThat(planned.code).as("something is lost").isEqualTo(ExitCode.NEGATIVE);
        assertThat(planned.out)
                .contains("would bring back 1200 files and 2 directories, 2.0 MiB")
                .contains("2 stay as they are", "1 cannot be had", "3 operations")
                .containsPattern("d/changed +left +it was changed since")
                .containsPattern("d/gone +lost +no zone");
        assertThat(run("undo", "demo", "--to", "40").err).contains("--yes");
        Ended done = run("undo", "demo", "--to", "30m", "--overwrite", "--yes");
        assertThat(done.out).contains("brought back 1200 files").contains("10 files got their former content again");
        JsonNode json = run("undo", "demo", "--to", "2026-11-20T12:00:00Z", "--plan", "-o", "json")
                .json();
        assertThat(json.path("back").asInt()).isEqualTo(1200);
        assertThat(json.path("notes")).hasSize(2);
        assertThat(run("undo", "demo", "--to", "6", "--plan").err).contains("undo-too-far");
        assertThat(run("undo", "demo", "--plan").code).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void tests_exclusions_and_plans_their_edit() {
        Ended tested = run("rules", "test", "demo", "a.tmp", "b");
        assertThat(tested.code).as(tested.err).isZero();
        assertThat(tested.out)
                .containsPattern("a\\.tmp +left alone +\\*\\.tmp +a\\.tmp")
                .containsPattern("b +replicated +- +-")
                .doesNotContain("agreed file");
        assertThat(run("rules", "test", "demo", "--exclude-template", "hadoop").out)
                .contains("globs: _temporary", "5 agreed files", "    d/one.tmp");
        assertThat(run("rules", "test", "demo", "--exclude-template", "all").err)
                .contains("hadoop, trash, snapshots, temporary");
        long revision = fixture.node.rules().getFirst().revision();
        assertThat(run("rules", "edit", "demo", "--exclude", "*.log", "--plan").out)
                .contains("1 agreed files");
        assertThat(fixture.node.rules().getFirst().revision()).isEqualTo(revision);
    }
}
