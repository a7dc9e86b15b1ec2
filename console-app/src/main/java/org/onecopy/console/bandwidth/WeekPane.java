package org.onecopy.console.bandwidth;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.Locale;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.theme.Themes;
import org.onecopy.model.WeeklyHours;

/** A week drawn by days and hours: coloured where a limit holds. */
public final class WeekPane extends Canvas {
    private static final double LEFT = 44;
    private static final double TOP = 18;
    private static final double HOUR = 22;
    private static final double DAY = 18;
    private static final int STEP = 15;
    private static final int HOURS = 24;

    /** A week in which it always holds. */
    public WeekPane() {
        super(LEFT + HOURS * HOUR + 12, TOP + 7 * DAY + 4);
        setId("week");
        show(null);
    }

    /** @param hours when it holds; null: always */
    public void show(@Nullable WeeklyHours hours) {
        GraphicsContext g = getGraphicsContext2D();
        g.clearRect(0, 0, getWidth(), getHeight());
        g.setFont(Font.font("Noto Sans", 11));
        g.setTextBaseline(VPos.CENTER);
        g.setFill(Themes.muted());
        g.setTextAlign(TextAlignment.CENTER);
        for (int hour = 0; hour <= HOURS; hour += 4) {
            g.fillText(String.format(Locale.ROOT, "%02d", hour), LEFT + hour * HOUR, TOP / 2);
        }
        for (DayOfWeek day : DayOfWeek.values()) {
            double y = TOP + (day.getValue() - 1) * DAY;
            g.setTextAlign(TextAlignment.LEFT);
            g.setFill(Themes.muted());
            g.fillText(day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH), 4, y + DAY / 2);
            for (int minute = 0; minute < HOURS * 60; minute += STEP) {
                boolean holds = hours == null || hours.contains(day, minute);
                g.setFill(holds ? Themes.accent() : Themes.card());
                g.fillRect(LEFT + minute * HOUR / 60, y + 1, STEP * HOUR / 60 + 0.5, DAY - 2);
            }
        }
    }
}
