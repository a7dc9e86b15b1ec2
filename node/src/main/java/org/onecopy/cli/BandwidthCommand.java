package org.onecopy.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy bandwidth}, which is {@code onecopy bandwidth list}. */
@Command(name = "bandwidth", description = "List, set and remove limits to how fast contents travel between zones.")
class BandwidthCommand extends AskCommand {
    BandwidthCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<BandwidthView> limits = connection.askAll(AdminClient::bandwidth).stream()
                .flatMap(answer -> answer.value().stream())
                .toList();
        output.print(limits, () -> table(limits), "no limits: contents travel as fast as they can");
        return ExitCode.OK;
    }

    private static String table(List<BandwidthView> limits) {
        Map<String, BandwidthView> byName = new LinkedHashMap<>();
        Map<String, Long> used = new LinkedHashMap<>();
        for (BandwidthView limit : limits) {
            byName.putIfAbsent(limit.name(), limit);
            used.merge(limit.name(), limit.used().value(), Long::sum);
        }
        Table table = Table.of("NAME", "FROM", "TO", "RULE", ">RATE", "HOURS", "TIME ZONE", "NOW", ">USED");
        byName.forEach((name, limit) -> table.row(
                name,
                any(limit.from()),
                any(limit.to()),
                any(limit.rule()),
                limit.rate() + "/s",
                limit.hours() == null ? "always" : limit.hours(),
                limit.timeZone(),
                limit.active() ? "active" : "off",
                new ByteCount(used.getOrDefault(name, 0L)) + "/s"));
        return table.render();
    }

    private static Object any(@Nullable Object named) {
        return named == null ? "any" : named;
    }

    /** {@code onecopy bandwidth list}. */
    @Command(name = "list", description = "List the limits, and what is used of them now, all nodes together.")
    static final class ListAll extends BandwidthCommand {
        ListAll(Terminal terminal) {
            super(terminal);
        }
    }

    /** {@code onecopy bandwidth set NAME}. */
    @Command(
            name = "set",
            description =
                    "Make a limit, or change it; it is in force within a second, also for transfers that are under way. Holds for each"
                            + " node that gives contents, where zones and rule are those that are named.")
    static final class Set extends AskCommand {
        @Parameters(paramLabel = "NAME", description = "What the limit is called")
        private String name = "";

        @Option(names = "--rate", paramLabel = "BYTES", required = true, description = "Bytes a second, such as 10MiB")
        private String rate = "";

        @Option(names = "--from", paramLabel = "ZONE", description = "Of contents that this zone gives (default: any)")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "ZONE", description = "Of contents that this zone gets (default: any)")
        private @Nullable String to;

        @Option(names = "--rule", paramLabel = "RULE", description = "Of this rule's contents (default: any)")
        private @Nullable String rule;

        @Option(
                names = "--hours",
                paramLabel = "HOURS",
                description = "When it holds: 'mon-fri 08:00-18:00' (default: always)")
        private @Nullable String hours;

        @Option(
                names = "--time-zone",
                paramLabel = "ZONE",
                description = "Of the hours, such as Europe/Oslo (default: UTC)")
        private @Nullable String timeZone;

        Set(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            BandwidthSpec spec = new BandwidthSpec(
                    from == null ? null : new ZoneName(from),
                    to == null ? null : new ZoneName(to),
                    rule == null ? null : new RuleName(rule),
                    ByteCount.parse(rate),
                    hours,
                    timeZone);
            BandwidthView limit = connection.change(client -> client.setBandwidth(name, spec));
            output.print(limit, () -> table(List.of(limit)), "");
            return ExitCode.OK;
        }
    }

    /** {@code onecopy bandwidth remove NAME}. */
    @Command(name = "remove", description = "End a limit.")
    static final class Remove extends AskCommand {
        @Parameters(paramLabel = "NAME", description = "As 'onecopy bandwidth list' names it")
        private String name = "";

        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            connection.change(client -> {
                client.removeBandwidth(name);
                return name;
            });
            if (output.isTable()) {
                terminal.out().println("removed");
            }
            return ExitCode.OK;
        }
    }
}
