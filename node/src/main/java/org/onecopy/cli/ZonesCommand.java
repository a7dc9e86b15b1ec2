package org.onecopy.cli;

import java.util.List;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ZoneSpec;
import org.onecopy.model.api.ZoneView;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    /** {@code onecopy zones add}. */
    @Command(
            name = "add",
            description =
                    "Make a zone before its first node comes. From then on only nodes with a storage of its type come into it.")
    static final class Add extends AskCommand {
        @Parameters(paramLabel = "ZONE", description = "The zone's name")
        private String zone = "";

        @Option(
                names = "--storage",
                paramLabel = "TYPE",
                defaultValue = "local",
                description =
                        "local (a directory, also on NFS), hdfs, hadoop, s3, or none for witnesses (default: ${DEFAULT-VALUE})")
        private String storage = "";

        Add(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            ZoneSpec spec = new ZoneSpec(new ZoneName(zone), storage);
            connection.change(client -> {
                client.addZone(spec);
                return spec;
            });
            output.print(
                    spec,
                    () -> "the network has a zone " + spec.zone()
                            + "; bring its first node: onecopy network ticket --zone " + spec.zone()
                            + (spec.storage().equals(ZoneSpec.NONE) ? " --role witness" : "") + "\n",
                    "");
            return ExitCode.OK;
        }
    }

    /** {@code onecopy zones remove}. */
    @Command(
            name = "remove",
            description =
                    "Take a zone out of the network that has no nodes any more and is in no rule. Its tickets go with it."
                            + " Nothing in its storage is touched.")
    static final class Remove extends AskCommand {
        @Parameters(paramLabel = "ZONE", description = "The zone")
        private String zone = "";

        @Mixin
        private Consent consent = new Consent();

        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            ZoneName name = new ZoneName(zone);
            consent.require(terminal, "removing a zone", "");
            if (!consent.isGiven(terminal, () -> isWanted(name))) {
                return ExitCode.NEGATIVE;
            }
            connection.change(client -> {
                client.removeZone(name);
                return name;
            });
            output.print(name, () -> "zone " + name + " is no part of the network any more\n", "");
            return ExitCode.OK;
        }

        /** Shows the consequences, and asks. */
        private boolean isWanted(ZoneName name) {
            long tickets = connection.ask(AdminClient::tickets).stream()
                    .filter(ticket -> ticket.zone().equals(name))
                    .count();
            terminal.out()
                    .print("Zone " + name + " goes out of the network, and with it "
                            + (tickets == 1 ? "one ticket" : tickets + " tickets")
                            + ". Its storage stays as it is. A zone with nodes, or in a rule, is not removed.\n");
            return terminal.confirm("Take zone " + name + " out of the network?");
        }
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
