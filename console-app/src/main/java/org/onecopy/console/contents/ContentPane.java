package org.onecopy.console.contents;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.theme.Icons;
import org.onecopy.model.SideBySide.Row;
import org.onecopy.model.api.ContentView;

/** Both contents of a conflict beside each other, what differs marked; pictures as pictures. */
public final class ContentPane extends VBox {
    private static final double HEIGHT = 150;
    private static final double ROW = 22;
    private static final double PICTURE = 130;

    private final StackPane middle = new StackPane();
    private final TableView<Row> table = new TableView<>();
    private final CheckBox onlyDifferent = new CheckBox("Only what differs");
    private final Label note = new Label();
    private List<Row> rows = List.of();

    /** @param ask begins to read both */
    public ContentPane(ContentModel model, Runnable ask) {
        super(6);
        column("Kept the name", Row::left);
        column("Conflict copy", Row::right);
        table.setId("content-rows");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        table.setRowFactory(view -> new TableRow<>() {
            @Override
            protected void updateItem(@Nullable Row row, boolean empty) {
                super.updateItem(row, empty);
                getStyleClass().remove("differs");
                if (row != null && !empty && !row.same()) {
                    getStyleClass().add("differs");
                }
            }
        });
        table.setPlaceholder(new Label("Both are empty."));
        onlyDifferent.setOnAction(event -> filter());
        onlyDifferent.setMinWidth(Region.USE_PREF_SIZE);
        note.setMaxWidth(Double.MAX_VALUE);
        note.getStyleClass().add("text-muted");
        note.setId("content-note");
        HBox.setHgrow(note, Priority.ALWAYS);
        HBox line = new HBox(12, note, onlyDifferent);
        line.setAlignment(Pos.CENTER_LEFT);
        middle.setMinHeight(HEIGHT);
        middle.setPrefHeight(HEIGHT);
        middle.getStyleClass().add("reason");
        getChildren().setAll(middle, line);
        show(model.state().get(), ask);
        model.state().addListener((property, old, now) -> show(now, ask));
    }

    private void column(String title, Function<Row, @Nullable String> side) {
        TableColumn<Row, String> column = new TableColumn<>(title);
        column.setSortable(false);
        column.setReorderable(false);
        column.getStyleClass().add("cli-cells");
        column.setCellValueFactory(cell -> {
            String text = side.apply(cell.getValue());
            return new ReadOnlyStringWrapper(text == null ? "" : text.replace("\t", "    "));
        });
        table.getColumns().add(column);
    }

    private void show(ContentModel.State state, Runnable ask) {
        onlyDifferent.setVisible(false);
        switch (state) {
            case ContentModel.State.NotRead _ ->
                offer("That somebody reads what users wrote stands in the audit.", ask);
            case ContentModel.State.Reading _ -> {
                note.setText("");
                middle.getChildren().setAll(new Label("Reading both…"));
            }
            case ContentModel.State.Failed failed -> offer(failed.why(), ask);
            case ContentModel.State.Read read -> show(read);
        }
    }

    private void offer(String why, Runnable ask) {
        Label label = new Label(why);
        label.setWrapText(true);
        Button button = new Button("Show both contents", Icons.of("fth-eye"));
        button.setId("content-read");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> ask.run());
        VBox box = new VBox(10, label, button);
        box.setAlignment(Pos.CENTER);
        note.setText("");
        middle.getChildren().setAll(box);
    }

    private void show(ContentModel.State.Read read) {
        Image original = image(read.original());
        Image copy = image(read.copy());
        rows = read.sides().rows();
        if (original != null || copy != null) {
            HBox pictures = new HBox(20, picture(original), picture(copy));
            pictures.setAlignment(Pos.CENTER);
            middle.getChildren().setAll(pictures);
            note.setText("Pictures. " + title(read.original()) + " | " + title(read.copy()));
            return;
        }
        table.getColumns().get(0).setText("Kept the name" + where(read.original()));
        table.getColumns().get(1).setText("Conflict copy" + where(read.copy()));
        note.setText(read.note());
        onlyDifferent.setVisible(true);
        filter();
        middle.getChildren().setAll(table);
    }

    private void filter() {
        List<Row> shown = new ArrayList<>(rows);
        if (onlyDifferent.isSelected()) {
            shown.removeIf(Row::same);
        }
        table.getItems().setAll(shown);
    }

    private static String where(@Nullable ContentView view) {
        return view == null ? ": no file" : ", read in " + view.zone();
    }

    private static String title(@Nullable ContentView view) {
        return view == null ? "no file" : view.length() + ", read in " + view.zone();
    }

    private static ImageView picture(@Nullable Image image) {
        ImageView view = new ImageView();
        if (image != null) {
            view.setImage(image);
        }
        view.setPreserveRatio(true);
        view.setFitHeight(PICTURE);
        view.setFitWidth(2 * PICTURE);
        return view;
    }

    /** The picture, where it is one and was read as a whole. */
    private static @Nullable Image image(@Nullable ContentView view) {
        byte[] bytes = view == null ? new byte[0] : view.bytes();
        if (view == null || bytes.length != view.length().value() || !isPicture(bytes)) {
            return null;
        }
        Image image = new Image(new ByteArrayInputStream(bytes), 4 * PICTURE, 2 * PICTURE, true, true);
        return image.isError() ? null : image;
    }

    /** PNG, JPEG, GIF: by how they begin. */
    private static boolean isPicture(byte[] bytes) {
        return bytes.length > 3
                && ((bytes[0] == (byte) 0x89 && bytes[1] == 'P' && bytes[2] == 'N')
                        || (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8 && bytes[2] == (byte) 0xff)
                        || (bytes[0] == 'G' && bytes[1] == 'I' && bytes[2] == 'F'));
    }
}
