package org.onecopy.console.whatif;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.theme.Ask;
import org.onecopy.console.theme.Icons;
import org.onecopy.model.api.CheckResult;

/** What would be left: the whole in a sentence, then the network and each rule, then what would help. */
public final class OutlookPane extends VBox {
    private static final double ROW = 27;
    private static final double HEAD = 34;
    private static final int ROWS_MAX = 9;
    private static final int REMEDIES_MAX = 4;

    private final HBox verdict = new HBox(10);
    private final TableView<Outlook.Row> table = new TableView<>();
    private final VBox remedies = new VBox(6);
    private final Label nothing = new Label();

    /** An empty one. */
    public OutlookPane() {
        super(10);
        table.setId("outlook");
        table.setFixedCellSize(ROW);
        table.getColumns()
                .setAll(List.of(
                        column("Who", 130, Outlook.Row::who),
                        column("Zones", 250, Outlook.Row::zones),
                        column("Agreed", 66, row -> row.agrees() ? "yes" : "no"),
                        column("Voters left", 120, Outlook.Row::left),
                        column("May still lose", 104, Outlook.Row::margin),
                        column("Held nowhere", 200, Outlook.Row::risk),
                        column("Led by", 130, Outlook.Row::leaders)));
        table.setRowFactory(ignored -> new ToneRow());
        verdict.setAlignment(Pos.CENTER_LEFT);
        verdict.setId("outlook-verdict");
        nothing.setWrapText(true);
        nothing.getStyleClass().add("text-muted");
        show(null, "");
    }

    private static TableColumn<Outlook.Row, String> column(
            String title, double width, Function<Outlook.Row, String> field) {
        TableColumn<Outlook.Row, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(field.apply(cell.getValue())));
        return column;
    }

    private static final class ToneRow extends TableRow<Outlook.Row> {
        @Override
        protected void updateItem(Outlook.@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().removeAll("tone-bad", "tone-warn");
            if (row != null && !empty && row.result() != CheckResult.OK) {
                getStyleClass().add(row.result() == CheckResult.FAIL ? "tone-bad" : "tone-warn");
            }
        }
    }

    /** Follows a question's answer. */
    public void follow(WhatIfModel model) {
        model.answer()
                .addListener((property, old, now) -> show(now, model.note().get()));
        model.note().addListener((property, old, now) -> show(model.answer().get(), now));
        show(model.answer().get(), model.note().get());
    }

    /** @param note what to say where there is no answer */
    void show(@Nullable Outlook outlook, String note) {
        if (outlook == null) {
            nothing.setText(note);
            getChildren().setAll(nothing);
            return;
        }
        String style =
                outlook.result() == CheckResult.OK ? "" : outlook.result() == CheckResult.WARN ? "degraded" : "down";
        verdict.getStyleClass().setAll("hero", "small", style);
        Label text = new Label(outlook.verdict());
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        verdict.getChildren()
                .setAll(Icons.of(outlook.result() == CheckResult.OK ? "fth-check-circle" : "fth-alert-triangle"), text);
        verdict.setMinHeight(Region.USE_PREF_SIZE);
        table.getItems().setAll(outlook.rows());
        table.setPrefHeight(HEAD + ROW * Math.min(ROWS_MAX, outlook.rows().size()) + 16);
        table.setMinHeight(HEAD + 2 * ROW);
        VBox.setVgrow(table, Priority.SOMETIMES);
        remedies.getChildren().clear();
        outlook.remedies().stream().limit(REMEDIES_MAX).forEach(this::add);
        remedies.setMinHeight(Region.USE_PREF_SIZE);
        getChildren().setAll(verdict, table, remedies);
    }

    private void add(Outlook.Remedy remedy) {
        Label label = new Label(
                "What would help " + remedy.whom() + ": " + remedy.what().message());
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        remedies.getChildren().add(label);
        for (String command : remedy.what().commands()) {
            remedies.getChildren().add(line(command));
        }
    }

    private static Node line(String command) {
        TextField field = new TextField(command);
        field.setEditable(false);
        field.getStyleClass().add("cli");
        HBox.setHgrow(field, Priority.ALWAYS);
        Button copy = new Button("Copy", Icons.of("fth-copy"));
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setOnAction(event -> Ask.copy(command));
        return new HBox(8, field, copy);
    }
}
