package org.onecopy.console.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import javafx.application.Application;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Scene;
import javafx.scene.paint.Color;

/** Light and dark, for all windows at once. For the JavaFX thread. */
public final class Themes {
    private static final BooleanProperty DARK = new SimpleBooleanProperty(false);
    private static final String[] CURVES = {
        "#f3622d", "#fba71b", "#57b757", "#41a9c9", "#4258c9", "#9a42c8", "#c84164", "#888888"
    };

    private Themes() {}

    /** Puts it into effect. */
    public static void apply(boolean dark) {
        Application.setUserAgentStylesheet(
                // The form that was parsed before: reading 165 KB of text costs a start some tenths of a second.
                dark ? new PrimerDark().getUserAgentStylesheetBSS() : new PrimerLight().getUserAgentStylesheetBSS());
        DARK.set(dark);
    }

    /** Whether it is dark: for what is drawn by hand. */
    public static BooleanProperty dark() {
        return DARK;
    }

    /** Gives a scene what the console adds to the theme. */
    public static void style(Scene scene) {
        scene.getStylesheets().add(stylesheet());
    }

    /** What the console adds to the theme. */
    public static String stylesheet() {
        return Objects.requireNonNull(
                        Themes.class.getResource("/org/onecopy/console/console.css"), "the style sheet is in the jar")
                .toExternalForm();
    }

    /** Text in a drawing. */
    public static Color text() {
        return Color.web(DARK.get() ? "#c9d1d9" : "#24292f");
    }

    /** Less important text in a drawing. */
    public static Color muted() {
        return Color.web(DARK.get() ? "#8b949e" : "#57606a");
    }

    /** Lines of a grid. */
    public static Color line() {
        return Color.web(DARK.get() ? "#30363d" : "#d0d7de");
    }

    /** The ground of a drawing. */
    public static Color ground() {
        return Color.web(DARK.get() ? "#0d1117" : "#ffffff");
    }

    /** A card on the ground. */
    public static Color card() {
        return Color.web(DARK.get() ? "#161b22" : "#f6f8fa");
    }

    /** What is selected. */
    public static Color accent() {
        return Color.web(DARK.get() ? "#58a6ff" : "#0969da");
    }

    /** All is well. */
    public static Color good() {
        return Color.web(DARK.get() ? "#3fb950" : "#1a7f37");
    }

    /** Something needs a look. */
    public static Color warning() {
        return Color.web(DARK.get() ? "#d29922" : "#9a6700");
    }

    /** Something does not work. */
    public static Color bad() {
        return Color.web(DARK.get() ? "#f85149" : "#cf222e");
    }

    /** The colour of a curve by its number. */
    public static Color curve(int number) {
        return Color.web(CURVES[Math.floorMod(number, CURVES.length)]);
    }
}
