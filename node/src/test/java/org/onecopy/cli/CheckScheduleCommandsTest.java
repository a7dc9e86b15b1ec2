package org.onecopy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.AdminFixture;

/** The commands that let checks begin by themselves, against a real admin server. */
final class CheckScheduleCommandsTest {
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

    private static TestTerminal run(int code, String... args) {
        TestTerminal terminal = new TestTerminal(Map.of(
                "ONECOPY_URL", fixture.url().toString(),
                "ONECOPY_CA", fixture.ca.toString(),
                "ONECOPY_TOKEN", fixture.token.toString()));
        assertThat(OnecopyCommand.settle(OnecopyCommand.create(terminal.terminal()), terminal.terminal())
                        .execute(args))
                .as(String.join(" ", args) + terminal.out() + terminal.err())
                .isEqualTo(code);
        return terminal;
    }

    @Test
    void makes_lists_and_ends_schedules() {
        assertThat(run(ExitCode.OK, "check", "schedule", "demo", "--every", "12h", "--depth", "digest")
                        .out())
                .contains("39.1", "every 12h", "digest", "all");
        assertThat(run(ExitCode.OK, "check", "schedule", "demo", "--cron", "0 3 * * sun", "--time-zone", "Europe/Oslo")
                        .out())
                .contains("0 3 * * sun (Europe/Oslo)");
        assertThat(run(ExitCode.OK, "check", "schedules", "demo").out()).contains("every 7d", "ada", "2026-");
        assertThat(run(ExitCode.OK, "check", "unschedule", "demo", "39.1").out())
                .contains("schedule 39.1 of rule demo begins no checks any more");
    }

    @Test
    void says_what_is_wrong() {
        assertThat(run(ExitCode.USAGE, "check", "schedule", "demo").err()).contains("--every", "--cron");
        assertThat(run(ExitCode.USAGE, "check", "schedule", "demo", "--every", "1d", "--cron", "* * * * *")
                        .err())
                .contains("mutually exclusive");
        assertThat(run(ExitCode.USAGE, "check", "schedule", "demo", "--every", "often")
                        .err())
                .contains("often");
        assertThat(run(ExitCode.NEGATIVE, "check", "schedules", "nothing").err())
                .contains("rule-unknown");
    }
}
