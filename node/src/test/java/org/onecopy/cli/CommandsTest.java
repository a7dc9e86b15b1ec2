package org.onecopy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onecopy.admin.AdminFixture;
import org.onecopy.admin.FakeNode;
import org.onecopy.admin.TestAuthority;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Health;
import org.onecopy.model.api.MembershipEdit;
import org.onecopy.problem.ProblemException;

/** What each command prints and how it ends, against a real admin server. */
final class CommandsTest {
    @TempDir
    static Path directory;

    private static AdminFixture fixture;
    private static Path network;

    @BeforeAll
    static void start() throws IOException {
        fixture = new AdminFixture(directory);
        network = networkFile("network.json", fixture.url().toString());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static Path networkFile(String name, String... urls) throws IOException {
        List<String> nodes = new ArrayList<>();
        for (String url : urls) {
            nodes.add("{\"node\":\"oslo-1\",\"zone\":\"oslo\",\"pid\":1,\"admin\":\"" + url + "\"}");
        }
        // Relative paths start at the file's directory; fields that a newer program writes do not matter.
        return Files.writeString(
                directory.resolve(name),
                "{\"nodes\":[" + String.join(",", nodes) + "],\"ca\":\"ca.pem\",\"token\":\"token\",\"new\":1}");
    }

    private record Ended(int code, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    private static Ended run(TestTerminal terminal, String... args) {
        int code = OnecopyCommand.settle(OnecopyCommand.create(terminal.terminal()), terminal.terminal())
                .execute(args);
        return new Ended(code, terminal.out(), terminal.err());
    }

    private static Ended run(String... args) {
        return run(new TestTerminal(Map.of("ONECOPY_NETWORK", network.toString())), args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "zones",
                "nodes",
                "memberships",
                "rules",
                "lag",
                "transfers",
                "conflicts",
                "parked",
                "guard",
                "alerts",
                "events"
            })
    void prints_every_answer_in_three_ways(String command) throws IOException {
        fixture.events.append(NewEvent.info("node-started", "a"));
        Ended table = run(command);
        assertThat(table.code).as(table.err).isZero();
        assertThat(table.out).isNotBlank().doesNotContain("\u001b").doesNotContain("null");
        assertThat(table.out.lines()).allMatch(line -> line.equals(line.stripTrailing()));
        JsonNode json = run(command, "-o", "json").json();
        assertThat(json.isContainerNode()).isTrue();
        JsonNode yaml = new YAMLMapper().readTree(run(command, "-o", "yaml").out);
        assertThat(yaml.size()).isEqualTo(json.size());
    }

    @Test
    void says_what_would_be_left_and_what_would_help() throws IOException {
        Ended lost = run("whatif", "lose", "lyon");
        assertThat(lost.code).as(lost.err).isEqualTo(ExitCode.NEGATIVE);
        assertThat(lost.out)
                .contains("lost: zone lyon, lyon-1")
                .containsPattern("rule demo +no +1 of 2 +2 +- +-\n")
                .containsPattern("demo +oslo +only reads")
                .containsPattern("demo +lyon +is gone")
                .containsPattern("demo +5.0 MiB +2 +.*a/new.bin, b\\\\nc\n")
                .contains("what would help the registry: a witness\n    onecopy network ticket")
                .as("said once")
                .doesNotContain("what would help rule demo");
        JsonNode json = run("whatif", "lose", "lyon", "-o", "json").json();
        assertThat(json.at("/rules/0/zones/1/access").asText()).isEqualTo("reads");
        assertThat(json.at("/rules/0/quorum/margin").asInt()).isEqualTo(-1);
        assertThat(run("whatif", "lose", "osl").err).contains("zone-unknown");
        assertThat(run("whatif", "lose").code).isEqualTo(ExitCode.USAGE);
        assertThat(run("whatif").code).isEqualTo(ExitCode.USAGE);
        Ended removed = run("whatif", "remove", "lyon-1");
        assertThat(removed.code).as(removed.err).isZero();
        assertThat(removed.out).contains("taken out: lyon-1").containsPattern("demo +lyon +has no node");
    }

    @Test
    void warns_where_losing_one_zone_stops_a_rule_and_names_the_commands() throws IOException {
        Ended shown = run("rules", "show", "demo");
        assertThat(shown.code).isZero();
        assertThat(shown.out).doesNotContain("warning");
        assertThat(shown.err)
                .contains("onecopy: warning: losing zone lyon or zone oslo")
                .contains("\n    onecopy memberships edit x --add-witness NODE");
        Ended made =
                run("rules", "create", "of-three", "--zone", "oslo=/a", "--zone", "kyoto=/b", "--witness", "lyon-1");
        assertThat(made.code).as(made.err).isZero();
        assertThat(made.err).doesNotContain("warning");
        assertThat(made.out).containsPattern("witnesses +lyon\n");
        assertThat(run("rules", "show", "of-three", "-o", "json")
                        .json()
                        .at("/witnesses/0")
                        .asText())
                .isEqualTo("lyon");
        assertThat(run("rules", "edit", "of-three", "--hold", "1h").code).isZero();
        assertThat(run("rules", "create", "x", "--zone", "oslo=/a", "--zone", "kyoto=/b", "--witness", "w").err)
                .contains("no node and no zone");
        assertThat(run("rules", "create", "x", "--zone", "oslo=/a", "--zone", "lyon=/b", "--witness", "lyon").err)
                .contains("is no witness");
        run("rules", "remove", "of-three", "--yes");
    }

    @Test
    void edits_one_thing_of_a_membership_by_its_id_or_a_rule() {
        Ended edited = run("memberships", "edit", "demo", "--add-witness", "w-1");
        assertThat(edited.code).as(edited.err).isZero();
        assertThat(edited.out)
                .containsPattern("leader +oslo-1\n")
                .containsPattern("oslo-1\\* +oslo +voter +20 +leads")
                .containsPattern("w-1 +w +witness +0 ");
        assertThat(edited.err).contains("warning");
        assertThat(run("memberships", "edit", "00000000-0000-0000-0000-000000000002", "--preferred-zone", "oslo").code)
                .isZero();
        assertThat(fixture.node.edits())
                .containsExactly(
                        new MembershipEdit(new NodeId("w-1"), null, null, null),
                        new MembershipEdit(null, null, null, new ZoneName("oslo")));
        assertThat(run("memberships", "edit", "demo").code).isEqualTo(ExitCode.USAGE);
        assertThat(run("memberships", "edit", "demo", "--voter", "a", "--listener", "b").code)
                .isEqualTo(ExitCode.USAGE);
        Ended unknown = run("memberships", "edit", "00000000-0000-0000-0000-000000000009", "--voter", "a");
        assertThat(unknown.code).isEqualTo(ExitCode.NEGATIVE);
        assertThat(unknown.err).contains("membership-unknown");
        assertThat(run("memberships", "show", "00000000-0000-0000-0000-000000000001").out)
                .contains("(registry)");
        assertThat(run("memberships", "show", "demo").err).contains("membership-unknown");
    }

    @Test
    void a_node_is_removed_only_after_its_consequences_were_shown() {
        Ended nobody = run("nodes", "remove", "lyon-1");
        assertThat(nobody.code).isEqualTo(ExitCode.USAGE);
        assertThat(nobody.err).contains("--yes").contains("onecopy whatif remove lyon-1");
        Map<String, String> environment = Map.of("ONECOPY_NETWORK", network.toString());
        Ended no = run(new TestTerminal(environment, true, "n\n"), "nodes", "remove", "lyon-1");
        assertThat(no.code).isEqualTo(ExitCode.NEGATIVE);
        assertThat(no.out).contains("taken out: lyon-1").containsPattern("demo +lyon +has no node");
        assertThat(no.err).contains("nothing was done");
        assertThat(fixture.node.retiredNodes()).isEmpty();
        Ended yes = run(new TestTerminal(environment, true, "y\n"), "nodes", "remove", "lyon-1");
        assertThat(yes.code).as(yes.err).isZero();
        assertThat(yes.out).containsPattern("demo +lyon +has no node").contains("no part of the network any more");
        assertThat(fixture.node.retiredNodes()).hasSize(1);
        assertThat(run("nodes", "remove", "lyon-1", "--yes").out).doesNotContain("taken out");
        assertThat(fixture.node.retiredNodes()).hasSize(2);
    }

    @Test
    void aligns_columns_and_keeps_a_row_on_one_line() {
        Ended parked = run("parked");
        List<String> lines = parked.out.lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("a\\nb/wide name.txt").contains("free space below /data/oslo");
        assertThat(lines.get(1).indexOf("storage-no-space"))
                .isEqualTo(lines.get(0).indexOf("REASON"));
        assertThat(run("lag").out)
                .contains("1 m 15 s")
                .contains("3.2 s")
                .contains("5.0 MiB")
                .contains("1 m 1 s ago");
    }

    @Test
    void lists_silences_and_tests_alerts() throws IOException {
        Ended alerts = run("alerts", "list");
        assertThat(alerts.out.lines().toList()).hasSize(3);
        assertThat(alerts.out).contains("data-disk:oslo-1").contains("3.0 GiB").contains("4.0 GiB");
        assertThat(alerts.out).contains("lag:demo:lyon").contains("6 m 40 s").contains("5 m 0 s");
        Ended silenced = run("alerts", "silence", "lag:demo:lyon", "--for", "2h", "--why", "known");
        assertThat(silenced.code).as(silenced.err).isZero();
        assertThat(silenced.out).contains("2026-11-20T14:00:00Z").contains("known");
        assertThat(run("alerts").out).contains("2026-11-20T14:00:00Z");
        assertThat(run("alerts", "silences", "-o", "json").json()).hasSize(1);
        assertThat(run("alerts", "unsilence", "lag:demo:lyon").code).isZero();
        assertThat(run("alerts", "silences").out).isEqualTo("nothing is silenced\n");

        assertThat(run("alerts", "silence", "lag:demo:lyon").code).isEqualTo(2);
        assertThat(run("alerts", "silence", "lag:demo:lyon", "--for", "soon").code)
                .isEqualTo(2);
        Ended unknown = run("alerts", "silence", "nonsense", "--for", "2h");
        assertThat(unknown.code).isEqualTo(1);
        assertThat(unknown.err).contains("alert-unknown");

        Ended test = run("alerts", "test");
        assertThat(test.code).as("one was not delivered").isEqualTo(1);
        assertThat(test.out).contains("250 2.0.0 queued").contains("HTTP status 500");
        assertThat(run("alerts", "test", "--target", "duty").code).isZero();
        Ended nobody = run("alerts", "test", "--target", "nobody");
        assertThat(nobody.code).isEqualTo(1);
        assertThat(nobody.out).contains("no node has a target 'nobody'");
    }

    @Test
    void starts_checks_and_shows_what_differs() throws IOException {
        Ended started = run("check", "start", "demo", "--depth", "digest", "--wait");
        assertThat(started.code).as("something differs").isEqualTo(1);
        assertThat(started.out).contains("rule demo at 40.1, depth digest: done, 1 differences");
        assertThat(run("check", "start", "demo").code)
                .as("begun, and not waited for")
                .isZero();
        assertThat(run("check", "list").out).contains("40.1").contains("ada");
        Ended shown = run("check", "show", "demo", "40.1");
        assertThat(shown.code).isEqualTo(1);
        assertThat(shown.out).contains("content").contains("a/b").contains("other bytes than agreed");
        assertThat(run("check", "show", "demo", "40.1", "-o", "json").json().path("differences"))
                .hasSize(1);
        assertThat(run("check", "show", "demo", "40.1", "--csv").out).isEqualTo("""
                        rule,check,zone,kind,path,what,since
                        demo,40.1,oslo,content,"a/b","other bytes than agreed",2026-11-20T12:00:00Z
                        """);
        assertThat(run("check", "cancel", "demo", "40.1").code).isZero();

        Ended nothing = run(
                "check",
                "certificate",
                "demo",
                "40.1",
                "--out",
                directory.resolve("c.json").toString());
        assertThat(nothing.code).isEqualTo(1);
        assertThat(nothing.err).contains("check-proves-nothing");
        assertThat(directory.resolve("c.json")).doesNotExist();
        assertThat(run("check", "show", "demo", "forty").code).isEqualTo(2);
        assertThat(run("check", "start", "demo", "--depth", "deep").err).contains("metadata, digest");
        assertThat(run("check", "start", "nothing").err).contains("rule-unknown");
    }

    @Test
    void plans_repairs_and_shows_what_they_left() throws IOException {
        assertThat(run("repair", "plan", "demo").err).contains("say what is right");
        assertThat(run("repair", "plan", "demo", "--union", "--source", "oslo").code)
                .isEqualTo(2);
        Ended plan = run("repair", "plan", "demo", "--source", "agreed");
        assertThat(plan.code).isZero();
        assertThat(plan.out).contains("what is agreed is right").contains("a/b").contains("replace");
        assertThat(run("repair", "plan", "demo", "--source", "oslo", "--csv").out)
                .isEqualTo("""
                        zone,kind,path,action,files,bytes,why
                        oslo,content,"a/b",replace,1,4096,"other ""bytes"" than agreed"
                        """);
        assertThat(run("repair", "plan", "demo", "--union", "-o", "json")
                        .json()
                        .path(0)
                        .path("source")
                        .asText())
                .isEqualTo("union");
        assertThat(run("repair", "start", "demo", "--union").err).contains("--yes");
        assertThat(run("repair", "start", "demo", "--union", "--yes").code)
                .as("begun, and not waited for")
                .isZero();
        Ended started = run("repair", "start", "demo", "--source", "oslo", "--yes", "--wait");
        assertThat(started.code).as("something is left").isEqualTo(1);
        assertThat(started.out).contains("what lies in zone oslo is right: done, 1 mended, 1 left");
        assertThat(run("repair", "list", "demo").out).contains("41.1").contains("ada");
        Ended shown = run("repair", "show", "demo", "41.1");
        assertThat(shown.code).isEqualTo(1);
        assertThat(shown.out).contains("a/c").contains("it was changed since the check");
        assertThat(run("repair", "cancel", "demo", "41.1").code).isZero();
        assertThat(run("repair", "show", "demo", "forty").code).isEqualTo(2);
        assertThat(run("repair", "start", "nothing", "--union", "--yes").err).contains("rule-unknown");
    }

    @Test
    void ends_with_1_and_says_what_to_do_when_not_healthy() {
        fixture.node.setHealth(Health.DEGRADED);
        try {
            Ended status = run("status");
            assertThat(status.code).isEqualTo(1);
            assertThat(status.out)
                    .startsWith("degraded")
                    .contains("zone-unreachable")
                    .contains("-> start its node lyon-1");
        } finally {
            fixture.node.setHealth(Health.HEALTHY);
        }
    }

    @Test
    void creates_shows_edits_and_removes_a_rule() throws IOException {
        String line = "rules create mail --zone oslo=/m --zone lyon=/n --exclude *.tmp --initial source=oslo --hold 2h"
                + " --conflict preferred-zone --preferred-zone lyon --visibility eager --guard-files 7 -o json";
        Ended made = run(line.split(" "));
        assertThat(made.code).as(made.err).isZero();
        assertThat(made.json().path("hold").asText()).isEqualTo("2h");
        assertThat(made.json().path("guard").path("files").asInt()).isEqualTo(7);
        assertThat(made.json().path("initial").asText()).isEqualTo("source=oslo");
        assertThat(run("rules", "show", "mail").out)
                .contains("preferred-zone")
                .contains("*.tmp")
                .contains("/n");

        Ended edited = run(
                "rules",
                "edit",
                "mail",
                "--exclude",
                "*.bak",
                "--include",
                "*.tmp",
                "--add-zone",
                "bern=/o",
                "--remove-zone",
                "oslo",
                "--hold",
                "1h",
                "-o",
                "json");
        assertThat(edited.code).as(edited.err).isZero();
        assertThat(edited.json().path("revision").asInt()).isEqualTo(2);
        assertThat(edited.json().path("exclude")).hasSize(1);
        assertThat(edited.json().path("zones")).hasSize(2);
        assertThat(edited.json().path("hold").asText()).isEqualTo("1h");
        assertThat(edited.json().path("visibility").asText()).isEqualTo("eager");
        assertThat(run("rules", "edit", "mail", "--based-on", "1").err)
                .contains("rule-revision-stale")
                .contains("repeat the edit");
        removes("mail");
    }

    @Test
    void says_what_a_rule_preserves() throws IOException {
        Ended made = run("rules create kept --zone oslo=/k --zone lyon=/l --preserve xattrs,acl -o json".split(" "));
        assertThat(made.code).as(made.err).isZero();
        assertThat(made.json().path("preserve").toString()).isEqualTo("[\"acl\",\"xattrs\"]");
        assertThat(run("rules", "show", "kept").out).containsPattern("preserve +acl xattrs");
        Ended held = run("rules", "edit", "kept", "--hold", "1h", "-o", "json");
        assertThat(held.json().path("preserve").toString()).isEqualTo("[\"acl\",\"xattrs\"]");
        Ended other = run("rules", "edit", "kept", "--preserve", "replication", "-o", "json");
        assertThat(other.json().path("preserve").toString()).isEqualTo("[\"replication\"]");
        Ended none = run("rules", "edit", "kept", "--preserve", "none", "-o", "json");
        assertThat(none.json().path("preserve")).isEmpty();
        Ended wrong = run("rules", "edit", "kept", "--preserve", "acls");
        assertThat(wrong.code).isEqualTo(2);
        assertThat(wrong.err).contains("'acls' is none of acl, xattrs, replication");
        removes("kept");
    }

    private static void removes(String rule) {
        Ended unsure = run("rules", "remove", rule);
        assertThat(unsure.code).isEqualTo(2);
        assertThat(unsure.err).contains("--yes");
        Map<String, String> environment = Map.of("ONECOPY_NETWORK", network.toString());
        assertThat(run(new TestTerminal(environment, true, "n\n"), "rules", "remove", rule).code)
                .isEqualTo(1);
        assertThat(run(new TestTerminal(environment, true, "yes\n"), "rules", "remove", rule).code)
                .isZero();
        Ended gone = run("rules", "remove", rule, "--yes");
        assertThat(gone.code).isEqualTo(1);
        assertThat(gone.err)
                .startsWith("onecopy: rule-unknown: there is no rule '" + rule + "'\n  'onecopy rules' lists");
    }

    @Test
    void refuses_wrong_usage_with_2_before_asking() {
        assertThat(run("rules", "create", "x", "--zone", "oslo=/a").code).isEqualTo(2);
        assertThat(run("rules", "create", "x", "--zone", "oslo", "--zone", "lyon=/a").err)
                .contains("expected ZONE=/PATH");
        assertThat(run("rules", "create", "x", "--zone", "oslo=/a", "--zone", "oslo=/b").err)
                .contains("named twice");
        assertThat(run("rules", "create", "x", "--zone", "oslo=/a", "--zone", "lyon=b").err)
                .contains("must be absolute");
        assertThat(run("rules", "create", "X", "--zone", "oslo=/a", "--zone", "lyon=/b").err)
                .contains("beginning with a letter");
        assertThat(run("parked", "--limit", "0").code).isEqualTo(2);
        assertThat(run("statsu").err).contains("onecopy: usage:").contains("status");
        assertThat(run().code).isEqualTo(2);
        assertThat(run("status", "-o", "xml").code).isEqualTo(2);
        assertThat(run("completion", "tcsh").code).isEqualTo(2);
    }

    @Test
    void tells_problems_with_the_exit_code_that_fits() throws IOException {
        Map<ProblemCode, Integer> codes = Map.of(
                ProblemCode.NO_QUORUM, 75,
                ProblemCode.OUTCOME_UNKNOWN, 75,
                ProblemCode.NOT_LEADER, 75,
                ProblemCode.FORBIDDEN, 77,
                ProblemCode.RULE_UNKNOWN, 1,
                ProblemCode.INTERNAL, 70);
        try {
            for (Map.Entry<ProblemCode, Integer> code : codes.entrySet()) {
                fixture.node.failWith(new ProblemException(code.getKey(), "because"));
                Ended status = run("status");
                assertThat(status.code).as(code.getKey().code()).isEqualTo(code.getValue());
                assertThat(status.err).startsWith("onecopy: " + code.getKey().code() + ": because\n");
                assertThat(status.out).isEmpty();
                JsonNode problem = new ObjectMapper().readTree(run("status", "-o", "json").err);
                assertThat(problem.path("code").asText())
                        .isEqualTo(code.getKey().code());
            }
        } finally {
            fixture.node.failWith(null);
        }
    }

    @Test
    void says_77_for_a_wrong_token_and_69_for_an_authority_it_does_not_trust() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong-token"), "nobody");
        Ended refused = run("status", "--token", wrong.toString());
        assertThat(refused.code).isEqualTo(77);
        assertThat(refused.err).contains("unauthenticated").contains("--token");
        Path other = TestAuthority.create("other").writeCa(directory.resolve("other.pem"));
        Ended distrust = run("status", "--ca", other.toString());
        assertThat(distrust.code).isEqualTo(69);
        assertThat(distrust.err).contains("unreachable").contains("TLS");
        assertThat(run("status", "--ca", "/nowhere").code).isEqualTo(2);
        assertThat(run("status", "--network", "/nowhere").err).contains("there is no network file /nowhere");
    }

    @Test
    void asks_the_next_node_when_one_does_not_answer() throws IOException {
        String dead = deadUrl();
        Path mixed = networkFile("mixed.json", dead, fixture.url().toString());
        assertThat(run("status", "--network", mixed.toString()).code).isZero();
        assertThat(run("parked", "retry", "7-1", "--network", mixed.toString()).code)
                .isZero();
        Ended parked = run("parked", "--network", mixed.toString(), "-o", "json");
        assertThat(parked.json()).hasSize(1);
        assertThat(parked.err).contains("left out: " + dead);
        Path all = networkFile("dead.json", dead);
        Ended none = run("status", "--network", all.toString());
        assertThat(none.code).isEqualTo(69);
        assertThat(none.err).contains("onecopy: unreachable: " + dead);
    }

    @Test
    void orders_a_change_elsewhere_only_where_it_was_certainly_not_received() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (AdminFixture silent = new AdminFixture(directory.resolve("silent"))) {
            Files.writeString(
                    directory.resolve("both.pem"), Files.readString(fixture.ca) + Files.readString(silent.ca));
            silent.node.holdCreates(answered);
            String[] create = {
                "rules",
                "create",
                "once",
                "--zone",
                "oslo=/a",
                "--zone",
                "lyon=/b",
                "--ca",
                directory.resolve("both.pem").toString(),
                "--network",
                ""
            };
            create[create.length - 1] = networkFile(
                            "silent.json",
                            silent.url().toString(),
                            fixture.url().toString())
                    .toString();
            List<String> impatient = new ArrayList<>(List.of(create));
            impatient.addAll(List.of("--timeout", "2s"));
            Ended unknown = run(impatient.toArray(String[]::new));
            assertThat(unknown.code).isEqualTo(75);
            assertThat(unknown.err).contains("outcome-unknown").contains("may have taken effect or not");
            assertThat(run("rules", "show", "once").code).isEqualTo(1);

            create[create.length - 1] = networkFile(
                            "gone.json", deadUrl(), fixture.url().toString())
                    .toString();
            Ended made = run(create);
            assertThat(made.code).as(made.err).isZero();
            assertThat(run("rules", "remove", "once", "--yes").code).isZero();
            answered.countDown();
        }
    }

