package org.onecopy.console.checks;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.work.Work;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;

/** Differences by zone and folder, both sides beside each other. */
final class FindingTreeView {
    private final Work work;
    private final TreeTableView<FindingTree.Branch> table = new TreeTableView<>();
    private final Label nothing = new Label();
    private @Nullable Wanted shown;
    private String note = "";

    /** What is to be seen: asked for anew where any of it changes. */
    private record Wanted(CheckView check, @Nullable DifferenceKind kind) {}

    FindingTreeView(Work work) {
        this.work = work;
        table.setId("check-tree");
        table.setShowRoot(false);
        table.getColumns()
                .setAll(List.of(
                        column("Zone, folder, name", 330, FindingTree.Branch::name),
                        column("Differences", 90, branch -> String.format(Locale.ROOT, "%,d", branch.count())),
                        column("Kind", 80, found(found -> found.kind().word())),
                        column(
                                "Agreed",
                                180,
                                found(found -> Sides.of(found.message()).agreed())),
                        column(
                                "In the storage",
                                240,
                                found(found -> Sides.of(found.message()).found()))));
        nothing.getStyleClass().add("empty-state");
        nothing.setWrapText(true);
        table.setPlaceholder(nothing);
    }

    private static Function<FindingTree.Branch, String> found(Function<DifferenceView, String> field) {
        return branch -> branch.found() == null ? "" : field.apply(branch.found());
    }

    private static TreeTableColumn<FindingTree.Branch, String> column(
            String title, double width, Function<FindingTree.Branch, String> field) {
        TreeTableColumn<FindingTree.Branch, String> column = new TreeTableColumn<>(title);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(
                cell -> new ReadOnlyStringWrapper(field.apply(cell.getValue().getValue())));
        return column;
    }

    TreeTableView<FindingTree.Branch> view() {
        return table;
    }

    /** What is to be said of it: that it is not all; empty where it is. */
    String note() {
        return note;
    }

    /** The difference that is selected, or null. */
    ObservableValue<@Nullable Object> selection() {
        return table.getSelectionModel()
                .selectedItemProperty()
                .map(item -> item.getValue() == null ? null : item.getValue().found());
    }

    /** Shows this check's; does nothing where they are there. */
    void show(@Nullable CheckView check, @Nullable DifferenceKind kind, Findings.@Nullable Source source) {
        Wanted wanted = check == null ? null : new Wanted(check, kind);
        if (Objects.equals(wanted, shown)) {
            return;
        }
        shown = wanted;
        note = "";
        if (check == null || source == null) {
            table.setRoot(null);
            return;
        }
        nothing.setText("Asking…");
        work.quietly(
                "differences of " + check.rule(),
                () -> FindingTree.read(check, kind, source),
                tree -> {
                    if (Objects.equals(wanted, shown)) {
                        fill(tree);
                    }
                },
                why -> nothing.setText(why));
    }

    private void fill(FindingTree.Tree tree) {
        nothing.setText("Nothing differs, as far as was compared.");
        note = tree.sorted() < tree.total()
                ? String.format(Locale.ROOT, "the first %,d of %,d by folder", tree.sorted(), tree.total())
                : "";
        TreeItem<FindingTree.Branch> root = new TreeItem<>();
        for (FindingTree.Branch zone : tree.zones()) {
            TreeItem<FindingTree.Branch> item = new Lazy(zone);
            item.setExpanded(true);
            root.getChildren().add(item);
        }
        table.setRoot(tree.zones().isEmpty() ? null : root);
    }

    /** Its lines are made when they are first looked at. */
    private static final class Lazy extends TreeItem<FindingTree.Branch> {
        private boolean made;

        Lazy(FindingTree.Branch branch) {
            super(branch);
        }

        @Override
        public boolean isLeaf() {
            return getValue().below().isEmpty();
        }

        @Override
        public javafx.collections.ObservableList<TreeItem<FindingTree.Branch>> getChildren() {
            if (!made) {
                made = true;
                super.getChildren()
                        .setAll(getValue().below().stream().map(Lazy::new).toList());
            }
            return super.getChildren();
        }
    }
}
