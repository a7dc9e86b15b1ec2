package org.onecopy.console.shell;

import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.work.Job;
import org.onecopy.console.work.Work;

/** The lower part of the window: progress, events, error log. */
final class Bottom {
    private final TabPane tabs = new TabPane();
    private final EventsScreen events = new EventsScreen();

    Bottom(Work work) {
        ListView<Job> jobs = new ListView<>(work.jobs());
        jobs.setId("jobs");
        jobs.setPlaceholder(quiet("Nothing is under way."));
        jobs.setCellFactory(list -> new JobCell());
        ListView<Work.Mishap> errors = new ListView<>(work.mishaps());
        errors.setId("errors");
        errors.setPlaceholder(quiet("Nothing went wrong."));
        errors.setCellFactory(list -> new ErrorCell());
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.getTabs()
                .setAll(new Tab("Events", events.view()), new Tab("Progress", jobs), new Tab("Error log", errors));
        tabs.getTabs().get(0).setGraphic(Icons.of("fth-rss"));
        tabs.getTabs().get(1).setGraphic(Icons.of("fth-loader"));
        tabs.getTabs().get(2).setGraphic(Icons.of("fth-alert-triangle"));
        tabs.setId("bottom");
    }

    private static Label quiet(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("empty-state");
        return label;
    }

    TabPane view() {
        return tabs;
    }

    EventsScreen events() {
        return events;
    }

    private static final class JobCell extends ListCell<Job> {
        @Override
        protected void updateItem(@Nullable Job job, boolean empty) {
            super.updateItem(job, empty);
            if (job == null || empty) {
                setGraphic(null);
                return;
            }
            Label title = new Label(job.title());
            ProgressBar bar = new ProgressBar();
            bar.setPrefWidth(140);
            bar.progressProperty().bind(job.state().map(state -> state == Job.State.RUNNING ? -1.0 : 1.0));
            Label state = new Label();
            state.textProperty()
                    .bind(job.state()
                            .map(now -> now == Job.State.RUNNING
                                    ? ""
                                    : now.name().toLowerCase(Locale.ROOT)
                                            + (job.message().get().isEmpty()
                                                    ? ""
                                                    : ": " + job.message().get())));
            Button cancel = new Button("Cancel");
            cancel.visibleProperty().bind(job.state().map(now -> now == Job.State.RUNNING));
            cancel.setOnAction(event -> job.cancel());
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            HBox line = new HBox(10, bar, title, state, space, cancel);
            line.setAlignment(Pos.CENTER_LEFT);
            setGraphic(line);
        }
    }

    private static final class ErrorCell extends ListCell<Work.Mishap> {
        @Override
        protected void updateItem(Work.@Nullable Mishap mishap, boolean empty) {
            super.updateItem(mishap, empty);
            setText(
                    mishap == null || empty
                            ? null
                            : Texts.of(mishap.time()) + "   " + mishap.what() + ": " + mishap.why());
        }
    }
}
