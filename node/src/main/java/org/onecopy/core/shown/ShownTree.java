package org.onecopy.core.shown;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.ShownTables.EntryKey;
import org.onecopy.core.shown.ShownTables.FileKey;
import org.onecopy.core.shown.ShownTables.IdentityKey;
import org.onecopy.core.shown.ShownTables.IntentKey;
import org.onecopy.core.shown.ShownTables.NameKey;
import org.onecopy.core.shown.ShownTables.PendingKey;
import org.onecopy.core.shown.ShownTables.WorkKey;
import org.onecopy.core.table.Overlay;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/**
 * The local records of one rule, read and changed through an overlay; keeps the indexes by name, file and identity true. Not safe for
 * several threads.
 */
public final class ShownTree {
    private static final Name FIRST_NAME = new Name("\u0001");
    /** Deeper than any storage's paths; records that go round in a circle would fill the memory. */
    private static final int DEPTH_MAX = 1 << 16;

    private long pendingCount = -1;

    private final RuleId rule;
    private final Overlay tables;
    private final Set<Long> lookAgain = new LinkedHashSet<>();

    public ShownTree(RuleId rule, Overlay tables) {
        this.rule = rule;
        this.tables = tables;
    }

    public @Nullable Entry entry(long id) {
        return tables.get(ShownTables.ENTRIES, new EntryKey(rule, id));
    }

    /** The entry under a name, or null. */
    public @Nullable Entry child(long parent, Name name) {
        Long id = tables.get(ShownTables.NAMES, new NameKey(rule, parent, name));
        return id == null ? null : entry(id);
    }

    /** The entry of an agreed file, or null. */
    public @Nullable Entry byFile(FileId file) {
        Long id = tables.get(ShownTables.FILES, new FileKey(rule, file));
        return id == null ? null : entry(id);
    }

    /** An entry whose object has this identity, or null (with hard links: one of them). */
    public @Nullable Entry byIdentity(String identity) {
        Long id = identity.isEmpty() ? null : tables.get(ShownTables.IDENTITIES, new IdentityKey(rule, identity));
        Entry entry = id == null ? null : entry(id);
        return entry != null && entry.identity().equals(identity) ? entry : null;
    }

    /** The entries directly in one, in the order of their names. */
    public List<Entry> children(long parent) {
        List<Entry> children = new ArrayList<>();
        tables.scan(ShownTables.NAMES, new NameKey(rule, parent, FIRST_NAME), new NameKey(rule, parent + 1, FIRST_NAME))
                .forEachRemaining(row -> {
                    Entry child = entry(row.getValue());
                    if (child != null) {
                        children.add(child);
                    }
                });
        return children;
    }

    /** Reads at once what is known under these names of one entry, because each of them is about to be asked for. */
    public void readAhead(long parent, Collection<Name> names) {
        tables.readAhead(
                ShownTables.NAMES,
                new NameKey(rule, parent, FIRST_NAME),
                new NameKey(rule, parent + 1, FIRST_NAME),
                names.stream().map(name -> new NameKey(rule, parent, name)).toList());
    }

    /** The names from the tree's root (or from the held folder) down to an entry, and in which of the two it lies. */
    public Path path(Entry entry) {
        List<Name> names = new ArrayList<>();
        Entry step = entry;
        while (step.id() != Entry.ROOT && step.parent() != Entry.HELD_PARENT) {
            names.add(step.name());
            Entry parent = entry(step.parent());
            if (parent == null || names.size() > DEPTH_MAX) {
                throw new IllegalStateException("entry " + step.id() + " of rule " + rule
                        + (parent == null ? " has no parent " : " lies in itself by way of ") + step.parent());
            }
            step = parent;
        }
        boolean held = step.id() != Entry.ROOT;
        if (held) {
            names.add(step.name());
        }
        Collections.reverse(names);
        return new Path(held, names);
    }

    /**
     * Where an entry lies.
     *
     * @param held in the held folder; else in the tree
     */
    public record Path(boolean held, List<Name> names) {
        public Path {
            names = List.copyOf(names);
        }
    }

    /** A directory in which something was found otherwise than expected: capture looks at it again. */
    public void lookAgain(long directory) {
        lookAgain.add(directory);
    }

    /** The directories to be looked at again since this was last asked. */
    public Set<Long> takeLookAgain() {
        Set<Long> taken = Collections.unmodifiableSet(new LinkedHashSet<>(lookAgain)); // in one order everywhere
        lookAgain.clear();
        return taken;
    }

    /** Puts a new or changed entry. */
    public void put(Entry entry) {
        if (entry.fingerprint().equals(Entry.UNKNOWN)) {
            lookAgain.add(entry.parent());
        }
        Entry before = entry(entry.id());
        if (before != null) {
            unindex(before, entry);
        }
        tables.put(ShownTables.ENTRIES, new EntryKey(rule, entry.id()), entry);
        if (entry.id() != Entry.ROOT) {
            tables.put(ShownTables.NAMES, new NameKey(rule, entry.parent(), entry.name()), entry.id());
        }
        if (entry.file() != null) {
            tables.put(ShownTables.FILES, new FileKey(rule, entry.file()), entry.id());
        }
        if (!entry.identity().isEmpty()) {
            tables.put(ShownTables.IDENTITIES, new IdentityKey(rule, entry.identity()), entry.id());
        }
    }

