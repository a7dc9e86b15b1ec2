package org.onecopy.console.shell;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.theme.Themes;

/** Everything that can be done now, found by a few letters. */
final class PaletteView {
    private static final double WIDTH = 560;

    private final CommandRegistry commands;
    private final Popup popup = new Popup();
    private final TextField typed = new TextField();
    private final ListView<Command> found = new ListView<>();
    private Context context = Context.EMPTY;

    PaletteView(CommandRegistry commands) {
        this.commands = commands;
        typed.setId("palette");
        typed.setPromptText("What do you want to do?");
        typed.textProperty().addListener((property, old, text) -> search(text));
        typed.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        found.setCellFactory(list -> new Cell());
        found.setPrefHeight(320);
        found.setOnMouseClicked(event -> run());
        VBox box = new VBox(8, typed, found);
        box.getStyleClass().addAll("root", "palette");
        box.setPrefWidth(WIDTH);
        box.getStylesheets().add(Themes.stylesheet());
        popup.getContent().add(box);
        popup.setAutoHide(true);
    }

    void show(Window owner, Context now) {
        context = now;
        typed.clear();
        search("");
        popup.show(owner, owner.getX() + (owner.getWidth() - WIDTH) / 2, owner.getY() + 90);
        typed.requestFocus();
    }

    private void search(String text) {
        List<Command> all = commands.search(text, context);
        found.getItems().setAll(all);
        found.getSelectionModel().selectFirst();
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER) {
            run();
        } else if (event.getCode() == KeyCode.DOWN) {
            found.getSelectionModel().selectNext();
        } else if (event.getCode() == KeyCode.UP) {
            found.getSelectionModel().selectPrevious();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            popup.hide();
        } else {
            return;
        }
        found.scrollTo(found.getSelectionModel().getSelectedIndex());
        event.consume();
    }

    private void run() {
        Command command = found.getSelectionModel().getSelectedItem();
        popup.hide();
        if (command != null) {
            command.action().accept(context);
        }
    }

    private static final class Cell extends ListCell<Command> {
        @Override
        protected void updateItem(@Nullable Command command, boolean empty) {
            super.updateItem(command, empty);
            if (command == null || empty) {
                setGraphic(null);
                return;
            }
            Label menu = new Label(command.menu().title() + ":");
            menu.getStyleClass().add("text-muted");
            Label label = new Label(command.label());
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            Label key = new Label(
                    command.key() == null
                            ? ""
                            : KeyCombination.valueOf(command.key()).getDisplayText());
            key.getStyleClass().add("text-muted");
            HBox line = new HBox(8, Icons.of(command.icon()), menu, label, space, key);
            line.setAlignment(Pos.CENTER_LEFT);
            setGraphic(line);
        }
    }
}
