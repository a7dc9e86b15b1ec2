package org.onecopy.console.overview;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
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
    private static final double FOOT = 8;
    private static final double GAP = 10;

    /** The part of the height that a card on the ring may take. */
    private static final double RING_ROOM = 0.42;

    /** The part of the width, likewise. */
    private static final double RING_WIDTH = 0.32;

    /** Below this width a card has its name and its nodes' number alone. */
    private static final double NARROW = 150;

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

    /** How many lines a card has: what has no room is counted in the last one. */
    private int lines(Topology.Zone zone) {
        int[] rows = topology == null ? new int[0] : topology.rows();
        double room = rows.length == 0 ? getHeight() * RING_ROOM : getHeight() / rows[1] - GAP;
        int most = (int) Math.floor((room - HEAD - FOOT) / ROW);
        return Math.clamp(zone.nodes().size(), rows.length == 0 ? 1 : 0, Math.max(rows.length == 0 ? 1 : 0, most));
    }

    private double width() {
        int[] rows = topology == null ? new int[0] : topology.rows();
        return rows.length == 0
                ? Math.clamp(getWidth() * RING_WIDTH, NARROW, WIDTH)
                : Math.clamp(getWidth() / rows[0] - GAP, 60, WIDTH);
    }

    private double height(Topology.Zone zone) {
        int[] rows = topology == null ? new int[0] : topology.rows();
        double whole = HEAD + ROW * lines(zone) + FOOT;
        return rows.length == 0 ? whole : Math.min(whole, getHeight() / rows[1] - FOOT / 2);
    }

    private double left(Topology.Zone zone) {
        double width = width();
        return Math.clamp(getWidth() * zone.x() - width / 2, 4, Math.max(4, getWidth() - width - 4));
    }

    private double top(Topology.Zone zone) {
        return Math.clamp(getHeight() * zone.y() - height(zone) / 2, 4, Math.max(4, getHeight() - height(zone) - 4));
    }

    /** Where the cards are. */
    List<Rectangle2D> cards() {
        return topology == null
                ? List.of()
                : topology.zones().stream()
                        .map(zone -> new Rectangle2D(left(zone), top(zone), width(), height(zone)))
                        .toList();
    }

    /** The node or the zone at a position, as a record of the API. */
    Optional<Object> at(double x, double y) {
        if (topology == null) {
            return Optional.empty();
        }
        for (Topology.Zone zone : topology.zones()) {
            double dx = x - left(zone);
            double dy = y - top(zone);
            if (dx >= 0 && dx <= width() && dy >= 0 && dy <= height(zone)) {
                int row = (int) Math.floor((dy - HEAD) / ROW);
                return Optional.of(
                        dy > HEAD && row < shown(zone) ? zone.nodes().get(row).view() : zone.view());
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
        double x1 = left(from) + width() / 2;
        double y1 = top(from) + height(from) / 2;
        double x2 = left(to) + width() / 2;
        double y2 = top(to) + height(to) / 2;
        g.setStroke(joint.broken() ? Themes.bad() : Themes.accent().deriveColor(0, 1, 1, 0.55));
        g.setLineWidth(2);
        if (joint.broken()) {
            g.setLineDashes(6, 5);
        }
        g.strokeLine(x1, y1, x2, y2);
        g.setLineDashes();
        if (now.rows().length > 0) {
            return; // among so many words nobody could read one
        }
        String text = joint.rules().size() == 1
                ? cut(joint.rules().getFirst(), 24)
                : joint.rules().size() + " rules";
        boolean two = !joint.travel().isEmpty();
        double half = 6 + Math.max(text.length(), joint.travel().length()) * 3.5;
        double x = (x1 + x2) / 2;
        double y = (y1 + y2) / 2;
        g.setFill(Themes.ground());
        g.fillRect(x - half, y - (two ? 17 : 9), 2 * half, two ? 34 : 18);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFont(Font.font("Noto Sans", 12));
        g.setFill(Themes.muted());
        g.fillText(text, x, two ? y - 8 : y);
        if (two) {
            g.setFill(Themes.text());
            g.fillText(joint.travel(), x, y + 8);
        }
    }

    /** Nodes that have a line of their own. */
    private int shown(Topology.Zone zone) {
        int lines = lines(zone);
        return zone.nodes().size() > lines
                ? Math.max(0, lines - 1)
                : zone.nodes().size();
    }

    private void zone(GraphicsContext g, Topology.Zone zone) {
        double x = left(zone);
        double y = top(zone);
        double width = width();
        Color condition = switch (zone.condition()) {
            case WELL -> Themes.good();
            case BEHIND -> Themes.warning();
            case BROKEN -> Themes.bad();
        };
        g.setFill(Themes.card());
        g.fillRoundRect(x, y, width, height(zone), 10, 10);
        g.setStroke(condition);
        g.setLineWidth(1.5);
        g.strokeRoundRect(x + 0.5, y + 0.5, width - 1, height(zone) - 1, 10, 10);
        boolean narrow = width < NARROW;
        g.setTextAlign(TextAlignment.LEFT);
        g.setFont(Font.font("Noto Sans", FontWeight.BOLD, 14));
        g.setFill(Themes.text());
        g.fillText(cut(zone.view().name().value(), letters(width - (narrow ? 16 : 90), 8.5)), x + 12, y + 17);
        g.setFont(Font.font("Noto Sans", 12));
        g.setFill(Themes.muted());
        String nodes = zone.nodes().size() == 1 ? "1 node" : zone.nodes().size() + " nodes";
        if (height(zone) < HEAD - FOOT / 2) {
            return; // the name alone has room
        }
        g.fillText(
                lines(zone) == 0
                        ? cut(nodes + ", lag " + DurationText.rough(zone.lagSeconds()), letters(width - 24, 6.6))
                        : "lag " + DurationText.rough(zone.lagSeconds()),
                x + 12,
                y + 36);
        if (!narrow) {
            g.setTextAlign(TextAlignment.RIGHT);
            g.fillText(zone.storage(), x + width - 12, y + 17);
            if (zone.view().free() != null && lines(zone) > 0) {
                g.fillText(zone.view().free() + " free", x + width - 12, y + 36);
            }
        }
        double row = y + HEAD + ROW / 2;
        int shown = shown(zone);
        for (Topology.Node node : zone.nodes().subList(0, shown)) {
            node(g, node, x, row, width);
            row += ROW;
        }
        if (shown < zone.nodes().size() && lines(zone) > 0) {
            g.setTextAlign(TextAlignment.LEFT);
            g.setFill(Themes.muted());
            g.fillText("and " + (zone.nodes().size() - shown) + " more nodes", x + 28, row);
        }
    }

    private static void node(GraphicsContext g, Topology.Node node, double x, double row, double width) {
        g.setFill(node.view().state() == NodeState.RUNNING ? Themes.good() : Themes.bad());
        g.fillOval(x + 13, row - 4, 8, 8);
        String does = (node.leads() > 0 ? "leads " + node.leads() : "")
                + (node.leads() > 0 && node.writes() > 0 ? " · " : "")
                + (node.writes() > 0 ? "writes " + node.writes() : "");
        boolean silent = node.view().state() == NodeState.UNREACHABLE;
        String said = silent ? "unreachable" : does;
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(Themes.text());
        double room = width - 46 - said.length() * 6.2;
        g.fillText(cut(node.view().id().value(), letters(room, 7.2)), x + 28, row);
        g.setTextAlign(TextAlignment.RIGHT);
        g.setFill(silent ? Themes.bad() : Themes.muted());
        g.fillText(said, x + width - 12, row);
    }

    /** So many letters have room. */
    private static int letters(double room, double each) {
        return (int) Math.clamp(Math.floor(room / each), 3, 64);
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most - 1) + "…" : text;
    }
}