    private void unindex(Entry before, @Nullable Entry after) {
        if (after == null || before.parent() != after.parent() || !before.name().equals(after.name())) {
            NameKey key = new NameKey(rule, before.parent(), before.name());
            if (Long.valueOf(before.id()).equals(tables.get(ShownTables.NAMES, key))) {
                tables.delete(ShownTables.NAMES, key);
            }
        }
        if (before.file() != null && (after == null || !before.file().equals(after.file()))) {
            FileKey key = new FileKey(rule, before.file());
            if (Long.valueOf(before.id()).equals(tables.get(ShownTables.FILES, key))) {
                tables.delete(ShownTables.FILES, key);
            }
        }
        if (!before.identity().isEmpty() && (after == null || !before.identity().equals(after.identity()))) {
            IdentityKey key = new IdentityKey(rule, before.identity());
            if (Long.valueOf(before.id()).equals(tables.get(ShownTables.IDENTITIES, key))) {
                tables.delete(ShownTables.IDENTITIES, key);
            }
        }
    }

    /** Forgets an entry. Its children, if any, must have been forgotten before. */
    public void forget(Entry entry) {
        unindex(entry, null);
        tables.delete(ShownTables.ENTRIES, new EntryKey(rule, entry.id()));
        tables.delete(ShownTables.HELD_ORIGINS, new EntryKey(rule, entry.id()));
    }

    /** A new entry id. */
    public long nextEntry() {
        Cursor cursor = cursor();
        put(cursor.withNextEntry(cursor.nextEntry() + 1));
        return cursor.nextEntry();
    }

    public Cursor cursor() {
        Cursor cursor = tables.get(ShownTables.CURSORS, rule);
        return cursor == null ? Cursor.START : cursor;
    }

    public void put(Cursor cursor) {
        tables.put(ShownTables.CURSORS, rule, cursor);
    }

    public @Nullable Pending pending(OpId operation) {
        return tables.get(ShownTables.PENDING, new PendingKey(rule, operation));
    }

    public void put(OpId operation, Pending pending) {
        long before = pendingCount();
        pendingCount = pending(operation) == null ? before + 1 : before;
        tables.put(ShownTables.PENDING, new PendingKey(rule, operation), pending);
    }

    public void forget(OpId operation) {
        long before = pendingCount();
        pendingCount = pending(operation) == null ? before : before - 1;
        tables.delete(ShownTables.PENDING, new PendingKey(rule, operation));
    }

    /** How many operations are under way. */
    public long pendingCount() {
        if (pendingCount < 0) {
            pendingCount = 0;
            tables.scan(
                            ShownTables.PENDING,
                            new PendingKey(rule, new OpId(0, 0)),
                            new PendingKey(new RuleId(rule.value() + 1), new OpId(0, 0)))
                    .forEachRemaining(row -> pendingCount++);
        }
        return pendingCount;
    }

    /** All operations under way, in their order. */
    public List<Map.Entry<PendingKey, Pending>> allPending() {
        return tables.first(
                Integer.MAX_VALUE,
                ShownTables.PENDING,
                new PendingKey(rule, new OpId(0, 0)),
                new PendingKey(new RuleId(rule.value() + 1), new OpId(0, 0)));
    }

    public void put(String item, Intent intent) {
        tables.put(ShownTables.INTENTS, new IntentKey(rule, item), intent);
    }

    public void forgetIntent(String item) {
        tables.delete(ShownTables.INTENTS, new IntentKey(rule, item));
    }

    /** All steps under way. */
    public List<Map.Entry<IntentKey, Intent>> allIntents() {
        return tables.first(
                Integer.MAX_VALUE,
                ShownTables.INTENTS,
                new IntentKey(rule, ""),
                new IntentKey(new RuleId(rule.value() + 1), ""));
    }

    public void put(String item, Trashed trashed) {
        tables.put(ShownTables.TRASH, new IntentKey(rule, item), trashed);
        if (trashed.content() != null) {
            tables.put(ShownTables.TRASHED_CONTENTS, byContent(trashed.content().digest(), item), 1L);
        }
    }

    public void forgetTrashed(String item) {
        Trashed trashed = trashed(item);
        if (trashed != null && trashed.content() != null) {
            tables.delete(
                    ShownTables.TRASHED_CONTENTS, byContent(trashed.content().digest(), item));
        }
        tables.delete(ShownTables.TRASH, new IntentKey(rule, item));
    }

    private IntentKey byContent(Digest root, String item) {
        return new IntentKey(rule, root + "/" + item);
    }

    /** The items in the trash that held a content when they went there, so many at most. */
    public List<String> trashedWith(Digest root, int limit) {
        return tables
                .first(limit, ShownTables.TRASHED_CONTENTS, byContent(root, ""), new IntentKey(rule, root + "0"))
                .stream()
                .map(row -> row.getKey().item().substring(root.toString().length() + 1))
                .toList();
    }

