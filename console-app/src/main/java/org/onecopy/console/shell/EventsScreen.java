package org.onecopy.console.shell;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import org.controlsfx.control.textfield.TextFields;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.session.Session;
import org.onecopy.model.api.EventView;

/** What happened, as it happens. */
final class EventsScreen implements Screen {
    private final BorderPane view = new BorderPane();
    private final TableView<EventView> table = new TableView<>();
    private final TextField filter = TextFields.createClearableTextField();
    private @Nullable Session session;

    EventsScreen() {
        table.setId("table-events");
        table.getColumns()
                .setAll(List.of(
                        column("Time", 145, EventView::time),
                        column("Severity", 75, EventView::severity),
                        column("Event", 160, EventView::type),
                        column("Zone", 80, EventView::zone),
                        column("Node", 80, EventView::node),
                        column("Rule", 90, EventView::rule),
                        column("What happened", 620, EventView::message)));
        table.setPlaceholder(new Label("Nothing happened yet."));
        filter.setPromptText("Filter: a word");
        filter.setId("filter-events");
        HBox bar = new HBox(filter);
        bar.setAlignment(Pos.CENTER_RIGHT);
        bar.getStyleClass().add("screen-bar");
        view.setTop(bar);
        view.setCenter(table);
    }

    private static TableColumn<EventView, String> column(
            String title, double width, Function<EventView, @Nullable Object> field) {
        TableColumn<EventView, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(Texts.of(field.apply(cell.getValue()))));
        return column;
    }

    @Override
    public void show(@Nullable Session shown) {
        if (session == shown) {
            return;
        }
        session = shown;
        FilteredList<EventView> rows =
                new FilteredList<>(shown == null ? FXCollections.observableArrayList() : shown.events());
        rows.predicateProperty()
                .bind(filter.textProperty()
                        .map(text -> event -> event.toString().contains(text)));
        table.setItems(rows);
    }

    @Override
    public String id() {
        return "events";
    }

    @Override
    public String title() {
        return "Events";
    }

    @Override
    public String icon() {
        return "fth-rss";
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public ObservableValue<@Nullable Object> selection() {
        return table.getSelectionModel().selectedItemProperty().map(row -> row);
    }
}
