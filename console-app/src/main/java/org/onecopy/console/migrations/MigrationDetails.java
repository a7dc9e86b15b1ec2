package org.onecopy.console.migrations;

import static org.onecopy.console.lists.Column.count;
import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.List;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import org.onecopy.console.lists.DetailScreen;
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.session.Session;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.MigrationZoneView;

/** How far each zone is with a migration. */
public final class MigrationDetails implements DetailScreen.Details<MigrationView> {
    private final Label heading = new Label();
    private final BorderPane view = new BorderPane();
    private final TableView<MigrationZoneView> zones = PlainTable.of(
            "migration-zones",
            List.of(
                    text("Zone", 80, MigrationZoneView::zone),
                    text("State", 80, MigrationZoneView::state),
                    count("Found", 70, MigrationZoneView::foundFiles),
                    count("Equal", 65, MigrationZoneView::equalFiles),
                    count("Kept beside", 112, MigrationZoneView::keptFiles),
                    count("Adopted", 88, MigrationZoneView::adoptedFiles),
                    count("Brought", 85, MigrationZoneView::broughtFiles),
                    number("Bytes", 80, MigrationZoneView::broughtBytes, ByteCount::toString),
                    count("To go", 65, MigrationZoneView::toGoFiles),
                    number("Bytes", 80, MigrationZoneView::toGoBytes, ByteCount::toString),
                    number("A second", 90, MigrationZoneView::ratePerSecond, ByteCount::toString),
                    number(
                            "Time left",
                            80,
                            MigrationZoneView::secondsLeft,
                            seconds -> DurationText.rough((double) seconds)),
                    text("Waits for", 260, MigrationZoneView::reason)),
            List.of(),
            "No zone has begun.");

    /** Shows nothing so far. */
    public MigrationDetails() {
        heading.setId("migration-heading");
        heading.getStyleClass().add("section-head");
        heading.setWrapText(true);
        view.setTop(heading);
        view.setCenter(zones);
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public void show(MigrationView row, Session session) {
        heading.setText(MigrationWords.heading(row));
        zones.getItems().setAll(row.zones());
    }

    @Override
    public void clear() {
        heading.setText("Select a migration to see how far each zone is.");
        zones.getItems().clear();
    }
}
