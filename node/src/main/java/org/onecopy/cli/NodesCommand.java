package org.onecopy.cli;

import java.util.List;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;

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
