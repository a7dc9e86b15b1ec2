package org.onecopy.console.lists;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToolBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.controlsfx.control.textfield.TextFields;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Context;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.session.Link;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.work.Work;
import org.onecopy.model.DurationText;

/** Any table, with a filter, its age, and buttons for what can be done with the selected row. */
public final class TableScreen<T> implements Screen {
    private static final Duration STALE = Duration.ofSeconds(10);

    private final ListModel<T> model;
    private final Work work;
    private final TableView<T> table = new TableView<>();
    private final Label age = new Label();
    private final Label count = new Label();
    private final Label nothing = new Label();
    private final BorderPane view = new BorderPane();
    private final List<Command> acts;
    private final List<Button> buttons = new ArrayList<>();
    private @Nullable Session session;
    private @Nullable Object selectedKey;
    private final ReadOnlyObjectWrapper<@Nullable Object> picked = new ReadOnlyObjectWrapper<>();
    private boolean restoring;

    /** @param acts what can be done with a row, or beside them, in the order of their buttons */
    public TableScreen(ListSpec<T> spec, List<Command> acts, Work work) {
        this.model = new ListModel<>(spec, work);
        this.work = work;
        this.acts = List.copyOf(acts);
        table.setId("table-" + spec.id());
        table.getStyleClass().add("striped");
        List<TableColumn<T, T>> columns = new ArrayList<>();
        spec.columns().forEach(column -> columns.add(column(column)));
        table.getColumns().setAll(columns);
        table.setTableMenuButtonVisible(true);
        table.setPlaceholder(nothing);
        nothing.setWrapText(true);
        nothing.setMinHeight(Region.USE_PREF_SIZE);
        nothing.getStyleClass().add("empty-state");
        SortedList<T> sorted = new SortedList<>(model.shown());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.getSelectionModel().selectedItemProperty().addListener((property, old, row) -> selected(row));
        model.changing().addListener((property, old, now) -> {
            restoring = now;
            if (!now) {
                restore();
            }
        });
        view.setTop(bar());
        view.setCenter(table);
        table.setContextMenu(menu());
        showButtons();
    }

    private TableColumn<T, T> column(Column<T> column) {
        TableColumn<T, T> shown = new TableColumn<>(column.title());
        shown.setPrefWidth(column.width());
        shown.setCellValueFactory(cell -> new SimpleObjectProperty<>(cell.getValue()));
        shown.setComparator((one, other) ->
                compare(column.value().apply(one), column.value().apply(other)));
        shown.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable T row, boolean empty) {
                super.updateItem(row, empty);
                setText(row == null || empty ? null : column.text().apply(row));
                setAlignment(column.numeric() ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
            }
        });
        return shown;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a column's values are of one type
    private static int compare(@Nullable Comparable<?> one, @Nullable Comparable<?> other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        return ((Comparable) one).compareTo(other);
    }

    private BorderPane bar() {
        TextField filter = TextFields.createClearableTextField();
        filter.setPromptText("Filter: words, or column:word");
        filter.setPrefColumnCount(18);
        filter.setId("filter-" + model.spec().id());
        filter.textProperty().bindBidirectional(model.filter());
        ToolBar buttonBar = new ToolBar(); // what has no room goes into its menu
        for (Command act : acts) {
            Button button = new Button(act.label(), Icons.of(act.icon()));
            button.setId("act-" + act.id());
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(event -> act.action().accept(context()));
            buttons.add(button);
            buttonBar.getItems().add(button);
        }
        count.setMinWidth(Region.USE_PREF_SIZE);
        age.setMinWidth(Region.USE_PREF_SIZE);
        age.getStyleClass().add("text-muted");
        HBox right = new HBox(8, count, age, filter);
        right.setAlignment(Pos.CENTER_RIGHT);
        BorderPane bar = new BorderPane(buttonBar);
        bar.setRight(right);
        bar.getStyleClass().add("screen-bar");
        return bar;
    }

    private ContextMenu menu() {
        ContextMenu menu = new ContextMenu();
        for (Command act : acts) {
            MenuItem item = new MenuItem(act.label(), Icons.of(act.icon()));
            item.setOnAction(event -> act.action().accept(context()));
            menu.getItems().add(item);
        }
        menu.setOnShowing(event -> {
            for (int at = 0; at < acts.size(); at++) {
                menu.getItems().get(at).setDisable(!acts.get(at).enabled(context()));
            }
        });
        return menu;
    }

    private Context context() {
        return new Context(session, picked.get());
    }

    private void selected(@Nullable T row) {
        if (!restoring) {
            selectedKey = row == null ? null : model.spec().key().apply(row);
            picked.set(row);
            showButtons();
        }
    }

    private void showButtons() {
        for (int at = 0; at < acts.size(); at++) {
            buttons.get(at).setDisable(!acts.get(at).enabled(context()));
        }
    }

    /** Fresh rows are other objects: what was selected is found again by its key. */
    private void restore() {
        Object wanted = selectedKey;
        T found = wanted == null
                ? null
                : table.getItems().stream()
                        .filter(row -> model.spec().key().apply(row).equals(wanted))
                        .findFirst()
                        .orElse(null);
        restoring = true;
        table.getSelectionModel().clearSelection();
        if (found != null) {
            table.getSelectionModel().select(found);
        }
        restoring = false;
        selectedKey = found == null ? null : wanted;
        picked.set(found);
        showButtons();
    }

    /** Selects the first row, where nothing is selected. */
    public void selectFirst() {
        if (table.getSelectionModel().isEmpty()) {
            table.getSelectionModel().selectFirst();
        }
    }

    /** Its ViewModel. */
    public ListModel<T> model() {
        return model;
    }

    @Override
    public String id() {
        return model.spec().id();
    }

    @Override
    public String title() {
        return model.spec().title();
    }

    @Override
    public String icon() {
        return model.spec().icon();
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public void show(@Nullable Session shown) {
        boolean other = shown != session;
        session = shown;
        if (other || model.spec().live() || model.asOf().get() == null) {
            model.refresh(shown == null ? null : shown.gateway());
        }
        Instant asOf = model.asOf().get();
        count.setText(model.count());
        age.setText(asOf == null ? "" : age(asOf));
        nothing.setText(nothing());
        showButtons();
    }

    private String age(Instant asOf) {
        Duration old = Duration.between(asOf, work.clock().instant());
        boolean stale = old.compareTo(STALE) > 0 && model.spec().live();
        return (stale ? "stale: " : "as of ") + DurationText.rough((double) Math.max(0, old.toSeconds())) + " ago";
    }

    private String nothing() {
        if (session == null) {
            return "Not connected.";
        }
        if (!model.problem().get().isEmpty()) {
            return "Cannot be shown: " + model.problem().get();
        }
        if (model.asOf().get() == null) {
            return session.link().get() instanceof Link.Disconnected lost ? "Disconnected: " + lost.why() : "Asking…";
        }
        return model.rows().isEmpty()
                ? model.spec().empty()
                : "No row has all of: " + model.filter().get().toLowerCase(Locale.ROOT);
    }

    @Override
    public void refresh() {
        model.ask(session == null ? null : session.gateway());
    }

    @Override
    public ObservableValue<@Nullable Object> selection() {
        return picked.getReadOnlyProperty();
    }
}
