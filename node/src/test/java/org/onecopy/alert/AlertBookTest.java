package org.onecopy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onecopy.alert.Figure.Speaker;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.AlertSilence;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.Severity;
import org.onecopy.problem.ProblemException;

/** When an alert begins, is told of again, and ends. The time is the test's. */
final class AlertBookTest {
    private static final String LAG = "lag:photos:kyoto";
    private static final NodeId OSLO_1 = new NodeId("oslo-1");
    private static final Map<AlertCondition, Policy> POLICIES = Map.of(
            AlertCondition.LAG, new Policy(Severity.WARNING, 300, 60, Duration.ofMinutes(1)),
            AlertCondition.DATA_DISK, new Policy(Severity.ERROR, 4000, 5000, Duration.ZERO),
            AlertCondition.QUORUM_MARGIN, new Policy(Severity.WARNING, 1, 1, Duration.ofSeconds(30)));

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private AlertBook book = new AlertBook(POLICIES, Duration.ofHours(4), AlertState.EMPTY, now);

    private static Figure figure(AlertCondition condition, String subject, double value, Speaker speaker) {
        return new Figure(
                condition, subject, new ZoneName("kyoto"), new RuleName("photos"), value, speaker, "it is " + value);
    }

    private static Figure figure(AlertCondition condition, String subject, double value, boolean here) {
        return figure(condition, subject, value, here ? Speaker.HERE : Speaker.ELSEWHERE);
    }

    private static Figure lag(double seconds, boolean here) {
        return figure(AlertCondition.LAG, "photos:kyoto", seconds, here);
    }

    private static Figure leaderless(double seconds) {
        return figure(AlertCondition.LAG, "photos:kyoto", seconds, Speaker.NOBODY);
    }

    private void pass(String time) {
        now = now.plus(Duration.parse(time));
    }

    private List<String> look(Figure... figures) {
        return book.look(now, List.of(figures)).stream()
                .map(notice -> notice.kind() + " " + notice.id() + (notice.silenced() ? " silenced" : ""))
                .toList();
    }

    /** Looks every 15 seconds, as a node does. */
    private List<String> lookFor(String time, Figure figure) {
        Instant end = now.plus(Duration.parse(time));
        List<String> all = new java.util.ArrayList<>();
        while (now.isBefore(end)) {
            pass("PT15S");
            all.addAll(look(figure));
        }
        return all;
    }

    private void restart() {
        book = new AlertBook(POLICIES, Duration.ofHours(4), book.state(), now);
    }

    @Test
    void begins_once_after_the_hold_and_ends_after_the_hold_below_the_lower_threshold() {
        assertThat(look(lag(301, true))).isEmpty();
        pass("PT59S");
        assertThat(look(lag(350, true))).as("not for long enough").isEmpty();
        pass("PT1S");
        assertThat(look(lag(360, true))).containsExactly("BEGAN " + LAG);
        AlertView view = book.active(OSLO_1).getFirst();
        assertThat(view.since()).as("since it is bad").isEqualTo("2026-11-20T12:00:00Z");
        assertThat(view.value()).isEqualTo(360);
        assertThat(view.threshold()).isEqualTo(300);
        assertThat(view.sender()).isTrue();
        assertThat(lookFor("PT30M", lag(1000, true))).isEmpty();
        assertThat(lookFor("PT30M", lag(61, true)))
                .as("between both thresholds")
                .isEmpty();
        assertThat(look(lag(60, true))).isEmpty();
        pass("PT59S");
        assertThat(look(lag(10, true))).isEmpty();
        pass("PT1S");
        assertThat(look(lag(0, true))).containsExactly("ENDED " + LAG);
        assertThat(book.active(OSLO_1)).isEmpty();
        assertThat(lookFor("PT10M", lag(299, true))).isEmpty();
    }

    @Test
    void never_begins_or_ends_by_peaks_that_are_shorter_than_the_hold() {
        for (int i = 0; i < 20; i++) {
            assertThat(lookFor("PT45S", lag(1000, true))).isEmpty();
            assertThat(lookFor("PT15S", lag(0, true))).isEmpty();
        }
        lookFor("PT2M", lag(1000, true));
        for (int i = 0; i < 20; i++) {
            assertThat(lookFor("PT45S", lag(0, true))).isEmpty();
            assertThat(lookFor("PT15S", lag(61, true))).isEmpty();
        }
    }

