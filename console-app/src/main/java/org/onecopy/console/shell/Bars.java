package org.onecopy.console.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.theme.Icons;

/** Menu bar, tool bar and keys, all of the registry. */
final class Bars {
    private static final List<String> TOOLS = List.of("rule.create", "network.ticket", "view.overview", "view.lag");

    private final CommandRegistry commands;
    private final Supplier<Context> context;
    private final MenuBar menus = new MenuBar();
    private final HBox tools = new HBox();
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(Command command, Region button) {}

    Bars(CommandRegistry commands, Supplier<Context> context) {
        this.commands = commands;
        this.context = context;
        for (Command.Menu menu : Command.Menu.values()) {
            menus.getMenus().add(menu(menu));
        }
        tools.getStyleClass().add("desk-bar");
        for (String id : TOOLS) {
            tools.getChildren().add(button(commands.find(id), true));
        }
        tools.getChildren().getFirst().getStyleClass().add("accent");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        tools.getChildren().add(space);
        for (String id : List.of("window.refresh", "window.copy-cli", "window.theme", "window.palette")) {
            tools.getChildren().add(button(commands.find(id), false));
        }
    }

    private Menu menu(Command.Menu group) {
        Menu menu = new Menu(group.title());
        List<Command> all = commands.in(group);
        for (Command command : all) {
            MenuItem item = new MenuItem(command.label(), Icons.of(command.icon()));
            item.setId("menu-" + command.id());
            if (command.key() != null) {
                item.setAccelerator(KeyCombination.valueOf(command.key()));
            }
            item.setOnAction(event -> run(command));
            menu.getItems().add(item);
        }
        menu.setOnShowing(event -> {
            for (int at = 0; at < all.size(); at++) {
                menu.getItems().get(at).setDisable(!all.get(at).enabled(context.get()));
            }
        });
        // Keys of the menu would go on with what was disabled when it was last shown.
        menu.setOnHidden(event -> menu.getItems().forEach(item -> item.setDisable(false)));
        return menu;
    }

    private Button button(Command command, boolean words) {
        Button button = new Button(words ? command.label() : "", Icons.of(command.icon()));
        button.setId("tool-" + command.id());
        String key = command.key() == null
                ? ""
                : " (" + KeyCombination.valueOf(command.key()).getDisplayText() + ")";
        button.setTooltip(new Tooltip(command.label() + key));
        button.setOnAction(event -> run(command));
        button.setFocusTraversable(false);
        entries.add(new Entry(command, button));
        return button;
    }

    private void run(Command command) {
        Context now = context.get();
        if (command.enabled(now)) {
            command.action().accept(now);
        }
    }

    MenuBar menus() {
        return menus;
    }

    HBox tools() {
        return tools;
    }

    /** Enables what can be done now. */
    void update() {
        Context now = context.get();
        entries.forEach(entry -> entry.button().setDisable(!entry.command().enabled(now)));
    }
}
