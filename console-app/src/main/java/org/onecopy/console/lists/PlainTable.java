package org.onecopy.console.lists;

import java.util.List;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;

/** A table of what is known already: in dialogs, and below a list. */
public final class PlainTable {
    private static final double HEAD = 34;
    private static final double ROW = 26;
    /** Where columns are wider than there is room, a scroll bar lies over the last row. */
    private static final double BAR = 18;

    private PlainTable() {}

    /**
     * Makes one.
     *
     * @param id by which it is found
     * @param empty what to say where there are no rows
     */
    public static <T> TableView<T> of(String id, List<Column<T>> columns, List<T> rows, String empty) {
        TableView<T> table = new TableView<>();
        table.setId(id);
        table.setFixedCellSize(ROW);
        for (Column<T> column : columns) {
            TableColumn<T, String> shown = new TableColumn<>(column.title());
            shown.setPrefWidth(column.width());
            shown.setSortable(false);
            shown.setCellValueFactory(
                    cell -> new ReadOnlyStringWrapper(column.text().apply(cell.getValue())));
            if (column.numeric()) {
                shown.setStyle("-fx-alignment: CENTER-RIGHT;");
            }
            table.getColumns().add(shown);
        }
        Label nothing = new Label(empty);
        nothing.setWrapText(true);
        nothing.setMinHeight(Region.USE_PREF_SIZE);
        nothing.getStyleClass().add("empty-state");
        table.setPlaceholder(nothing);
        table.getItems().setAll(rows);
        return table;
    }

    /** As high as its rows, but at most so many. */
    public static void fit(TableView<?> table, int rowsMax) {
        double rows = Math.clamp(table.getItems().size(), 1, rowsMax);
        table.setPrefHeight(HEAD + ROW * rows + BAR);
        table.setMinHeight(HEAD + ROW * Math.min(2, rows) + BAR);
    }
}
