package org.onecopy.console.lag;

import java.nio.IntBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lag.history.LagHistory;
import org.onecopy.console.lag.history.LagHistory.Place;
import org.onecopy.console.lag.history.Measure;
import org.onecopy.console.theme.Themes;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.Severity;

/**
 * Draws curves of lag: in each column of pixels from the least to the greatest figure in it. Under the curves lies a ground with grid and
 * events; each is drawn anew only when it would look otherwise.
 */
final class LagCanvas extends Region {
    static final double LEFT = 78;
    static final double RIGHT = 14;
    private static final double TOP = 14;
    private static final double BOTTOM = 26;
    private static final double HALF_LINE = 0.9;
    private static final int GAP = 200;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Canvas canvas = new Canvas();
    private final ImageView curves = new ImageView();
    private final Line threshold = new Line();
    private final Rectangle brush = new Rectangle();
    private @Nullable Picture picture;
    private @Nullable Ground ground;
    private @Nullable CurveRaster raster;
    private @Nullable PixelBuffer<IntBuffer> buffer;
    private List<Drawn> drawn = List.of();

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

    /** All that the ground shows: where two are equal, they look the same. */
    private record Ground(
            double width, double height, boolean dark, List<String> figures, List<Tick> ticks, List<Mark> marks) {}

    private record Tick(double x, String text) {}

    private record Mark(double x, Severity severity) {}

    /** A curve by the ends of its columns, in rows of pixels. */
    private static final class Drawn {
        private final double[] top;
        private final double[] bottom;
        private final int rgb;

        Drawn(double[] top, double[] bottom, int rgb) {
            this.top = top;
            this.bottom = bottom;
            this.rgb = rgb;
        }

        boolean same(Drawn other) {
            return rgb == other.rgb && Arrays.equals(top, other.top) && Arrays.equals(bottom, other.bottom);
        }
    }

    LagCanvas() {
        getChildren().addAll(canvas, curves, threshold, brush);
        getChildren().forEach(child -> child.setManaged(false));
        threshold.getStrokeDashArray().setAll(6.0, 4.0);
        setMinSize(200, 140);
        setId("lag-canvas");
        setFocusTraversable(true);
    }

