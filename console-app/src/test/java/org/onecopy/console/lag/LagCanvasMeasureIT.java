package org.onecopy.console.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.console.shell.Windows.onFx;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onecopy.console.lag.history.Measure;
import org.onecopy.console.lag.history.SeenLag;
import org.onecopy.console.shell.Frames;
import org.onecopy.console.theme.Themes;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.LocationState;
import org.testfx.api.FxToolkit;

/** How smoothly curves are drawn without the help of a graphics card. */
@Tag("full")
class LagCanvasMeasureIT {
    private static final Instant BEGIN = Instant.parse("2026-11-29T12:00:00Z");
    private static final int POINTS = 1_800;

    @Test
    void five_curves_of_an_hour_move_smoothly() throws TimeoutException {
        Assumptions.assumeTrue(System.getenv("DISPLAY") != null, "no display");
        SeenLag history = new SeenLag();
        for (int point = 0; point < POINTS; point++) {
            int at = point;
            history.add(
                    BEGIN.plusSeconds(2L * point),
                    IntStream.range(0, 5).mapToObj(series -> lag(series, at)).toList());
        }
        Stage stage = FxToolkit.registerPrimaryStage();
        LagCanvas canvas = onFx(LagCanvas::new);
        onFx(() -> {
            Themes.apply(false);
            stage.setScene(new Scene(canvas, 1280, 800));
            stage.show();
            return true;
        });
        List<LagCanvas.Curve> curves = IntStream.range(0, 5)
                .mapToObj(series -> new LagCanvas.Curve(history.places().get(series), series))
                .toList();
        // Three seconds are a pixel: all of it changes at each frame.
        Frames.Result moved = moved(canvas, history, curves, 3_000);
        System.out.println("measured: five curves of 1,800 figures each at 1280x800, moved at each frame: " + moved);
        Frames.Result live = moved(canvas, history, curves, 16);
        System.out.println("measured: the same, moved on with the clock: " + live);
        FxToolkit.cleanupStages();
        assertThat(moved.perSecond()).as("frames were drawn").isPositive();
    }

    private static Frames.Result moved(
            LagCanvas canvas, SeenLag history, List<LagCanvas.Curve> curves, long millisAtEachFrame) {
        Instant end = BEGIN.plusSeconds(2L * POINTS);
        return Frames.measure(
                10,
                frame -> canvas.show(new LagCanvas.Picture(
                        history,
                        LagWindow.last(Duration.ofHours(1), end.minusMillis(millisAtEachFrame * (frame % 300))),
                        Measure.SECONDS,
                        curves,
                        60,
                        List.of(),
                        null)));
    }

    private static LagView lag(int series, int point) {
        double seconds = 40 + 35 * Math.sin(point / (20.0 + 7 * series)) + point % (5 + series);
        return new LagView(
                new RuleName("rule-" + series),
                new ZoneName("oslo"),
                LocationState.ACTIVE,
                9,
                8,
                Math.round(seconds),
                ByteCount.of(Math.round(1000 * seconds)),
                seconds,
                0,
                ByteCount.ZERO,
                0,
                0.1);
    }
}
