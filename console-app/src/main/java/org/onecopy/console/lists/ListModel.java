package org.onecopy.console.lists;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Gateway;
import org.onecopy.console.work.Work;

/** The ViewModel of any table: its rows, which of them are wanted, how old they are, and why there are no newer ones. */
public final class ListModel<T> {
    private final ListSpec<T> spec;
    private final Work work;
    private final ObservableList<T> rows = FXCollections.observableArrayList();
    private final FilteredList<T> shown = new FilteredList<>(rows);
    private final StringProperty filter = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable Instant> asOf = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private long total;
    private final ReadOnlyBooleanWrapper changing = new ReadOnlyBooleanWrapper();
    private boolean asking;
    private boolean again;
    private @Nullable Gateway source;

    public ListModel(ListSpec<T> spec, Work work) {
        this.spec = spec;
        this.work = work;
        filter.addListener((property, old, text) -> shown.setPredicate(predicate(text)));
    }

    /** What it is a table of. */
    public ListSpec<T> spec() {
        return spec;
    }

    /** The rows that the filter lets through, in the order in which they came. */
    public FilteredList<T> shown() {
        return shown;
    }

    /** All rows. */
    public ObservableList<T> rows() {
        return rows;
    }

    /** Words that must all stand somewhere in a row; {@code column:word} looks in one column. */
    public StringProperty filter() {
        return filter;
    }

    /** Whether rows are just replaced by fresh ones: what is selected meanwhile, nobody selected. */
    public ReadOnlyBooleanProperty changing() {
        return changing.getReadOnlyProperty();
    }

    /** When the rows were asked for; null before the first answer. */
    public ReadOnlyObjectProperty<@Nullable Instant> asOf() {
        return asOf.getReadOnlyProperty();
    }

    /** Why the last asking failed; empty where it did not. */
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    /** How many there are, in words. */
    public String count() {
        String text = shown.size() == rows.size()
                ? String.format(Locale.ROOT, "%,d", rows.size())
                : String.format(Locale.ROOT, "%,d of %,d", shown.size(), rows.size());
        return total > rows.size() ? text + String.format(Locale.ROOT, " (the first of %,d)", total) : text;
    }

    /** As {@link #refresh}; where the last question waits for its answer still, it is asked once more after that. */
    public void ask(@Nullable Gateway gateway) {
        again = asking;
        refresh(gateway);
    }

    private void ended(@Nullable Gateway gateway) {
        asking = false;
        if (again) {
            again = false;
            refresh(gateway);
        }
    }

    /** Asks anew. Where the last question waits for its answer still, or nobody is there to be asked, nothing happens. */
    public void refresh(@Nullable Gateway gateway) {
        if (gateway != source) {
            source = gateway;
            rows.clear();
            asOf.set(null);
            problem.set("");
            asking = false;
        }
        if (gateway == null || asking) {
            return;
        }
        asking = true;
        Instant time = work.clock().instant();
        work.quietly(
                spec.title(),
                () -> spec.source().apply(gateway),
                answer -> {
                    if (gateway == source) {
                        total = answer.total();
                        if (!rows.equals(answer.items())) {
                            changing.set(true);
                            rows.setAll(answer.items());
                            changing.set(false);
                        }
                        problem.set("");
                        asOf.set(time);
                        ended(gateway);
                    }
                },
                why -> {
                    if (gateway == source) {
                        problem.set(why);
                        ended(gateway);
                    }
                });
    }

    private Predicate<T> predicate(String text) {
        List<Predicate<T>> all = List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1)).stream()
                .filter(word -> !word.isEmpty())
                .map(this::word)
                .toList();
        return row -> all.stream().allMatch(one -> one.test(row));
    }

    private Predicate<T> word(String word) {
        int colon = word.indexOf(':');
        if (colon > 0) {
            String title = word.substring(0, colon);
            String value = word.substring(colon + 1);
            for (Column<T> column : spec.columns()) {
                if (column.title().toLowerCase(Locale.ROOT).replace(" ", "").equals(title)) {
                    return row -> has(column, row, value);
                }
            }
        }
        return row -> spec.columns().stream().anyMatch(column -> has(column, row, word));
    }

    private static <T> boolean has(Column<T> column, T row, String word) {
        return column.text().apply(row).toLowerCase(Locale.ROOT).contains(word);
    }
}
