package org.onecopy.console.checks;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.Texts;
import org.onecopy.model.api.DifferenceView;

/** Differences line by line, both sides beside each other. */
final class FindingTable {
    private static final double ROW = 26;

    private final TableView<Findings.Row> table = new TableView<>();

    FindingTable(Findings findings) {
        table.setId("check-findings");
        table.setFixedCellSize(ROW);
        table.getColumns()
                .setAll(List.of(
                        column("Zone", 75, row -> row.zone().value()),
                        column("Kind", 80, found(found -> found.kind().word())),
                        column("Path", 270, found(found -> found.path().isEmpty() ? "/" : found.path())),
                        column(
                                "Agreed",
                                180,
                                found(found -> Sides.of(found.message()).agreed())),
                        column(
                                "In the storage",
                                240,
                                found(found -> Sides.of(found.message()).found())),
                        column("Seen since", 145, found(found -> Texts.of(found.since())))));
        Label nothing = new Label("Nothing differs, as far as was compared.");
        nothing.getStyleClass().add("empty-state");
        table.setPlaceholder(nothing);
        table.itemsProperty().bind(findings.rows());
    }

    private static Function<Findings.Row, String> found(Function<DifferenceView, String> field) {
        return row -> row.found() == null ? "…" : field.apply(row.found());
    }

    private static TableColumn<Findings.Row, String> column(
            String title, double width, Function<Findings.Row, String> field) {
        TableColumn<Findings.Row, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setSortable(false); // as they were found: a million of them are not sorted here
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(field.apply(cell.getValue())));
        return column;
    }

    TableView<Findings.Row> view() {
        return table;
    }

    /** The difference that is selected, or null. */
    ObservableValue<@Nullable Object> selection() {
        return table.getSelectionModel().selectedItemProperty().map(Findings.Row::found);
    }
}
