package org.onecopy.console.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.console.lag.history.LagHistory.Point;

class LagWindowTest {
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    private final LagWindow window = LagWindow.last(Duration.ofMinutes(10), NOW);

    @Test
    void follows_the_clock_until_it_is_zoomed_and_again_when_it_is_moved_to_the_present() {
        assertThat(window.at(NOW.plusSeconds(60)).to()).isEqualTo(NOW.plusSeconds(60));
        LagWindow zoomed = window.zoom(0.5, 0.25);
        assertThat(zoomed.span()).isEqualTo(Duration.ofSeconds(150));
        assertThat(zoomed.at(NOW.plusSeconds(60))).isEqualTo(zoomed);
        assertThat(zoomed.pan(10, NOW).live()).isTrue();
        assertThat(zoomed.pan(-1, NOW).to()).isEqualTo(zoomed.from());
    }

    @Test
    void cannot_be_zoomed_to_nothing() {
        assertThat(window.zoom(0.5, 0.5).span()).isEqualTo(LagWindow.SPAN_MIN);
        assertThat(window.scale(0.5, 0.0001).span()).isEqualTo(LagWindow.SPAN_MIN);
        assertThat(window.scale(0.5, 1e9).span()).isEqualTo(LagWindow.SPAN_MAX);
    }

    @Test
    void a_column_of_pixels_keeps_the_least_and_the_greatest() {
        double[][] columns = window.columns(
                List.of(
                        new Point(NOW.minusSeconds(599), 1, 1),
                        new Point(NOW.minusSeconds(598), 9, 9),
                        new Point(NOW.minusSeconds(1), 5, 7)),
                10);
        assertThat(columns[0][0]).isEqualTo(1);
        assertThat(columns[1][0]).isEqualTo(9);
        assertThat(columns[1][9]).isEqualTo(7);
        assertThat(columns[0][5]).isNaN();
    }

    @Test
    void ticks_stand_at_round_times_and_are_not_too_many() {
        assertThat(window.ticks(8)).hasSizeLessThanOrEqualTo(9).allMatch(tick -> tick.getEpochSecond() % 60 == 0);
    }
}
