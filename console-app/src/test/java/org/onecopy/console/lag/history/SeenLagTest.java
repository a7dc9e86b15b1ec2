package org.onecopy.console.lag.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.LocationState;

class SeenLagTest {
    private static final Instant BEGIN = Instant.parse("2026-11-29T08:00:00Z");
    private final SeenLag history = new SeenLag();

    private static LagView lag(double seconds) {
        return new LagView(
                new RuleName("photos"),
                new ZoneName("oslo"),
                LocationState.ACTIVE,
                9,
                8,
                1,
                ByteCount.of(100),
                seconds,
                0,
                ByteCount.ZERO,
                0,
                0.1);
    }

    @Test
    void keeps_peaks_of_long_ago_in_few_points() {
        for (int second = 0; second < 3 * 3600; second += 2) {
            history.add(BEGIN.plusSeconds(second), List.of(lag(second == 60 ? 42 : 1)));
        }
        LagHistory.Place place = history.places().getFirst();
        List<LagHistory.Point> all = history.points(place, Measure.SECONDS, BEGIN, BEGIN.plusSeconds(4 * 3600));
        assertThat(all).hasSizeLessThan(2_000);
        assertThat(all).anyMatch(point -> point.high() == 42);
        assertThat(history.oldest()).isEqualTo(BEGIN);
        assertThat(all).isSortedAccordingTo((one, other) -> one.time().compareTo(other.time()));
    }

    @Test
    void gives_only_what_lies_in_the_time_that_is_asked_for() {
        history.add(BEGIN, List.of(lag(1)));
        history.add(BEGIN.plusSeconds(10), List.of(lag(2)));
        assertThat(history.points(
                        history.places().getFirst(), Measure.SECONDS, BEGIN.plusSeconds(5), BEGIN.plusSeconds(20)))
                .extracting(LagHistory.Point::high)
                .containsExactly(2.0);
        assertThat(history.points(history.places().getFirst(), Measure.BYTES, BEGIN, BEGIN))
                .extracting(LagHistory.Point::low)
                .containsExactly(100.0);
    }
}
