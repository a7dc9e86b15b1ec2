package org.onecopy.console.repairs;

import static org.onecopy.console.lists.Column.count;
import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.DetailScreen;
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.session.Session;
import org.onecopy.console.work.Work;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.RepairLeftView;
import org.onecopy.model.api.RepairShareView;
import org.onecopy.model.api.RepairView;

/** How far each zone is with a repair, and what it left. */
public final class RepairDetails implements DetailScreen.Details<RepairView> {
    private static final String NONE = "Select a repair to see how far it is.";
    private static final int ZONES_MAX = 5;

    private final Work work;
    private final BorderPane view = new BorderPane();
    private final Label heading = new Label(NONE);
    private final TableView<RepairShareView> zones;
    private final TableView<RepairLeftView> left;
    private @Nullable RepairView repair;

    /** @param work asks for what was left */
    public RepairDetails(Work work) {
        this.work = work;
        this.zones = PlainTable.of(
                "repair-zones",
                List.of(
                        text("Zone", 70, RepairShareView::zone),
                        text("State", 70, RepairShareView::state),
                        count("Found", 60, RepairShareView::differences),
                        count("Mended", 70, RepairShareView::mended),
                        count("Left", 50, RepairShareView::left),
                        count("Files", 55, RepairShareView::files),
                        number("Brought", 75, RepairShareView::bytes, ByteCount::toString),
                        count("Trashed", 70, RepairShareView::trashed),
                        count("Proposed", 78, RepairShareView::proposed),
                        number("A second", 75, RepairShareView::ratePerSecond, ByteCount::toString),
                        number(
                                "Time left",
                                75,
                                RepairShareView::secondsLeft,
                                seconds -> DurationText.rough((double) seconds)),
                        text("Why not", 220, RepairShareView::reason)),
                List.of(),
                "No zone has begun.");
        this.left = PlainTable.of(
                "repair-left",
                List.of(
                        text("Zone", 80, RepairLeftView::zone),
                        text("Kind", 90, RepairLeftView::kind),
                        text("Path", 300, row -> row.path().isEmpty() ? "/" : row.path()),
                        text("Why it was left", 380, RepairLeftView::reason),
                        text("Time", 145, row -> Texts.of(row.time()))),
                List.of(),
                "Nothing was left.");
        heading.setId("repair-heading");
        heading.getStyleClass().add("section-head");
        heading.setWrapText(true);
        view.setTop(new VBox(heading, zones));
        view.setCenter(left);
        PlainTable.fit(zones, ZONES_MAX);
    }

    @Override
    public void show(RepairView picked, Session session) {
        boolean other = repair == null
                || !repair.rule().equals(picked.rule())
                || !repair.repair().equals(picked.repair());
        boolean more = other || repair == null || repair.left() != picked.left();
        repair = picked;
        heading.setText(RepairWords.heading(picked));
        zones.getItems().setAll(picked.zones());
        PlainTable.fit(zones, ZONES_MAX);
        if (other) {
            left.getItems().clear();
        }
        if (more) {
            askForLeft(picked, session);
        }
    }

    private void askForLeft(RepairView of, Session from) {
        if (of.left() == 0) {
            return;
        }
        work.quietly(
                "what was left",
                () -> {
                    // Nodes of one zone may say the same.
                    Set<RepairLeftView> all = new LinkedHashSet<>();
                    from.gateway()
                            .askAll(client -> client.repairLeft(of.rule(), of.repair(), 0, Filter.LIMIT_MAX))
                            .forEach(answer -> all.addAll(answer.items()));
                    return all;
                },
                rows -> {
                    RepairView now = repair;
                    if (now != null
                            && now.rule().equals(of.rule())
                            && now.repair().equals(of.repair())) {
                        left.getItems().setAll(rows);
                    }
                },
                why -> {});
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public void clear() {
        repair = null;
        heading.setText(NONE);
        zones.getItems().clear();
        left.getItems().clear();
    }
}
