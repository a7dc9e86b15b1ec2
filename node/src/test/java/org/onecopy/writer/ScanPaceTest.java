package org.onecopy.writer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When scans follow each other. */
class ScanPaceTest {
    private static final long SECOND = 1_000_000_000L;

    private long now = 1000 * SECOND;

    private long pauseAfterScan(ScanPace pace, long seconds, boolean found) {
        assertThat(pace.isDue(now)).isTrue();
        pace.begun(now);
        now += seconds * SECOND;
        pace.ended(now, found);
        long pause = pace.dueNanos() - now;
        assertThat(pace.isDue(now + pause - 1)).isFalse();
        now += pause;
        return pause / SECOND;
    }

    @Test
    void is_fixed_where_hints_tell_of_changes() {
        ScanPace pace = new ScanPace(false, 600 * SECOND);
        assertThat(pauseAfterScan(pace, 7, true)).isEqualTo(593);
        assertThat(pauseAfterScan(pace, 7, false)).isEqualTo(593);
    }

    @Test
    void becomes_slower_while_nothing_changes_and_is_quick_again_once_something_does() {
        ScanPace pace = new ScanPace(true, 600 * SECOND);
        assertThat(pauseAfterScan(pace, 0, true)).isEqualTo(2);
        assertThat(pauseAfterScan(pace, 0, false)).isEqualTo(3);
        for (int scan = 0; scan < 20; scan++) {
            pauseAfterScan(pace, 0, false);
        }
        assertThat(pauseAfterScan(pace, 0, false)).isEqualTo(600);
        assertThat(pauseAfterScan(pace, 0, true)).isEqualTo(2);
    }

    @Test
    void leaves_a_long_scan_four_times_its_length_to_rest() {
        ScanPace pace = new ScanPace(true, 600 * SECOND);
        assertThat(pauseAfterScan(pace, 30, true)).isEqualTo(120);
        assertThat(pauseAfterScan(pace, 300, true)).isEqualTo(600);
    }

    @Test
    void begins_no_scan_while_one_runs() {
        ScanPace pace = new ScanPace(true, 600 * SECOND);
        pace.begun(now);
        assertThat(pace.isDue(now + 3600 * SECOND)).isFalse();
        pace.startAnew();
        assertThat(pace.isDue(now)).isTrue();
    }
}
