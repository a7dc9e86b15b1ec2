package org.onecopy.index;

import java.util.ArrayList;
import java.util.List;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.Table;

/** Changes of tables in their stored form, in order: what is written in one step and covered by the state hash. */
public final class Batch {
    private static final byte[] NOTHING = {};

    private final List<Mutation> mutations;

    private Batch(List<Mutation> mutations) {
        this.mutations = mutations;
    }

    /** @throws IllegalArgumentException where a table is not of the schema */
    public static Batch of(Schema schema, List<Change> changes) {
        List<Mutation> mutations = new ArrayList<>(changes.size());
        for (Change change : changes) {
            mutations.add(
                    switch (change) {
                        case Change.Row<?, ?> row -> row(schema, row);
                        case Change.Range<?, ?> range -> range(schema, range);
                    });
        }
        return new Batch(mutations);
    }

    /** Changes that are in their stored form already. */
    public static Batch ofStored(List<Mutation> mutations) {
        return new Batch(List.copyOf(mutations));
    }

    private static <K extends Comparable<? super K>, V> Mutation row(Schema schema, Change.Row<K, V> row) {
        Column<K, V> column = schema.column(row.table());
        byte[] key = column.keys().encode(row.key());
        V value = row.value();
        return value == null
                ? new Mutation(Kind.DELETE, column, key, NOTHING)
                : new Mutation(Kind.PUT, column, key, column.rows().encode(value));
    }

    private static <K extends Comparable<? super K>, V> Mutation range(Schema schema, Change.Range<K, V> range) {
        Table<K, V> table = range.table();
        Column<K, V> column = schema.column(table);
        return new Mutation(
                Kind.DELETE_RANGE,
                column,
                column.keys().encode(range.from()),
                column.keys().encode(range.to()));
    }

    /** In order; not to be changed. */
    public List<Mutation> mutations() {
        return mutations;
    }

    /** This batch with another one behind it. */
    Batch then(Batch other) {
        List<Mutation> both = new ArrayList<>(mutations.size() + other.mutations.size());
        both.addAll(mutations);
        both.addAll(other.mutations);
        return new Batch(both);
    }

    /** What a mutation does. */
    public enum Kind {
        PUT(1),
        DELETE(2),
        DELETE_RANGE(3);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        /** Its number in the state hash and between nodes: never changed. */
        public byte code() {
            return code;
        }

        /**
         * The opposite of {@link #code}.
         *
         * @throws IllegalArgumentException where there is no such kind
         */
        public static Kind ofCode(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of change has the number " + code);
        }
    }

    /**
     * One change. The arrays are not to be changed.
     *
     * @param rest of a put the row, of a range its end (exclusive), else empty
     */
    @SuppressWarnings("ArrayRecordComponent") // carries bytes from a codec to a store, never compared
    public record Mutation(Kind kind, Column<?, ?> column, byte[] key, byte[] rest) {}
}