    @Test
    void small_figures_are_bad_where_the_condition_says_so() {
        assertThat(look(figure(AlertCondition.DATA_DISK, "oslo-1", 4000, true))).isEmpty();
        assertThat(look(figure(AlertCondition.DATA_DISK, "oslo-1", 3999, true)))
                .containsExactly("BEGAN data-disk:oslo-1");
        assertThat(look(figure(AlertCondition.DATA_DISK, "oslo-1", 4999, true))).isEmpty();
        assertThat(look(figure(AlertCondition.DATA_DISK, "oslo-1", 5000, true)))
                .containsExactly("ENDED data-disk:oslo-1");
    }

    @Test
    void what_has_no_policy_is_no_alert() {
        assertThat(lookFor("PT1H", figure(AlertCondition.PARKED, "photos:kyoto", 9, true)))
                .isEmpty();
        assertThat(book.active(OSLO_1)).isEmpty();
    }

    @Test
    void is_told_again_after_a_while_for_as_long_as_it_lasts() {
        lookFor("PT75S", lag(400, true));
        assertThat(lookFor("PT12H", lag(400, true)))
                .containsExactly("REPEATED " + LAG, "REPEATED " + LAG, "REPEATED " + LAG);
    }

    @Test
    void is_told_to_nobody_while_silenced_and_once_afterwards() {
        book.silence(LAG, now.plus(Duration.ofHours(2)), "the link is mended");
        assertThat(lookFor("PT90M", lag(400, true))).containsExactly("BEGAN " + LAG + " silenced");
        assertThat(book.active(OSLO_1).getFirst().silencedUntil()).isEqualTo("2026-11-20T14:00:00Z");
        assertThat(book.silences(now)).hasSize(1);
        assertThat(lookFor("PT60M", lag(400, true))).containsExactly("REPEATED " + LAG);
        assertThat(book.silences(now)).isEmpty();
        assertThat(book.active(OSLO_1).getFirst().silencedUntil()).isNull();
    }

    @Test
    void the_end_goes_to_who_heard_of_the_beginning_silenced_or_not() {
        lookFor("PT75S", lag(400, true));
        book.silence(LAG, now.plus(Duration.ofDays(1)), null);
        assertThat(lookFor("PT6H", lag(400, true))).isEmpty();
        assertThat(lookFor("PT2M", lag(0, true))).containsExactly("ENDED " + LAG);
        assertThat(lookFor("PT2M", lag(400, true))).containsExactly("BEGAN " + LAG + " silenced");
        assertThat(lookFor("PT2M", lag(0, true))).containsExactly("ENDED " + LAG + " silenced");
        book.unsilence(LAG);
        assertThat(lookFor("PT2M", lag(400, true))).containsExactly("BEGAN " + LAG);
    }

    @Test
    void a_restart_tells_nothing_again_and_forgets_neither_alerts_nor_silences() {
        lookFor("PT75S", lag(400, true));
        book.silence("lag:other:kyoto", now.plus(Duration.ofDays(1)), "why");
        Instant since = book.active(OSLO_1).getFirst().since();
        restart();
        assertThat(book.active(OSLO_1).getFirst().since()).isEqualTo(since);
        assertThat(book.silences(now))
                .containsExactly(new AlertSilence("lag:other:kyoto", now.plus(Duration.ofDays(1)), "why"));
        assertThat(lookFor("PT1H", lag(400, true))).isEmpty();
        restart();
        assertThat(lookFor("PT2M", lag(0, true))).containsExactly("ENDED " + LAG);
    }

    @Test
    void only_the_node_that_speaks_tells_and_a_new_one_goes_on_without_telling_again() {
        assertThat(lookFor("PT10M", lag(400, false))).isEmpty();
        assertThat(book.active(OSLO_1).getFirst().sender()).isFalse();
        assertThat(lookFor("PT3H", lag(400, true))).as("it leads now").isEmpty();
        assertThat(book.active(OSLO_1).getFirst().sender()).isTrue();
        assertThat(lookFor("PT1H", lag(400, true))).containsExactly("REPEATED " + LAG);
        assertThat(lookFor("PT2M", lag(0, true))).containsExactly("ENDED " + LAG);
    }

