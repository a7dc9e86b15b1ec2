package org.onecopy.materialize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.Reconciling;
import org.onecopy.core.shown.Reconciling.Phase;
import org.onecopy.core.shown.ShownTables.FileKey;
import org.onecopy.core.shown.ShownTables.WorkKey;
import org.onecopy.core.shown.ShownTables.WorkKey.Kind;
import org.onecopy.core.table.TableView;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * Reads what a reconcile has to compare, piece by piece: the agreed tree, the local records of what is gone, the markers, and the
 * journal since the beginning. Each piece is read from one consistent view, with the directories above it first wherever these are not
 * shown as they are agreed, so that nothing is ever moved below itself.
 *
 * <p>A directory is read once, whether it was found in the tree, or had been moved into a part of it that was read already; what was made
 * later than the beginning comes by the journal alone.
 */
final class TreeReader {
    private static final int READ_MAX = 512;
    private static final int JOURNAL_MAX = 1000;
    private static final Name FIRST_NAME = new Name("\u0001");

    /** Receives what was read, in order. */
    interface Sink {
        void item(Item item);

        /** Is run once everything before it has come to an end. */
        void note(Runnable note);

        /** Everything agreed up to here has been compared. */
        void followed(Version upTo);

        /** The journal does not reach back to the beginning any more. */
        void trimmed();
    }

    private final Location location;
    private final Sink sink;

    /** Directories that are read, and not noted as such yet. */
    private final Set<Long> reading = new HashSet<>();

    private @Nullable FileId directory;
    private String after = "";
    private long pickedLast = -1;
    private long position = -1;
    private boolean recordsRead;

    TreeReader(Location location, Sink sink) {
        this.location = location;
        this.sink = sink;
    }

    /** Forgets what is in memory, before a new beginning. */
    void clear() {
        reading.clear();
        directory = null;
        after = "";
        pickedLast = -1;
        position = -1;
        recordsRead = false;
    }

    void begin(FileId root) {
        location.shown().note(Kind.DIRECTORY, 0, root.packed(), "");
    }

    /**
     * Reads the next piece.
     *
     * @param idle everything read before has come to an end
     * @return whether anything was read
     */
    boolean read(boolean idle) {
        Reconciling row = location.shown().reconciling();
        if (row == null) {
            return false;
        }
        if (readDirectory(row)) {
            return true;
        }
        return switch (row.phase()) {
            case TREE -> idle && enter(row, Phase.RECORDS);
            case RECORDS -> readRecords(row, idle);
            case MARKERS -> idle && readMarkers(row);
            case JOURNAL -> idle && readJournal(row);
        };
    }

    private boolean enter(Reconciling row, Phase phase) {
        recordsRead = false;
        position = -1;
        location.shown().put(row.in(phase));
        return true;
    }

    /** A piece of a directory of the tree. */
    private boolean readDirectory(Reconciling row) {
        FileId id = directory != null ? directory : pick();
        if (id == null) {
            return false;
        }
        List<Map.Entry<ChildKey, FileId>> children = location.agreed().read(view -> {
            List<Map.Entry<ChildKey, FileId>> rows = view.first(
                    READ_MAX,
                    Tables.CHILDREN,
                    new ChildKey(id, after.isEmpty() ? FIRST_NAME : new Name(after)),
                    new ChildKey(FileId.ofPacked(id.packed() + 1), FIRST_NAME));
            Set<FileId> read = new HashSet<>();
            for (Map.Entry<ChildKey, FileId> child : rows) {
                Inode inode = view.get(Tables.INODES, child.getValue());
                if (inode != null && !child.getKey().name().value().equals(after)) {
                    add(view, inode, row, read);
                }
            }
            return rows;
        });
        if (children.size() == READ_MAX) {
            after = children.getLast().getKey().name().value();
            String upTo = after;
            sink.note(() -> location.shown().note(Kind.DIRECTORY, 0, id.packed(), upTo));
        } else {
            directory = null;
            sink.note(() -> compared(id.packed()));
        }
        return true;
    }

    private void compared(long id) {
        location.shown().forgetWork(Kind.DIRECTORY, 0, id);
        location.shown().note(Kind.COMPARED, 0, id, "");
        reading.remove(id);
    }

