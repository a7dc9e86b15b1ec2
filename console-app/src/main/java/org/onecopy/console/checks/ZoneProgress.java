package org.onecopy.console.checks;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.api.CheckShareView;
import org.onecopy.model.api.CheckView;

/** How far each zone is with a check. */
final class ZoneProgress {
    private static final double ROW = 28;
    private static final double HEAD = 34;
    private static final int ROWS_MAX = 5;

    private final TableView<CheckShareView> table = new TableView<>();
    private long files;

    ZoneProgress() {
        table.setId("check-zones");
        table.setFixedCellSize(ROW);
        table.setFocusTraversable(false);
        table.getColumns()
                .setAll(List.of(
                        text("Zone", 72, share -> share.zone().value(), false),
                        bar(),
                        text("State", 96, share -> share.state().word(), false),
                        count("Files", 62, CheckShareView::files),
                        text("Read", 70, share -> share.bytes().toString(), true),
                        count("Missing", 68, CheckShareView::missing),
                        count("Extra", 56, CheckShareView::extra),
                        count("Content", 70, CheckShareView::content),
                        count("Attributes", 84, CheckShareView::attributes),
                        count("In flux", 62, CheckShareView::inFlux),
                        count("Unreadable", 92, CheckShareView::unreadable)));
        show(null, 0);
    }

    private static TableColumn<CheckShareView, String> count(
            String title, double width, Function<CheckShareView, Long> field) {
        return text(title, width, share -> String.format(Locale.ROOT, "%,d", field.apply(share)), true);
    }

    private static TableColumn<CheckShareView, String> text(
            String title, double width, Function<CheckShareView, String> field, boolean right) {
        TableColumn<CheckShareView, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(field.apply(cell.getValue())));
        if (right) {
            column.setStyle("-fx-alignment: CENTER-RIGHT;");
        }
        return column;
    }

    private TableColumn<CheckShareView, CheckShareView> bar() {
        TableColumn<CheckShareView, CheckShareView> column = new TableColumn<>("Progress");
        column.setPrefWidth(76);
        column.setSortable(false);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(ignored -> new TableCell<>() {
            private final ProgressBar bar = new ProgressBar();

            @Override
            protected void updateItem(@Nullable CheckShareView share, boolean empty) {
                super.updateItem(share, empty);
                setAlignment(Pos.CENTER_LEFT);
                if (share == null || empty) {
                    setGraphic(null);
                } else {
                    bar.setProgress(part(share, files));
                    bar.setMaxWidth(Double.MAX_VALUE);
                    setGraphic(bar);
                }
            }
        });
        return column;
    }

    /** From 0 to 1; negative where it goes on and cannot be told. */
    static double part(CheckShareView share, long files) {
        return switch (share.state()) {
            case DONE -> 1;
            case WAITING -> 0;
            case RUNNING -> files == 0 ? -1 : Math.min(0.99, share.files() / (double) files);
            case NOT_COMPARED -> files == 0 ? 0 : Math.min(0.99, share.files() / (double) files);
        };
    }

    TableView<CheckShareView> view() {
        return table;
    }

    /** @param all files that each zone has to compare; 0 where it is not known */
    void show(@Nullable CheckView check, long all) {
        files = all;
        table.getItems().setAll(check == null ? List.of() : check.zones());
        double rows = Math.min(ROWS_MAX, table.getItems().size());
        table.setPrefHeight(HEAD + ROW * rows + 2);
        table.setMinHeight(HEAD + ROW * Math.min(2, rows));
        table.setVisible(rows > 0);
        table.setManaged(rows > 0);
    }
}
