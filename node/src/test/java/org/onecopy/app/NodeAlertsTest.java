package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.events.EventLog;
import org.onecopy.alert.AlertSettings;
import org.onecopy.alert.Figure;
import org.onecopy.alert.MailTarget;
import org.onecopy.alert.Policy;
import org.onecopy.alert.Post;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.Severity;
import org.onecopy.model.api.SilenceSpec;

/** The whole way of an alert through a node: figures, book, event stream, a real mail server, and the file that outlives it. */
final class NodeAlertsTest {
    private static final NodeId NODE = new NodeId("oslo-1");
    private static final String PARKED = "parked:photos:oslo";

    @TempDir
    Path directory;

    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp").dynamicPort());
    private final List<Figure> figures = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private EventLog events;
    private NodeAlerts alerts;

    @BeforeEach
    void begin() {
        mail.start();
        events = EventLog.open(directory.resolve("events"), NODE, Clock.systemUTC());
        alerts = start();
    }

    @AfterEach
    void end() {
        alerts.close();
        events.close();
        mail.stop();
    }

    private NodeAlerts start() {
        MailTarget.Settings duty = new MailTarget.Settings(
                "duty",
                "127.0.0.1",
                mail.getSmtp().getPort(),
                MailTarget.Security.NONE,
                "onecopy@example.org",
                List.of("duty@example.org"),
                Optional.empty(),
                Optional.empty(),
                Severity.INFO);
        AlertSettings settings = new AlertSettings(
                Duration.ofSeconds(15),
                Duration.ofHours(4),
                Map.of(AlertCondition.PARKED, new Policy(Severity.WARNING, 0, 0, Duration.ofMinutes(2))),
                List.of(duty),
                List.of());
        return new NodeAlerts(
                new UUID(1, 2),
                NODE,
                () -> now,
                settings,
                events,
                () -> List.copyOf(figures),
                directory.resolve("alerts.json"),
                new Post.Pace(Duration.ofMillis(10), Duration.ofMillis(50), 3));
    }

    private void parked(int count) {
        figures.clear();
        figures.add(new Figure(
                AlertCondition.PARKED,
                "photos:oslo",
                new ZoneName("oslo"),
                new RuleName("photos"),
                count,
                Figure.Speaker.HERE,
                count + " changes are parked"));
        alerts.look();
        now = now.plus(Duration.ofMinutes(2));
        alerts.look();
    }

    private List<String> types() {
        return events.list(null, 100).items().stream().map(EventView::type).toList();
    }

    @Test
    void is_told_once_over_a_restart_and_its_end_too() throws Exception {
        parked(3);
        assertThat(mail.waitForIncomingEmail(5_000, 1)).isTrue();
        assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("[onecopy] began (warning): " + PARKED);
        alerts.close();
        alerts = start();
        assertThat(alerts.alerts()).hasSize(1);
        parked(4);
        parked(0);
        assertThat(mail.waitForIncomingEmail(5_000, 2)).isTrue();
        assertThat(mail.getReceivedMessages()).hasSize(2);
        assertThat(mail.getReceivedMessages()[1].getSubject()).isEqualTo("[onecopy] ended (warning): " + PARKED);
        assertThat(alerts.alerts()).isEmpty();
        assertThat(types()).containsExactly("alert-began", "alert-ended");
        EventView began = events.list(null, 1_000).items().getFirst();
        assertThat(began.severity()).isEqualTo(Severity.WARNING);
        assertThat(began.rule()).isEqualTo(new RuleName("photos"));
        assertThat(began.zone()).isEqualTo(new ZoneName("oslo"));
        assertThat(began.message()).isEqualTo(PARKED + ": 3 changes are parked");
    }

    @Test
    void a_silence_outlives_a_restart_and_keeps_mail_away_but_not_events() {
        alerts.silence(PARKED, new SilenceSpec(Duration.ofHours(1), "known"));
        alerts.close();
        alerts = start();
        parked(3);
        assertThat(alerts.silences()).hasSize(1);
        assertThat(types()).containsExactly("alert-silenced", "alert-began");
        alerts.unsilence(PARKED);
        parked(3);
        assertThat(mail.waitForIncomingEmail(5_000, 1)).isTrue();
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(types()).containsExactly("alert-silenced", "alert-began", "alert-unsilenced", "alert-repeated");
    }

    @Test
    void tells_what_the_server_answers_to_a_test_and_that_a_target_fails() {
        assertThat(alerts.test(null)).singleElement().satisfies(trial -> {
            assertThat(trial.delivered()).isTrue();
            assertThat(trial.answer()).startsWith("250");
            assertThat(trial.node()).isEqualTo(NODE);
        });
        mail.stop();
        assertThat(alerts.test("duty").getFirst().delivered()).isFalse();
        parked(3);
        await().until(() -> types().contains("alert-not-sent"));
        assertThat(types()).containsExactly("alert-began", "alert-target-failed", "alert-not-sent");
    }

    @Test
    void goes_on_looking_where_figures_cannot_be_taken() {
        figures.add(null); // List.copyOf refuses it
        alerts.look();
        parked(3);
        assertThat(types()).containsExactly("alert-began");
    }
}
