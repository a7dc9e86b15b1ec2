package org.onecopy.console.lag;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.stage.FileChooser;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lag.history.LagHistory;
import org.onecopy.console.lag.history.LagHistory.Place;
import org.onecopy.console.lag.history.LagHistory.Point;
import org.onecopy.console.lag.history.Measure;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.theme.Themes;
import org.onecopy.console.work.Work;

/** Lag per rule and zone over time: zoomed by drawing over a part, moved with Shift or the right button, live on a double click. */
public final class LagScreen implements Screen {

    private final Work work;
    private final BorderPane view = new BorderPane();
    private final LagCanvas canvas = new LagCanvas();
    private final ChoiceBox<Measure> measure = new ChoiceBox<>();
    private final TextField threshold = new TextField();
    private final Duration first;
    private final FlowPane legend = new FlowPane(14, 4);
    private final Label hint = new Label();
    private final Set<Place> hidden = new HashSet<>();
    private final ReadOnlyObjectWrapper<@Nullable Object> selection = new ReadOnlyObjectWrapper<>();
    private List<Place> places = List.of();
    private LagWindow window;
    private @Nullable Session session;
    private LagCanvas.@Nullable Brush brush;
    private double pressed;

    /**
     * @param first how much time is shown at first
     * @param line where the threshold line is; what is no number: nowhere
     */
    public LagScreen(Work work, Duration first, String line) {
        this.work = work;
        this.first = first;
        threshold.setText(line);
        this.window = LagWindow.last(first, work.clock().instant());
        measure.getItems().setAll(Measure.values());
        measure.setValue(Measure.SECONDS);
        measure.setId("lag-measure");
        measure.valueProperty().addListener((property, old, now) -> draw());
        threshold.setPrefColumnCount(6);
        threshold.setId("lag-threshold");
        threshold.textProperty().addListener((property, old, now) -> draw());
        Themes.dark().addListener((property, old, now) -> draw());
        view.setTop(bar());
        view.setCenter(canvas);
        legend.getStyleClass().add("screen-bar");
        view.setBottom(legend);
        canvas.setOnMousePressed(this::press);
        canvas.setOnMouseDragged(this::drag);
        canvas.setOnMouseReleased(this::release);
        canvas.setOnMouseMoved(this::hover);
        canvas.setOnScroll(this::scroll);
        canvas.setOnKeyPressed(this::key);
    }

    private HBox bar() {
        Label label = new Label("Threshold");
        label.setLabelFor(threshold);
        Button live = new Button("Live", Icons.of("fth-play"));
        live.setOnAction(event -> move(LagWindow.last(first, work.clock().instant())));
        List<Button> spans = List.of(
                span("1 h", Duration.ofHours(1)),
                span("1 day", Duration.ofDays(1)),
                span("1 week", Duration.ofDays(7)),
                span("5 weeks", LagWindow.SPAN_MAX));
        Button png = new Button("PNG…", Icons.of("fth-image"));
        png.setOnAction(event -> export("lag.png", this::writePng));
        Button csv = new Button("CSV…", Icons.of("fth-file-text"));
        csv.setOnAction(event -> export("lag.csv", this::writeCsv));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        hint.getStyleClass().add("text-muted");
        HBox bar = new HBox(8, measure, label, threshold, live);
        bar.getChildren().addAll(spans);
        bar.getChildren().addAll(space, hint, png, csv);
        bar.getChildren().stream()
                .filter(Button.class::isInstance)
                .forEach(button -> ((Button) button).setMinWidth(Region.USE_PREF_SIZE));
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("screen-bar");
        return bar;
    }

    /** Shows the last of the time, following it. */
    private Button span(String text, Duration length) {
        Button button = new Button(text);
        button.setId("lag-last-" + length.toHours());
        button.setOnAction(event -> move(LagWindow.last(length, work.clock().instant())));
        return button;
    }

    private interface Export {
        void write(Path file) throws IOException;
    }

    private void export(String name, Export export) {
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName(name);
        File file = chooser.showSaveDialog(view.getScene().getWindow());
        if (file != null) {
            try {
                export.write(file.toPath());
            } catch (IOException e) {
                work.note("export " + file, "" + e.getMessage());
            }
        }
    }

    /** Writes what is seen as a picture. Call it on the JavaFX thread; the disk is another's work. */
    public void writePng(Path file) {
        WritableImage image = canvas.snapshot(null, null);
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        PixelReader reader = image.getPixelReader();
        reader.getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        work.run(
                "Export " + file.getFileName(),
                () -> {
                    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
                    out.setRGB(0, 0, width, height, pixels, 0, width);
                    return ImageIO.write(out, "png", file.toFile());
                },
                written -> {});
    }

    /** Writes the figures that are seen. */
    public void writeCsv(Path file) {
        String csv = session == null ? "" : csv(session.history(), measure.getValue());
        work.run("Export " + file.getFileName(), () -> Files.writeString(file, csv), written -> {});
    }