    @Override
    protected void layoutChildren() {
        if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
            ground = null;
            draw();
        }
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
        Picture now = picture;
        boolean room = now != null && getWidth() >= LEFT + RIGHT + 20 && getHeight() >= TOP + BOTTOM + 20;
        curves.setVisible(room);
        threshold.setVisible(room && now != null && !Double.isNaN(now.threshold()));
        brush.setVisible(room && now != null && now.brush() != null);
        double width = getWidth() - LEFT - RIGHT;
        double height = getHeight() - TOP - BOTTOM;
        if (now == null || !room) {
            GraphicsContext g = canvas.getGraphicsContext2D();
            g.setFill(Themes.ground());
            g.fillRect(0, 0, getWidth(), getHeight());
            ground = null;
            return;
        }
        double scale = scale();
        CurveRaster pixels = pixels((int) Math.ceil(width * scale), (int) Math.ceil(height * scale), scale);
        List<double[][]> columns = columns(now, pixels.width());
        double top = ceiling(most(now, columns), now.measure());
        ground(ground(now, top, width, height));
        curves(pixels, drawn(now, columns, top, pixels.height()), HALF_LINE * scale, (int) (GAP * scale));
        if (threshold.isVisible()) {
            double y = Math.round(TOP + height * (1 - now.threshold() / top)) + 0.5;
            threshold.setStroke(Themes.bad());
            threshold.setStartX(LEFT);
            threshold.setEndX(LEFT + width);
            threshold.setStartY(y);
            threshold.setEndY(y);
        }
        Brush over = now.brush();
        if (over != null) {
            brush.setFill(Themes.accent().deriveColor(0, 1, 1, 0.2));
            brush.setX(Math.min(over.from(), over.to()));
            brush.setWidth(Math.abs(over.to() - over.from()));
            brush.setY(TOP);
            brush.setHeight(height);
        }
    }

    // ---- curves

    /** Pixels of the screen for one of the window. */
    private double scale() {
        return getScene() == null || getScene().getWindow() == null
                ? 1
                : Math.max(1, getScene().getWindow().getOutputScaleX());
    }

    private CurveRaster pixels(int width, int height, double scale) {
        CurveRaster old = raster;
        if (old != null && old.width() == width && old.height() == height) {
            return old;
        }
        CurveRaster made = new CurveRaster(width, height);
        PixelBuffer<IntBuffer> shown =
                new PixelBuffer<>(width, height, IntBuffer.wrap(made.pixels()), PixelFormat.getIntArgbPreInstance());
        raster = made;
        buffer = shown;
        drawn = List.of();
        curves.setImage(new WritableImage(shown));
        curves.setX(LEFT);
        curves.setY(TOP);
        curves.setFitWidth(width / scale);
        curves.setFitHeight(height / scale);
        return made;
    }

    /** Columns begin at whole multiples of their length in time, so that figures stay together while the window moves on. */
    private static List<double[][]> columns(Picture now, int count) {
        LagWindow window = now.window();
        long column = Math.max(1, window.span().toMillis() / count);
        Instant from = Instant.ofEpochMilli(Math.floorDiv(window.from().toEpochMilli(), column) * column);
        LagWindow even = new LagWindow(from, from.plus(window.span()), window.live());
        return now.places().stream()
                .map(curve -> even.columns(
                        now.history().points(curve.place(), now.measure(), window.from(), window.to()), count))
                .toList();
    }

    private static double most(Picture now, List<double[][]> columns) {
        double most = Double.isNaN(now.threshold()) ? 0 : now.threshold() * 1.1;
        for (double[][] curve : columns) {
            for (double high : curve[1]) {
                most = Double.isNaN(high) ? most : Math.max(most, high);
            }
        }
        return most;
    }

    private static List<Drawn> drawn(Picture now, List<double[][]> columns, double top, int height) {
        List<Drawn> all = new ArrayList<>();
        for (int at = 0; at < columns.size(); at++) {
            Color colour = Themes.curve(now.places().get(at).colour());
            all.add(new Drawn(
                    rows(columns.get(at)[1], top, height), rows(columns.get(at)[0], top, height), rgb(colour)));
        }
        return all;
    }

    private static double[] rows(double[] figures, double top, int height) {
        double[] rows = new double[figures.length];
        for (int at = 0; at < rows.length; at++) {
            // The lowest row is the axis itself.
            rows[at] = (height - 1) * (1 - figures[at] / top);
        }
        return rows;
    }

    private static int rgb(Color colour) {
        return (int) Math.round(255 * colour.getRed()) << 16
                | (int) Math.round(255 * colour.getGreen()) << 8
                | (int) Math.round(255 * colour.getBlue());
    }

    private void curves(CurveRaster pixels, List<Drawn> wanted, double half, int gap) {
        boolean same = wanted.size() == drawn.size();
        for (int at = 0; same && at < wanted.size(); at++) {
            same = wanted.get(at).same(drawn.get(at));
        }
        PixelBuffer<IntBuffer> shown = buffer;
        if (same || shown == null) {
            return;
        }
        int first = pixels.first();
        int last = pixels.last();
        pixels.clear();
        wanted.forEach(curve -> pixels.curve(curve.top.clone(), curve.bottom.clone(), curve.rgb, half, gap));
        int from = Math.min(first, pixels.first());
        int to = Math.max(last, pixels.last());
        if (to >= from) {
            shown.updateBuffer(ignored -> new Rectangle2D(0, from, pixels.width(), to - from + 1.0));
        }
        drawn = wanted;
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

    // ---- ground

    private static Ground ground(Picture now, double top, double width, double height) {
        List<String> figures = new ArrayList<>();
        for (int line = 0; line <= 4; line++) {
            figures.add(line == 0 ? "0" : now.measure().show(top * line / 4));
        }
        DateTimeFormatter form = now.window().span().toHours() > 20 ? DAY : CLOCK;
        List<Tick> ticks = now.window().ticks((int) Math.max(2, width / 90)).stream()
                .map(tick -> new Tick(x(now.window(), tick, width), form.format(tick)))
                .toList();
        List<Mark> marks = now.events().stream()
                .filter(event ->
                        now.window().part(event.time()) >= 0 && now.window().part(event.time()) <= 1)
                .map(event -> new Mark(x(now.window(), event.time(), width), event.severity()))
                .distinct()
                .toList();
        return new Ground(width, height, Themes.dark().get(), figures, ticks, marks);
    }

    private static double x(LagWindow window, Instant time, double width) {
        return Math.round(LEFT + width * window.part(time)) + 0.5;
    }

    private void ground(Ground wanted) {
        if (wanted.equals(ground)) {
            return;
        }
        ground = wanted;
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setFill(Themes.ground());
        g.fillRect(0, 0, getWidth(), getHeight());
        g.setFont(Font.font("Noto Sans", 12));
        g.setLineWidth(1);
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        for (int line = 0; line <= 4; line++) {
            double y = Math.round(TOP + wanted.height() * (1 - line / 4.0)) + 0.5;
            g.setStroke(Themes.line());
            g.strokeLine(LEFT, y, LEFT + wanted.width(), y);
            g.setFill(Themes.muted());
            g.fillText(wanted.figures().get(line), LEFT - 8, y);
        }
        g.setTextAlign(TextAlignment.CENTER);
        for (Tick tick : wanted.ticks()) {
            g.setStroke(Themes.line());
            g.strokeLine(tick.x(), TOP, tick.x(), TOP + wanted.height());
            g.setFill(Themes.muted());
            g.fillText(
                    tick.text(),
                    Math.clamp(tick.x(), LEFT + 24, LEFT + wanted.width() - 24),
                    TOP + wanted.height() + 14);
        }
        wanted.marks().forEach(mark -> mark(g, mark, wanted.height()));
    }

    private static void mark(GraphicsContext g, Mark mark, double height) {
        double x = mark.x();
        Color colour = switch (mark.severity()) {
            case INFO -> Themes.muted();
            case WARNING -> Themes.warning();
            case ERROR -> Themes.bad();
        };
        if (mark.severity() != Severity.INFO) {
            g.setStroke(colour.deriveColor(0, 1, 1, 0.5));
            g.setLineDashes(2, 3);
            g.strokeLine(x, TOP, x, TOP + height);
            g.setLineDashes();
        }
        g.setFill(colour);
        g.fillPolygon(new double[] {x - 4, x + 4, x}, new double[] {TOP - 8, TOP - 8, TOP - 1}, 3);
    }
}
