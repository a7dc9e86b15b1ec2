package org.onecopy.console.lists;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param title as its head shows it
 * @param width in pixels at the usual size of text
 * @param numeric whether it is aligned at the right
 * @param value to sort by; may be null
 * @param text to show; empty for nothing
 */
public record Column<T>(
        String title,
        double width,
        boolean numeric,
        Function<T, @Nullable Comparable<?>> value,
        Function<T, String> text) {
    /** A column of words. */
    public static <T> Column<T> text(String title, double width, Function<T, @Nullable Object> field) {
        Function<T, String> shown = row -> show(field.apply(row));
        return new Column<>(title, width, false, shown::apply, shown);
    }

    /** A column of figures: sorted by them, shown as people read them. */
    public static <T, V extends Comparable<V>> Column<T> number(
            String title, double width, Function<T, @Nullable V> field, Function<V, String> show) {
        return new Column<>(title, width, true, field::apply, row -> {
            V value = field.apply(row);
            return value == null ? "" : show.apply(value);
        });
    }

    /** A column of counts. */
    public static <T> Column<T> count(String title, double width, Function<T, @Nullable Long> field) {
        return number(title, width, field, value -> String.format(Locale.ROOT, "%,d", value));
    }

    private static String show(@Nullable Object value) {
        return value == null ? "" : Texts.of(value);
    }
}