    @Test
    void tells_what_began_just_before_the_node_that_spoke_was_lost() {
        assertThat(lookFor("PT90S", lag(400, false))).isEmpty();
        assertThat(look(lag(400, true))).containsExactly("BEGAN " + LAG);
    }

    @Test
    void while_nobody_leads_nothing_is_told_or_ends_and_who_leads_next_tells_it() {
        assertThat(lookFor("PT10M", leaderless(400))).isEmpty();
        assertThat(look(lag(400, true))).containsExactly("BEGAN " + LAG);
        assertThat(lookFor("PT10M", leaderless(0))).isEmpty();
        assertThat(book.active(OSLO_1)).hasSize(1);
        assertThat(lookFor("PT2M", lag(0, true))).containsExactly("ENDED " + LAG);
    }

    @Test
    void what_a_starting_node_knows_of_old_is_told_by_nobody() {
        assertThat(lookFor("PT2M", leaderless(4000))).isEmpty();
        assertThat(lookFor("PT2M", lag(0, false))).isEmpty();
        assertThat(book.active(OSLO_1)).isEmpty();
    }

    @Test
    void leaves_the_end_to_the_node_that_speaks_now() {
        lookFor("PT75S", lag(400, true));
        assertThat(lookFor("PT5M", lag(400, false))).isEmpty();
        assertThat(lookFor("PT5M", lag(0, false))).isEmpty();
        assertThat(book.active(OSLO_1)).isEmpty();
    }

    @Test
    void ends_what_is_measured_no_longer() {
        lookFor("PT75S", lag(400, true));
        pass("PT4M");
        assertThat(look()).as("a short while without a figure changes nothing").isEmpty();
        pass("PT1M");
        List<Notice> notices = book.look(now, List.of());
        assertThat(notices).hasSize(1);
        assertThat(notices.getFirst().kind()).isEqualTo(Notice.Kind.ENDED);
        assertThat(notices.getFirst().message()).contains("measured no longer");
    }

    @Test
    void what_only_another_node_knows_is_left_to_it_and_what_nobody_knows_for_now_stays() {
        String subject = "registry";
        assertThat(lookFor("PT1M", figure(AlertCondition.QUORUM_MARGIN, subject, 0, true)))
                .containsExactly("BEGAN quorum-margin:registry");
        assertThat(lookFor("PT10M", figure(AlertCondition.QUORUM_MARGIN, subject, Double.NaN, Speaker.NOBODY)))
                .isEmpty();
        assertThat(book.active(OSLO_1)).hasSize(1);
        assertThat(lookFor("PT1M", figure(AlertCondition.QUORUM_MARGIN, subject, 0, true)))
                .as("the same leader is back")
                .isEmpty();
        assertThat(look(figure(AlertCondition.QUORUM_MARGIN, subject, Double.NaN, false)))
                .isEmpty();
        assertThat(book.active(OSLO_1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lag", "lag:", ":x", "speed:photos:kyoto", "lag:../x", "lag:Photos", "lag:a b"})
    void refuses_to_silence_what_can_be_no_alert(String id) {
        assertThatThrownBy(() -> book.silence(id, now.plusSeconds(60), null))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.ALERT_UNKNOWN));
        assertThatThrownBy(() -> book.unsilence(id)).isInstanceOf(ProblemException.class);
        assertThat(book.silences(now)).isEmpty();
    }

    @Test
    void keeps_a_limited_number_of_silences() {
        for (int i = 0; i < 1000; i++) {
            book.silence("lag:photos:z" + i, now.plusSeconds(60), null);
        }
        book.silence("lag:photos:z7", now.plusSeconds(90), null);
        assertThatThrownBy(() -> book.silence("lag:photos:more", now.plusSeconds(60), null))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.TOO_BUSY));
        pass("PT70S");
        look();
        book.silence("lag:photos:more", now.plusSeconds(60), null);
        assertThat(book.silences(now)).hasSize(2);
    }
}
