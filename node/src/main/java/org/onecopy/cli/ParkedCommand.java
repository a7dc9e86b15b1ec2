package org.onecopy.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.ParkedView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code onecopy parked}. */
@Command(name = "parked", description = "List changes that a zone cannot show for now, with the reason and the remedy.")
final class ParkedCommand extends AskCommand {
    @Mixin
    private final Selection selection = new Selection();

    ParkedCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<Network.Answer<Listing<ParkedView>>> answers =
                connection.askAll(client -> client.parked(selection.filter()));
        Set<ZoneName> heard = answers.stream()
                .map(Network.Answer::zone)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Set<ParkedView> parked = new java.util.LinkedHashSet<>();
        Set<List<Object>> seen = new HashSet<>();
        long hidden = 0;
        for (Network.Answer<Listing<ParkedView>> answer : answers) {
            hidden += answer.value().total() - answer.value().items().size();
            for (ParkedView item : answer.value().items()) {
                // A zone's own node knows best; what others say counts only where none of its nodes answers.
                boolean own = answer.zone() == null || item.zone().equals(answer.zone());
                if ((own || !heard.contains(item.zone())) && seen.add(List.of(item.rule(), item.zone(), item.id()))) {
                    parked.add(item);
                }
            }
        }
        List<ParkedView> shown = new ArrayList<>(parked);
        output.print(shown, () -> table(shown), "nothing is parked");
        noteCut(shown.size(), shown.size() + hidden);
        return ExitCode.OK;
    }

    private static String table(List<ParkedView> parked) {
        Table table = Table.of("ID", "RULE", "ZONE", "PATH", "REASON", ">TRIES", "NEXT TRY", "MESSAGE", "REMEDY");
        for (ParkedView item : parked) {
            table.row(
                    item.id(),
                    item.rule(),
                    item.zone(),
                    item.path(),
                    item.reason(),
                    item.tries(),
                    item.nextTry(),
                    item.message(),
                    item.remedy());
        }
        return table.render();
    }

    /** {@code onecopy parked retry ID}. */
    @Command(name = "retry", description = "Try a parked change again now.")
    static final class Retry extends AskCommand {
        @Parameters(paramLabel = "ID", description = "As 'onecopy parked' lists it")
        private String id = "";

        Retry(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            connection.changeWhereKnown(client -> client.retryParked(id), ProblemCode.PARKED_UNKNOWN);
            if (output.isTable()) {
                terminal.out().println("will be tried now: 'onecopy parked' shows whether it helped");
            }
            return ExitCode.OK;
        }
    }
}
