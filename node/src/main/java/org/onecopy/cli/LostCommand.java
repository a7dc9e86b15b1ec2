package org.onecopy.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.LostState;
import org.onecopy.model.api.LostView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code onecopy lost}. */
@Command(
        name = "lost",
        description =
                "List agreed contents that only zones hold which are not heard of, and contents that no zone has any more, with"
                        + " their paths.")
final class LostCommand extends AskCommand {
    @Mixin
    private final Selection selection = new Selection();

    LostCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<Network.Answer<Listing<LostView>>> answers =
                connection.askAll(client -> client.files().lost(selection.filter()));
        Set<ZoneName> heard = new HashSet<>();
        answers.forEach(answer -> {
            if (answer.zone() != null) {
                heard.add(answer.zone());
            }
        });
        Set<LostView> lost = new LinkedHashSet<>();
        long hidden = 0;
        for (Network.Answer<Listing<LostView>> answer : answers) {
            hidden = Math.max(
                    hidden, answer.value().total() - answer.value().items().size());
            for (LostView item : answer.value().items()) {
                // Another node may be cut off from a zone that has just answered here.
                if (item.state() == LostState.GONE || !heard.contains(item.zone())) {
                    lost.add(item);
                }
            }
        }
        List<LostView> shown = new ArrayList<>(lost);
        output.print(shown, () -> table(shown), "no content is lost, as far as the zones that answer know");
        noteCut(shown.size(), shown.size() + hidden);
        return shown.isEmpty() ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static String table(List<LostView> lost) {
        Table table = Table.of("RULE", "PATH", "ZONE", "STATE", ">BYTES", "SINCE");
        for (LostView item : lost) {
            table.row(item.rule(), item.path(), item.zone(), item.state().word(), item.bytes(), item.since());
        }
        return table.render();
    }
}