    private static String deadUrl() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return "https://127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Test
    void finds_the_network_by_url_by_environment_and_by_memory() throws IOException {
        String url = fixture.url().toString();
        String ca = fixture.ca.toString();
        String token = fixture.token.toString();
        assertThat(run(new TestTerminal(Map.of()), "status", "--url", url, "--ca", ca, "--token", token).code)
                .isZero();
        assertThat(run(new TestTerminal(Map.of("ONECOPY_URL", url, "ONECOPY_CA", ca, "ONECOPY_TOKEN", token)), "status")
                        .code)
                .isZero();
        assertThat(run(new TestTerminal(Map.of()), "status", "--url", url).err).contains("--url needs --ca");
        Map<String, String> home =
                Map.of("XDG_STATE_HOME", directory.resolve("state").toString());
        Ended nothing = run(new TestTerminal(home), "status");
        assertThat(nothing.code).isEqualTo(2);
        assertThat(nothing.err).contains("no demonstration runs").contains("onecopy demo");
        CurrentNetwork current = new CurrentNetwork(new TestTerminal(home).terminal());
        current.remember(network);
        assertThat(run(new TestTerminal(home), "status").code).isZero();
        current.forget(directory.resolve("other.json"));
        assertThat(current.find()).contains(network);
        current.forget(network);
        assertThat(current.find()).isEmpty();
    }

