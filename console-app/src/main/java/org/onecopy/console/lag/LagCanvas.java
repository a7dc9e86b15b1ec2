package org.onecopy.console.lag;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lag.history.LagHistory;
import org.onecopy.console.lag.history.LagHistory.Place;
import org.onecopy.console.lag.history.Measure;
import org.onecopy.console.theme.Themes;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.Severity;

/** Draws curves of lag: for each column of pixels one line from the least to the greatest figure in it. */
final class LagCanvas extends Region {
    static final double LEFT = 78;
    static final double RIGHT = 14;
    private static final double TOP = 14;
    private static final double BOTTOM = 26;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Canvas canvas = new Canvas();
    private @Nullable Picture picture;

    /**
     * What is to be drawn.
     *
     * @param places with their numbers of colour
     * @param threshold in the measure's unit; NaN for none
     * @param brush what is being drawn over; null for none
     */
    record Picture(
            LagHistory history,
            LagWindow window,
            Measure measure,
            List<Curve> places,
            double threshold,
            List<EventView> events,
            @Nullable Brush brush) {}

    /** Two positions in pixels. */
    record Brush(double from, double to) {}

    record Curve(Place place, int colour) {}

    LagCanvas() {
        getChildren().add(canvas);
        setMinSize(200, 140);
        setId("lag-canvas");
        setFocusTraversable(true);
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    void show(Picture shown) {
        picture = shown;
        draw();
    }

    /** The part of the window's width at a position. */
    double part(double x) {
        return (x - LEFT) / Math.max(1, getWidth() - LEFT - RIGHT);
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFill(Themes.ground());
        g.fillRect(0, 0, getWidth(), getHeight());
        Picture now = picture;
        if (now == null || getWidth() < LEFT + RIGHT + 20) {
            return;
        }
        g.setFont(Font.font("Noto Sans", 12));
        double width = getWidth() - LEFT - RIGHT;
        double height = getHeight() - TOP - BOTTOM;
        List<double[][]> curves = new ArrayList<>();
        double most = Double.isNaN(now.threshold()) ? 0 : now.threshold() * 1.1;
        for (Curve curve : now.places()) {
            double[][] columns = now.window()
                    .columns(
                            now.history()
                                    .points(
                                            curve.place(),
                                            now.measure(),
                                            now.window().from(),
                                            now.window().to()),
                            (int) width);
            curves.add(columns);
            for (double high : columns[1]) {
                most = Double.isNaN(high) ? most : Math.max(most, high);
            }
        }
        double top = ceiling(most, now.measure());
        grid(g, now, top, width, height);
        events(g, now, width, height);
        for (int at = 0; at < curves.size(); at++) {
            curve(g, curves.get(at), Themes.curve(now.places().get(at).colour()), top, height);
        }
        if (!Double.isNaN(now.threshold())) {
            double y = TOP + height * (1 - now.threshold() / top);
            g.setStroke(Themes.bad());
            g.setLineDashes(6, 4);
            g.strokeLine(LEFT, y, LEFT + width, y);
            g.setLineDashes();
        }
        if (now.brush() != null) {
            Color accent = Themes.accent();
            g.setFill(accent.deriveColor(0, 1, 1, 0.2));
            Brush brush = now.brush();
            g.fillRect(Math.min(brush.from(), brush.to()), TOP, Math.abs(brush.to() - brush.from()), height);
        }
    }

    /** A round figure not below the greatest one. */
    static double ceiling(double most, Measure measure) {
        double least = switch (measure) {
            case SECONDS -> 2;
            case OPERATIONS -> 10;
            case BYTES -> 1024;
        };
        double step = least;
        double[] factors = measure == Measure.BYTES ? new double[] {4, 4, 4} : new double[] {2.5, 2, 2};
        int turn = 0;
        while (step < most) {
            step *= factors[turn++ % factors.length];
        }
        return step;
    }

    private static void grid(GraphicsContext g, Picture now, double top, double width, double height) {
        g.setLineWidth(1);
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        for (int line = 0; line <= 4; line++) {
            double y = Math.round(TOP + height * (1 - line / 4.0)) + 0.5;
            g.setStroke(Themes.line());
            g.strokeLine(LEFT, y, LEFT + width, y);
            g.setFill(Themes.muted());
            g.fillText(line == 0 ? "0" : now.measure().show(top * line / 4), LEFT - 8, y);
        }
        g.setTextAlign(TextAlignment.CENTER);
        DateTimeFormatter form = now.window().span().toHours() > 20 ? DAY : CLOCK;
        for (Instant tick : now.window().ticks((int) Math.max(2, width / 90))) {
            double x = Math.round(LEFT + width * now.window().part(tick)) + 0.5;
            g.setStroke(Themes.line());
            g.strokeLine(x, TOP, x, TOP + height);
            g.setFill(Themes.muted());
            g.fillText(form.format(tick), Math.clamp(x, LEFT + 24, LEFT + width - 24), TOP + height + 14);
        }
    }

    private static void events(GraphicsContext g, Picture now, double width, double height) {
        for (EventView event : now.events()) {
            double part = now.window().part(event.time());
            if (part < 0 || part > 1) {
                continue;
            }
            double x = LEFT + width * part;
            Color colour = switch (event.severity()) {
                case INFO -> Themes.muted();
                case WARNING -> Themes.warning();
                case ERROR -> Themes.bad();
            };
            if (event.severity() != Severity.INFO) {
                g.setStroke(colour.deriveColor(0, 1, 1, 0.5));
                g.setLineDashes(2, 3);
                g.strokeLine(x, TOP, x, TOP + height);
                g.setLineDashes();
            }
            g.setFill(colour);
            g.fillPolygon(new double[] {x - 4, x + 4, x}, new double[] {TOP - 8, TOP - 8, TOP - 1}, 3);
        }
    }

    private static void curve(GraphicsContext g, double[][] columns, Color colour, double top, double height) {
        g.setStroke(colour);
        g.setLineWidth(1.8);
        double lastX = Double.NaN;
        double lastY = Double.NaN;
        for (int column = 0; column < columns[0].length; column++) {
            double low = columns[0][column];
            if (Double.isNaN(low)) {
                continue;
            }
            double x = LEFT + column + 0.5;
            double yLow = TOP + height * (1 - low / top);
            double yHigh = TOP + height * (1 - columns[1][column] / top);
            if (!Double.isNaN(lastX) && x - lastX < 200) {
                g.strokeLine(lastX, lastY, x, yHigh);
            }
            g.strokeLine(x, yLow, x, yHigh);
            lastX = x;
            lastY = yLow;
        }
    }
}
