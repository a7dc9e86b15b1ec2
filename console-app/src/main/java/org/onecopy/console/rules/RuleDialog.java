package org.onecopy.console.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.contents.BrowseModel;
import org.onecopy.console.contents.Browser;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Ask;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.theme.Themes;
import org.onecopy.console.work.Work;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckResult;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.Preserve;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.Visibility;

/** Makes or changes a rule in four steps: places, what travels, policies, and the plan of what follows. */
public final class RuleDialog {
    private static final List<String> STEPS = List.of("Name and places", "What travels", "Policies", "Plan");

    private static final List<String> EXPLAINED = List.of(
            "A rule keeps one tree equal in two or more zones. Name it, and say in which directory of each zone it lies.",
            "Everything in these directories is kept equal, but for what you leave out here.",
            "What happens where two zones change one file at once, and what stops and asks before it does much.",
            "This follows once you go on. Nothing has been done yet.");

    private final RuleForm form;
    private final Session session;
    private final Work work;
    private final Stage stage = new Stage();
    private final BorderPane page = new BorderPane();
    private final VBox steps = new VBox(4);
    private final Label problem = new Label();
    private final Button back = new Button("Back", Icons.of("fth-chevron-left"));
    private final Button next = new Button("Next");
    private final List<Region> pages = new ArrayList<>();
    private final VBox plan = new VBox(8);
    private final BiConsumer<RuleForm, RuleDialog> save;
    private List<StorageAbilities> abilities = List.of();
    private int at;

