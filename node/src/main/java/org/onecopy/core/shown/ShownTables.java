package org.onecopy.core.shown;

import java.util.ArrayList;
import java.util.List;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.Table;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/** The local tables of a node: for each rule that it writes in its zone. */
public final class ShownTables {
    /** Every known object. */
    public static final Table<EntryKey, Entry> ENTRIES = new Table<>("entries");

    /** The known objects of every directory. */
    public static final Table<NameKey, Long> NAMES = new Table<>("names");

    /** Entries by their agreed identity. */
    public static final Table<FileKey, Long> FILES = new Table<>("files");

    /** Entries by the storage's identity of their object. */
    public static final Table<IdentityKey, Long> IDENTITIES = new Table<>("identities");

    /** Operations under way. */
    public static final Table<PendingKey, Pending> PENDING = new Table<>("pending");

    /** Steps on the storage under way, by the name of the displaced item. */
    public static final Table<IntentKey, Intent> INTENTS = new Table<>("intents");

    /** Where objects in the held folder came from. */
    public static final Table<EntryKey, HeldOrigin> HELD_ORIGINS = new Table<>("held-origins");

    /** Agreed changes that are not shown. */
    public static final Table<JournalKey, Hole> HOLES = new Table<>("holes");

    /** This zone's own agreed changes that have ended here ahead of their turn, with the number 1. */
    public static final Table<JournalKey, Long> ENDED = new Table<>("ended");

    /** What lies in the trash folder, by the item's name there; of what was displaced by agreement in the order of the log. */
    public static final Table<IntentKey, Trashed> TRASH = new Table<>("trash");

    /** What lies in the trash by the root of its content and its item's name, {@code root/item}, with the number 1. */
    public static final Table<IntentKey, Long> TRASHED_CONTENTS = new Table<>("trashed-contents");

    /** The chunk digests of contents of more than one chunk, by the content's root. */
    public static final Table<ChunksKey, List<Digest>> CHUNKS = new Table<>("chunks");

    /** One row per rule. */
    public static final Table<RuleId, Cursor> CURSORS = new Table<>("cursors");

    /** Reconciles under way. */
    public static final Table<RuleId, Reconciling> RECONCILES = new Table<>("reconciles");

    /** What a reconcile has before it and behind it: how far each is, as the last name that was looked at. */
    public static final Table<WorkKey, String> RECONCILE_WORK = new Table<>("reconcile-work");

    /** What consistency checks have still to look at, and what they have found. */
    public static final Table<CheckKey, CheckItem> CHECK_ITEMS = new Table<>("check-items");

    /** How far consistency checks are. */
    public static final Table<JournalKey, CheckProgress> CHECK_PROGRESS = new Table<>("check-progress");

    /** What repairs have not mended: the finding, with the reason as its message. */
    public static final Table<CheckKey, CheckItem> REPAIR_LEFT = new Table<>("repair-left");

    /** How far repairs are. */
    public static final Table<JournalKey, RepairProgress> REPAIR_PROGRESS = new Table<>("repair-progress");

    /** What of migrations has come to this zone. */
    public static final Table<RuleId, Migrating> MIGRATING = new Table<>("migrating");

    /** Where the tree of each rule lies, so that the working area can be tidied after the rule is gone. */
    public static final Table<RuleId, String> LOCATIONS = new Table<>("locations");

    /** All of them, in a fixed order. */
    public static final List<Table<?, ?>> ALL = List.of(
            ENTRIES,
            NAMES,
            FILES,
            IDENTITIES,
            PENDING,
            INTENTS,
            HELD_ORIGINS,
            HOLES,
            ENDED,
            TRASH,
            CHUNKS,
            CURSORS,
            RECONCILES,
            RECONCILE_WORK,
            LOCATIONS,
            CHECK_ITEMS,
            CHECK_PROGRESS,
            REPAIR_LEFT,
            REPAIR_PROGRESS,
            TRASHED_CONTENTS,
            MIGRATING);

    private ShownTables() {}

