package org.onecopy.console.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthSpec;

class LimitWordsTest {
    private static Map<String, String> typed(String... more) {
        Map<String, String> typed = new HashMap<>(Map.of("name", "wan", "rate", "10MiB", "from", "any", "to", "oslo"));
        for (int at = 0; at < more.length; at += 2) {
            typed.put(more[at], more[at + 1]);
        }
        return typed;
    }

    @Test
    void what_is_typed_becomes_a_limit_and_a_line_to_type() {
        BandwidthSpec spec = LimitWords.spec(typed(
                "limited", "photos", "hours", "mon-fri 08:00-12:00; sat 09:00-10:00", "time-zone", "Europe/Oslo"));
        assertThat(spec.from()).isNull();
        assertThat(spec.to()).isEqualTo(new ZoneName("oslo"));
        assertThat(spec.rate()).isEqualTo(ByteCount.parse("10MiB"));
        assertThat(LimitWords.cli("wan", spec))
                .isEqualTo("onecopy bandwidth set wan --rate 10MiB --to oslo --rule photos"
                        + " --hours 'mon-fri 08:00-12:00; sat 09:00-10:00' --time-zone Europe/Oslo");
        assertThat(LimitWords.spec(typed("time-zone", "Europe/Oslo")).timeZone())
                .as("without hours there is no time zone")
                .isNull();
        assertThat(LimitWords.choices(Stream.of("b", "a"))).containsExactly("any", "a", "b");
    }

    @Test
    void says_what_makes_no_sense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LimitWords.spec(typed("name", " ")))
                .withMessageContaining("name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LimitWords.spec(typed("from", "oslo")))
                .withMessageContaining("two zones");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LimitWords.spec(typed("rate", "63KiB")))
                .withMessageContaining("64KiB");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LimitWords.spec(typed("rate", "fast")))
                .withMessageContaining("64MiB");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LimitWords.spec(typed("hours", "mon 8-9")))
                .withMessageContaining("08:00");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LimitWords.spec(typed("hours", "mon 08:00-09:00", "time-zone", "Mars")))
                .withMessageContaining("Mars");
    }

    @Test
    void the_week_is_drawn_by_the_same_hours() {
        var week = LimitWords.hours(typed("hours", "fri 22:00-06:00")).orElseThrow();
        assertThat(week.contains(DayOfWeek.FRIDAY, 22 * 60)).isTrue();
        assertThat(week.contains(DayOfWeek.SATURDAY, 5 * 60 + 59)).isTrue();
        assertThat(week.contains(DayOfWeek.SATURDAY, 6 * 60)).isFalse();
        assertThat(LimitWords.hours(typed())).isEmpty();
    }
}
