package org.onecopy.console.checks;

import java.io.File;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.TableScreen;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.work.Work;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.RuleView;

/** The checks above; below how far each zone is with the one that is selected, and what it found. */
public final class ChecksScreen implements Screen {
    private final TableScreen<CheckView> list;
    private final Work work;
    private final Findings findings;
    private final SplitPane view = new SplitPane();
    private final Label heading = new Label("Select a check to see what it found.");
    private final ZoneProgress progress = new ZoneProgress();
    private final FindingTable table;
    private final FindingTreeView tree;
    private final ChoiceBox<@Nullable DifferenceKind> kind = new ChoiceBox<>();
    private final ToggleButton byFolder = new ToggleButton("By folder", Icons.of("fth-folder"));
    private final Label count = new Label();
    private final ReadOnlyObjectWrapper<@Nullable Object> selection = new ReadOnlyObjectWrapper<>();
    private @Nullable Session session;
    private @Nullable CheckView check;
    private Findings.@Nullable Source source;

    /** @param list of all checks, with what can be done about them */
    public ChecksScreen(TableScreen<CheckView> list, Work work) {
        this.list = list;
        this.work = work;
        this.findings = new Findings(work);
        this.table = new FindingTable(findings);
        this.tree = new FindingTreeView(work);
        list.selection().addListener((property, old, row) -> {
            if (row instanceof CheckView picked) {
                selection.set(picked);
                pick(picked);
            }
        });
        table.selection().addListener((property, old, row) -> selectFinding(row));
        tree.selection().addListener((property, old, row) -> selectFinding(row));
        StackPane shown = new StackPane(table.view(), tree.view());
        table.view().visibleProperty().bind(byFolder.selectedProperty().not());
        tree.view().visibleProperty().bind(byFolder.selectedProperty());
        byFolder.setId("check-by-folder");
        byFolder.setMinWidth(Region.USE_PREF_SIZE);
        byFolder.selectedProperty().addListener((property, old, now) -> refill());
        kind.setId("check-kind");
        kind.getItems().add(null);
        kind.getItems().addAll(DifferenceKind.values());
        kind.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable DifferenceKind value) {
                return value == null ? "all differences" : value.word();
            }

            @Override
            public @Nullable DifferenceKind fromString(String text) {
                return null;
            }
        });
        kind.valueProperty().addListener((property, old, now) -> refill());
        heading.getStyleClass().add("section-head");
        heading.setId("check-heading");
        heading.setWrapText(true);
        BorderPane below = new BorderPane(shown);
        below.setTop(new VBox(heading, progress.view(), bar()));
        view.setOrientation(Orientation.VERTICAL);
        view.getItems().setAll(list.view(), below);
        view.setDividerPositions(0.28);
    }

    private HBox bar() {
        Button csv = new Button("CSV…", Icons.of("fth-file-text"));
        csv.setMinWidth(Region.USE_PREF_SIZE);
        csv.setOnAction(event -> export());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        count.setMinWidth(Region.USE_PREF_SIZE);
        count.setId("check-count");
        Label problem = new Label();
        problem.getStyleClass().add("problem");
        problem.textProperty().bind(findings.problem());
        HBox bar = new HBox(8, kind, byFolder, problem, space, count, csv);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("screen-bar");
        return bar;
    }

    private void selectFinding(@Nullable Object row) {
        if (row != null) {
            selection.set(row);
        }
    }

    private void pick(CheckView picked) {
        boolean other = check == null
                || !check.rule().equals(picked.rule())
                || !check.check().equals(picked.check());
        if (other) {
            tree.show(null, null, null);
        }
        check = picked;
        String part = picked.path().isEmpty() ? "" : ", below " + picked.path();
        heading.setText("Rule " + picked.rule() + " at " + picked.check() + part + ", depth "
                + picked.depth().word() + ": " + picked.state().word()
                + (picked.cancelledBy() == null ? "" : " by " + picked.cancelledBy()) + ", "
                + String.format(Locale.ROOT, "%,d", picked.differences()) + " differences"
                + (picked.certifiable() ? ". Nothing differs: a certificate can be had." : ""));
        StringBuilder reasons = new StringBuilder();
        picked.zones().stream()
                .filter(share -> share.reason() != null)
                .forEach(share -> reasons.append(". Zone ")
                        .append(share.zone())
                        .append(": ")
                        .append(share.reason()));
        heading.setText(heading.getText() + reasons);
        progress.show(picked, files(picked));
        refill();
    }

    /** How many files each zone has to compare; 0 where it is not known. */
    private long files(CheckView picked) {
        Snapshot now = session == null ? null : session.snapshot().get();
        return now == null || !picked.path().isEmpty()
                ? 0
                : now.rules().stream()
                        .filter(rule -> rule.name().equals(picked.rule()))
                        .mapToLong(RuleView::files)
                        .findFirst()
                        .orElse(0);
    }

    private void refill() {
        DifferenceKind only = kind.getValue();
        findings.show(check, only, source);
        if (byFolder.isSelected()) {
            tree.show(check, only, source);
        }
        count.setText(
                check == null
                        ? ""
                        : byFolder.isSelected() && !tree.note().isEmpty()
                                ? tree.note()
                                : findings.count() + " differences");
    }

    private void export() {
        CheckView of = check;
        Findings.Source from = source;
        if (of == null || from == null) {
            return;
        }
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName(of.rule() + "-" + of.check() + ".csv");
        File file = chooser.showSaveDialog(view.getScene().getWindow());
        DifferenceKind only = kind.getValue();
        if (file != null) {
            work.run("Export " + file.getName(), () -> FindingCsv.write(of, only, from, file.toPath()), written -> {});
        }
    }

    @Override
    public String id() {
        return list.id();
    }

    @Override
    public String title() {
        return list.title();
    }

    @Override
    public String icon() {
        return list.icon();
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public void show(@Nullable Session shown) {
        if (!Objects.equals(shown, session)) {
            session = shown;
            source = shown == null
                    ? null
                    : (node, of, only, skip, limit) -> shown.gateway()
                            .askAt(node, client -> client.differencePage(of.rule(), of.check(), only, skip, limit));
            check = null;
            heading.setText("Select a check to see what it found.");
            progress.show(null, 0);
            refill();
        }
        list.show(shown);
        if (check == null && !list.model().rows().isEmpty()) {
            list.selectFirst();
        }
        if (check != null) {
            refill();
        }
    }

    @Override
    public void refresh() {
        list.refresh();
    }

    @Override
    public ObservableValue<@Nullable Object> selection() {
        return selection.getReadOnlyProperty();
    }
}
