package org.onecopy.cli;

import java.util.List;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy nodes}. */
@Command(name = "nodes", description = "List the nodes with their addresses. The one that answers bears a star.")
final class NodesCommand extends AskCommand {
    NodesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<NodeView> nodes = connection.ask(AdminClient::nodes);
        output.print(nodes, () -> table(nodes), "no nodes");
        return ExitCode.OK;
    }

    /** {@code onecopy nodes remove}. */
    @Command(
            name = "remove",
            description =
                    "Take a node out of the network for good. Its certificate is worth nothing from then on, and no node"
                            + " ever gets its name again. Nothing in any storage is touched. Shows first what would be left"
                            + " without it.")
    static final class Remove extends AskCommand {
        @Parameters(paramLabel = "NODE", description = "The node")
        private String node = "";

        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask")
        private boolean yes;

        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            NodeId id = new NodeId(node);
            if (!yes && !terminal.interactive()) {
                throw new IllegalArgumentException(
                        "removing a node needs --yes where nobody can be asked; 'onecopy whatif remove " + id
                                + "' shows what would be left without it");
            }
            if (!yes && !isWanted(id)) {
                terminal.err().println("onecopy: nothing was done");
                return ExitCode.NEGATIVE;
            }
            connection.change(client -> {
                client.retire(id);
                return id;
            });
            output.print(id, () -> "node " + id + " is no part of the network any more\n", "");
            return ExitCode.OK;
        }

        /** Shows the consequences, and asks. */
        private boolean isWanted(NodeId id) {
            WhatIfView left = WhatIfCommand.ask(connection, List.of(), List.of(id));
            terminal.out().print(WhatIfCommand.describe(left));
            return terminal.confirm("Take node " + id + " out of the network for good?");
        }
    }

    private static String table(List<NodeView> nodes) {
        Table table = Table.of("NODE", "ZONE", "STATE", "VERSION", "SEEN", "AGREEMENT", "CONTENT", "ADMIN");
        for (NodeView node : nodes) {
            table.row(
                    node.id() + (node.self() ? "*" : ""),
                    node.zone(),
                    node.state().word(),
                    node.version(),
                    node.self() ? "now" : seconds(node.silenceSeconds()),
                    node.addresses().agreement(),
                    node.addresses().content(),
                    node.addresses().admin());
        }
        return table.render();
    }
}
