package org.onecopy.console.overview;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.scene.Cursor;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.session.Link;
import org.onecopy.console.session.Loads;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.theme.Themes;
import org.onecopy.model.DurationText;
import org.onecopy.model.Words;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.Health;
import org.onecopy.model.api.Reason;
import org.onecopy.model.api.StatusView;

/** Whether all is well, and if not, why and what to do; the figures behind it; the network drawn. */
public final class OverviewScreen implements Screen {
    private static final int REASONS_MAX = 4;

    private final VBox view = new VBox(10);
    private final HBox hero = new HBox();
    private final VBox reasons = new VBox(6);
    private final FlowPane tiles = new FlowPane(8, 8);
    private final TopologyCanvas drawing = new TopologyCanvas();
    private final Consumer<String> open;
    private final ReadOnlyObjectWrapper<@Nullable Object> selection = new ReadOnlyObjectWrapper<>();
    private @Nullable Snapshot shown;
    private @Nullable Instant shownLoads;
    private @Nullable Loads loads;
    private boolean shownLost;

    /** @param open opens the screen of this id */
    public OverviewScreen(Consumer<String> open) {
        this.open = open;
        view.setPadding(new Insets(12));
        hero.getStyleClass().add("hero");
        hero.setId("hero");
        VBox.setVgrow(drawing, Priority.ALWAYS);
        hero.setMinHeight(Region.USE_PREF_SIZE);
        reasons.setMinHeight(Region.USE_PREF_SIZE);
        tiles.setMinHeight(Region.USE_PREF_SIZE);
        view.getChildren().addAll(hero, reasons, tiles, drawing);
        drawing.setOnMouseClicked(
                event -> selection.set(drawing.at(event.getX(), event.getY()).orElse(null)));
        Themes.dark().addListener((property, old, now) -> {
            if (shown != null) {
                drawing.show(drawn(shown));
            }
        });
    }

    /** A figure, and the screen that tells more. */
    private record Tile(String caption, String figure, String style, String screen) {}

    @Override
    public void show(@Nullable Session session) {
        Snapshot now = session == null ? null : session.snapshot().get();
        Link.Disconnected lost =
                session != null && session.link().get() instanceof Link.Disconnected gone ? gone : null;
        loads = session == null ? null : session.loads();
        if (loads != null && now != null && lost == null) {
            loads.look();
        }
        Instant seen = loads == null ? null : loads.time().get();
        boolean known = now != null && shown != null && now.time().equals(shown.time());
        if (known && (lost != null) == shownLost && Objects.equals(seen, shownLoads)) {
            return;
        }
        shown = now;
        shownLoads = seen;
        shownLost = lost != null;
        if (now == null) {
            head("down", "fth-loader", lost == null ? "Connecting…" : "Not connected", lost == null ? "" : lost.why());
            reasons.getChildren().clear();
            tiles.getChildren().clear();
            return;
        }
        if (lost != null) {
            head("down", "fth-wifi-off", "Disconnected", "What you see is as of the last answer. " + lost.why());
        } else {
            health(now.status());
        }
        showReasons(now);
        tiles.getChildren().setAll(tiles(now).stream().map(this::tile).toList());
        drawing.show(drawn(now));
    }

    private Topology drawn(Snapshot now) {
        Topology drawn = Topology.of(now);
        return loads == null ? drawn : drawn.with(loads);
    }

    private void health(StatusView status) {
        String more = String.format(
                Locale.ROOT,
                "%,d files, %s, in %d rules over %d zones",
                status.files(),
                status.bytes(),
                status.rules(),
                status.zones());
        String icon = status.health() == Health.HEALTHY ? "fth-check-circle" : "fth-alert-triangle";
        String word = Words.of(status.health());
        head(word, icon, Character.toUpperCase(word.charAt(0)) + word.substring(1), more);
    }

