package org.onecopy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.AdminFixture;

/** The commands that change zones and nodes while the network lives, against a real admin server. */
final class LivingNetworkCommandsTest {
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

    private record Ended(int code, String out, String err) {}

    /** @param asked whether somebody is there, who says no */
    private static Ended run(boolean asked, String... args) {
        TestTerminal terminal = new TestTerminal(
                Map.of(
                        "ONECOPY_URL", fixture.url().toString(),
                        "ONECOPY_CA", fixture.ca.toString(),
                        "ONECOPY_TOKEN", fixture.token.toString()),
                asked,
                "n\n");
        int code = OnecopyCommand.settle(OnecopyCommand.create(terminal.terminal()), terminal.terminal())
                .execute(args);
        return new Ended(code, terminal.out(), terminal.err());
    }

    @Test
    void nodes_and_zones_change_only_after_their_consequences_were_shown() {
        String[][] orders = {
            {"nodes", "replace", "lyon-1", "lyon-2"},
            {"nodes", "address", "lyon-1", "--admin", "127.0.0.1:9"},
            {"zones", "remove", "oslo"}
        };
        String[] shown = {"taken out: lyon-1", "127.0.0.1:9", "Zone oslo goes out of the network"};
        for (int i = 0; i < orders.length; i++) {
            Ended nobody = run(false, orders[i]);
            assertThat(nobody.code).as(nobody.out).isNotZero();
            assertThat(nobody.err).as(String.join(" ", orders[i])).contains("--yes");
            Ended no = run(true, orders[i]);
            assertThat(no.code).as(no.err).isEqualTo(ExitCode.NEGATIVE);
            assertThat(no.out).contains(shown[i]);
            assertThat(no.err).contains("nothing was done");
        }
        assertThat(run(false, "nodes", "replace", "lyon-1", "lyon-2", "--yes").out)
                .contains("has the place of node lyon-1");
        assertThat(run(false, "nodes", "replace", "lyon-1").err).contains("--ticket");
        assertThat(run(false, "nodes", "address", "lyon-1", "--admin", "h:3", "--yes").out)
                .contains("h:1 (agreement), h:2 (content) and h:3 (admin)");
        assertThat(run(false, "zones", "add", "kyoto").out).contains("onecopy network ticket --zone kyoto");
        assertThat(run(false, "zones", "add", "oslo").err).contains("zone-exists");
        assertThat(run(false, "zones", "add", "kyoto", "--storage", "tape").err).contains("one of local");
    }
}