    /** The next directory: onwards from the last one, then from the start again, for rows that are gone cost time to pass. */
    private @Nullable FileId pick() {
        for (long from : new long[] {pickedLast + 1, 0}) {
            for (Map.Entry<WorkKey, String> work : location.shown().work(Kind.DIRECTORY, 0, from, reading.size() + 1)) {
                if (work.getKey().rank() == 0 && reading.add(work.getKey().id())) {
                    pickedLast = work.getKey().id();
                    directory = FileId.ofPacked(pickedLast);
                    after = work.getValue();
                    return directory;
                }
            }
        }
        return null;
    }

    /** Adds what is agreed of something, after the directories above it that are not shown so. Markers are noted for later. */
    private void add(TableView view, Inode inode, Reconciling row, Set<FileId> read) {
        if (row.phase() != Phase.MARKERS && Dependencies.isMarker(inode.name()) && !inode.isDirectory()) {
            location.shown().note(Kind.MARKER, 0, inode.id().packed(), "");
            return;
        }
        Deque<Inode> above = new ArrayDeque<>();
        Inode step = view.get(Tables.INODES, inode.parent());
        while (step != null && !step.isRoot()) {
            if (!isShown(step) && read.add(step.id())) {
                above.push(step);
            }
            step = view.get(Tables.INODES, step.parent());
        }
        above.forEach(each -> put(each, row));
        if (read.add(inode.id())) {
            put(inode, row);
        }
    }

    private boolean isShown(Inode inode) {
        Entry entry = location.shown().byFile(inode.id());
        return entry != null && entry.placed().equals(inode.placed());
    }

    private void put(Inode inode, Reconciling row) {
        sink.item(Item.live(inode));
        long id = inode.id().packed();
        boolean later = inode.id().born().isAfter(row.begun());
        if (inode.isDirectory()
                && !later
                && !location.shown().isNoted(Kind.COMPARED, 0, id)
                && !location.shown().isNoted(Kind.DIRECTORY, 0, id)) {
            location.shown().note(Kind.DIRECTORY, 0, id, "");
        }
    }

    /** The records of what is gone by agreement: files in any order, then directories from the deepest up. */
    private boolean readRecords(Reconciling row, boolean idle) {
        if (recordsRead) {
            return idle && readGone(row);
        }
        long from = Math.max(position, row.position());
        List<Map.Entry<FileKey, Long>> files = location.shown().files(from + 1, READ_MAX);
        List<Item> items = location.agreed().read(view -> gone(view, files, row));
        items.forEach(sink::item);
        if (files.size() < READ_MAX) {
            recordsRead = true;
        } else {
            position = files.getLast().getKey().file().packed();
            long upTo = position;
            sink.note(() -> {
                Reconciling now = location.shown().reconciling();
                if (now != null) {
                    location.shown().put(now.at(upTo));
                }
            });
        }
        return true;
    }

    private List<Item> gone(TableView view, List<Map.Entry<FileKey, Long>> files, Reconciling row) {
        List<Item> items = new ArrayList<>();
        for (Map.Entry<FileKey, Long> known : files) {
            Inode inode = view.get(Tables.INODES, known.getKey().file());
            Entry entry = location.shown().entry(known.getValue());
            if (entry == null || entry.id() == Entry.ROOT || (inode != null && inode.isLive())) {
                continue;
            }
            if (entry.isDirectory()) {
                location.shown().note(Kind.GONE, -depth(entry), entry.id(), "");
            } else {
                items.add(gone(known.getKey().file(), inode, entry, row));
            }
        }
        return items;
    }

    private Item gone(FileId file, @Nullable Inode inode, Entry entry, Reconciling row) {
        Entry parent = location.shown().entry(entry.parent());
        FileId directory0 = parent == null || parent.file() == null ? file : parent.file();
        return Item.gone(inode == null ? row.followed() : inode.removed(), file, directory0, entry);
    }

    private int depth(Entry entry) {
        return location.shown().path(entry).names().size();
    }

