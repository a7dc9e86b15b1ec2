package org.onecopy.cli;

import java.util.List;
import org.onecopy.model.api.ConflictView;
import org.onecopy.model.api.Listing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code onecopy conflicts}. */
@Command(
        name = "conflicts",
        description =
                "List the conflict copies. To settle one, keep what you want under the winner's name and delete the copy.")
final class ConflictsCommand extends AskCommand {
    @Mixin
    private final Selection selection = new Selection();

    ConflictsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        Listing<ConflictView> conflicts = connection.ask(client -> client.conflicts(selection.filter()));
        output.print(conflicts.items(), () -> table(conflicts.items()), "no conflict copies");
        noteCut(conflicts.items().size(), conflicts.total());
        return ExitCode.OK;
    }

    private static String table(List<ConflictView> conflicts) {
        Table table = Table.of("RULE", "COPY", "WINNER", "FROM ZONE", ">INDEX", "TIME", ">LENGTH");
        for (ConflictView conflict : conflicts) {
            table.row(
                    conflict.rule(),
                    conflict.path(),
                    conflict.winner(),
                    conflict.zone(),
                    conflict.index(),
                    conflict.time(),
                    conflict.length());
        }
        return table.render();
    }
}
