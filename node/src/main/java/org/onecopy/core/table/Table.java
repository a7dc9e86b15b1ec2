package org.onecopy.core.table;

/**
 * One ordered table, as a constant that is compared by identity.
 *
 * @param <K> keys, in their natural order, which must be the order of their stored form
 * @param <V> rows, immutable
 */
@SuppressWarnings("UnusedTypeParameter") // the row type is what get and put are checked against
public final class Table<K extends Comparable<? super K>, V> {
    private final String name;

    /** @param name the table's name in the stored form: never changed */
    public Table(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
