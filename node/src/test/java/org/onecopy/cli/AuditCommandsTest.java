package org.onecopy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.AdminFixture;

/** The audit from the command line, against a real admin server, and without one. */
final class AuditCommandsTest {
    @TempDir
    Path directory;

    private AdminFixture fixture;
    private Path network;
    private Path export;

    @BeforeEach
    void start() throws IOException {
        fixture = new AdminFixture(directory);
        network = Files.writeString(
                directory.resolve("network.json"),
                "{\"nodes\":[{\"node\":\"oslo-1\",\"zone\":\"oslo\",\"admin\":\"" + fixture.url()
                        + "\"}],\"ca\":\"ca.pem\",\"token\":\"token\"}");
        export = directory.resolve("audit.jsonl");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private record Ended(int code, String out, String err) {}

    private Ended run(String... args) {
        TestTerminal terminal = new TestTerminal(
                Map.of("ONECOPY_NETWORK", network.toString(), "XDG_STATE_HOME", directory.toString()), false, "");
        int code = OnecopyCommand.settle(OnecopyCommand.create(terminal.terminal()), terminal.terminal())
                .execute(args);
        return new Ended(code, terminal.out(), terminal.err());
    }

    /** Two acts that were done, one that was refused, and one that was denied. */
    private void act() throws IOException {
        run("parked", "retry", "7-1");
        run("rules", "remove", "demo", "--yes");
        run("tokens", "revoke", "abc");
        Path other = Files.writeString(directory.resolve("other.token"), "onecopy_nobody\n");
        assertThat(run("users", "--token", other.toString()).code()).isEqualTo(ExitCode.FORBIDDEN);
    }

    private void edit(Path file, Consumer<List<String>> change) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        change.accept(lines);
        Files.write(file, lines);
    }

    @Test
    void lists_who_did_what_and_who_was_not_let() throws IOException {
        assertThat(run("audit", "list").out()).isEqualTo("no acts\n");
        act();
        assertThat(run("audit", "list").out().lines().toList()).hasSize(4).satisfies(lines -> {
            assertThat(lines.get(1)).contains("admin (tokens file)", "127.0.0.1", "parked:7-1", "done");
            assertThat(lines.get(2)).contains("act", "removeRule", "rule:demo", "done");
            assertThat(lines.get(3)).contains("refused", "revokeToken", "token:abc", "token-unknown");
        });
        assertThat(run("audit", "list", "--about", "demo").out().lines()).hasSize(2);
        assertThat(run("audit", "list", "--who", "nobody", "--since", "1h").out())
                .isEqualTo("no acts\n");
        assertThat(run("audit", "list", "--limit", "1").err()).contains("shows 1 of 3");
        assertThat(run("audit", "list", "--since", "Tuesday").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("audit", "list", "--denied").out()).contains("denied", "users", "unauthenticated");
    }

    @Test
    void verifies_what_the_nodes_have_and_what_was_exported() throws IOException {
        act();
        Ended live = run("audit", "verify");
        assertThat(live.code()).as(live.out() + live.err()).isZero();
        assertThat(live.out()).contains("network", "denied/oslo-1", "whole");
        assertThat(run("audit", "export", export.toString()).code()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(export)))
                .isEqualTo("rw-------");
        run("parked", "retry", "7-1");
        assertThat(run("audit", "verify", "--against", export.toString()).code())
                .isZero();
        fixture.server.close();
        Ended offline = run("audit", "verify", export.toString());
        assertThat(offline.code()).as(offline.out() + offline.err()).isZero();
        assertThat(offline.out()).contains("whole");
    }

    @Test
    void names_the_first_entry_of_an_export_that_was_altered_dropped_or_cut_off() throws IOException {
        act();
        run("audit", "export", export.toString());
        List<String> whole = Files.readAllLines(export);
        assertThat(whole).hasSize(5);
        edit(export, lines -> lines.set(2, lines.get(2).replace("removeRule", "removeUser")));
        assertBroken("entry 2 of chain network was altered");
        Files.write(export, whole);
        edit(export, lines -> lines.remove(1));
        assertBroken("entry 1 of chain network is missing");
        Files.write(export, whole);
        edit(export, lines -> lines.remove(4));
        assertBroken("entry 1 of chain denied/oslo-1 is missing");
        Files.write(export, whole);
        edit(export, List::removeLast);
        edit(export, List::removeLast);
        assertBroken("entry 3 of chain network is missing");
        Files.write(export, whole);
        edit(export, lines -> lines.set(4, lines.get(4).substring(0, 40)));
        assertBroken("line 5 cannot be read");
        Files.writeString(export, "{}\n");
        assertThat(run("audit", "verify", export.toString()).code()).isEqualTo(ExitCode.USAGE);
    }

    private void assertBroken(String what) {
        Ended ended = run("audit", "verify", export.toString());
        assertThat(ended.code()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(ended.out()).contains("BROKEN: " + what);
    }

    @Test
    void sees_that_the_nodes_lost_what_they_had_when_it_was_exported() throws IOException {
        act();
        run("audit", "export", export.toString());
        stop();
        Files.delete(directory.resolve("audit/denied.jsonl"));
        start();
        act();
        Ended ended = run("audit", "verify", "--against", export.toString());
        assertThat(ended.code()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(ended.out()).contains("BROKEN: at node oslo-1: entry 3 of chain network is another one");
        assertThat(run("audit", "verify").code()).isZero();
    }

    @Test
    void is_for_security_admins_alone() throws IOException {
        Path token = directory.resolve("viewer.token");
        run("tokens", "create", "looker", "--role", "viewer", "--role", "rule-admin", "--out", token.toString());
        for (String command : List.of("list", "verify")) {
            assertThat(run("audit", command, "--token", token.toString()).code())
                    .isEqualTo(ExitCode.FORBIDDEN);
        }
    }
}
