package org.onecopy.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.onecopy.core.transfer.HolderRounds.Next;
import org.onecopy.model.ProblemCode;

class HolderRoundsTest {
    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofSeconds(1);

    private final HolderRounds rounds = new HolderRounds(MIN, MAX);

    private Next next(String... holders) {
        return rounds.next(List.of(holders), holder -> Duration.ZERO);
    }

    /** Up to the answer that counts. */
    private void neverSettles(String holder) {
        for (int n = 0; n < 7; n++) {
            rounds.answered(holder, ProblemCode.CONTENT_UNSETTLED);
            assertThat(next("a", "b")).isInstanceOf(Next.Pause.class);
        }
        rounds.answered(holder, ProblemCode.CONTENT_UNSETTLED);
    }

    private static Next ask(String holder) {
        return new Next.Ask(holder);
    }

    private static Next pause(long millis) {
        return new Next.Pause(Duration.ofMillis(millis));
    }

    private static Next giveUp(ProblemCode code) {
        return new Next.GiveUp(code);
    }

    @Test
    void asks_each_holder_once_in_a_round_and_then_pauses() {
        assertThat(next("a", "b")).isEqualTo(ask("a"));
        rounds.answered("a", ProblemCode.CONTENT_UNAVAILABLE);
        assertThat(next("a", "b")).isEqualTo(ask("b"));
        rounds.answered("b", ProblemCode.ZONE_UNREACHABLE);
        assertThat(next("a", "b")).isEqualTo(pause(100));
        assertThat(next("a", "b")).isEqualTo(ask("a"));
    }

    @Test
    void knows_when_it_waits_for_nobody_but_those_out_of_reach() {
        rounds.answered("a", ProblemCode.CONTENT_UNAVAILABLE);
        rounds.answered("b", ProblemCode.ZONE_UNREACHABLE);
        assertThat(next("a", "b")).isEqualTo(pause(100));
        assertThat(rounds.isOutOfReach()).isTrue();
        rounds.answered("a", ProblemCode.CONTENT_UNAVAILABLE);
        rounds.answered("b", ProblemCode.CONTENT_UNAVAILABLE);
        assertThat(next("a", "b")).isInstanceOf(Next.Pause.class);
        assertThat(rounds.isOutOfReach()).isFalse();
    }

    @Test
    void asks_one_that_has_not_settled_yet_again_before_the_next_one() {
        for (int n = 0; n < 7; n++) {
            assertThat(next("a", "b")).isEqualTo(ask("a"));
            rounds.answered("a", ProblemCode.CONTENT_UNSETTLED);
            assertThat(next("a", "b")).isEqualTo(pause(Math.min(1000, 100L << n)));
        }
        rounds.answered("a", ProblemCode.CONTENT_UNSETTLED);
        assertThat(next("a", "b")).isEqualTo(ask("b"));
    }

    @Test
    void asks_a_holder_that_is_new_in_the_list() {
        rounds.answered("a", ProblemCode.CONTENT_UNAVAILABLE);
        assertThat(next("a", "c")).isEqualTo(ask("c"));
    }

    @Test
    void never_gives_up_while_a_holder_is_out_of_reach() {
        for (int round = 0; round < 50; round++) {
            rounds.answered("a", ProblemCode.ZONE_UNREACHABLE);
            rounds.answered("b", ProblemCode.CONTENT_UNAVAILABLE);
            assertThat(next("a", "b")).isEqualTo(pause(Math.min(1000, 100L << Math.min(round, 10))));
        }
    }

    @Test
    void gives_up_after_three_rounds_in_which_nobody_had_it() {
        assertThat(next()).isEqualTo(pause(100));
        rounds.answered("a", ProblemCode.CONTENT_UNAVAILABLE);
        assertThat(next("a")).isEqualTo(pause(200));
        rounds.answered("a", ProblemCode.FORBIDDEN);
        assertThat(next("a")).isEqualTo(giveUp(ProblemCode.CONTENT_UNAVAILABLE));
    }

    @Test
    void reports_superseded_once_nobody_else_can_be_asked() {
        rounds.answered("a", ProblemCode.CONTENT_SUPERSEDED);
        assertThat(next("a", "b")).isEqualTo(ask("b"));
        assertThat(rounds.next(List.of("a", "b"), Map.of("a", Duration.ZERO, "b", Duration.ofSeconds(9))::get))
                .isEqualTo(giveUp(ProblemCode.CONTENT_SUPERSEDED));
    }

    @Test
    void reports_lost_only_where_every_holder_is_certain() {
        rounds.answered("a", ProblemCode.CONTENT_SUPERSEDED);
        rounds.answered("b", ProblemCode.CONTENT_UNAVAILABLE);
        assertThat(next("a", "b")).isEqualTo(giveUp(ProblemCode.CONTENT_LOST));
        neverSettles("b");
        assertThat(next("a", "b")).isEqualTo(giveUp(ProblemCode.CONTENT_SUPERSEDED));
        rounds.answered("b", ProblemCode.ZONE_UNREACHABLE);
        assertThat(next("a", "b")).isEqualTo(giveUp(ProblemCode.CONTENT_SUPERSEDED));
    }

    @Test
    void never_reports_lost_what_a_holder_cannot_tell_yet() {
        neverSettles("b");
        for (int round = 0; round < 3; round++) {
            rounds.answered("a", ProblemCode.CONTENT_UNAVAILABLE);
            rounds.answered("b", ProblemCode.CONTENT_UNSETTLED);
            Next next = next("a", "b");
            assertThat(next).isEqualTo(round < 2 ? pause(100L << round) : giveUp(ProblemCode.CONTENT_UNAVAILABLE));
        }
    }

    @Test
    void gives_up_after_three_corrupt_holders() {
        rounds.answered("a", ProblemCode.CONTENT_CORRUPT);
        rounds.answered("b", ProblemCode.CONTENT_CORRUPT);
        assertThat(next("a", "b", "c", "d")).isEqualTo(ask("c"));
        rounds.answered("c", ProblemCode.CONTENT_CORRUPT);
        assertThat(next("a", "b", "c", "d")).isEqualTo(giveUp(ProblemCode.CONTENT_CORRUPT));
    }

    @Test
    void gives_up_after_three_rounds_with_one_corrupt_holder() {
        for (int round = 0; round < 2; round++) {
            rounds.answered("a", ProblemCode.CONTENT_CORRUPT);
            assertThat(next("a")).isInstanceOf(Next.Pause.class);
        }
        rounds.answered("a", ProblemCode.CONTENT_CORRUPT);
        assertThat(next("a")).isEqualTo(giveUp(ProblemCode.CONTENT_CORRUPT));
    }

    @Test
    void asks_who_can_be_reached_again_while_another_one_cannot() {
        Map<String, Duration> pauses = Map.of("a", Duration.ofSeconds(9), "b", Duration.ZERO);
        for (int round = 0; round < 5; round++) {
            assertThat(rounds.next(List.of("a", "b"), pauses::get)).isEqualTo(ask("b"));
            rounds.answered("b", ProblemCode.CONTENT_UNAVAILABLE);
            assertThat(rounds.next(List.of("a", "b"), pauses::get)).isEqualTo(pause(Math.min(1000, 100L << round)));
        }
    }

    @Test
    void waits_for_the_holder_that_may_be_asked_first() {
        assertThat(rounds.next(
                        List.of("a", "b"), Map.of("a", Duration.ofMillis(700), "b", Duration.ofMillis(300))::get))
                .isEqualTo(pause(300));
        assertThat(rounds.next(List.of("a"), holder -> Duration.ofHours(1))).isEqualTo(pause(1000));
    }
}
