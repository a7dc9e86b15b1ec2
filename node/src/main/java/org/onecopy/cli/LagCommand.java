package org.onecopy.cli;

import java.util.List;
import org.onecopy.model.DurationText;
import org.onecopy.model.api.LagView;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;

/** {@code onecopy lag}. */
@Command(
        name = "lag",
        description =
                "Show how far each zone is behind: prefix (what it shows), operations, bytes and seconds to go, holes,"
                        + " and bytes that it alone holds,"
                        + " with the age of the oldest of them.")
final class LagCommand extends AskCommand {
    LagCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<LagView> lag = connection.ask(AdminClient::lag);
        output.print(lag, () -> table(lag), "no rules, so no lag");
        return ExitCode.OK;
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
                ">REPORTED");
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
                    seconds(row.reportedSecondsAgo()));
        }
        return table.render();
    }
}
