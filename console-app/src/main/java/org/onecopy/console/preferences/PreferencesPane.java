package org.onecopy.console.preferences;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.textfield.TextFields;
import org.onecopy.console.theme.Icons;
import org.onecopy.model.Words;

/** All preferences, and a search among them; what is chosen counts at once. */
public final class PreferencesPane extends VBox {
    private static final double HEIGHT = 360;

    private final Preferences preferences;
    private final TextField search = TextFields.createClearableTextField();
    private final VBox list = new VBox(10);

    public PreferencesPane(Preferences preferences) {
        super(10);
        this.preferences = preferences;
        search.setPromptText("Search");
        search.setId("preferences-search");
        search.textProperty().addListener((property, old, now) -> fill());
        list.setPadding(new Insets(4));
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setPrefHeight(HEIGHT);
        scroll.setMinHeight(HEIGHT);
        getChildren().setAll(search, scroll);
        fill();
    }

    private void fill() {
        list.getChildren().clear();
        String group = "";
        for (Preference preference : Preferences.search(search.getText())) {
            if (!preference.group().equals(group)) {
                group = preference.group();
                Label head = new Label(group);
                head.getStyleClass().add("section-head");
                list.getChildren().add(head);
            }
            list.getChildren().add(line(preference));
        }
        if (list.getChildren().isEmpty()) {
            Label none = new Label("No preference has all of these words.");
            none.getStyleClass().add("text-muted");
            list.getChildren().add(none);
        }
    }

    private HBox line(Preference preference) {
        Label title = new Label(preference.title());
        Label help = new Label(preference.help());
        help.setWrapText(true);
        help.setMinHeight(Region.USE_PREF_SIZE);
        help.getStyleClass().add("text-muted");
        VBox words = new VBox(2, title, help);
        HBox.setHgrow(words, Priority.ALWAYS);
        ComboBox<String> value = new ComboBox<>();
        value.setId("preference-" + Words.of(preference));
        value.getItems().setAll(preference.options());
        value.setValue(preferences.get(preference));
        value.setPrefWidth(110);
        value.setMinWidth(Region.USE_PREF_SIZE);
        title.setLabelFor(value);
        Button back = new Button("", Icons.of("fth-rotate-ccw"));
        back.setAccessibleText("as at first");
        back.setVisible(preferences.isSet(preference));
        back.setOnAction(event -> value.setValue(preference.first()));
        value.valueProperty().addListener((property, old, now) -> {
            preferences.set(preference, now);
            back.setVisible(preferences.isSet(preference));
        });
        HBox line = new HBox(10, words, value, back);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setPadding(new Insets(0, 6, 0, 10));
        return line;
    }
}
