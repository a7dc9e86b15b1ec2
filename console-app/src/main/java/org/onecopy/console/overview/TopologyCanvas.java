package org.onecopy.console.overview;

import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.theme.Themes;
import org.onecopy.model.DurationText;
import org.onecopy.model.api.NodeState;

/** Draws the network: a card for each zone with its nodes, a line between zones that have rules in common. */
final class TopologyCanvas extends Region {
    private static final double WIDTH = 212;
    private static final double HEAD = 50;
    private static final double ROW = 22;

    private final Canvas canvas = new Canvas();
    private @Nullable Topology topology;

    TopologyCanvas() {
        getChildren().add(canvas);
        setMinSize(320, 260);
        setId("topology");
    }

    void show(Topology shown) {
        topology = shown;
        draw();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    private double height(Topology.Zone zone) {
        return HEAD + ROW * Math.max(1, zone.nodes().size()) + 8;
    }

    private double left(Topology.Zone zone) {
        return Math.clamp(getWidth() * zone.x() - WIDTH / 2, 8, Math.max(8, getWidth() - WIDTH - 8));
    }

    private double top(Topology.Zone zone) {
        return Math.clamp(getHeight() * zone.y() - height(zone) / 2, 8, Math.max(8, getHeight() - height(zone) - 8));
    }

    /** The node or the zone at a position, as a record of the API. */
    Optional<Object> at(double x, double y) {
        if (topology == null) {
            return Optional.empty();
        }
        for (Topology.Zone zone : topology.zones()) {
            double dx = x - left(zone);
            double dy = y - top(zone);
            if (dx >= 0 && dx <= WIDTH && dy >= 0 && dy <= height(zone)) {
                int row = (int) Math.floor((dy - HEAD) / ROW);
                return Optional.of(
                        dy > HEAD && row < zone.nodes().size()
                                ? zone.nodes().get(row).view()
                                : zone.view());
            }
        }
        return Optional.empty();
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFill(Themes.ground());
        g.fillRect(0, 0, getWidth(), getHeight());
        Topology now = topology;
        if (now == null) {
            return;
        }
        g.setTextBaseline(VPos.CENTER);
        for (Topology.Joint joint : now.joints()) {
            joint(g, now, joint);
        }
        now.zones().forEach(zone -> zone(g, zone));
    }

    private void joint(GraphicsContext g, Topology now, Topology.Joint joint) {
        Topology.Zone from = now.zones().get(joint.from());
        Topology.Zone to = now.zones().get(joint.to());
        double x1 = left(from) + WIDTH / 2;
        double y1 = top(from) + height(from) / 2;
        double x2 = left(to) + WIDTH / 2;
        double y2 = top(to) + height(to) / 2;
        g.setStroke(joint.broken() ? Themes.bad() : Themes.accent().deriveColor(0, 1, 1, 0.55));
        g.setLineWidth(2);
        if (joint.broken()) {
            g.setLineDashes(6, 5);
        }
        g.strokeLine(x1, y1, x2, y2);
        g.setLineDashes();
        String text = joint.rules().size() == 1
                ? joint.rules().getFirst()
                : joint.rules().size() + " rules";
        g.setFont(Font.font("Noto Sans", 12));
        double half = 4 + text.length() * 3.4;
        g.setFill(Themes.ground());
        g.fillRect((x1 + x2) / 2 - half, (y1 + y2) / 2 - 9, 2 * half, 18);
        g.setFill(Themes.muted());
        g.setTextAlign(TextAlignment.CENTER);
        g.fillText(text, (x1 + x2) / 2, (y1 + y2) / 2);
    }

    private void zone(GraphicsContext g, Topology.Zone zone) {
        double x = left(zone);
        double y = top(zone);
        Color condition = switch (zone.condition()) {
            case WELL -> Themes.good();
            case BEHIND -> Themes.warning();
            case BROKEN -> Themes.bad();
        };
        g.setFill(Themes.card());
        g.fillRoundRect(x, y, WIDTH, height(zone), 10, 10);
        g.setStroke(condition);
        g.setLineWidth(1.5);
        g.strokeRoundRect(x + 0.5, y + 0.5, WIDTH - 1, height(zone) - 1, 10, 10);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFont(Font.font("Noto Sans", FontWeight.BOLD, 14));
        g.setFill(Themes.text());
        g.fillText(cut(zone.view().name().value(), 14), x + 12, y + 17);
        g.setFont(Font.font("Noto Sans", 12));
        g.setFill(Themes.muted());
        g.fillText("lag " + DurationText.rough(zone.lagSeconds()), x + 12, y + 36);
        g.setTextAlign(TextAlignment.RIGHT);
        g.fillText(zone.storage(), x + WIDTH - 12, y + 17);
        if (zone.view().free() != null) {
            g.fillText(zone.view().free() + " free", x + WIDTH - 12, y + 36);
        }
        double row = y + HEAD + ROW / 2;
        for (Topology.Node node : zone.nodes()) {
            node(g, node, x, row);
            row += ROW;
        }
    }

    private static void node(GraphicsContext g, Topology.Node node, double x, double row) {
        g.setFill(node.view().state() == NodeState.RUNNING ? Themes.good() : Themes.bad());
        g.fillOval(x + 13, row - 4, 8, 8);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(Themes.text());
        g.fillText(cut(node.view().id().value(), 15), x + 28, row);
        String does = (node.leads() > 0 ? "leads " + node.leads() : "")
                + (node.leads() > 0 && node.writes() > 0 ? " · " : "")
                + (node.writes() > 0 ? "writes " + node.writes() : "");
        boolean silent = node.view().state() == NodeState.UNREACHABLE;
        g.setTextAlign(TextAlignment.RIGHT);
        g.setFill(silent ? Themes.bad() : Themes.muted());
        g.fillText(silent ? "unreachable" : does, x + WIDTH - 12, row);
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most - 1) + "…" : text;
    }
}
