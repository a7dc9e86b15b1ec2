package org.onecopy.console.audit;

import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.List;
import java.util.function.Function;
import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.controlsfx.control.textfield.TextFields;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.ListSpec;
import org.onecopy.console.lists.TableScreen;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.session.Session;
import org.onecopy.console.work.Work;
import org.onecopy.model.audit.AuditEntry;

/** Who did what, the newest first; filtered by the nodes, so that what is older than the first page is found, too. */
public final class AuditScreen implements Screen {
    private static final String DONE = "done and refused";
    private static final String DENIED = "denied";
    private static final Duration PAUSE = Duration.millis(400);

    private final TableScreen<AuditEntry> table;
    private final BorderPane view = new BorderPane();
    private final ChoiceBox<String> kind = new ChoiceBox<>();
    private final TextField who = TextFields.createClearableTextField();
    private final TextField about = TextFields.createClearableTextField();
    private final TextField since = TextFields.createClearableTextField();
    private final Label problem = new Label();
    private final PauseTransition pause = new PauseTransition(PAUSE);
    private volatile AuditQuestion question = AuditQuestion.ALL;

    /** @param make a table of a description, with the acts that belong to it */
    public AuditScreen(Function<ListSpec<AuditEntry>, TableScreen<AuditEntry>> make, Work work) {
        table = make.apply(new ListSpec<>(
                "audit",
                "Audit",
                "fth-book-open",
                AuditEntry.class,
                List.of(
                        number("Time", 145, entry -> entry.act().at(), Texts::of),
                        text("Who", 150, entry -> entry.act().who()),
                        text("What", 170, entry -> entry.act().what()),
                        text("About", 190, entry -> String.join(" ", entry.act().about())),
                        text("Outcome", 120, entry -> entry.act().outcome()),
                        text("Kind", 70, entry -> entry.act().kind()),
                        text("From", 110, entry -> entry.act().from()),
                        text("Node", 90, entry -> entry.act().node()),
                        number("Number", 75, AuditEntry::sequence, value -> "" + value)),
                gateway -> question.ask(gateway, work.clock().instant()),
                entry -> entry.chain() + "/" + entry.sequence(),
                "No acts. Everything that changes the network is written down here, whoever does it.",
                false));
        kind.getItems().setAll(DONE, DENIED);
        kind.setValue(DONE);
        kind.setId("audit-kind");
        kind.valueProperty().addListener((property, old, now) -> ask());
        field(who, "audit-who", "whoever", 10);
        field(about, "audit-about", "whatever, as rule:photos", 14);
        field(since, "audit-since", "always; 2h, 7d", 9);
        problem.getStyleClass().add("problem");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar = new HBox(
                8,
                kind,
                name("by", who),
                who,
                name("about", about),
                about,
                name("since", since),
                since,
                problem,
                space);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("screen-bar");
        view.setTop(bar);
        view.setCenter(table.view());
        pause.setOnFinished(event -> ask());
    }

    private static Label name(String text, TextField of) {
        Label label = new Label(text);
        label.setLabelFor(of);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private void field(TextField field, String id, String prompt, int columns) {
        field.setId(id);
        field.setPromptText(prompt);
        field.setPrefColumnCount(columns);
        field.textProperty().addListener((property, old, now) -> pause.playFromStart());
        field.setOnAction(event -> ask());
    }

    private void ask() {
        pause.stop();
        AuditQuestion asked =
                new AuditQuestion(DENIED.equals(kind.getValue()), who.getText(), about.getText(), since.getText());
        problem.setText(asked.problem());
        if (asked.problem().isEmpty() && !asked.equals(question)) {
            question = asked;
            table.refresh();
        }
    }

    /** What is looked for now. */
    public AuditQuestion question() {
        return question;
    }

    @Override
    public String id() {
        return "audit";
    }

    @Override
    public String title() {
        return "Audit";
    }

    @Override
    public String icon() {
        return "fth-book-open";
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public void show(@Nullable Session session) {
        table.show(session);
    }

    @Override
    public void refresh() {
        table.refresh();
    }

    @Override
    public ObservableValue<@Nullable Object> selection() {
        return table.selection();
    }
}
