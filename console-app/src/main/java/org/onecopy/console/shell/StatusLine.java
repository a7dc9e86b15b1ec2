package org.onecopy.console.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.session.Link;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Themes;
import org.onecopy.model.DurationText;
import org.onecopy.model.Words;
import org.onecopy.model.api.StatusView;

/** The line below: the connection, health, the age of what is seen, and counts. */
final class StatusLine {
    private static final Duration FRESH = Duration.ofSeconds(8);

    private final HBox view = new HBox();
    private final Circle dot = new Circle(5);
    private final Label link = new Label("Not connected");
    private final Label age = new Label();
    private final Label counts = new Label();

    StatusLine() {
        view.getStyleClass().add("status-line");
        link.setId("status-link");
        age.setId("status-age");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        view.getChildren().addAll(dot, link, age, space, counts);
        counts.setMinWidth(Region.USE_PREF_SIZE);
        dot.setFill(Themes.muted());
    }

    HBox view() {
        return view;
    }

    void show(@Nullable Session session, Instant now) {
        if (session == null) {
            dot.setFill(Themes.muted());
            link.setText("Not connected");
            age.setText("");
            counts.setText("");
            return;
        }
        Snapshot snapshot = session.snapshot().get();
        link.setText(text(session, snapshot));
        if (snapshot != null) {
            Duration old = Duration.between(snapshot.time(), now);
            age.setText(
                    old.compareTo(FRESH) < 0
                            ? ""
                            : "what you see is " + DurationText.rough((double) old.toSeconds()) + " old");
            StatusView status = snapshot.status();
            counts.setText(String.format(
                    Locale.ROOT,
                    "%d zones · %d nodes · %d rules · %d conflicts · %d parked",
                    status.zones(),
                    status.nodes(),
                    status.rules(),
                    status.conflicts(),
                    status.parked()));
        }
    }

    private String text(Session session, @Nullable Snapshot snapshot) {
        return switch (session.link().get()) {
            case Link.Connecting waiting -> {
                dot.setFill(Themes.muted());
                yield "Connecting to " + session.name() + "…";
            }
            case Link.Connected connected -> {
                dot.setFill(
                        snapshot == null
                                ? Themes.muted()
                                : switch (snapshot.status().health()) {
                                    case HEALTHY -> Themes.good();
                                    case DEGRADED -> Themes.warning();
                                    case DOWN -> Themes.bad();
                                });
                yield session.name() + ": " + connected.node() + " answers"
                        + (snapshot == null
                                ? ""
                                : " · " + Words.of(snapshot.status().health()) + " · you are "
                                        + snapshot.who().name());
            }
            case Link.Disconnected lost -> {
                dot.setFill(Themes.bad());
                yield "Disconnected since " + Texts.of(lost.since()) + ": " + lost.why();
            }
        };
    }
}
