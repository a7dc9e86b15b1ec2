package org.onecopy.console.lag.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.onecopy.console.work.Work;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LagHistoryView;
import org.onecopy.model.api.LagPoint;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.LocationState;

class KeptLagTest {
    private static final Instant OPENED = Instant.parse("2026-11-29T12:00:00Z");
    private static final LagHistory.Place PLACE = new LagHistory.Place(new RuleName("photos"), new ZoneName("oslo"));

    private final LinkedBlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
    private final List<String> asked = new ArrayList<>();
    private Instant now = OPENED;
    private boolean silent;
    private final SeenLag seen = new SeenLag();
    private final KeptLag kept = new KeptLag(seen, this::answer, new Work(ui::add, () -> now));

    private LagHistoryView answer(RuleName rule, Instant from, Instant to) {
        asked.add(from + " " + to);
        if (silent) {
            throw new IllegalStateException("nobody answers");
        }
        long step = Duration.between(from, OPENED).toDays() >= 1 ? 900 : 10;
        List<LagPoint> points = LongStream.range(
                        Math.ceilDiv(from.getEpochSecond(), step), Math.floorDiv(OPENED.getEpochSecond(), step) + 1)
                .mapToObj(number -> new LagPoint(
                        Instant.ofEpochSecond(number * step), 1, 2, ByteCount.of(3), ByteCount.of(4), 5, 6))
                .toList();
        return new LagHistoryView(rule, from, to, step, List.of(new LagHistoryView.Zone(PLACE.zone(), points)));
    }

    private void see(Instant time) {
        now = time;
        seen.add(
                time,
                List.of(new LagView(
                        PLACE.rule(),
                        PLACE.zone(),
                        LocationState.ACTIVE,
                        9,
                        8,
                        7,
                        ByteCount.of(70),
                        77,
                        0,
                        ByteCount.ZERO,
                        0,
                        0.1)));
    }

    private void arrive() throws InterruptedException {
        Runnable arrived = ui.poll(5, TimeUnit.SECONDS);
        assertThat(arrived).isNotNull();
        arrived.run();
    }

    private List<LagHistory.Point> last(Duration span) {
        return kept.points(PLACE, Measure.SECONDS, now.minus(span), now);
    }

    @Test
    void what_was_before_the_console_was_opened_comes_from_a_node() throws InterruptedException {
        see(OPENED);
        see(OPENED.plusSeconds(2));
        assertThat(last(Duration.ofMinutes(5)))
                .extracting(LagHistory.Point::high)
                .containsExactly(77.0, 77.0);
        arrive();
        List<LagHistory.Point> all = last(Duration.ofMinutes(5));
        assertThat(all)
                .hasSize(31)
                .isSortedAccordingTo((one, other) -> one.time().compareTo(other.time()));
        assertThat(all.getFirst())
                .extracting(LagHistory.Point::low, LagHistory.Point::high)
                .containsExactly(5.0, 6.0);
        assertThat(all.getLast().high()).isEqualTo(77);
        assertThat(kept.points(PLACE, Measure.OPERATIONS, now.minusSeconds(30), now)
                        .getFirst()
                        .high())
                .isEqualTo(2);
        assertThat(kept.points(PLACE, Measure.BYTES, now.minusSeconds(30), now)
                        .getFirst()
                        .low())
                .isEqualTo(3);
    }

    @Test
    void is_asked_once_for_what_is_there_and_again_for_more() throws InterruptedException {
        see(OPENED);
        last(Duration.ofMinutes(10));
        last(Duration.ofMinutes(10));
        arrive();
        for (int second = 2; second < 120; second += 2) {
            see(OPENED.plusSeconds(second));
            last(Duration.ofMinutes(10));
        }
        assertThat(asked).hasSize(1);
        last(Duration.ofDays(7));
        arrive();
        assertThat(last(Duration.ofDays(7))).hasSizeGreaterThan(600);
        assertThat(asked).hasSize(2);
        assertThat(ui).isEmpty();
    }

    @Test
    void what_is_seen_alone_is_asked_of_nobody() {
        see(OPENED);
        for (int second = 2; second < 400; second += 2) {
            see(OPENED.plusSeconds(second));
        }
        assertThat(last(Duration.ofMinutes(5))).hasSize(151);
        assertThat(asked).isEmpty();
    }

    @Test
    void a_time_without_connection_is_filled_by_a_node() throws InterruptedException {
        see(OPENED.minusSeconds(600));
        see(OPENED);
        last(Duration.ofMinutes(9));
        arrive();
        assertThat(last(Duration.ofMinutes(9))).hasSizeGreaterThan(50);
    }

    @Test
    void a_node_that_does_not_answer_is_not_asked_all_the_time() throws InterruptedException {
        see(OPENED);
        silent = true;
        last(Duration.ofHours(1));
        arrive();
        last(Duration.ofHours(1));
        assertThat(asked).hasSize(1);
        now = OPENED.plusSeconds(25);
        silent = false;
        last(Duration.ofHours(1));
        arrive();
        assertThat(asked).hasSize(2);
    }
}
