package org.onecopy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckScheduleSpec;
import org.onecopy.model.api.CheckScheduleView;
import org.onecopy.model.api.CheckSpec;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Those of {@code onecopy check} that let checks begin by themselves. */
final class CheckScheduleCommands {
    private CheckScheduleCommands() {}

    /** {@code onecopy check schedule RULE}. */
    @Command(
            name = "schedule",
            description = "Let checks of a rule begin by themselves, as long as a majority of its voters is there.")
    static final class Schedule extends AskCommand {
        @Parameters(paramLabel = "RULE", description = "The rule")
        private String rule = "";

        @ArgGroup(multiplicity = "1")
        private When when = new When();

        @Option(
                names = "--time-zone",
                paramLabel = "ZONE",
                description = "The clock that --cron means, such as Europe/Oslo (default: UTC)")
        private @Nullable String timeZone;

        @Option(names = "--path", paramLabel = "PATH", description = "Only this directory of the rule's tree")
        private @Nullable String path;

        @Option(
                names = "--depth",
                paramLabel = "DEPTH",
                description = "metadata or digest, as for check start (default: metadata)")
        private String depth = "metadata";

        @Option(names = "--zone", paramLabel = "ZONE", description = "Only this zone's storage; may be repeated")
        private List<String> zones = new ArrayList<>();

        /** One of these. */
        static final class When {
            @Option(names = "--every", paramLabel = "TIME", description = "So often, for example 7d")
            private @Nullable String every;

            @Option(
                    names = "--cron",
                    paramLabel = "FIELDS",
                    description =
                            "As in a crontab: minute, hour, day of the month, month, day of the week; '0 3 * * sun'")
            private @Nullable String cron;
        }

        Schedule(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            RuleName name = new RuleName(rule);
            Duration every = when.every == null ? null : DurationText.parse(when.every);
            CheckSpec check = new CheckSpec(
                    path,
                    Words.parse(CheckDepth.class, depth.toLowerCase(Locale.ROOT)),
                    zones.stream().map(ZoneName::new).toList());
            CheckScheduleSpec spec = new CheckScheduleSpec(check, every, when.cron, timeZone);
            CheckScheduleView made = connection.change(client -> client.scheduleChecks(name, spec));
            output.print(made, () -> table(List.of(made)), "");
            return ExitCode.OK;
        }
    }

    /** {@code onecopy check schedules RULE}. */
    @Command(name = "schedules", description = "List when checks of a rule begin by themselves.")
    static final class Schedules extends AskCommand {
        @Parameters(paramLabel = "RULE", description = "The rule")
        private String rule = "";

        Schedules(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            RuleName name = new RuleName(rule);
            List<CheckScheduleView> schedules = connection.ask(client -> client.checkSchedules(name));
            output.print(
                    schedules,
                    () -> table(schedules),
                    "no schedules: 'onecopy check schedule " + name + " --every 7d' makes one");
            return ExitCode.OK;
        }
    }

    private static String table(List<CheckScheduleView> schedules) {
        if (schedules.isEmpty()) {
            return "";
        }
        Table table = Table.of("SCHEDULE", "WHEN", "DEPTH", "PATH", "ZONES", "BY", "LAST", "NEXT");
        for (CheckScheduleView one : schedules) {
            String cron = one.cron() + (one.timeZone() == null ? " (UTC)" : " (" + one.timeZone() + ")");
            table.row(
                    one.schedule(),
                    one.every() == null ? cron : "every " + DurationText.exact(one.every()),
                    one.depth().word(),
                    one.path().isEmpty() ? "/" : one.path(),
                    one.zones().isEmpty()
                            ? "all"
                            : String.join(
                                    ", ",
                                    one.zones().stream().map(ZoneName::value).toList()),
                    one.by(),
                    one.last() == null ? "-" : one.last(),
                    one.next() == null ? "-" : one.next());
        }
        return table.render();
    }

    /** {@code onecopy check unschedule RULE SCHEDULE}. */
    @Command(name = "unschedule", description = "End a schedule; a check that it has begun goes on.")
    static final class Unschedule extends AskCommand {
        @Parameters(index = "0", paramLabel = "RULE", description = "The rule")
        private String rule = "";

        @Parameters(index = "1", paramLabel = "SCHEDULE", description = "As onecopy check schedules shows it")
        private String schedule = "";

        Unschedule(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            RuleName name = new RuleName(rule);
            Version version = Version.parse(schedule);
            connection.change(client -> {
                client.unscheduleChecks(name, version);
                return version;
            });
            output.print(
                    version, () -> "schedule " + version + " of rule " + name + " begins no checks any more\n", "");
            return ExitCode.OK;
        }
    }
}
