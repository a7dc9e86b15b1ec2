package org.onecopy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hours of a week. 2026-11-27 is a Friday. */
final class WeeklyHoursTest {
    @ParameterizedTest
    @CsvSource({
        "mon-fri 08:00-18:00, 2026-11-27T08:00:00Z, true",
        "mon-fri 08:00-18:00, 2026-11-27T07:59:59Z, false",
        "mon-fri 08:00-18:00, 2026-11-27T18:00:00Z, false",
        "mon-fri 08:00-18:00, 2026-11-28T12:00:00Z, false",
        "fri-mon 08:00-18:00, 2026-11-29T12:00:00Z, true",
        "fri-mon 08:00-18:00, 2026-12-01T12:00:00Z, false",
        "'sat,sun 00:00-24:00', 2026-11-28T23:59:59Z, true",
        "'sat,sun 00:00-24:00', 2026-11-27T23:59:59Z, false",
        "'sat,sun 00:00-24:00', 2026-11-30T00:00:00Z, false",
        "fri 22:00-06:00, 2026-11-27T23:00:00Z, true",
        "fri 22:00-06:00, 2026-11-28T05:59:00Z, true",
        "fri 22:00-06:00, 2026-11-28T06:00:00Z, false",
        "fri 22:00-06:00, 2026-11-27T05:00:00Z, false",
        "08:00-09:00, 2026-11-29T08:30:00Z, true",
        "sun 22:00-06:00, 2026-11-30T05:59:00Z, true",
        "mon-fri 08:00-12:00; mon-fri 13:00-18:00, 2026-11-27T11:59:00Z, true",
        "mon-fri 08:00-12:00; mon-fri 13:00-18:00, 2026-11-27T12:30:00Z, false",
        "mon-fri 08:00-12:00; mon-fri 13:00-18:00, 2026-11-27T13:00:00Z, true",
    })
    void knows_what_is_within(String hours, Instant time, boolean within) {
        assertThat(WeeklyHours.parse(hours, "UTC").contains(time)).isEqualTo(within);
    }

    @Test
    void means_the_clocks_of_the_time_zone() {
        WeeklyHours hours = WeeklyHours.parse("MON-FRI 08:00-18:00", "Europe/Oslo");
        assertThat(hours.contains(Instant.parse("2026-11-27T07:00:00Z"))).isTrue();
        assertThat(hours.contains(Instant.parse("2026-11-27T17:00:00Z"))).isFalse();
        assertThat(hours.contains(Instant.parse("2026-07-03T06:00:00Z"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mon",
                "mon-fri",
                "mon-fri 8-18",
                "08:00",
                "xyz 08:00-18:00",
                "mon-tue-wed 08:00-18:00",
                "mon 25:00-26:00",
                "mon 24:00-08:00",
                "mon 08:00-08:00",
                "mon 08:00-18:60",
                "mon 08:00-18:00;",
                "mon-fri 08:00-12:00; fri 11:59-13:00",
                "sun 22:00-06:00; mon 05:00-08:00",
                "a b c"
            })
    void refuses_what_are_no_hours(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> WeeklyHours.parse(text, "UTC"));
    }

    @Test
    void refuses_an_unknown_time_zone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeeklyHours.parse("08:00-18:00", "Europe/Nowhere"))
                .withMessageContaining("no time zone");
    }

    @ParameterizedTest
    @CsvSource({
        "mon 08:00-18:00, UTC, mon 18:00-20:00, UTC, false",
        "mon 08:00-18:00, UTC, mon 17:59-20:00, UTC, true",
        "mon 08:00-18:00, UTC, tue 08:00-18:00, UTC, false",
        "mon 08:00-18:00, Europe/Oslo, mon 18:00-20:00, UTC, false",
        "mon 08:00-18:00, Europe/Oslo, mon 06:00-06:30, UTC, true",
        "mon 08:00-18:00, Europe/Oslo, mon 05:00-06:00, UTC, false",
        "00:00-24:00, Europe/Oslo, mon 05:00-06:00, UTC, true",
        "mon 05:00-06:00, UTC, 00:00-24:00, Europe/Oslo, true",
        "mon 23:00-24:00, UTC, tue 00:30-00:40, Europe/Oslo, true",
    })
    void knows_whether_hours_overlap_at_any_time_of_the_year(
            String one, String zone, String other, String otherZone, boolean overlap) {
        Instant from = Instant.parse("2026-11-29T12:00:00Z");
        assertThat(WeeklyHours.parse(one, zone).overlaps(WeeklyHours.parse(other, otherZone), from))
                .isEqualTo(overlap);
    }
}