    private String csv(LagHistory history, Measure shown) {
        StringBuilder csv =
                new StringBuilder("time,rule,zone,lowest_" + shown.title().toLowerCase(Locale.ROOT) + ",highest_"
                        + shown.title().toLowerCase(Locale.ROOT) + "\n");
        for (Place place : visible()) {
            for (Point point : history.points(place, shown, window.from(), window.to())) {
                csv.append(point.time())
                        .append(',')
                        .append(place.rule())
                        .append(',')
                        .append(place.zone());
                csv.append(',')
                        .append(point.low())
                        .append(',')
                        .append(point.high())
                        .append('\n');
            }
        }
        return csv.toString();
    }

    private List<Place> visible() {
        return places.stream().filter(place -> !hidden.contains(place)).toList();
    }

    private void move(LagWindow wanted) {
        window = wanted;
        draw();
    }

    private void press(MouseEvent event) {
        canvas.requestFocus();
        pressed = event.getX();
        if (event.getClickCount() == 2) {
            move(LagWindow.last(first, work.clock().instant()));
        }
    }

    private void drag(MouseEvent event) {
        if (event.isShiftDown() || event.isSecondaryButtonDown()) {
            double part = canvas.part(pressed) - canvas.part(event.getX());
            pressed = event.getX();
            move(window.pan(part, work.clock().instant()));
        } else {
            brush = new LagCanvas.Brush(pressed, event.getX());
            draw();
        }
    }

    private void release(MouseEvent event) {
        LagCanvas.Brush drawn = brush;
        brush = null;
        if (drawn != null && Math.abs(drawn.to() - drawn.from()) > 5) {
            move(window.zoom(canvas.part(drawn.from()), canvas.part(drawn.to())));
        }
    }

    private void scroll(ScrollEvent event) {
        move(window.scale(Math.clamp(canvas.part(event.getX()), 0, 1), event.getDeltaY() > 0 ? 0.8 : 1.25));
    }

    private void key(KeyEvent event) {
        Instant now = work.clock().instant();
        switch (event.getCode()) {
            case LEFT -> move(window.pan(-0.25, now));
            case RIGHT -> move(window.pan(0.25, now));
            case PLUS, ADD, EQUALS -> move(window.scale(0.5, 0.5));
            case MINUS, SUBTRACT -> move(window.scale(0.5, 2));
            case HOME, DIGIT0 -> move(LagWindow.last(first, now));
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void hover(MouseEvent event) {
        if (session == null) {
            return;
        }
        Instant from = window.time(canvas.part(event.getX() - 5));
        Instant to = window.time(canvas.part(event.getX() + 5));
        session.events().stream()
                .filter(one -> one.time().isAfter(from) && one.time().isBefore(to))
                .findFirst()
                .ifPresent(one -> {
                    hint.setText(one.type());
                    selection.set(one);
                });
    }

    private void draw() {
        if (session == null) {
            return;
        }
        LagHistory history = session.history();
        window = window.at(work.clock().instant());
        if (!history.places().equals(places)) {
            places = history.places();
            showLegend();
        }
        List<LagCanvas.Curve> curves = new ArrayList<>();
        for (int at = 0; at < places.size(); at++) {
            if (!hidden.contains(places.get(at))) {
                curves.add(new LagCanvas.Curve(places.get(at), at));
            }
        }
        canvas.show(new LagCanvas.Picture(
                history, window, measure.getValue(), curves, threshold(), List.copyOf(session.events()), brush));
    }

    private double threshold() {
        try {
            double value = Double.parseDouble(threshold.getText().strip());
            return value > 0 ? value : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private void showLegend() {
        legend.getChildren().clear();
        for (int at = 0; at < places.size(); at++) {
            Place place = places.get(at);
            CheckBox box = new CheckBox(place.toString());
            box.setGraphic(new Circle(5, Themes.curve(at)));
            box.setSelected(!hidden.contains(place));
            box.selectedProperty().addListener((property, old, shown) -> {
                boolean changed = shown ? hidden.remove(place) : hidden.add(place);
                if (changed) {
                    draw();
                }
            });
            legend.getChildren().add(box);
        }
        if (places.isEmpty()) {
            legend.getChildren().add(new Label("No rule yet, and so no lag. Create one with Ctrl+N."));
        }
    }

    /** What is seen of the time axis. */
    public LagWindow window() {
        return window;
    }

    @Override
    public String id() {
        return "lag";
    }

    @Override
    public String title() {
        return "Lag";
    }

    @Override
    public String icon() {
        return "own-lag";
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public void show(@Nullable Session shown) {
        session = shown;
        draw();
    }

    @Override
    public ObservableValue<@Nullable Object> selection() {
        return selection.getReadOnlyProperty();
    }
}
