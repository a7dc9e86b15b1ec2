package org.onecopy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of a crontab. */
final class CronTimesTest {
    private static List<String> next(int count, String after, String text, String zone) {
        CronTimes times = CronTimes.parse(text, zone);
        List<String> all = new ArrayList<>();
        Instant at = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            at = Objects.requireNonNull(times.next(at));
            all.add(at.toString());
        }
        return all;
    }

    @Test
    void come_in_order() {
        assertThat(next(3, "2026-11-29T12:30:00Z", "*/20 12-13 * * *", ""))
                .containsExactly("2026-11-29T12:40:00Z", "2026-11-29T13:00:00Z", "2026-11-29T13:20:00Z");
        assertThat(next(2, "2026-11-29T12:30:00Z", "15 3 * * sun", ""))
                .containsExactly("2026-12-06T03:15:00Z", "2026-12-13T03:15:00Z");
        assertThat(next(2, "2026-11-29T12:30:00Z", "0 0 1,15 jan-feb *", ""))
                .containsExactly("2027-01-01T00:00:00Z", "2027-01-15T00:00:00Z");
        assertThat(next(1, "2026-11-29T12:30:00Z", "0 12 29 2 *", "")).containsExactly("2028-02-29T12:00:00Z");
        assertThat(next(2, "2026-11-29T12:30:00Z", "0 0 * * 7", ""))
                .as("Sunday is 0 and 7")
                .isEqualTo(next(2, "2026-11-29T12:30:00Z", "0 0 * * 0", ""));
    }

    @Test
    void either_day_counts_where_both_are_limited() {
        assertThat(next(3, "2026-12-01T00:00:00Z", "0 0 10 * mon", ""))
                .containsExactly("2026-12-07T00:00:00Z", "2026-12-10T00:00:00Z", "2026-12-14T00:00:00Z");
    }

    @Test
    void come_once_when_the_clocks_change() {
        assertThat(next(3, "2026-03-28T12:00:00Z", "30 2 * * *", "Europe/Oslo"))
                .as("half past two is left out on the 29th, and is half past three then")
                .containsExactly("2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z");
        assertThat(next(2, "2026-10-24T12:00:00Z", "30 2 * * *", "Europe/Oslo"))
                .as("half past two comes twice on the 25th")
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "5-1 * * * *",
                "*/0 * * * *",
                "1/2/3 * * * *",
                "1-2-3 * * * *",
                "+1 * * * *",
                "* * * foo *",
                "0 0 30 feb *"
            })
    void refuses_what_makes_no_sense(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CronTimes.parse(text, ""));
    }

    @Test
    void refuses_what_is_no_time_zone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CronTimes.parse("* * * * *", "Middle/Earth"))
                .withMessageContaining("no time zone");
    }
}
