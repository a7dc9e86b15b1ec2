package org.onecopy.console.shell;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.theme.Ask;

/** All fields of what is selected, to be read and copied. */
final class PropertiesView {
    private static final int SHORT = 28;

    private final VBox fields = new VBox(2);
    private final ScrollPane view = new ScrollPane(fields);
    private @Nullable Object shown;

    PropertiesView() {
        fields.setStyle("-fx-padding: 10");
        view.setFitToWidth(true);
        view.setId("properties");
        show(null);
    }

    ScrollPane view() {
        return view;
    }

    void show(@Nullable Object selected) {
        if (selected != null && selected.equals(shown)) {
            return;
        }
        shown = selected;
        fields.getChildren().clear();
        if (!(selected instanceof Record)) {
            Label nothing = new Label("Select something to see all that is known of it.");
            nothing.setWrapText(true);
            nothing.getStyleClass().add("text-muted");
            fields.getChildren().add(nothing);
            return;
        }
        for (Texts.Field field : Texts.fields(selected)) {
            Label name = new Label(field.name());
            name.getStyleClass().add("text-muted");
            name.setStyle("-fx-font-size: 11px; -fx-padding: 5 0 0 0");
            fields.getChildren()
                    .addAll(name, field.value().length() > SHORT ? whole(field.value()) : line(field.value()));
        }
    }

    private static TextField line(String text) {
        TextField value = new TextField(text);
        value.setEditable(false);
        value.setStyle("-fx-background-color: transparent; -fx-padding: 0; -fx-border-width: 0");
        return value;
    }

    /** What has no room in a line is seen as a whole; a field for text would cut it off. */
    private static Label whole(String text) {
        Label value = new Label(text);
        value.setWrapText(true);
        value.setMinHeight(Region.USE_PREF_SIZE);
        MenuItem copy = new MenuItem("Copy");
        copy.setOnAction(event -> Ask.copy(text));
        value.setContextMenu(new ContextMenu(copy));
        return value;
    }
}
