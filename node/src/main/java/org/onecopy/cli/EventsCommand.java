package org.onecopy.cli;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onecopy events}. */
@Command(
        name = "events",
        description =
                "List what happened in the node that answers, the oldest first; with --follow go on as it happens.")
final class EventsCommand extends AskCommand {
    @Option(
            names = {"-f", "--follow"},
            description = "Go on until interrupted")
    private boolean follow;

    @Option(names = "--since", paramLabel = "ID", description = "Only events with a larger id")
    private @Nullable Long since;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most this many (default: 100)")
    private int limit = 100;

    EventsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        int checked = new Filter(null, null, limit).limit();
        if (follow) {
            connection.ask(client -> follow(client, checked));
            return ExitCode.OK;
        }
        Listing<EventView> events = connection.ask(client -> client.events(since, checked));
        output.print(events.items(), () -> table(events.items()), "no events");
        if (since != null) {
            noteCut(events.items().size(), events.total());
        }
        return ExitCode.OK;
    }

    /** The last events, then each as it comes. A stream that the node ends (because we were too slow) is begun again. */
    private long follow(AdminClient client, int count) {
        long[] last = {since == null ? 0 : since};
        for (EventView event : client.events(since, count).items()) {
            print(event);
            last[0] = event.id();
        }
        while (!Thread.currentThread().isInterrupted() && !terminal.out().checkError()) {
            client.follow(last[0], event -> {
                print(event);
                last[0] = event.id();
            });
        }
        return last[0];
    }

    private void print(EventView event) {
        output.printLine(
                event,
                () -> "%d  %s  %-7s  %s  %s"
                        .formatted(
                                event.id(),
                                event.time(),
                                event.severity().word(),
                                event.type(),
                                Table.printable(what(event))));
    }

    private static String table(List<EventView> events) {
        Table table = Table.of(">ID", "TIME", "SEVERITY", "TYPE", "WHAT");
        for (EventView event : events) {
            table.row(event.id(), event.time(), event.severity().word(), event.type(), what(event));
        }
        return table.render();
    }

    /** The message with what it is about, unless the message says so itself. */
    private static String what(EventView event) {
        String about = Stream.of(event.rule(), event.zone(), event.path())
                .filter(Objects::nonNull)
                .map(Object::toString)
                .filter(thing -> !event.message().contains(thing))
                .collect(Collectors.joining(", "));
        return about.isEmpty() ? event.message() : event.message() + " [" + about + "]";
    }
}
