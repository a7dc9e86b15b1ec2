package org.onecopy.console.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Ask;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.work.Work;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.ZoneView;

/** Zones and nodes to tick at the left, what would be left without them at the right. Changes nothing. */
public final class WhatIfScreen implements Screen {
    private final WhatIfModel model;
    private final SplitPane view = new SplitPane();
    private final GridPane ticks = new GridPane(14, 6);
    private final ReadOnlyObjectWrapper<@Nullable Object> selection = new ReadOnlyObjectWrapper<>();
    private @Nullable Session session;
    private List<String> shown = List.of();

    public WhatIfScreen(Work work) {
        model = new WhatIfModel(work);
        OutlookPane outlook = new OutlookPane();
        outlook.follow(model);
        outlook.setPadding(new Insets(12));
        ScrollPane right = new ScrollPane(outlook);
        right.setFitToWidth(true);
        right.setFitToHeight(true);
        ticks.setPadding(new Insets(12));
        ScrollPane left = new ScrollPane(ticks);
        left.setFitToWidth(true);
        BorderPane side = new BorderPane(left);
        side.setTop(bar());
        view.getItems().setAll(side, right);
        view.setDividerPositions(0.3);
        SplitPane.setResizableWithParent(side, false);
    }

    private HBox bar() {
        Button none = new Button("None", Icons.of("fth-rotate-ccw"));
        none.setOnAction(event -> {
            model.clear();
            fill();
            ask();
        });
        Button copy = new Button("Copy as CLI", Icons.of("fth-copy"));
        copy.setOnAction(event -> {
            if (!model.cli().isEmpty()) {
                Ask.copy(model.cli());
            }
        });
        HBox bar = new HBox(8, none, copy);
        bar.getStyleClass().add("screen-bar");
        return bar;
    }

    /** Ticks a zone or a node as lost, and nothing else. */
    public void lose(String name) {
        model.clear();
        model.lose(name, true);
        fill();
        ask();
    }

    private void ask() {
        model.ask(session == null ? null : session.gateway());
    }

    private void fill() {
        ticks.getChildren().clear();
        Snapshot now = session == null ? null : session.snapshot().get();
        shown = now == null ? List.of() : names(now);
        if (now == null) {
            return;
        }
        ticks.addRow(0, head("Zone, node"), head("Lost"), head("Removed"));
        int row = 1;
        for (ZoneView zone : now.zones()) {
            ticks.addRow(
                    row++,
                    label(zone.name().value(), zone.storage() == null ? "own-witness" : "own-zone", 0),
                    lost(zone.name().value()));
            for (NodeView node : now.nodes()) {
                if (node.zone().equals(zone.name())) {
                    ticks.addRow(
                            row++,
                            label(node.id().value(), "own-node", 18),
                            lost(node.id().value()),
                            removed(node.id()));
                }
            }
        }
    }

    private static List<String> names(Snapshot now) {
        List<String> names = new ArrayList<>();
        now.zones().stream().map(ZoneView::name).map(ZoneName::value).forEach(names::add);
        now.nodes().forEach(node -> names.add(node.zone() + "/" + node.id()));
        return names;
    }

    private static Label head(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("text-muted");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static Node label(String text, String icon, double indent) {
        Label label = new Label(text, Icons.of(icon));
        label.setPadding(new Insets(0, 0, 0, indent));
        GridPane.setHgrow(label, Priority.ALWAYS);
        return label;
    }

    private CheckBox lost(String name) {
        CheckBox box = new CheckBox();
        box.setId("lose-" + name);
        box.setAccessibleText("lose " + name);
        box.setSelected(model.isLost(name));
        box.selectedProperty().addListener((property, old, on) -> {
            model.lose(name, on);
            ask();
        });
        GridPane.setHalignment(box, HPos.CENTER);
        return box;
    }

    private CheckBox removed(NodeId node) {
        CheckBox box = new CheckBox();
        box.setId("remove-" + node);
        box.setAccessibleText("take out " + node);
        box.setSelected(model.isRemoved(node));
        box.selectedProperty().addListener((property, old, on) -> {
            model.remove(node, on);
            ask();
        });
        GridPane.setHalignment(box, HPos.CENTER);
        return box;
    }

    @Override
    public String id() {
        return "whatif";
    }

    @Override
    public String title() {
        return "What if";
    }

    @Override
    public String icon() {
        return "fth-help-circle";
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public void show(@Nullable Session now) {
        boolean other = !Objects.equals(now, session);
        session = now;
        Snapshot snapshot = now == null ? null : now.snapshot().get();
        if (other) {
            model.clear();
        }
        if (other || !shown.equals(snapshot == null ? List.of() : names(snapshot))) {
            fill();
            ask();
        }
    }

    @Override
    public void refresh() {
        ask();
    }

    @Override
    public ObservableValue<@Nullable Object> selection() {
        return selection.getReadOnlyProperty();
    }
}
