package org.onecopy.console.load;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.onecopy.console.session.Load;
import org.onecopy.console.theme.Themes;

/** One figure of some nodes over the last minutes. */
final class LoadChart extends Region {
    static final Duration SPAN = Duration.ofMinutes(15);
    private static final double LEFT = 12;
    private static final double TOP = 30;
    private static final double BOTTOM = 24;

    private final Canvas canvas = new Canvas();
    private final LoadFigure figure;
    private List<Curve> curves = List.of();
    private Instant now = Instant.EPOCH;

    /** What was seen of a node, and its colour. */
    record Curve(Color colour, List<Load> loads) {}

    LoadChart(LoadFigure figure) {
        this.figure = figure;
        getChildren().add(canvas);
        setMinSize(180, 110);
        setPrefSize(360, 170);
        setId("load-" + figure.title().split(" ", -1)[0]);
    }

    void show(List<Curve> shown, Instant time) {
        curves = List.copyOf(shown);
        now = time;
        draw();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        double width = getWidth();
        double height = getHeight();
        g.setFill(Themes.card());
        g.fillRect(0, 0, width, height);
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFont(Font.font("Noto Sans", FontWeight.BOLD, 12));
        g.setFill(Themes.text());
        g.fillText(figure.title(), LEFT, 15);
        List<List<Double>> values = new ArrayList<>();
        curves.forEach(curve -> values.add(figure.values(curve.loads())));
        double greatest = values.stream()
                .flatMap(List::stream)
                .filter(value -> !Double.isNaN(value))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        g.setFont(Font.font("Noto Sans", 11));
        g.setFill(Themes.muted());
        g.setTextAlign(TextAlignment.RIGHT);
        g.fillText(values.isEmpty() ? "" : "up to " + figure.show(greatest), width - LEFT, 15);
        g.setStroke(Themes.line());
        g.setLineWidth(1);
        g.strokeLine(LEFT, height - BOTTOM + 0.5, width - LEFT, height - BOTTOM + 0.5);
        g.fillText("now", width - LEFT, height - 11);
        g.setTextAlign(TextAlignment.LEFT);
        g.fillText(SPAN.toMinutes() + " min ago", LEFT, height - 11);
        for (int at = 0; at < curves.size(); at++) {
            curve(g, curves.get(at), values.get(at), greatest <= 0 ? 1 : greatest);
        }
    }

    private void curve(GraphicsContext g, Curve curve, List<Double> values, double greatest) {
        g.setStroke(curve.colour());
        g.setLineWidth(1.5);
        boolean down = false;
        g.beginPath();
        for (int at = 0; at < values.size(); at++) {
            double age = Duration.between(curve.loads().get(at).time(), now).toMillis() / (double) SPAN.toMillis();
            double value = values.get(at);
            if (Double.isNaN(value) || age > 1) {
                down = false;
                continue;
            }
            double x = getWidth() - LEFT - age * (getWidth() - 2 * LEFT);
            double y = getHeight() - BOTTOM - value / greatest * (getHeight() - TOP - BOTTOM);
            if (down) {
                g.lineTo(x, y);
            } else {
                g.moveTo(x, y);
                g.lineTo(x, y - 0.5); // one figure alone is seen, too
            }
            down = true;
        }
        g.stroke();
    }
}