    private boolean readGone(Reconciling row) {
        List<Map.Entry<WorkKey, String>> work =
                location.shown().work(Kind.GONE, Long.MIN_VALUE, Long.MIN_VALUE, READ_MAX);
        if (work.isEmpty()) {
            return enter(row, Phase.MARKERS);
        }
        for (Map.Entry<WorkKey, String> each : work) {
            Entry entry = location.shown().entry(each.getKey().id());
            FileId file = entry == null ? null : entry.file();
            Inode inode = file == null ? null : inode(file);
            if (entry != null && file != null && (inode == null || !inode.isLive())) {
                sink.item(gone(file, inode, entry, row));
            }
            sink.note(() -> location.shown()
                    .forgetWork(Kind.GONE, each.getKey().rank(), each.getKey().id()));
        }
        return true;
    }

    private @Nullable Inode inode(FileId file) {
        return location.agreed().read(view -> view.get(Tables.INODES, file));
    }

    private boolean readMarkers(Reconciling row) {
        List<Map.Entry<WorkKey, String>> work = location.shown().work(Kind.MARKER, 0, Long.MIN_VALUE, READ_MAX);
        if (work.isEmpty()) {
            return enter(row, Phase.JOURNAL);
        }
        location.agreed().read(view -> {
            Set<FileId> read = new HashSet<>();
            for (Map.Entry<WorkKey, String> each : work) {
                Inode inode =
                        view.get(Tables.INODES, FileId.ofPacked(each.getKey().id()));
                if (inode != null && inode.isLive()) {
                    add(view, inode, row, read);
                }
            }
            return true;
        });
        sink.note(() -> work.forEach(each ->
                location.shown().forgetWork(Kind.MARKER, 0, each.getKey().id())));
        return true;
    }

    /** What was agreed since: each file as it is by now. The last piece goes up to what its own view shows to be agreed. */
    private boolean readJournal(Reconciling row) {
        return location.agreed().read(view -> {
            RuleRow rule = view.get(Tables.RULES, location.rule());
            if (rule == null) {
                return false;
            }
            if (rule.trimmed().isAfter(row.followed())) {
                sink.note(sink::trimmed);
                return true;
            }
            List<Map.Entry<JournalKey, JournalEntry>> rows = view.first(
                    JOURNAL_MAX,
                    Tables.JOURNAL,
                    new JournalKey(location.rule(), row.followed().next()),
                    new JournalKey(location.rule(), new Version(Long.MAX_VALUE)));
            addChanged(view, rows, row);
            boolean markers =
                    !location.shown().work(Kind.MARKER, 0, Long.MIN_VALUE, 1).isEmpty();
            boolean directories =
                    !location.shown().work(Kind.DIRECTORY, 0, Long.MIN_VALUE, 1).isEmpty();
            boolean last = rows.size() < JOURNAL_MAX && !directories && !markers;
            Version upTo =
                    rows.isEmpty() ? row.followed() : rows.getLast().getKey().version();
            sink.note(() -> followed(upTo, last, markers));
            return true;
        });
    }

    private void followed(Version upTo, boolean last, boolean markers) {
        Reconciling row = location.shown().reconciling();
        if (last) {
            sink.followed(upTo);
        } else if (row != null) {
            location.shown().put(markers ? row.followedTo(upTo).in(Phase.MARKERS) : row.followedTo(upTo));
        }
    }

    private void addChanged(TableView view, List<Map.Entry<JournalKey, JournalEntry>> rows, Reconciling row) {
        Set<FileId> changed = new LinkedHashSet<>();
        for (Map.Entry<JournalKey, JournalEntry> journal : rows) {
            FileId file = journal.getValue().file();
            if (file != null) {
                changed.add(file);
            }
        }
        Set<FileId> read = new HashSet<>();
        List<Entry> gone = new ArrayList<>();
        for (FileId file : changed) {
            Inode inode = view.get(Tables.INODES, file);
            Entry entry = location.shown().byFile(file);
            if (inode != null && inode.isLive()) {
                if (!inode.isRoot()) {
                    add(view, inode, row, read);
                }
            } else if (entry != null) {
                gone.add(entry);
            }
        }
        gone.sort(Comparator.comparing(Entry::isDirectory).thenComparingInt(entry -> -depth(entry)));
        for (Entry entry : gone) {
            FileId file = java.util.Objects.requireNonNull(entry.file());
            sink.item(gone(file, view.get(Tables.INODES, file), entry, row));
        }
    }
}
