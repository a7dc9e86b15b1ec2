package org.onecopy.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.onecopy.core.lag.LagTables;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LagHistoryView;
import org.onecopy.model.api.LagPoint;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.LocationState;

class LagHistoryTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final RuleName PHOTOS = new RuleName("photos");
    private static final ZoneName LYON = new ZoneName("lyon");

    private final MemoryTableStore store = new MemoryTableStore(Schema.LAG);
    private LagHistory history = new LagHistory(store);

    private static LagView lag(RuleName rule, long operations) {
        return new LagView(
                rule,
                LYON,
                LocationState.ACTIVE,
                9,
                8,
                operations,
                new ByteCount(operations * 1000),
                operations / 2.0,
                0,
                new ByteCount(0),
                0,
                null);
    }

    private void measure(Instant time, long operations) {
        history.add(time, List.of(lag(PHOTOS, operations)));
    }

    private List<LagPoint> points(Instant from, Instant to, @Nullable Duration step, Instant now) {
        LagHistoryView view = history.of(PHOTOS, from, to, step, now);
        return view.zones().isEmpty() ? List.of() : view.zones().getFirst().points();
    }

    @Test
    void an_hour_is_kept_finely_and_a_day_in_minutes_with_their_peaks() {
        for (int second = 0; second < 7_200; second += 10) {
            measure(NOON.plusSeconds(second), second == 3_610 ? 900 : second % 60 == 0 ? 2 : 6);
        }
        Instant now = NOON.plusSeconds(7_200);
        List<LagPoint> fine = points(NOON.plusSeconds(3_600), NOON.plusSeconds(3_660), null, now);
        assertThat(fine).extracting(LagPoint::operationsHigh).containsExactly(2L, 900L, 6L, 6L, 6L, 6L);
        assertThat(fine.get(1).time()).isEqualTo(NOON.plusSeconds(3_610));
        assertThat(fine.get(1).bytesHigh().value()).isEqualTo(900_000);
        assertThat(fine.get(1).secondsHigh()).isEqualTo(450);
        List<LagPoint> minutes = points(NOON, NOON.plusSeconds(3_720), null, now);
        assertThat(minutes).hasSize(62);
        assertThat(minutes.getFirst().operationsLow()).isEqualTo(2);
        assertThat(minutes.getFirst().operationsHigh()).isEqualTo(6);
        assertThat(minutes.get(60).operationsHigh()).isEqualTo(900);
        List<LagPoint> quarters = points(NOON, now, Duration.ofMinutes(20), now);
        assertThat(quarters).hasSize(6);
        assertThat(quarters.get(3).operationsHigh()).isEqualTo(900);
    }

    @Test
    void survives_a_restart_in_the_middle_of_a_step() {
        measure(NOON, 5);
        measure(NOON.plusSeconds(70), 7);
        history.close();
        history = new LagHistory(store);
        measure(NOON.plusSeconds(80), 1);
        Instant now = NOON.plusSeconds(90);
        assertThat(points(NOON, now, null, now))
                .extracting(LagPoint::operationsHigh)
                .containsExactly(5L, 7L, 1L);
        assertThat(points(NOON, now, Duration.ofMinutes(1), now))
                .extracting(LagPoint::operationsLow)
                .containsExactly(5L, 1L);
    }

    @Test
    void what_was_not_measured_is_a_gap() {
        measure(NOON, 0);
        measure(NOON.plusSeconds(600), 0);
        Instant now = NOON.plusSeconds(610);
        assertThat(points(NOON, now, null, now))
                .extracting(LagPoint::time)
                .containsExactly(NOON, NOON.plusSeconds(600));
        assertThat(history.of(new RuleName("docs"), NOON, now, null, now).zones())
                .isEmpty();
    }

    @Test
    void is_never_larger_than_five_weeks_of_steps() {
        int rows = 0;
        for (int hour = 0; hour < 24 * 50; hour++) {
            measure(NOON.plus(Duration.ofHours(hour)), hour);
            rows = Math.max(rows, store.first(1_000, LagTables.BLOCKS, "", null).size());
        }
        assertThat(rows).isBetween(36, 70);
        Instant now = NOON.plus(Duration.ofDays(50));
        List<LagPoint> all = points(NOON, now, null, now);
        assertThat(all).hasSizeBetween(35 * 24 - 1, 36 * 24 + 1);
        assertThat(all.getLast().operationsHigh()).isEqualTo(24 * 50 - 1);
    }

    @Test
    void gives_no_more_points_than_can_be_drawn() {
        for (int quarter = 0; quarter < 4 * 24 * 30; quarter++) {
            measure(NOON.plusSeconds(900L * quarter), quarter % 5);
        }
        Instant now = NOON.plus(Duration.ofDays(30));
        LagHistoryView view = history.of(PHOTOS, NOON, now, null, now);
        assertThat(view.stepSeconds()).isEqualTo(1_800);
        assertThat(view.zones().getFirst().points()).hasSizeLessThanOrEqualTo(LagHistory.POINTS_MAX);
    }

    @Test
    void keeps_no_more_places_than_fit() {
        history.add(
                NOON,
                IntStream.range(0, LagHistory.PLACES_MAX + 10)
                        .mapToObj(number -> lag(new RuleName("rule-" + number), 1))
                        .toList());
        Instant now = NOON.plusSeconds(10);
        assertThat(history.of(new RuleName("rule-" + (LagHistory.PLACES_MAX - 1)), NOON, now, null, now)
                        .zones())
                .hasSize(1);
        assertThat(history.of(new RuleName("rule-" + LagHistory.PLACES_MAX), NOON, now, null, now)
                        .zones())
                .isEmpty();
    }
}
