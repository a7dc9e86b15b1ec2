package org.onecopy.console.load;

import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.Column;
import org.onecopy.console.lists.PlainTable;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.session.Load;
import org.onecopy.console.session.Loads;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Themes;
import org.onecopy.console.work.Work;
import org.onecopy.model.DurationText;
import org.onecopy.model.NodeId;

/** Processor, memory, network and disk of all nodes over the last minutes; below the last figures, with the way to other zones. */
public final class LoadScreen implements Screen {
    /** More curves than these nobody can tell apart: select a node in the table. */
    private static final int CURVES_MAX = 10;

    private final Work work;
    private final VBox view = new VBox(8);
    private final Label heading = new Label();
    private final FlowPane legend = new FlowPane(14, 4);
    private final List<LoadChart> charts = new ArrayList<>();
    private final TableView<Row> table;
    private final ReadOnlyObjectWrapper<@Nullable Object> selection = new ReadOnlyObjectWrapper<>();
    private @Nullable Session session;
    private @Nullable Instant shown;
    private boolean dark;

    /** A node's last figures. */
    private record Row(Load load, double given) {
        String trips() {
            return new TreeMap<>(load.roundTripMillis())
                    .entrySet().stream()
                            .map(trip -> trip.getKey() + String.format(Locale.ROOT, " %.1f ms", trip.getValue()))
                            .collect(Collectors.joining(", "));
        }
    }

    /** Nothing is asked before it is shown. */
    public LoadScreen(Work work) {
        this.work = work;
        heading.getStyleClass().add("text-muted");
        heading.setId("load-heading");
        GridPane grid = new GridPane(8, 8);
        for (LoadFigure figure : LoadFigure.values()) {
            LoadChart chart = new LoadChart(figure);
            grid.add(chart, charts.size() % 2, charts.size() / 2);
            charts.add(chart);
        }
        ColumnConstraints half = new ColumnConstraints();
        half.setPercentWidth(50);
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(half, half);
        grid.getRowConstraints().setAll(row, row);
        VBox.setVgrow(grid, Priority.ALWAYS);
        table = PlainTable.of(
                "table-load",
                List.of(
                        text("Node", 110, one -> one.load().node()),
                        text("Zone", 90, one -> one.load().zone()),
                        figure(LoadFigure.PROCESSOR, 90, one -> one.load().processor() * 100),
                        figure(LoadFigure.MEMORY, 90, one -> one.load().memory()),
                        figure(LoadFigure.FREE, 110, one -> one.load().free()),
                        figure(LoadFigure.GIVEN, 100, Row::given),
                        text("There and back", 420, Row::trips)),
                List.of(),
                "No node has answered yet.");
        table.getColumns().get(4).setText("Free disk");
        table.getColumns().get(5).setText("Gives/s");
        table.setPrefHeight(190);
        table.setMinHeight(110);
        table.getSelectionModel().selectedItemProperty().addListener((property, old, one) -> {
            if (one != null) {
                selection.set(one.load());
                draw();
            }
        });
        view.setPadding(new Insets(10));
        view.getChildren().setAll(heading, legend, grid, table);
    }

    private static Column<Row> figure(LoadFigure figure, double width, Function<Row, Double> value) {
        return number(figure.title(), width, value, figure::show);
    }

    @Override
    public void show(@Nullable Session other) {
        if (!Objects.equals(other, session)) {
            session = other;
            shown = null;
            selection.set(null);
            table.getItems().clear();
        }
        if (other == null) {
            heading.setText("Not connected.");
            return;
        }
        Loads loads = other.loads();
        loads.look();
        Instant now = loads.time().get();
        boolean same = Objects.equals(now, shown) && dark == Themes.dark().get();
        heading.setText(now == null ? "Asking all nodes…" : age(now));
        if (!same) {
            shown = now;
            dark = Themes.dark().get();
            fill(loads);
            draw();
        }
    }

    private String age(Instant now) {
        return "As of "
                + DurationText.rough((double) Math.max(
                        0, Duration.between(now, work.clock().instant()).toSeconds()))
                + " ago; from when this connection was opened, and while somebody looks. Select a node to see it alone;"
                + " F5 shows all.";
    }

    private void fill(Loads loads) {
        NodeId picked = selection.get() instanceof Load load ? load.node() : null;
        List<Row> rows = loads.nodes().stream()
                .map(loads::of)
                .map(all -> new Row(all.getLast(), LoadFigure.GIVEN.last(all)))
                .toList();
        table.getItems().setAll(rows);
        rows.stream()
                .filter(row -> row.load().node().equals(picked))
                .findFirst()
                .ifPresent(row -> table.getSelectionModel().select(row));
    }

    private void draw() {
        Session from = session;
        if (from == null) {
            return;
        }
        Loads loads = from.loads();
        List<NodeId> nodes = selection.get() instanceof Load load ? List.of(load.node()) : loads.nodes();
        List<NodeId> drawn = nodes.subList(0, Math.min(CURVES_MAX, nodes.size()));
        List<LoadChart.Curve> curves = new ArrayList<>();
        legend.getChildren().clear();
        for (int at = 0; at < drawn.size(); at++) {
            curves.add(new LoadChart.Curve(Themes.curve(at), loads.of(drawn.get(at))));
            Label name = new Label(drawn.get(at).value(), new Circle(5, Themes.curve(at)));
            name.setMaxWidth(220);
            legend.getChildren().add(name);
        }
        if (nodes.size() > drawn.size()) {
            legend.getChildren().add(new Label("and " + (nodes.size() - drawn.size()) + " more: select one below"));
        }
        charts.forEach(chart -> chart.show(curves, work.clock().instant()));
    }

    @Override
    public void refresh() {
        selection.set(null);
        table.getSelectionModel().clearSelection();
        draw();
    }

    @Override
    public String id() {
        return "load";
    }

    @Override
    public String title() {
        return "Load of nodes";
    }

    @Override
    public String icon() {
        return "fth-cpu";
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public ObservableValue<@Nullable Object> selection() {
        return selection.getReadOnlyProperty();
    }
}
