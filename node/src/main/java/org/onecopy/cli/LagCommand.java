package org.onecopy.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.BandwidthFlow;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.model.api.LagHistoryView;
import org.onecopy.model.api.LagPoint;
import org.onecopy.model.api.LagView;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.ProblemResponseException;
import org.onecopy.model.client.UnreachableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onecopy lag}. */
@Command(
        name = "lag",
        description =
                "Show how far each zone is behind: prefix (what it shows), operations, bytes and seconds to go, holes,"
                        + " and bytes that it alone holds,"
                        + " with the age of the oldest of them. With --history how that was over time.")
final class LagCommand extends AskCommand {
    private static final int LINES = 60;

    @Option(
            names = "--history",
            paramLabel = "RULE",
            description = "How far this rule's zones were behind over time, as the node that answers has seen it")
    private @Nullable String rule;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "With --history: from then on; 2d (ago), or 2026-01-31T12:00:00Z; at most 35 days"
                    + " (default: 1h)")
    private String since = "1h";

    @Option(
            names = "--step",
            paramLabel = "TIME",
            description = "With --history: steps of at least this length (default: about 60 of them)")
    private @Nullable String step;

    LagCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        if (rule != null) {
            return history(new RuleName(rule));
        }
        List<LagView> lag = limited(connection.ask(AdminClient::lag));
        output.print(lag, () -> table(lag), "no rules, so no lag");
        return ExitCode.OK;
    }

    /** The same, with the limits of bandwidth that hold contents back: those who give them know. */
    private List<LagView> limited(List<LagView> lag) {
        try {
            boolean any = connection.ask(client -> client.bandwidth().report()).limits().stream()
                    .anyMatch(BandwidthView::active);
            if (!any) {
                return lag;
            }
            List<BandwidthFlow> held = connection
                    .askAll(client -> client.bandwidth().report())
                    .stream()
                    .flatMap(answer -> answer.value().flows().stream())
                    .filter(flow -> flow.limit() != null)
                    .toList();
            return lag.stream().map(row -> limited(row, held)).toList();
        } catch (ProblemResponseException | UnreachableException e) {
            return lag; // a node of a release that knows no limits, or all have gone meanwhile
        }
    }

    private static LagView limited(LagView row, List<BandwidthFlow> held) {
        return row.limitedBy() != null || row.operations() == 0
                ? row
                : held.stream()
                        .filter(flow ->
                                flow.to().equals(row.zone()) && flow.rule().equals(row.rule()))
                        .findFirst()
                        .map(flow -> row.withLimit(flow.limit()))
                        .orElse(row);
    }

    private Integer history(RuleName name) {
        Instant now = Instant.now();
        Instant from = time(now);
        Duration length = step == null ? Duration.between(from, now).dividedBy(LINES) : DurationText.parse(step);
        LagHistoryView seen = connection.ask(client -> client.lagHistory(name, from, now, length));
        output.print(seen, () -> table(seen), "");
        return ExitCode.OK;
    }

    private Instant time(Instant now) {
        try {
            Instant from = since.contains("T") ? Instant.parse(since) : now.minus(DurationText.parse(since));
            if (from.isBefore(now)) {
                return from;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "--since '" + since + "' is no time: say 2h, or 2026-01-31T12:00:00Z", e);
        }
        throw new IllegalArgumentException("--since '" + since + "' is not in the past");
    }

    private static String table(LagHistoryView seen) {
        Table table = Table.of("TIME", "ZONE", ">OPERATIONS", ">BYTES", ">LAG");
        for (LagHistoryView.Zone zone : seen.zones()) {
            for (LagPoint point : zone.points()) {
                table.row(
                        point.time(),
                        zone.zone(),
                        point.operationsHigh(),
                        point.bytesHigh(),
                        DurationText.rough(point.secondsHigh()));
            }
        }
        return seen.zones().isEmpty()
                ? "nothing was measured in this time by the node that answers\n"
                : table.render() + "the greatest figures within each " + DurationText.rough((double) seen.stepSeconds())
                        + "\n";
    }

    private static String table(List<LagView> rows) {
        Table table = Table.of(
                "RULE",
                "ZONE",
                "STATE",
                ">AGREED",
                ">PREFIX",
                ">OPERATIONS",
                ">BYTES",
                ">LAG",
                ">HOLES",
                ">AT RISK",
                ">SINCE",
                ">REPORTED",
                "REASON");
        for (LagView row : rows) {
            table.row(
                    row.rule(),
                    row.zone(),
                    row.state().word(),
                    row.agreedIndex(),
                    row.lowWaterIndex(),
                    row.operations(),
                    row.bytes(),
                    DurationText.rough(row.seconds()),
                    row.holes(),
                    row.atRisk(),
                    row.atRisk().value() == 0 ? "-" : DurationText.rough(row.atRiskSeconds()),
                    seconds(row.reportedSecondsAgo()),
                    row.limitedBy() == null ? null : "limited by '" + row.limitedBy() + "'");
        }
        return table.render();
    }
}
