package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

@DisplayName("H45: clocks that do not go together are named")
final class ZoneClocksTest {
    private static final RuleName RULE = new RuleName("photos");
    private static final ZoneName LYON = new ZoneName("lyon");
    private static final long NOW = 1_800_000_000_000L;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long SECOND = 1_000_000_000L;

    private final ZoneClocks clocks = new ZoneClocks();

    @Test
    void a_report_of_the_future_comes_from_a_clock_that_is_ahead() {
        clocks.look(RULE, LYON, NOW + DAY, NOW, 0);
        assertThat(clocks.apart(RULE, LYON, 0)).isEqualTo(Duration.ofMillis(-DAY));
    }

    @Test
    void an_old_time_in_a_report_that_has_just_come_comes_from_a_clock_that_is_behind() {
        clocks.look(RULE, LYON, NOW - DAY, NOW, 0);
        assertThat(clocks.apart(RULE, LYON, 0)).as("it may be that old").isNull();
        clocks.look(RULE, LYON, NOW - DAY + 10_000, NOW + 10_000, 10 * SECOND);
        assertThat(clocks.apart(RULE, LYON, 10 * SECOND)).isEqualTo(Duration.ofMillis(DAY));
        clocks.look(RULE, LYON, NOW - DAY + 10_000, NOW + 20_000, 20 * SECOND);
        assertThat(clocks.apart(RULE, LYON, 20 * SECOND)).isEqualTo(Duration.ofMillis(DAY));
        assertThat(clocks.apart(RULE, LYON, 90 * SECOND))
                .as("none comes any more")
                .isNull();
    }

    @Test
    void a_zone_that_was_silent_and_one_whose_clock_is_nearly_right_are_not_named() {
        clocks.look(RULE, LYON, NOW - DAY, NOW, 0);
        clocks.look(RULE, LYON, NOW - 60_000, NOW, 10 * SECOND);
        assertThat(clocks.apart(RULE, LYON, 10 * SECOND)).isNull();
        clocks.look(RULE, LYON, NOW - DAY + 1, NOW, 500 * SECOND);
        assertThat(clocks.apart(RULE, LYON, 500 * SECOND))
                .as("nobody looked when it came")
                .isNull();
        assertThat(clocks.apart(RULE, new ZoneName("kyoto"), 0)).isNull();
    }
}