    /** @param save begins to send the rule; calls {@link #close} or {@link #failed} in the end */
    public RuleDialog(
            @Nullable Window owner, RuleForm form, Session session, Work work, BiConsumer<RuleForm, RuleDialog> save) {
        this.form = form;
        this.session = session;
        this.work = work;
        this.save = save;
        stage.initOwner(owner);
        stage.initModality(Modality.WINDOW_MODAL);
        stage.setTitle(
                form.before() == null
                        ? "Create rule"
                        : "Edit rule " + form.name().get());
        pages.addAll(List.of(places(), travels(), policies(), scrolled(plan)));
        Scene scene = new Scene(root(), 820, 560);
        Themes.style(scene);
        scene.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                leave();
            }
        });
        stage.setOnCloseRequest(event -> {
            event.consume();
            leave();
        });
        stage.setScene(scene);
    }

    /** Shows it. */
    public void show() {
        show(0);
    }

    /** Shows it with what is left out. */
    public void showExclusions() {
        show(1);
    }

    private void show(int step) {
        go(step);
        stage.show();
        lookAtStorages();
    }

    /** The rule is saved. */
    public void close() {
        stage.close();
    }

    /** The rule could not be saved; what was typed stays. */
    public void failed(String why) {
        problem.setText(why);
        next.setDisable(false);
    }

    private void leave() {
        if (form.dirty()) {
            Ask ask = new Ask(stage, "Leave without saving?", "Leave");
            ask.plan("What you typed is lost.");
            ask.dangerous();
            if (ask.show().isEmpty()) {
                return;
            }
        }
        stage.close();
    }

    private void lookAtStorages() {
        List<ZoneName> zones = form.places().stream().map(RuleForm.Place::zone).toList();
        work.quietly(
                "storages",
                () -> RulePlan.abilities(session.gateway(), zones),
                found -> {
                    abilities = found;
                    if (at == STEPS.size() - 1) {
                        showPlan();
                    }
                },
                why -> {});
    }

    private BorderPane root() {
        steps.setPadding(new Insets(16));
        steps.setMinWidth(170);
        steps.getStyleClass().add("reason");
        problem.getStyleClass().add("problem");
        problem.setWrapText(true);
        problem.setId("rule-problem");
        Ask.keepShort(problem);
        back.setOnAction(event -> go(at - 1));
        next.setId("rule-next");
        back.setId("rule-back");
        next.setDefaultButton(true);
        next.getStyleClass().add("accent");
        next.setOnAction(event -> forward());
        Button cancel = new Button("Cancel");
        cancel.setOnAction(event -> leave());
        for (Button button : List.of(back, next, cancel)) {
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        HBox.setHgrow(problem, Priority.ALWAYS);
        problem.setMaxWidth(Double.MAX_VALUE);
        HBox buttons = new HBox(8, problem, back, next, cancel);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.setPadding(new Insets(10, 16, 12, 16));
        page.setPadding(new Insets(16, 20, 8, 20));
        BorderPane root = new BorderPane(page);
        root.setLeft(steps);
        root.setBottom(buttons);
        return root;
    }

    private void forward() {
        if (at < STEPS.size() - 1) {
            go(at + 1);
        } else {
            next.setDisable(true);
            problem.setText("");
            save.accept(form, this);
        }
    }

    private void go(int step) {
        at = step;
        page.setCenter(pages.get(step));
        page.setTop(heading(step));
        steps.getChildren().clear();
        for (int number = 0; number < STEPS.size(); number++) {
            Label label = new Label((number + 1) + "  " + STEPS.get(number));
            if (number == step) {
                label.setStyle("-fx-font-weight: bold");
            } else {
                label.getStyleClass().add("text-muted");
            }
            steps.getChildren().add(label);
        }
        back.setDisable(step == 0);
        boolean last = step == STEPS.size() - 1;
        next.setText(last ? form.before() == null ? "Create" : "Save" : "Next");
        if (last) {
            showPlan();
        }
        validate();
        Node first = pages.get(step).lookup(".text-field");
        if (first != null) {
            first.requestFocus();
        }
    }

    private VBox heading(int step) {
        Label title = new Label((form.before() == null ? "Create rule: " : "Edit rule: ") + STEPS.get(step));
        title.getStyleClass().add("title-3");
        Label text = new Label(EXPLAINED.get(step));
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.getStyleClass().add("text-muted");
        VBox box = new VBox(4, title, text);
        box.setPadding(new Insets(0, 0, 12, 0));
        return box;
    }

    /** Fields of later steps do not hold up the earlier ones. */
    private void validate() {
        Map<RuleForm.Field, String> problems = form.problems();
        String here = problems.entrySet().stream()
                .filter(entry -> at == STEPS.size() - 1 || step(entry.getKey()) <= at)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        problem.setText(here);
        boolean cannot = !here.isEmpty() || (at == STEPS.size() - 1 && form.before() != null && !form.dirty());
        next.setDisable(cannot);
    }

    private static int step(RuleForm.Field field) {
        return switch (field) {
            case NAME, ZONES, INITIAL -> 0;
            case EXCLUDE -> 1;
            case PREFERRED, HOLD, GUARD -> 2;
        };
    }

    private Region places() {
        GridPane grid = new GridPane(10, 8);
        TextField name = new TextField();
        name.textProperty().bindBidirectional(form.name());
        name.textProperty().addListener((property, old, now) -> validate());
        name.setDisable(form.before() != null);
        name.setId("rule-name");
        name.setPromptText("photos");
        grid.add(new Label("Name"), 0, 0);
        grid.add(name, 1, 0);
        int row = 1;
        for (RuleForm.Place place : form.places()) {
            CheckBox box = new CheckBox(place.zone().value());
            box.setId("rule-zone-" + place.zone());
            box.setMinWidth(Region.USE_PREF_SIZE);
            box.selectedProperty().bindBidirectional(place.included());
            box.selectedProperty().addListener((property, old, now) -> validate());
            TextField path = new TextField();
            path.textProperty().bindBidirectional(place.path());
            path.textProperty().addListener((property, old, now) -> validate());
            path.disableProperty().bind(box.selectedProperty().not());
            path.setPromptText("directory there, for example /srv/" + place.zone() + "/photos");
            path.setId("rule-path-" + place.zone());
            GridPane.setHgrow(path, Priority.ALWAYS);
            grid.add(box, 0, row);
            Button browse = new Button("Browse…");
            browse.setId("rule-browse-" + place.zone());
            browse.setMinWidth(Region.USE_PREF_SIZE);
            browse.disableProperty().bind(box.selectedProperty().not());
            browse.setOnAction(event -> Browser.choose(
                            stage, place.zone(), place.path().get(), new BrowseModel(listing(place.zone()), work))
                    .ifPresent(place.path()::set));
            grid.add(path, 1, row);
            grid.add(browse, 2, row++);
        }
        row = witnesses(grid, row);
        List<Initial> initials = new ArrayList<>();
        initials.add(null);
        initials.add(Initial.UNION);
        form.places().forEach(place -> initials.add(new Initial(place.zone())));
        ComboBox<Initial> initial = choice(initials, form.initial());
        Label there = new Label("Files that are there");
        there.setMinWidth(Region.USE_PREF_SIZE);
        grid.add(there, 0, row);
        grid.add(initial, 1, row++);
        Label hint = new Label("Needed where more than one directory has files: union keeps all, source=ZONE takes that"
                + " zone's tree and moves what others have beside it to their trash.");
        hint.setWrapText(true);
        hint.getStyleClass().add("text-muted");
        grid.add(hint, 1, row);
        return scrolled(grid);
    }

    private BrowseModel.Source listing(ZoneName zone) {
        return (path, after, limit) ->
                session.gateway().askIn(zone, client -> client.files().list(path, after, limit));
    }

    /** Who votes without holding anything: only of a new rule, later by the membership. */
    private int witnesses(GridPane grid, int row) {
        if (form.before() != null) {
            return row;
        }
        FlowPane boxes = new FlowPane(14, 4);
        form.witnesses().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            CheckBox box = new CheckBox(entry.getKey().value());
            box.setId("rule-witness-" + entry.getKey());
            box.selectedProperty().bindBidirectional(entry.getValue());
            box.selectedProperty().addListener((property, old, now) -> validate());
            boxes.getChildren().add(box);
        });
        if (form.witnesses().isEmpty()) {
            Label none = new Label("no zone without storage: induct a node with the role witness to have one");
            none.getStyleClass().add("text-muted");
            boxes.getChildren().add(none);
        }
        Label votes = new Label("Vote, too");
        votes.setMinWidth(Region.USE_PREF_SIZE);
        grid.add(votes, 0, row);
        grid.add(boxes, 1, row);
        return row + 1;
    }

    private Region travels() {
        VBox box = new VBox(8);
        TextArea exclude = new TextArea();
        exclude.textProperty().bindBidirectional(form.exclude());
        exclude.textProperty().addListener((property, old, now) -> validate());
        exclude.setPromptText("*.tmp\n/cache/**");
        exclude.setId("rule-exclude");
        exclude.setPrefRowCount(6);
        Label label = new Label("Leave these alone, one glob a line: at any depth (*.tmp), or by path (/cache/**)");
        box.getChildren().addAll(label, exclude, trial(), new Label("Travels beyond mode, owner, group and time:"));
        for (Preserve kind : Preserve.values()) {
            CheckBox check = new CheckBox(kind.word());
            check.setSelected(form.preserve().contains(kind));
            check.selectedProperty().addListener((property, old, on) -> {
                boolean changed =
                        on ? form.preserve().add(kind) : form.preserve().remove(kind);
                if (changed) {
                    validate();
                }
            });
            box.getChildren().add(check);
        }
        return scrolled(box);
    }

    /** Globs can be tried on a rule that exists: the nodes know its tree. */
    private Region trial() {
        RuleView before = form.before();
        if (before == null) {
            Label later = new Label("Once the rule exists, globs can be tried on its tree here before they are saved.");
            later.setWrapText(true);
            later.getStyleClass().add("text-muted");
            return later;
        }
        ExclusionTrial trial = new ExclusionTrial(
                before,
                (paths, added, removed) ->
                        session.gateway().ask(client -> client.exclusions(before.name(), paths, added, removed)),
                work);
        return new TrialPane(trial, form.exclude());
    }

    private Region policies() {
        GridPane grid = new GridPane(10, 8);
        List<ZoneName> zones = new ArrayList<>();
        zones.add(null);
        form.places().forEach(place -> zones.add(place.zone()));
        int row = 0;
        row = row(grid, row, "Conflict", choice(List.of(ConflictPolicy.values()), form.conflict()));
        row = row(grid, row, "Preferred zone", choice(zones, form.preferred()));
        row = row(grid, row, "Visibility", choice(List.of(Visibility.values()), form.visibility()));
        row = row(grid, row, "Wait for a slow content", text(form.hold()));
        row = row(grid, row, "Guard: files", text(form.guardFiles()));
        row = row(grid, row, "Guard: percent of the rule", text(form.guardPercent()));
        row(grid, row, "Guard: within", text(form.guardWindow()));
        return scrolled(grid);
    }

    private static int row(GridPane grid, int row, String label, Node control) {
        grid.add(new Label(label), 0, row);
        grid.add(control, 1, row);
        return row + 1;
    }

    private TextField text(StringProperty property) {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(property);
        field.textProperty().addListener((changed, old, now) -> validate());
        return field;
    }

    private <T> ComboBox<T> choice(List<T> options, ObjectProperty<T> property) {
        ComboBox<T> box = new ComboBox<>();
        box.getItems().setAll(options);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "not said" : value instanceof Enum<?> word ? Words.of(word) : value.toString();
            }

            @Override
            public @Nullable T fromString(String text) {
                return null;
            }
        });
        box.valueProperty().bindBidirectional(property);
        box.valueProperty().addListener((changed, old, now) -> validate());
        box.setPrefWidth(220);
        return box;
    }

    private static ScrollPane scrolled(Region content) {
        ScrollPane pane = new ScrollPane(content);
        pane.setFitToWidth(true);
        return pane;
    }

    private void showPlan() {
        plan.getChildren().clear();
        if (!form.problems().isEmpty()) {
            return;
        }
        RuleSpec spec = form.build();
        for (RulePlan.Line line : RulePlan.of(
                form.before(),
                spec,
                abilities.stream()
                        .filter(storage -> spec.zones().containsKey(storage.zone()))
                        .toList())) {
            Label label = new Label(line.text());
            label.setWrapText(true);
            label.setMinHeight(Region.USE_PREF_SIZE);
            label.setGraphic(Icons.of(line.result() == CheckResult.OK ? "fth-check" : "fth-alert-triangle"));
            label.getStyleClass()
                    .add(
                            line.result() == CheckResult.OK
                                    ? "good"
                                    : line.result() == CheckResult.WARN ? "warn" : "problem");
            plan.getChildren().add(label);
        }
        String cli = RulePlan.cli(form.before(), spec);
        TextArea command = new TextArea(cli);
        command.setEditable(false);
        command.setWrapText(true);
        command.setPrefRowCount(2);
        command.getStyleClass().add("cli");
        Button copy = new Button("Copy as CLI", Icons.of("fth-copy"));
        copy.setOnAction(event -> Ask.copy(cli));
        plan.getChildren().addAll(command, copy);
    }
}