    /** Drops everything that is known of a rule, but for where it lies. */
    public static List<Change> forgetting(RuleId rule) {
        RuleId next = new RuleId(rule.value() + 1);
        Name first = new Name("\u0001");
        return List.of(
                new Change.Range<>(ENTRIES, new EntryKey(rule, 0), new EntryKey(next, 0)),
                new Change.Range<>(NAMES, new NameKey(rule, 0, first), new NameKey(next, 0, first)),
                new Change.Range<>(FILES, new FileKey(rule, FileId.ofPacked(0)), new FileKey(next, FileId.ofPacked(0))),
                new Change.Range<>(IDENTITIES, new IdentityKey(rule, ""), new IdentityKey(next, "")),
                new Change.Range<>(PENDING, new PendingKey(rule, new OpId(0, 0)), new PendingKey(next, new OpId(0, 0))),
                new Change.Range<>(INTENTS, new IntentKey(rule, ""), new IntentKey(next, "")),
                new Change.Range<>(HELD_ORIGINS, new EntryKey(rule, 0), new EntryKey(next, 0)),
                new Change.Range<>(HOLES, new JournalKey(rule, Version.NONE), new JournalKey(next, Version.NONE)),
                new Change.Range<>(ENDED, new JournalKey(rule, Version.NONE), new JournalKey(next, Version.NONE)),
                new Change.Range<>(TRASH, new IntentKey(rule, ""), new IntentKey(next, "")),
                new Change.Range<>(TRASHED_CONTENTS, new IntentKey(rule, ""), new IntentKey(next, "")),
                new Change.Range<>(CHUNKS, new ChunksKey(rule, ""), new ChunksKey(next, "")),
                new Change.Range<>(CURSORS, rule, next),
                new Change.Range<>(RECONCILES, rule, next),
                new Change.Range<>(MIGRATING, rule, next),
                new Change.Range<>(
                        RECONCILE_WORK,
                        new WorkKey(rule, WorkKey.Kind.DIRECTORY, Long.MIN_VALUE, Long.MIN_VALUE),
                        new WorkKey(next, WorkKey.Kind.DIRECTORY, Long.MIN_VALUE, Long.MIN_VALUE)));
    }

    /** Drops everything that is known of a rule. */
    public static List<Change> forget(RuleId rule) {
        List<Change> all = new ArrayList<>(forgetting(rule));
        all.addAll(forgettingChecks(rule, Version.NONE, new Version(Long.MAX_VALUE)));
        all.addAll(forgettingRepairs(rule, new Version(Long.MAX_VALUE)));
        all.add(new Change.Row<>(LOCATIONS, rule, null));
        return all;
    }

    /** Drops what is known of a rule's consistency checks from one on, and before another. */
    public static List<Change> forgettingChecks(RuleId rule, Version from, Version to) {
        return List.of(
                new Change.Range<>(
                        CHECK_ITEMS,
                        new CheckKey(rule, from, CheckKey.Part.DIRECTORY, 0),
                        new CheckKey(rule, to, CheckKey.Part.DIRECTORY, 0)),
                new Change.Range<>(CHECK_PROGRESS, new JournalKey(rule, from), new JournalKey(rule, to)));
    }

    /** Drops what is known of a rule's repairs before one. */
    public static List<Change> forgettingRepairs(RuleId rule, Version to) {
        return List.of(
                new Change.Range<>(
                        REPAIR_LEFT,
                        new CheckKey(rule, Version.NONE, CheckKey.Part.DIRECTORY, 0),
                        new CheckKey(rule, to, CheckKey.Part.DIRECTORY, 0)),
                new Change.Range<>(REPAIR_PROGRESS, new JournalKey(rule, Version.NONE), new JournalKey(rule, to)));
    }

    /**
     * An item of a consistency check, or of a repair.
     *
     * @param check the place in the order at which the check was cut, or the repair began
     * @param id of a directory its packed number, else given in order; of what a repair has not mended that of the finding
     */
    public record CheckKey(RuleId rule, Version check, Part part, long id) implements Comparable<CheckKey> {
        /** What kind of item. */
        public enum Part {
            /** A directory to be compared. */
            DIRECTORY(0),
            /** Something that differed, and is looked at again. */
            SUSPECT(1),
            /** A difference that is settled. */
            FINDING(2);

            private final int code;

            Part(int code) {
                this.code = code;
            }

