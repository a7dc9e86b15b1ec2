package org.onecopy.console.contents;

import java.util.Optional;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.theme.Ask;
import org.onecopy.console.theme.Icons;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.FileView;

/** A dialog that finds a directory in a zone's storage. */
public final class Browser {
    private static final double WIDE = 620;
    private static final double HEIGHT = 320;

    private final BrowseModel model;
    private final TextField path = new TextField();
    private final ListView<FileView> list = new ListView<>();
    private final Label note = new Label();
    private final Label empty = new Label();
    private final Button up = new Button("Up", Icons.of("fth-corner-left-up"));
    private final Button more = new Button("More names", Icons.of("fth-chevrons-down"));

    private Browser(BrowseModel model) {
        this.model = model;
    }

    /**
     * Asks for a directory.
     *
     * @param start where to begin; the root where it is none
     * @return empty where the user thinks better of it
     */
    public static Optional<String> choose(@Nullable Window owner, ZoneName zone, String start, BrowseModel model) {
        Browser browser = new Browser(model);
        Ask ask = new Ask(owner, "A directory in zone " + zone, "Take this directory");
        ask.content(browser.view(), WIDE);
        StringProperty typed = ask.line("directory", "Directory", start.startsWith("/") ? start : "/", "/srv/photos");
        model.seen().addListener((property, old, now) -> {
            browser.show(now);
            if (!now.loading() && now.problem().isEmpty()) {
                typed.set(now.path());
            }
        });
        ask.check(values -> values.getOrDefault("directory", "").startsWith("/")
                ? Optional.empty()
                : Optional.of("Begin it with a slash. A directory that is not there yet is made."));
        ask.cli(values ->
                "onecopy zones files " + zone + " " + model.seen().get().path());
        model.open(start.startsWith("/") ? start : "/");
        return ask.show().map(values -> values.getOrDefault("directory", ""));
    }

    private VBox view() {
        path.setEditable(false);
        path.setId("browse-path");
        HBox.setHgrow(path, Priority.ALWAYS);
        up.setMinWidth(Region.USE_PREF_SIZE);
        up.setOnAction(event -> model.up());
        more.setMinWidth(Region.USE_PREF_SIZE);
        more.setOnAction(event -> model.more());
        list.setId("browse-list");
        list.setPrefHeight(HEIGHT);
        list.setMinHeight(HEIGHT / 2);
        empty.setWrapText(true);
        empty.getStyleClass().add("empty-state");
        list.setPlaceholder(empty);
        list.setCellFactory(view -> new FileCell());
        list.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                enter();
            }
        });
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.RIGHT) {
                event.consume();
                enter();
            } else if (event.getCode() == KeyCode.BACK_SPACE || event.getCode() == KeyCode.LEFT) {
                event.consume();
                model.up();
            }
        });
        note.setMaxWidth(Double.MAX_VALUE);
        note.getStyleClass().add("text-muted");
        HBox.setHgrow(note, Priority.ALWAYS);
        HBox line = new HBox(8, note, more);
        line.setAlignment(Pos.CENTER_LEFT);
        return new VBox(8, new HBox(8, path, up), list, line);
    }

    private void enter() {
        FileView chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null && chosen.kind().equals("directory")) {
            model.enter(chosen);
        }
    }

    private void show(BrowseModel.Seen seen) {
        path.setText(seen.path());
        up.setDisable(seen.path().equals("/"));
        list.getItems().setAll(seen.files());
        empty.setText(
                seen.loading() ? "Asking the zone…" : seen.problem().isEmpty() ? "Nothing lies here." : seen.problem());
        more.setVisible(seen.hasMore());
        note.setText(
                seen.loading()
                        ? ""
                        : seen.hasMore()
                                ? "The first " + seen.files().size() + " of " + seen.total() + " names"
                                : seen.total() + " names; Enter goes into a directory, Backspace out of it");
    }

    private static final class FileCell extends ListCell<FileView> {
        @Override
        protected void updateItem(@Nullable FileView file, boolean isEmpty) {
            super.updateItem(file, isEmpty);
            getStyleClass().remove("text-muted");
            if (file == null || isEmpty) {
                setText(null);
                setGraphic(null);
                return;
            }
            boolean directory = file.kind().equals("directory");
            setText(file.name() + (file.kind().equals("file") ? "   " + file.length() : ""));
            setGraphic(Icons.of(
                    directory ? "fth-folder" : file.kind().equals("link") ? "fth-corner-up-right" : "fth-file"));
            if (!directory) {
                getStyleClass().add("text-muted");
            }
        }
    }
}
