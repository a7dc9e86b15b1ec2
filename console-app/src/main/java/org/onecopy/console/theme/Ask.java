package org.onecopy.console.theme;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Questions to the user, all of one form: what is to happen, what is asked, what is wrong with it, and what to type for the same. */
public final class Ask {
    private static final double WIDTH = 620;
    private static final double WIDE = 860;
    private static final double LINES_HEIGHT = 96;

    private final @Nullable Window owner;
    private final String title;
    private final String act;
    private final List<String> plan = new ArrayList<>();
    private final Map<String, Input> inputs = new LinkedHashMap<>();
    private Function<Map<String, String>, String> cli = values -> "";
    private @Nullable Function<Map<String, String>, String> rest;
    private @Nullable Node content;
    private double width = WIDTH;
    private Consumer<Map<String, String>> typed = values -> {};
    private Function<Map<String, String>, Optional<String>> check = values -> Optional.empty();
    private @Nullable String nameToType;
    private boolean danger;
    private boolean telling;

    /** @param act what the button says that does it */
    public Ask(@Nullable Window owner, String title, String act) {
        this.owner = owner;
        this.title = title;
        this.act = act;
    }

    private record Input(String label, Node control, ObservableValue<?> changes, Supplier<String> value) {}

    /** Says what will happen. */
    public void plan(String line) {
        plan.add(line);
    }

    /** Shows something between what will happen and what is asked. */
    public void content(Node shown, double wide) {
        content = shown;
        width = wide;
    }

    /** Has room for long lines. */
    public void wide() {
        width = WIDE;
    }

    /** Tells of what is typed, at first and whenever it changes; on the JavaFX thread. */
    public void whenTyped(Consumer<Map<String, String>> listener) {
        typed = listener;
    }

    /** Asks for a line of text. */
    public void text(String id, String label, String initial, String prompt) {
        TextField field = new TextField(initial);
        field.setPromptText(prompt);
        add(id, label, field, field.textProperty(), field::getText);
    }

    /** Lets a line of text be changed from outside while it is asked for. */
    public StringProperty line(String id, String label, String initial, String prompt) {
        TextField field = new TextField(initial);
        field.setPromptText(prompt);
        add(id, label, field, field.textProperty(), field::getText);
        return field.textProperty();
    }

    /** Asks for a secret. */
    public void secret(String id, String label) {
        PasswordField field = new PasswordField();
        add(id, label, field, field.textProperty(), field::getText);
    }

    /** Asks for several lines. */
    public void area(String id, String label, String initial) {
        TextArea field = new TextArea(initial);
        field.setPrefRowCount(4);
        add(id, label, field, field.textProperty(), field::getText);
    }

    /** Asks for a file, which may be typed or looked for. */
    public void file(String id, String label) {
        directory(id, label, "", "", (typed, window) -> {
            File file = new FileChooser().showOpenDialog(window);
            return Optional.ofNullable(file).map(File::getPath);
        });
    }

    /**
     * Asks for a place, which may be typed or looked for.
     *
     * @param look gets what is typed so far, and the window to be in front of; empty: it stays as it is
     */
    public void directory(
            String id, String label, String initial, String prompt, BiFunction<String, Window, Optional<String>> look) {
        TextField field = new TextField(initial);
        field.setPromptText(prompt);
        Button browse = new Button("Browse…");
        browse.setMinWidth(Region.USE_PREF_SIZE);
        browse.setOnAction(event ->
                look.apply(field.getText(), field.getScene().getWindow()).ifPresent(field::setText));
        HBox.setHgrow(field, Priority.ALWAYS);
        field.setId("ask-" + id + "-field");
        add(id, label, new HBox(8, field, browse), field.textProperty(), field::getText);
    }

    /** Asks for one of several. */
    public void choice(String id, String label, List<String> options, String initial) {
        ComboBox<String> box = new ComboBox<>();
        box.getItems().setAll(options);
        box.setValue(initial);
        box.setMaxWidth(Double.MAX_VALUE);
        add(id, label, box, box.valueProperty(), () -> box.getValue() == null ? "" : box.getValue());
    }

    /** Asks for yes or no: {@code true} or {@code false}. */
    public void flag(String id, String label, boolean initial) {
        CheckBox box = new CheckBox(label);
        box.setSelected(initial);
        box.setWrapText(true);
        box.setMinHeight(Region.USE_PREF_SIZE);
        add(id, "", box, box.selectedProperty(), () -> "" + box.isSelected());
    }

    private void add(String id, String label, Node control, ObservableValue<?> changes, Supplier<String> value) {
        control.setId("ask-" + id);
        inputs.put(id, new Input(label, control, changes, value));
    }

    /** Lets it be done only after this was typed. */
    public void typeToConfirm(String name) {
        nameToType = name;
        danger = true;
        text("confirm", "Type '" + name + "' to confirm", "", name);
    }

    /** Colours the button as one that takes something away. */
    public void dangerous() {
        danger = true;
    }

    /** Shows what to type for the same. */
    public void cli(Function<Map<String, String>, String> text) {
        cli = text;
    }

    /** Offers what a program would send for the same. */
    public void rest(Function<Map<String, String>, String> text) {
        rest = text;
    }

    /** Says what is wrong with what was typed so far; may throw {@link IllegalArgumentException} with the same meaning. */
    public void check(Function<Map<String, String>, Optional<String>> test) {
        check = test;
    }

