package org.onecopy.consistency;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.CheckProgress;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.CheckKey;
import org.onecopy.core.shown.ShownTables.CheckKey.Part;
import org.onecopy.core.table.Change;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/**
 * What a zone's share of a check has behind it and before it, in the local tables: each piece of work is recorded in one write with what
 * came of it, so that a stop loses nothing but the pieces under way. Safe to call from many threads.
 */
final class CheckRecords {
    private final CheckStore store;
    private final RuleId rule;
    private final Version check;
    private final Set<CheckKey> taken = new HashSet<>();
    private final Map<Part, Long> picked = new EnumMap<>(Part.class);

    CheckRecords(CheckStore store, RuleId rule, Version check) {
        this.store = store;
        this.rule = rule;
        this.check = check;
    }

    /** A row with its key. */
    record Row(CheckKey key, CheckItem item) {}

    /** What became of a piece of work. */
    static final class Result {
        private final List<FileId> directories = new ArrayList<>();
        private final List<CheckItem> suspects = new ArrayList<>();
        private @Nullable CheckItem again;
        private @Nullable CheckItem finding;
        CheckShare.Counts counts = CheckShare.Counts.NONE;

        /** A directory is to be compared. */
        void directory(FileId directory) {
            directories.add(directory);
        }

        /** Something differs, and is to be looked at again. */
        void suspect(CheckItem suspect) {
            suspects.add(suspect);
        }

        /** The item itself is to be looked at once more. */
        void again(CheckItem changed) {
            again = changed;
        }

        /** The item is settled as a difference. */
        void finding(CheckItem settled) {
            finding = settled;
        }
    }

    CheckProgress progress() {
        CheckProgress there = store.tables().get(ShownTables.CHECK_PROGRESS, new JournalKey(rule, check));
        return there == null ? new CheckProgress(CheckShare.Counts.NONE, 1, "", check) : there;
    }

    boolean hasBegun() {
        return store.tables().get(ShownTables.CHECK_PROGRESS, new JournalKey(rule, check)) != null;
    }

    /** Begins anew: what was recorded before is dropped. */
    synchronized void begin(FileId top) {
        List<Change> changes = new ArrayList<>(ShownTables.forgettingChecks(rule, check, check.next()));
        store.write(changes);
        store.write(List.of(
                put(key(Part.DIRECTORY, top.packed()), directory(top)),
                put(new CheckProgress(CheckShare.Counts.NONE, 1, "", check))));
    }

    synchronized void tree(String digest) {
        CheckProgress now = progress();
        store.write(List.of(put(new CheckProgress(now.counts(), now.nextItem(), digest, now.followed()))));
    }

    /** Moves up to a place have been read: what was moved is to be looked at. */
    synchronized void followed(Version upTo, List<CheckItem> moved) {
        CheckProgress now = progress();
        long next = now.nextItem();
        List<Change> changes = new ArrayList<>();
        for (CheckItem item : moved) {
            changes.add(put(key(Part.SUSPECT, next++), item));
        }
        changes.add(put(new CheckProgress(now.counts(), next, now.tree(), upTo)));
        store.write(changes);
    }

    private static CheckItem directory(FileId id) {
        return new CheckItem(id, "", CheckItem.Kind.NONE, "", 0, "", "");
    }

    /**
     * The next piece of work of a part that nobody has taken: onwards from the last one.
     *
     * @param round whether to go on from the start where the end is reached
     */
    synchronized @Nullable Row take(Part part, boolean round) {
        Row row = next(part, picked.getOrDefault(part, -1L) + 1);
        if (row == null && round) {
            row = next(part, 0);
        }
        if (row != null) {
            taken.add(row.key);
            picked.put(part, row.key.id());
        }
        return row;
    }

    private @Nullable Row next(Part part, long from) {
        for (Map.Entry<CheckKey, CheckItem> row : store.tables()
                .first(taken.size() + 1, ShownTables.CHECK_ITEMS, key(part, from), key(part, Long.MAX_VALUE))) {
            if (!taken.contains(row.getKey())) {
                return new Row(row.getKey(), row.getValue());
            }
        }
        return null;
    }

    /** The next round through a part begins. */
    synchronized void again(Part part) {
        picked.remove(part);
    }

    /** Whether anything of a part is left, taken or not. */
    boolean isEmpty(Part part) {
        return store.tables()
                .first(1, ShownTables.CHECK_ITEMS, key(part, 0), key(part, Long.MAX_VALUE))
                .isEmpty();
    }

    /** Gives a piece of work back, which was not done. */
    synchronized void giveBack(Row row) {
        taken.remove(row.key);
    }

    /** A piece of work is done. */
    synchronized void done(Row row, Result result) {
        CheckProgress now = progress();
        long next = now.nextItem();
        List<Change> changes = new ArrayList<>();
        changes.add(put(row.key, result.again));
        for (FileId directory : result.directories) {
            changes.add(put(key(Part.DIRECTORY, directory.packed()), directory(directory)));
        }
        for (CheckItem suspect : result.suspects) {
            changes.add(put(key(Part.SUSPECT, next++), suspect));
        }
        CheckShare.Counts counts = now.counts().plus(result.counts);
        if (result.finding != null) {
            changes.add(put(key(Part.FINDING, next++), result.finding));
            counts = counts.plus(one(result.finding.kind()));
        }
        changes.add(put(new CheckProgress(counts, next, now.tree(), now.followed())));
        store.write(changes);
        taken.remove(row.key);
    }

    private static CheckShare.Counts one(CheckItem.Kind kind) {
        return new CheckShare.Counts(
                0,
                0,
                0,
                kind == CheckItem.Kind.MISSING ? 1 : 0,
                kind == CheckItem.Kind.EXTRA ? 1 : 0,
                kind == CheckItem.Kind.CONTENT ? 1 : 0,
                kind == CheckItem.Kind.ATTRIBUTES ? 1 : 0,
                kind == CheckItem.Kind.IN_FLUX ? 1 : 0,
                kind == CheckItem.Kind.UNREADABLE ? 1 : 0);
    }

    private CheckKey key(Part part, long id) {
        return new CheckKey(rule, check, part, id);
    }

    private Change put(CheckProgress progress) {
        return new Change.Row<>(ShownTables.CHECK_PROGRESS, new JournalKey(rule, check), progress);
    }

    private static Change put(CheckKey key, @Nullable CheckItem item) {
        return new Change.Row<>(ShownTables.CHECK_ITEMS, key, item);
    }
}
