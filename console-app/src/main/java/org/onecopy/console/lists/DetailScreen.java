package org.onecopy.console.lists;

import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.scene.Parent;
import javafx.scene.control.SplitPane;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.session.Session;

/** A table, and below it more about the row that is selected. */
public final class DetailScreen<T> implements Screen {
    /** What is shown of one row. For the JavaFX thread. */
    public interface Details<T> {
        /** The part of the window. */
        Parent view();

        /**
         * Shows a row: another one, or the same as it is now.
         *
         * @param session to ask for more
         */
        void show(T row, Session session);

        /** Shows that nothing is selected. */
        void clear();
    }

    private final TableScreen<T> list;
    private final Details<T> details;
    private final SplitPane view = new SplitPane();
    private final ReadOnlyObjectWrapper<@Nullable Object> selection = new ReadOnlyObjectWrapper<>();
    private @Nullable Session session;
    private boolean empty = true;

    /**
     * Puts them together.
     *
     * @param type of the table's rows
     * @param above the table's part of the height, from 0 to 1
     */
    public DetailScreen(TableScreen<T> list, Class<T> type, Details<T> details, double above) {
        this.list = list;
        this.details = details;
        list.selection().addListener((property, old, row) -> {
            Session from = session;
            if (type.isInstance(row) && from != null) {
                empty = false;
                selection.set(row);
                details.show(type.cast(row), from);
            }
        });
        view.setOrientation(Orientation.VERTICAL);
        view.getItems().setAll(list.view(), details.view());
        view.setDividerPositions(above);
        details.clear();
    }

    /** The table. */
    public TableScreen<T> list() {
        return list;
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
        boolean other = !Objects.equals(shown, session);
        session = shown;
        list.show(shown);
        boolean gone = list.model().rows().isEmpty() && list.model().asOf().get() != null;
        if (!empty && (other || gone)) {
            empty = true;
            selection.set(null);
            details.clear();
        }
        if (empty && !list.model().rows().isEmpty()) {
            list.selectFirst();
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