    /** Only tells; asks nothing. */
    public void tell() {
        telling = true;
        show().ifPresent(values -> {});
    }

    /** What was typed, by the fields' ids; empty where the user thinks better of it. */
    public Optional<Map<String, String>> show() {
        Dialog<ButtonType> dialog = new Dialog<>();
        dialog.initOwner(owner);
        dialog.setTitle(title);
        dialog.setHeaderText(null);
        dialog.setResizable(true);
        ButtonType go = new ButtonType(act, ButtonBar.ButtonData.OK_DONE);
        dialog.getDialogPane().getButtonTypes().add(go);
        if (!telling) {
            dialog.getDialogPane().getButtonTypes().add(ButtonType.CANCEL);
        }
        dialog.getDialogPane().getStylesheets().add(Themes.stylesheet());
        dialog.getDialogPane().setMinWidth(width); // the theme has a greatest width of its own
        Node button = dialog.getDialogPane().lookupButton(go);
        button.getStyleClass().add(danger ? "danger" : "accent");
        button.setId("ask-go");

        Label problem = new Label();
        problem.getStyleClass().add("problem");
        problem.setWrapText(true);
        problem.setId("ask-problem");
        keepShort(problem);
        TextField command = new TextField();
        command.setEditable(false);
        command.getStyleClass().add("cli");
        command.setId("ask-cli");
        StringProperty request = new SimpleStringProperty("");
        Runnable update = () -> {
            String wrong = problem();
            problem.setText(wrong);
            button.setDisable(!wrong.isEmpty());
            // What is to be typed for it does not wait for the name.
            boolean sound = unsound().isEmpty();
            command.setText(sound ? cli.apply(values()) : "");
            request.set(sound && rest != null ? rest.apply(values()) : "");
            typed.accept(values());
        };
        inputs.values().forEach(input -> input.changes().addListener((property, old, now) -> update.run()));
        update.run();
        dialog.getDialogPane().setContent(body(problem, command, request));
        inputs.values().stream()
                .findFirst()
                .ifPresent(first -> dialog.setOnShown(event -> first.control().requestFocus()));
        return dialog.showAndWait().filter(go::equals).map(pressed -> values());
    }

    private VBox body(Label problem, TextField command, StringProperty request) {
        VBox body = new VBox(12, heading());
        if (content != null) {
            body.getChildren().add(content);
        }
        if (!inputs.isEmpty()) {
            body.getChildren().addAll(grid(), problem);
        }
        if (!command.getText().isEmpty() || !problem.getText().isEmpty()) {
            body.getChildren().add(commandLine(command, request));
        }
        body.setPadding(new Insets(16));
        body.setPrefWidth(width);
        return body;
    }

    private VBox heading() {
        Label head = new Label(title);
        head.getStyleClass().add("title-3");
        head.setWrapText(true);
        head.setMinHeight(Region.USE_PREF_SIZE);
        VBox box = new VBox(6, head);
        for (String line : plan) {
            Label label = new Label(line);
            label.setWrapText(true);
            label.setMinHeight(Region.USE_PREF_SIZE);
            box.getChildren().add(label);
        }
        return box;
    }

    private GridPane grid() {
        GridPane grid = new GridPane(12, 8);
        int row = 0;
        for (Input input : inputs.values()) {
            Label label = new Label(input.label());
            label.setLabelFor(input.control());
            label.setMinWidth(Region.USE_PREF_SIZE);
            if (input.label().isEmpty()) {
                grid.add(input.control(), 0, row++, 2, 1); // says itself what it is, in a whole line
            } else {
                grid.add(label, 0, row);
                grid.add(input.control(), 1, row++);
            }
            GridPane.setHgrow(input.control(), Priority.ALWAYS);
        }
        return grid;
    }

    private VBox commandLine(TextField command, StringProperty request) {
        Button copy = new Button("Copy as CLI", Icons.of("fth-copy"));
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setOnAction(event -> copy(command.getText()));
        HBox line = new HBox(8, copy);
        line.setAlignment(Pos.CENTER_RIGHT);
        if (rest != null) {
            Button send = new Button("Copy as REST", Icons.of("fth-copy"));
            send.setMinWidth(Region.USE_PREF_SIZE);
            send.setOnAction(event -> copy(request.get()));
            line.getChildren().add(send);
        }
        return new VBox(8, command, line);
    }

    /** However long a text in it is, it leaves room for what is beside it; the whole is seen where the mouse rests on it. */
    public static void keepShort(Label label) {
        label.setMaxHeight(LINES_HEIGHT);
        Tooltip whole = new Tooltip();
        whole.setWrapText(true);
        whole.setMaxWidth(WIDTH);
        whole.textProperty().bind(label.textProperty());
        label.tooltipProperty().bind(label.textProperty().map(text -> text.isEmpty() ? null : whole));
    }

    /** Puts a text into the clipboard. */
    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        inputs.forEach((id, input) -> values.put(id, input.value().get()));
        return values;
    }

    private String problem() {
        String unsound = unsound();
        return unsound.isEmpty() && nameToType != null && !nameToType.equals(values().get("confirm"))
                ? "Type the name to confirm."
                : unsound;
    }

    /** What is wrong with all but the name that confirms. */
    private String unsound() {
        try {
            return check.apply(values()).orElse("");
        } catch (IllegalArgumentException e) {
            return e.getMessage() == null ? "not legal" : e.getMessage();
        }
    }
}