    public @Nullable Trashed trashed(String item) {
        return tables.get(ShownTables.TRASH, new IntentKey(rule, item));
    }

    /** Objects in the trash after an item's name, in the order of the names, so many at most. */
    public List<Map.Entry<IntentKey, Trashed>> trashedAfter(String item, int limit) {
        return tables.first(
                limit,
                ShownTables.TRASH,
                new IntentKey(rule, item + "\u0000"),
                new IntentKey(new RuleId(rule.value() + 1), ""));
    }

    public @Nullable HeldOrigin heldOrigin(long entry) {
        return tables.get(ShownTables.HELD_ORIGINS, new EntryKey(rule, entry));
    }

    public void put(long entry, HeldOrigin origin) {
        tables.put(ShownTables.HELD_ORIGINS, new EntryKey(rule, entry), origin);
    }

    public void forgetHeldOrigin(long entry) {
        tables.delete(ShownTables.HELD_ORIGINS, new EntryKey(rule, entry));
    }

    public @Nullable Hole hole(Version version) {
        return tables.get(ShownTables.HOLES, new JournalKey(rule, version));
    }

    public void put(Version version, Hole hole) {
        tables.put(ShownTables.HOLES, new JournalKey(rule, version), hole);
    }

    public void forgetHole(Version version) {
        tables.delete(ShownTables.HOLES, new JournalKey(rule, version));
    }

    /** Records that an own change ended ahead of its turn. */
    public void endedEarly(Version version) {
        tables.put(ShownTables.ENDED, new JournalKey(rule, version), 1L);
    }

    /** An own change's turn has come. */
    public void forgetEnded(Version version) {
        tables.delete(ShownTables.ENDED, new JournalKey(rule, version));
    }

    /** The own changes that ended ahead of their turn, which is still to come; oldest first. */
    public List<Version> endedEarly() {
        return tables
                .first(
                        Integer.MAX_VALUE,
                        ShownTables.ENDED,
                        new JournalKey(rule, Version.NONE),
                        new JournalKey(rule, new Version(Long.MAX_VALUE)))
                .stream()
                .map(row -> row.getKey().version())
                .toList();
    }

    /** All holes, oldest first. */
    public List<Map.Entry<JournalKey, Hole>> holes() {
        return tables.first(
                Integer.MAX_VALUE,
                ShownTables.HOLES,
                new JournalKey(rule, Version.NONE),
                new JournalKey(rule, new Version(Long.MAX_VALUE)));
    }

    public @Nullable Reconciling reconciling() {
        return tables.get(ShownTables.RECONCILES, rule);
    }

    /** What of a migration has come to this zone; null where nothing is noted. */
    public @Nullable Migrating migrating() {
        return tables.get(ShownTables.MIGRATING, rule);
    }

    public void put(Migrating row) {
        tables.put(ShownTables.MIGRATING, rule, row);
    }

    public void put(Reconciling row) {
        tables.put(ShownTables.RECONCILES, rule, row);
    }

    /** The reconcile has ended; what it had noted is dropped with the next commit, and must not be read before. */
    public void forgetReconcile() {
        tables.delete(ShownTables.RECONCILES, rule);
        tables.deleteRange(
                ShownTables.RECONCILE_WORK,
                new WorkKey(rule, WorkKey.Kind.DIRECTORY, Long.MIN_VALUE, Long.MIN_VALUE),
                new WorkKey(new RuleId(rule.value() + 1), WorkKey.Kind.DIRECTORY, Long.MIN_VALUE, Long.MIN_VALUE));
    }

    /** Notes a piece of a reconcile's work, or how far it is. */
    public void note(WorkKey.Kind kind, long rank, long id, String after) {
        tables.put(ShownTables.RECONCILE_WORK, new WorkKey(rule, kind, rank, id), after);
    }

    public void forgetWork(WorkKey.Kind kind, long rank, long id) {
        tables.delete(ShownTables.RECONCILE_WORK, new WorkKey(rule, kind, rank, id));
    }

    public boolean isNoted(WorkKey.Kind kind, long rank, long id) {
        return tables.get(ShownTables.RECONCILE_WORK, new WorkKey(rule, kind, rank, id)) != null;
    }

    /** The first pieces of work of one kind, from a rank and an id on. */
    public List<Map.Entry<WorkKey, String>> work(WorkKey.Kind kind, long rank, long id, int limit) {
        return tables.first(
                limit,
                ShownTables.RECONCILE_WORK,
                new WorkKey(rule, kind, rank, id),
                new WorkKey(rule, kind, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    /** The first known agreed files from a packed id on, with their entries. */
    public List<Map.Entry<FileKey, Long>> files(long from, int limit) {
        return tables.first(
                limit,
                ShownTables.FILES,
                new FileKey(rule, FileId.ofPacked(from)),
                new FileKey(rule, FileId.ofPacked(Long.MAX_VALUE)));
    }
}
