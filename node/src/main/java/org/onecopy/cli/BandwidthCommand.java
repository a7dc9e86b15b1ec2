package org.onecopy.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthFlow;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthUse;
import org.onecopy.model.api.BandwidthView;
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
        BandwidthUse use =
                BandwidthUse.of(connection.askAll(client -> client.bandwidth().report()).stream()
                        .map(Network.Answer::value)
                        .toList());
        output.print(use, () -> limits(use.limits()) + flows(use.flows()), "");
        return ExitCode.OK;
    }

    private static String limits(List<BandwidthView> limits) {
        Table table =
                Table.of("NAME", "FROM", "TO", "RULE", ">RATE", "HOURS", "TIME ZONE", "NOW", ">USED", ">LAST MINUTE");
        for (BandwidthView limit : limits) {
            table.row(
                    limit.name(),
                    any(limit.from()),
                    any(limit.to()),
                    any(limit.rule()),
                    limit.rate() + "/s",
                    limit.hours() == null ? "always" : limit.hours(),
                    limit.timeZone(),
                    !limit.active() ? "off" : limit.holdsBack() ? "holds back" : "active",
                    limit.used() + "/s",
                    limit.usedMinute() + "/s");
        }
        return limits.isEmpty() ? "no limits: contents travel as fast as they can\n" : table.render();
    }

    private static String flows(List<BandwidthFlow> flows) {
        Table table = Table.of("FROM", "TO", "RULE", ">NOW", ">LAST MINUTE", "LIMITED BY");
        for (BandwidthFlow flow : flows) {
            table.row(flow.from(), flow.to(), flow.rule(), flow.now() + "/s", flow.minute() + "/s", flow.limit());
        }
        return flows.isEmpty() ? "no contents have left a zone within the last minute\n" : "\n" + table.render();
    }

    private static Object any(@Nullable Object named) {
        return named == null ? "any" : named;
    }

    /** {@code onecopy bandwidth list}. */
    @Command(
            name = "list",
            description =
                    "List the limits, what is used of them, and what each zone gives to others: now (the last five seconds) and over the"
                            + " last minute, all nodes of a zone together.")
    static final class ListAll extends BandwidthCommand {
        ListAll(Terminal terminal) {
            super(terminal);
        }
    }

    /** {@code onecopy bandwidth set NAME}. */
    @Command(
            name = "set",
            description =
                    "Make a limit, or change it; it is in force within a second, also for transfers that are under way. All nodes of the"
                            + " zone that gives contents keep to it together.")
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
                description = "When it holds: 'mon-fri 08:00-18:00', several with ; between them (default: always)")
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
            BandwidthView limit = connection.change(client -> client.bandwidth().set(name, spec));
            output.print(limit, () -> limits(List.of(limit)), "");
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
                client.bandwidth().remove(name);
                return name;
            });
            if (output.isTable()) {
                terminal.out().println("removed");
            }
            return ExitCode.OK;
        }
    }
}
