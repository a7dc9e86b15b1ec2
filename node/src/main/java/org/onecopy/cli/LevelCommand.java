package org.onecopy.cli;

import org.onecopy.model.api.LevelSpec;
import org.onecopy.model.api.LevelView;
import org.onecopy.model.api.NodeLevelView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code onecopy network level}. */
@Command(
        name = "level",
        description =
                "Show the network's feature level and what the release of each node knows. After all nodes were upgraded, one by"
                        + " one, --raise lets what is new be used; from then on older releases cannot come back.")
final class LevelCommand extends AskCommand {
    @Option(names = "--raise", description = "Raise it to what all nodes know")
    private boolean raise;

    @Mixin
    private Consent consent = new Consent();

    LevelCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        LevelView view = connection.ask(client -> client.levels().show());
        if (!raise) {
            output.print(view, () -> table(view), "");
            return ExitCode.OK;
        }
        consent.require(terminal, "raising the feature level", ": it cannot be lowered");
        int wanted = Math.max(view.attainable(), view.level());
        boolean missing = wanted == view.level() && newest(view) > wanted;
        boolean given = consent.isGiven(terminal, () -> {
            terminal.out().print(table(view));
            return terminal.confirm("Raise the network to feature level " + wanted + " for good?");
        });
        if (!given) {
            return ExitCode.NEGATIVE;
        }
        // Where a node is left behind, the node that is asked says which.
        LevelSpec spec = new LevelSpec(missing ? wanted + 1 : wanted);
        LevelView raised = connection.change(client -> client.levels().raise(spec));
        output.print(raised, () -> "the network has feature level " + raised.level() + "\n", "");
        return ExitCode.OK;
    }

    private static int newest(LevelView view) {
        return view.nodes().stream()
                .mapToInt(node -> node.knows() == null ? 0 : node.knows())
                .max()
                .orElse(0);
    }

    static String table(LevelView view) {
        Table table = Table.of("NODE", "ZONE", "VERSION", ">KNOWS");
        for (NodeLevelView node : view.nodes()) {
            table.row(
                    node.node(),
                    node.zone(),
                    node.version() == null ? (node.knows() == null ? "no answer" : "older") : node.version(),
                    node.knows());
        }
        String how = view.attainable() > view.level()
                ? "all nodes know " + view.attainable() + ": onecopy network level --raise"
                : newest(view) > view.level()
                        ? "some nodes know more: upgrade the others"
                        : "all is used that the nodes know";
        return table.render() + "feature level " + view.level() + "; " + how + "\n";
    }
}