    private void head(String style, String icon, String headline, String more) {
        hero.getStyleClass().setAll("hero", style);
        Label head = new Label(headline);
        head.getStyleClass().add("headline");
        head.setId("health");
        head.setMinWidth(Region.USE_PREF_SIZE);
        Label text = new Label(more);
        text.setWrapText(true);
        hero.getChildren().setAll(Icons.of(icon), head, text);
    }

    private void showReasons(Snapshot now) {
        List<HBox> lines = new ArrayList<>();
        for (Reason reason : now.status().reasons()) {
            lines.add(line("fth-alert-circle", reason.message(), reason.nextAction()));
        }
        for (AlertView alert : now.alerts()) {
            boolean told = now.status().reasons().stream()
                    .anyMatch(reason -> reason.message().equals(alert.message()));
            if (!told) {
                lines.add(line("fth-bell", alert.message(), ""));
            }
        }
        if (lines.size() > REASONS_MAX) {
            int more = lines.size() - REASONS_MAX;
            lines.subList(REASONS_MAX, lines.size()).clear();
            lines.add(line("fth-more-horizontal", more + " more: see Alerts", ""));
        }
        reasons.getChildren().setAll(lines);
    }

    private static HBox line(String icon, String message, String action) {
        Label what = new Label(message);
        what.setWrapText(true);
        what.setMinWidth(180);
        HBox.setHgrow(what, Priority.ALWAYS);
        Label next = new Label(action.isEmpty() ? "" : "→ " + action);
        next.setWrapText(true);
        next.getStyleClass().add("text-muted");
        HBox.setHgrow(next, Priority.ALWAYS);
        HBox line = new HBox(10, Icons.of(icon), what, next);
        line.getStyleClass().add("reason");
        return line;
    }

    private static List<Tile> tiles(Snapshot now) {
        StatusView status = now.status();
        int margin = Topology.quorumMargin(now);
        return List.of(
                new Tile(
                        "zones reachable",
                        status.zonesReachable() + " of " + status.zones(),
                        status.zonesReachable() < status.zones() ? "bad" : "",
                        "zones"),
                new Tile(
                        "nodes reachable",
                        status.nodesReachable() + " of " + status.nodes(),
                        status.nodesReachable() < status.nodes() ? "bad" : "",
                        "nodes"),
                new Tile(
                        "voters to spare",
                        margin < 0 ? "no quorum" : "" + margin,
                        margin < 0 ? "bad" : margin == 0 ? "attention" : "",
                        "memberships"),
                new Tile(
                        "largest lag",
                        DurationText.rough(status.lagSecondsMax()),
                        status.lagSecondsMax() > 60 ? "attention" : "",
                        "lag"),
                new Tile(
                        "only in one zone",
                        status.atRisk().toString(),
                        status.atRisk().value() > 0 ? "attention" : "",
                        "lag"),
                counted("transfers", status.transfers(), "", "transfers"),
                counted("holes", status.holes(), "attention", "parked"),
                counted("parked", status.parked(), "attention", "parked"),
                counted("conflict copies", status.conflicts(), "attention", "conflicts"),
                counted("guards tripped", status.guardsTripped(), "bad", "guard"));
    }

    private static Tile counted(String caption, long count, String style, String screen) {
        return new Tile(caption, String.format(Locale.ROOT, "%,d", count), count == 0 ? "" : style, screen);
    }

    private VBox tile(Tile tile) {
        Label figure = new Label(tile.figure());
        figure.getStyleClass().add("figure");
        Label caption = new Label(tile.caption());
        caption.getStyleClass().add("caption");
        VBox box = new VBox(figure, caption);
        box.getStyleClass().add("tile");
        if (!tile.style().isEmpty()) {
            box.getStyleClass().add(tile.style());
        }
        box.setCursor(Cursor.HAND);
        box.setOnMouseClicked(event -> open.accept(tile.screen()));
        return box;
    }

    @Override
    public String id() {
        return "overview";
    }

    @Override
    public String title() {
        return "Overview";
    }

    @Override
    public String icon() {
        return "fth-activity";
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
