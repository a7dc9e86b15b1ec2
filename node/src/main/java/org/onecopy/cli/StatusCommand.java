package org.onecopy.cli;

import org.onecopy.model.DurationText;
import org.onecopy.model.api.Health;
import org.onecopy.model.api.Reason;
import org.onecopy.model.api.StatusView;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;

/** {@code onecopy status}. */
@Command(
        name = "status",
        description = "Show the whole in one answer, with reasons and what to do next. Exit code 1 unless healthy.")
final class StatusCommand extends AskCommand {
    StatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        StatusView status = connection.ask(AdminClient::status);
        output.print(status, () -> text(status), "");
        return status.health() == Health.HEALTHY ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static String text(StatusView status) {
        StringBuilder text = new StringBuilder();
        text.append("%s, as node %s (zone %s) sees it%n"
                .formatted(
                        status.health().word(),
                        status.node().node(),
                        status.node().zone()));
        for (Reason reason : status.reasons()) {
            text.append("  %s: %s%n    -> %s%n"
                    .formatted(reason.code(), Table.printable(reason.message()), Table.printable(reason.nextAction())));
        }
        text.append('\n')
                .append(Table.of("", "")
                        .row("zones reachable", status.zonesReachable() + " of " + status.zones())
                        .row("nodes reachable", status.nodesReachable() + " of " + status.nodes())
                        .row("rules", status.rules())
                        .row("files", status.files() + ", " + status.bytes())
                        .row("largest lag", DurationText.rough(status.lagSecondsMax()))
                        .row("only in one zone so far", status.atRisk())
                        .row("transfers", status.transfers())
                        .row("holes", status.holes())
                        .row("parked", status.parked())
                        .row("conflict copies", status.conflicts())
                        .row("guards tripped", status.guardsTripped())
                        .render()
                        .stripLeading());
        return text.toString();
    }
}
