package org.onecopy.console.shell;

import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.Texts;

/** All fields of what is selected, to be read and copied. */
final class PropertiesView {
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
            TextField value = new TextField(field.value());
            value.setEditable(false);
            value.setStyle("-fx-background-color: transparent; -fx-padding: 0; -fx-border-width: 0");
            fields.getChildren().addAll(name, value);
        }
    }
}
