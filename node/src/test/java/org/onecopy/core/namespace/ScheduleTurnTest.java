package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.RULE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.model.Version;

/** Checks that begin by themselves. */
final class ScheduleTurnTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final Scene scene = new Scene();

    private static CheckSchedule every(long millis) {
        return new CheckSchedule("", true, List.of(), millis, "", "", "ada", 10 * HOUR, 10 * HOUR);
    }

    private JournalKey put(CheckSchedule schedule) {
        scene.apply(new Command.PutSchedule(RULE, schedule));
        return new JournalKey(RULE, Version.of(0, scene.index, 1));
    }

    private int checks() {
        return scene.tables
                .first(100, Tables.CHECKS, new JournalKey(RULE, Version.NONE), null)
                .size();
    }

    private void begin(JournalKey schedule, long due) {
        scene.apply(new Command.BeginCheck(
                RULE,
                "",
                true,
                List.of(NORTH),
                "a schedule",
                scene.timeMillis,
                new Command.BeginCheck.Turn(schedule.version(), due)));
    }

    @Test
    void a_check_begins_once_for_each_time_whoever_proposes_it() {
        JournalKey schedule = put(every(HOUR));
        begin(schedule, 11 * HOUR);
        begin(schedule, 11 * HOUR);
        assertThat(checks()).isEqualTo(1);
        begin(schedule, 13 * HOUR);
        begin(schedule, 12 * HOUR);
        assertThat(checks()).as("the one of twelve is overtaken").isEqualTo(2);
        assertThat(Objects.requireNonNull(scene.tables.get(Tables.SCHEDULES, schedule))
                        .lastMillis())
                .isEqualTo(13 * HOUR);
    }

    @Test
    void none_begins_for_a_schedule_that_has_ended() {
        JournalKey schedule = put(every(HOUR));
        scene.apply(new Command.RemoveSchedule(RULE, schedule.version()));
        begin(schedule, 11 * HOUR);
        assertThat(checks()).isZero();
    }

    @Test
    void a_rule_has_a_limited_number_and_they_go_with_it() {
        JournalKey first = put(every(HOUR));
        for (int i = 1; i < ScheduleTurn.SCHEDULES_MAX; i++) {
            put(every(HOUR));
        }
        assertThat(scene.tables.get(Tables.SCHEDULES, put(every(HOUR)))).isNull();
        scene.apply(new Command.RemoveRule(RULE, scene.timeMillis));
        scene.apply(new Command.Reap(RULE));
        assertThat(scene.tables.get(Tables.SCHEDULES, first)).isNull();
    }

    @Test
    void the_latest_time_that_has_come_is_due_and_the_others_are_missed() {
        CheckSchedule schedule = every(HOUR);
        assertThat(schedule.due(Instant.ofEpochMilli(11 * HOUR - 1))).isNull();
        assertThat(schedule.due(Instant.ofEpochMilli(11 * HOUR)))
                .isEqualTo(new CheckSchedule.Due(Instant.ofEpochMilli(11 * HOUR), 0));
        assertThat(schedule.due(Instant.ofEpochMilli(14 * HOUR + 5)))
                .isEqualTo(new CheckSchedule.Due(Instant.ofEpochMilli(14 * HOUR), 3));
        assertThat(schedule.begun(14 * HOUR).due(Instant.ofEpochMilli(14 * HOUR + 5)))
                .isNull();
        assertThat(schedule.next(Instant.ofEpochMilli(14 * HOUR))).isEqualTo(Instant.ofEpochMilli(15 * HOUR));
    }

    @Test
    void a_crontab_is_due_likewise() {
        CheckSchedule nightly = new CheckSchedule("", true, List.of(), 0, "0 3 * * *", "", "ada", 0, 0);
        assertThat(nightly.due(Instant.ofEpochMilli(3 * HOUR - 1))).isNull();
        assertThat(nightly.due(Instant.ofEpochMilli(28 * HOUR)))
                .isEqualTo(new CheckSchedule.Due(Instant.ofEpochMilli(27 * HOUR), 1));
        assertThat(nightly.next(Instant.ofEpochMilli(27 * HOUR))).isEqualTo(Instant.ofEpochMilli(51 * HOUR));
    }
}
