package org.onecopy.core.namespace;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/** One entry while it is applied: the tables as they become, the place in the log, the time. */
final class Turn {
    /** The most rows that an entry changes (R9). */
    static final int ROWS_MAX = 10_000;

    /** Rows left for the operation under way: enough for one that restores 490 directories. */
    private static final int ROWS_OF_ONE = 2_000;

    private static final String LATEST = "latest";

    final Overlay tables;
    private final int incarnation;
    private final long index;
    private final TreeSet<RuleId> touched = new TreeSet<>();
    private int ordinal;

    Turn(TableView view, int incarnation, long index) {
        tables = new Overlay(view);
        this.incarnation = incarnation;
        this.index = index;
    }

    /** The next version in this entry. */
    Version nextVersion() {
        ordinal++;
        return Version.of(incarnation, index, ordinal);
    }

    /** Whether no further operation is sure to fit. */
    boolean isFull() {
        return rowsLeft() < ROWS_OF_ONE;
    }

    /** How many more rows may be changed. */
    int rowsLeft() {
        return ROWS_MAX - tables.size();
    }

    long index() {
        return index;
    }

    int ordinal() {
        return ordinal;
    }

    /** A proposer's time made monotonic: never before one seen earlier (a clock set back changes nothing). */
    long monotonic(long timeMillis) {
        Long latest = tables.get(Tables.TIMES, LATEST);
        if (latest != null && latest >= timeMillis) {
            return latest;
        }
        tables.put(Tables.TIMES, LATEST, timeMillis);
        return timeMillis;
    }

    @Nullable
    Inode inode(FileId id) {
        return tables.get(Tables.INODES, id);
    }

    void put(Inode inode) {
        tables.put(Tables.INODES, inode.id(), inode);
    }

    void touch(RuleId rule) {
        touched.add(rule);
    }

    Delta delta() {
        return new Delta(tables.changes(), touched);
    }
}