            /** The number under which it is stored; in the order of the constants. */
            public int code() {
                return code;
            }

            /** The opposite of {@link #code}. */
            public static Part of(long code) {
                for (Part part : values()) {
                    if (part.code == code) {
                        return part;
                    }
                }
                throw new IllegalArgumentException("no part of a check has the number " + code);
            }
        }

        @Override
        public int compareTo(CheckKey other) {
            int order = rule.compareTo(other.rule);
            order = order != 0 ? order : check.compareTo(other.check);
            order = order != 0 ? order : part.compareTo(other.part);
            return order != 0 ? order : Long.compare(id, other.id);
        }
    }

    /** An entry of a rule. */
    public record EntryKey(RuleId rule, long entry) implements Comparable<EntryKey> {
        @Override
        public int compareTo(EntryKey other) {
            int order = rule.compareTo(other.rule);
            return order != 0 ? order : Long.compare(entry, other.entry);
        }
    }

    /** A name in a known directory. */
    public record NameKey(RuleId rule, long parent, Name name) implements Comparable<NameKey> {
        @Override
        public int compareTo(NameKey other) {
            int order = rule.compareTo(other.rule);
            order = order != 0 ? order : Long.compare(parent, other.parent);
            return order != 0 ? order : name.compareTo(other.name);
        }
    }

    /** An agreed file of a rule. */
    public record FileKey(RuleId rule, FileId file) implements Comparable<FileKey> {
        @Override
        public int compareTo(FileKey other) {
            int order = rule.compareTo(other.rule);
            return order != 0 ? order : file.compareTo(other.file);
        }
    }

    /** An identity in a rule's tree. */
    public record IdentityKey(RuleId rule, String identity) implements Comparable<IdentityKey> {
        @Override
        public int compareTo(IdentityKey other) {
            int order = rule.compareTo(other.rule);
            return order != 0 ? order : identity.compareTo(other.identity);
        }
    }

    /** An operation under way of a rule. */
    public record PendingKey(RuleId rule, OpId operation) implements Comparable<PendingKey> {
        @Override
        public int compareTo(PendingKey other) {
            int order = rule.compareTo(other.rule);
            return order != 0 ? order : operation.compareTo(other.operation);
        }
    }

    /** A step under way of a rule. */
    public record IntentKey(RuleId rule, String item) implements Comparable<IntentKey> {
        @Override
        public int compareTo(IntentKey other) {
            int order = rule.compareTo(other.rule);
            return order != 0 ? order : item.compareTo(other.item);
        }
    }

    /** A content by its root. */
    public record ChunksKey(RuleId rule, String root) implements Comparable<ChunksKey> {
        @Override
        public int compareTo(ChunksKey other) {
            int order = rule.compareTo(other.rule);
            return order != 0 ? order : root.compareTo(other.root);
        }
    }

    /**
     * A piece of a reconcile's work.
     *
     * @param rank orders the pieces of one kind
     * @param id an agreed file as a packed number, or an entry
     */
    public record WorkKey(RuleId rule, Kind kind, long rank, long id) implements Comparable<WorkKey> {
        /** What kind of work. */
        public enum Kind {
            /** A directory whose children are to be compared. */
            DIRECTORY(0),
            /** A directory whose children have been compared. */
            COMPARED(1),
            /** A file that announces others. */
            MARKER(2),
            /** A known directory that is gone by agreement; the deepest first. */
            GONE(3);

            private final int code;

            Kind(int code) {
                this.code = code;
            }

            /** The number under which it is stored; in the order of the constants. */
            public int code() {
                return code;
            }

            /** The opposite of {@link #code}. */
            public static Kind of(long code) {
                for (Kind kind : values()) {
                    if (kind.code == code) {
                        return kind;
                    }
                }
                throw new IllegalArgumentException("no kind of work has the number " + code);
            }
        }

        @Override
        public int compareTo(WorkKey other) {
            int order = rule.compareTo(other.rule);
            order = order != 0 ? order : kind.compareTo(other.kind);
            order = order != 0 ? order : Long.compare(rank, other.rank);
            return order != 0 ? order : Long.compare(id, other.id);
        }
    }
}
