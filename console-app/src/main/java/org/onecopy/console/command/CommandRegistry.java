package org.onecopy.console.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All commands, by id and in the order in which they were added. For the JavaFX thread. */
public final class CommandRegistry {
    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final Set<String> keys = new HashSet<>();

    /** @throws IllegalArgumentException where the id or the key is taken */
    public void add(Command command) {
        if (command.key() != null && !keys.add(command.key())) {
            throw new IllegalArgumentException("the key of " + command.id() + " is taken: " + command.key());
        }
        if (commands.putIfAbsent(command.id(), command) != null) {
            throw new IllegalArgumentException("there is a command " + command.id() + " already");
        }
    }

    /** All, in their order. */
    public List<Command> all() {
        return List.copyOf(commands.values());
    }

    /** Those of a menu, in their order. */
    public List<Command> in(Command.Menu menu) {
        return commands.values().stream()
                .filter(command -> command.menu() == menu)
                .toList();
    }

    /** Those that act on what is selected. */
    public List<Command> on(Class<?> type) {
        return commands.values().stream()
                .filter(command -> command.target() != null && command.target().isAssignableFrom(type))
                .toList();
    }

    /** @throws IllegalArgumentException where there is none */
    public Command find(String id) {
        Command command = commands.get(id);
        if (command == null) {
            throw new IllegalArgumentException("there is no command " + id);
        }
        return command;
    }

    /** Those that can be done and whose label or id has all letters of the text in their order; the closest first. */
    public List<Command> search(String text, Context context) {
        List<Ranked> found = new ArrayList<>();
        for (Command command : commands.values()) {
            int rank = Match.rank(text, command.label());
            if (rank < 0) {
                rank = Match.rank(text, command.id()) < 0 ? -1 : Integer.MAX_VALUE;
            }
            if (rank >= 0 && command.enabled(context)) {
                found.add(new Ranked(command, rank));
            }
        }
        found.sort((a, b) -> Integer.compare(a.rank, b.rank));
        return found.stream().map(Ranked::command).toList();
    }

    private record Ranked(Command command, int rank) {}
}
