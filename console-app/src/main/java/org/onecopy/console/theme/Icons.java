package org.onecopy.console.theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;
import org.kordamp.ikonli.javafx.FontIcon;

/** Icons by name: {@code fth-…} of the font Feather, {@code own-…} of the project's own artwork. For the JavaFX thread. */
public final class Icons {
    private static final String OWN = "own-";
    private static final Pattern PATH = Pattern.compile("<path[^>]*? d=\"([^\"]+)\"");
    private static final Map<String, String> ARTWORK = new ConcurrentHashMap<>();

    private Icons() {}

    /** An icon of the size of text. */
    public static Node of(String name) {
        if (name.startsWith(OWN)) {
            SVGPath path = new SVGPath();
            path.setContent(ARTWORK.computeIfAbsent(name, Icons::read));
            path.getStyleClass().add("own-icon");
            path.getTransforms().add(new Scale(16 / 24.0, 16 / 24.0, 0, 0));
            return new Group(path);
        }
        return new FontIcon(name);
    }

    /** Outlines of the project's own artwork, 24 by 24. */
    private static String read(String name) {
        String file = "/org/onecopy/console/icons/" + name.substring(OWN.length()) + ".svg";
        try (InputStream in = Icons.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no artwork " + file);
            }
            String svg = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return PATH.matcher(svg).results().map(found -> found.group(1)).collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The logo for the window: three places around one document. */
    public static Image logo(double size) {
        Group drawing = new Group();
        Circle ring = new Circle(128, 136, 88, Color.TRANSPARENT);
        ring.setStroke(Color.web("#12454f", 0.45));
        ring.setStrokeWidth(12);
        SVGPath sheet = new SVGPath();
        sheet.setContent("M98 84h42l28 28v70a10 10 0 0 1-10 10H98a10 10 0 0 1-10-10V94a10 10 0 0 1 10-10z");
        sheet.setFill(Color.WHITE);
        sheet.setStroke(Color.web("#12454f"));
        sheet.setStrokeWidth(8);
        drawing.getChildren().addAll(ring, sheet);
        for (double[] place : new double[][] {{128, 48}, {51.8, 180}, {204.2, 180}}) {
            Circle circle = new Circle(place[0], place[1], 27, Color.web("#12808f"));
            circle.setStroke(Color.WHITE);
            circle.setStrokeWidth(8);
            drawing.getChildren().add(circle);
        }
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(Color.TRANSPARENT);
        parameters.setTransform(new Scale(size / 256, size / 256));
        return drawing.snapshot(parameters, null);
    }
}
