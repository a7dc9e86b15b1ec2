package org.onecopy.cli;

import java.util.List;
import org.onecopy.model.api.ZoneView;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;

/** {@code onecopy zones}. */
@Command(name = "zones", description = "List the zones with their storages.")
final class ZonesCommand extends AskCommand {
    ZonesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<ZoneView> zones = connection.ask(AdminClient::zones);
        output.print(zones, () -> table(zones), "no zones");
        return ExitCode.OK;
    }

    private static String table(List<ZoneView> zones) {
        Table table = Table.of("ZONE", "STORAGE", "ROOT", "NODES", "REACHABLE", ">FREE", ">TOTAL", "PROBLEM");
        for (ZoneView zone : zones) {
            table.row(
                    zone.name(),
                    zone.storage() == null ? "none" : zone.storage().type(),
                    zone.storage() == null ? null : zone.storage().root(),
                    String.join(",", zone.nodes().stream().map(Object::toString).toList()),
                    zone.reachable() ? "yes" : "no",
                    zone.free(),
                    zone.total(),
                    zone.problem());
        }
        return table.render();
    }
}
