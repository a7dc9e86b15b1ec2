package org.onecopy.console.migrations;

import static org.onecopy.console.lists.Column.count;
import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.List;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.onecopy.console.lists.DetailScreen;
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.session.Session;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.api.MigrationPlanPath;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationPlanZoneView;

/** What a migration would do: in sums, zone by zone, and where zones differ. */
public final class PlanDetails implements DetailScreen.Details<MigrationPlanView> {
    private static final int ZONES_MAX = 6;

    private final Label heading = new Label();
    private final BorderPane view = new BorderPane();
    private final TableView<MigrationPlanZoneView> zones = zones("plan-zones", List.of());
    private final TableView<MigrationPlanPath> paths = paths("plan-paths", List.of());

    /** Shows nothing so far. */
    public PlanDetails() {
        heading.setId("plan-heading");
        heading.getStyleClass().add("section-head");
        heading.setWrapText(true);
        PlainTable.fit(zones, ZONES_MAX);
        view.setTop(new VBox(heading, zones));
        view.setCenter(paths);
    }

    /** What would be done in each zone. */
    public static TableView<MigrationPlanZoneView> zones(String id, List<MigrationPlanZoneView> rows) {
        return PlainTable.of(
                id,
                List.of(
                        text("Zone", 80, MigrationPlanZoneView::zone),
                        count("Files", 65, MigrationPlanZoneView::files),
                        number("Bytes", 80, MigrationPlanZoneView::bytes, ByteCount::toString),
                        count("Stay", 60, MigrationPlanZoneView::equalFiles),
                        count("Brought", 85, MigrationPlanZoneView::bringFiles),
                        number("Bytes", 80, MigrationPlanZoneView::bringBytes, ByteCount::toString),
                        count("Kept beside", 112, MigrationPlanZoneView::keptFiles),
                        count("To trash", 88, MigrationPlanZoneView::trashFiles),
                        count("Unreadable", 108, MigrationPlanZoneView::unreadable),
                        number(
                                "Time",
                                75,
                                MigrationPlanZoneView::secondsNeeded,
                                seconds -> DurationText.rough((double) seconds)),
                        text("Directory", 260, MigrationPlanZoneView::path)),
                rows,
                "No tree has been read yet.");
    }

    /** Where zones have something different. */
    public static TableView<MigrationPlanPath> paths(String id, List<MigrationPlanPath> rows) {
        return PlainTable.of(
                id,
                List.of(
                        text("Differs", 300, MigrationPlanPath::path),
                        text("In", 150, MigrationPlanPath::zones),
                        text("What is done", 480, MigrationPlanPath::what)),
                rows,
                "Nowhere have two zones something different.");
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public void show(MigrationPlanView row, Session session) {
        long more = row.conflictsTotal() - row.conflicts().size();
        heading.setText(String.join(" ", MigrationWords.summary(row))
                + (more > 0 ? " Of the paths that differ, the first are below; there are " + more + " more." : ""));
        zones.getItems().setAll(row.zones());
        PlainTable.fit(zones, ZONES_MAX);
        paths.getItems().setAll(row.conflicts());
    }

    @Override
    public void clear() {
        heading.setText("Select a plan to see what would be done.");
        zones.getItems().clear();
        paths.getItems().clear();
    }
}
