package org.onecopy.console.shell;

import java.util.ArrayList;
import java.util.List;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.lag.LagScreen;
import org.onecopy.console.lists.Catalogue;
import org.onecopy.console.lists.ListSpec;
import org.onecopy.console.lists.TableScreen;
import org.onecopy.console.overview.OverviewScreen;
import org.onecopy.console.screen.Screen;

/** Makes the screens, each when it is first opened. */
final class Screens {
    private Screens() {}

    /** All ids, in the order of the menu. */
    static List<String> ids() {
        List<String> ids = new ArrayList<>(List.of("overview", "lag", "events"));
        Catalogue.all().forEach(spec -> ids.add(spec.id()));
        return ids;
    }

    /** As menus show it. */
    static String title(String id) {
        return switch (id) {
            case "overview" -> "Overview";
            case "lag" -> "Lag";
            case "events" -> "Events";
            default -> spec(id).title();
        };
    }

    /** Name of its icon. */
    static String icon(String id) {
        return switch (id) {
            case "overview" -> "fth-activity";
            case "lag" -> "own-lag";
            case "events" -> "fth-rss";
            default -> spec(id).icon();
        };
    }

    /** @throws IllegalArgumentException where there is none */
    static Screen make(String id, Desk desk) {
        return switch (id) {
            case "overview" -> new OverviewScreen(desk::open);
            case "lag" -> new LagScreen(desk.work());
            case "events" -> new EventsScreen();
            default -> table(spec(id), desk);
        };
    }

    private static <T> TableScreen<T> table(ListSpec<T> spec, Desk desk) {
        return new TableScreen<>(spec, acts(spec, desk.commands()), desk.work());
    }

    /** What makes a row comes first, then what is done with one. */
    private static List<Command> acts(ListSpec<?> spec, CommandRegistry commands) {
        List<Command> acts = new ArrayList<>();
        String maker = switch (spec.id()) {
            case "rules" -> "rule.create";
            case "tickets" -> "network.ticket";
            case "users" -> "user.add";
            case "tokens" -> "token.create";
            case "alerts" -> "alert.test";
            default -> "";
        };
        if (!maker.isEmpty()) {
            acts.add(commands.find(maker));
        }
        acts.addAll(commands.on(spec.type()));
        return acts;
    }

    private static ListSpec<?> spec(String id) {
        return Catalogue.all().stream()
                .filter(spec -> spec.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no screen " + id));
    }
}