    @Test
    void says_when_a_list_is_cut() throws IOException {
        Ended cut = run("transfers", "--limit", "2", "-o", "json");
        assertThat(cut.json()).hasSize(2);
        assertThat(cut.err).contains("shows 2 of 3");
        assertThat(run("transfers").err).isEmpty();
    }

    @Test
    void releases_and_rejects_what_the_guard_holds() {
        assertThat(run("guard", "release", "demo", "oslo").out).contains("watching");
        Ended refused = run("guard", "reject", "demo", "lyon");
        assertThat(refused.code).isEqualTo(1);
        assertThat(refused.err).contains("guard-not-tripped");
    }

    @Test
    void follows_events_until_it_is_interrupted() throws InterruptedException {
        long after =
                fixture.events.append(NewEvent.info("before", "not wanted")).id();
        TestTerminal terminal = new TestTerminal(Map.of("ONECOPY_NETWORK", network.toString()));
        Thread follower = Thread.ofPlatform()
                .start(() -> run(terminal, "events", "--follow", "--since", "" + after, "-o", "json"));
        fixture.events.append(NewEvent.warning("first", "one").of(FakeNode.DEMO));
        await().until(() -> terminal.out().lines().count() == 1);
        fixture.events.append(NewEvent.warning("second", "two"));
        await().until(() -> terminal.out().lines().count() == 2);
        assertThat(terminal.out().lines().map(line -> line.contains("\"type\":\"second\"")))
                .containsExactly(false, true);
        follower.interrupt();
        follower.join();
    }

    @Test
    void prints_a_completion_script_and_its_version_and_its_exit_codes() {
        assertThat(run("completion", "bash").out).contains("complete -F").contains("memberships");
        assertThat(run("version").out).startsWith("onecopy ");
        assertThat(run("--version").out).startsWith("onecopy ");
        assertThat(run("--help").out).contains("Exit codes:").contains("69").contains("memberships");
        assertThat(run("rules", "create", "--help").out).contains("--zone");
    }
}
