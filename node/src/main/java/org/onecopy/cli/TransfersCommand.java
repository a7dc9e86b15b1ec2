package org.onecopy.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.TransferView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code onecopy transfers}. */
@Command(name = "transfers", description = "List contents on their way between zones.")
final class TransfersCommand extends AskCommand {
    @Mixin
    private final Selection selection = new Selection();

    TransfersCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<TransferView> transfers = new ArrayList<>();
        long total = 0;
        for (Network.Answer<Listing<TransferView>> answer :
                connection.askAll(client -> client.transfers(selection.filter()))) {
            total += answer.value().total();
            transfers.addAll(answer.value().items());
        }
        List<TransferView> shown =
                transfers.stream().distinct().limit(selection.filter().limit()).toList();
        output.print(shown, () -> table(shown), "no transfers");
        noteCut(
                shown.size(),
                total - (transfers.size() - transfers.stream().distinct().count()));
        return ExitCode.OK;
    }

    private static String table(List<TransferView> transfers) {
        Table table =
                Table.of("RULE", "PATH", "FROM", "TO", "STATE", ">DONE", ">LENGTH", ">PER SECOND", ">TRIES", "REASON");
        for (TransferView transfer : transfers) {
            table.row(
                    transfer.rule(),
                    transfer.path(),
                    transfer.from(),
                    transfer.to(),
                    transfer.state().word(),
                    transfer.done(),
                    transfer.length(),
                    transfer.ratePerSecond(),
                    transfer.tries(),
                    reason(transfer));
        }
        return table.render();
    }

    /** Why it takes as long as it does, where there is more to say than its length. */
    private static @Nullable String reason(TransferView transfer) {
        if (transfer.limitedBy() != null) {
            return "limited by '" + transfer.limitedBy() + "'";
        }
        return transfer.problem() == null ? null : transfer.problem().detail();
    }
}
