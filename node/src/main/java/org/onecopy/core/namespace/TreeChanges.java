package org.onecopy.core.namespace;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect.Created;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * The primitive changes of a rule's tree within one entry, each with its journal entry. Every method keeps the tables consistent: a
 * live inode is the child of its parent under its name, and nothing else is.
 */
final class TreeChanges {
    private final Turn turn;
    private final RuleId rule;
    private final ZoneName zone;
    private final @Nullable ZoneName shownBy;
    private final long timeMillis;

    /** Changes that a zone has made, and shows. */
    TreeChanges(Turn turn, RuleId rule, ZoneName zone, long timeMillis) {
        this(turn, rule, zone, zone, timeMillis);
    }

    /**
     * Changes in the name of a zone.
     *
     * @param shownBy the zone that made them, and shows them already; null where none does
     */
    TreeChanges(Turn turn, RuleId rule, ZoneName zone, @Nullable ZoneName shownBy, long timeMillis) {
        this.turn = turn;
        this.rule = rule;
        this.zone = zone;
        this.shownBy = shownBy;
        this.timeMillis = timeMillis;
        turn.touch(rule);
    }

    @Nullable
    FileId child(FileId parent, Name name) {
        return turn.tables.get(Tables.CHILDREN, new ChildKey(parent, name));
    }

    boolean hasChildren(FileId directory) {
        var rows = turn.tables.scan(
                Tables.CHILDREN,
                new ChildKey(directory, FIRST_NAME),
                new ChildKey(FileId.ofPacked(directory.packed() + 1), FIRST_NAME));
        return rows.hasNext();
    }

    /** No legal name comes before this one: names hold no zero byte. */
    private static final Name FIRST_NAME = new Name("\u0001");

    /** Makes something new. The name must be free. */
    Version create(
            FileId parent, Name name, Operation.Create what, @Nullable FileId conflictOf, @Nullable OpId operation) {
        Version at = turn.nextVersion();
        FileId id = new FileId(at);
        Content content = what.content();
        Inode inode = new Inode(
                id,
                rule,
                what.kind(),
                parent,
                name,
                at,
                at,
                content == null ? null : content.withoutBytes(),
                what.target(),
                what.attributes(),
                at,
                zone,
                Version.NONE,
                0);
        show(inode, content, conflictOf, at, operation);
        if (conflictOf != null) {
            turn.tables.put(
                    Tables.CONFLICTS, new JournalKey(rule, at), new Tables.ConflictRow(conflictOf, zone, timeMillis));
        }
        return at;
    }

    /** Puts an inode that is not in the tree at its place in the tree, new or again. */
    private void show(
            Inode inode,
            @Nullable Content withBytes,
            @Nullable FileId conflictOf,
            Version at,
            @Nullable OpId operation) {
        turn.put(inode);
        turn.tables.put(Tables.CHILDREN, new ChildKey(inode.parent(), inode.name()), inode.id());
        if (withBytes != null) {
            turn.tables.put(Tables.CONTENTS, new ContentKey(inode.id(), inode.written()), withBytes);
        }
        count(inode.isDirectory() ? 0 : 1, inode.length());
        Created effect = new Created(
                inode.parent(),
                inode.name(),
                inode.kind(),
                inode.content(),
                inode.target(),
                inode.attributes(),
                conflictOf,
                inode.written(),
                inode.attributed());
        journal(at, inode.id(), effect, operation);
    }

    /** Shows a removed inode again, at the place that it now names, with what it had or with what an edit gives it. */
    Version restore(Inode removed, Operation.@Nullable Write edit, @Nullable OpId operation) {
        Version at = turn.nextVersion();
        turn.tables.delete(Tables.TOMBSTONES, new JournalKey(rule, removed.removed()));
        Name name = freeName(removed.parent(), removed.name());
        Inode inode = removed.withRemoved(Version.NONE).withPlace(removed.parent(), name, at);
        if (edit != null) {
            overwrite(inode, at);
            inode = inode.withContent(edit.content(), edit.target(), edit.mtimeNanos(), zone, at);
        }
        show(inode, edit == null ? null : edit.content(), null, at, operation);
        return at;
    }

    /** The directory itself if it lives; else it is shown again, with its ancestors, where something is to lie in it (H23). */
    @Nullable
    FileId liveDirectory(FileId id) {
        Inode inode = turn.inode(id);
        if (inode == null || !inode.isDirectory()) {
            return null;
        }
        if (inode.isLive()) {
            return id;
        }
        FileId parent = liveDirectory(inode.parent());
        if (parent == null) {
            return null;
        }
        FileId there = child(parent, inode.name());
        Inode taken = there == null ? null : turn.inode(there);
        if (taken != null && taken.isDirectory()) {
            return taken.id();
        }
        restore(inode.withPlace(parent, inode.name(), inode.placed()), null, null);
        return id;
    }

    Version write(
            Inode inode,
            @Nullable Content content,
            @Nullable String target,
            long mtimeNanos,
            @Nullable OpId operation) {
        Version at = turn.nextVersion();
        overwrite(inode, at);
        Inode changed = inode.withContent(content, target, mtimeNanos, zone, at);
        turn.put(changed);
        if (content != null) {
            turn.tables.put(Tables.CONTENTS, new ContentKey(inode.id(), at), content);
        }
        count(0, changed.length() - inode.length());
        journal(at, inode.id(), new Effect.Wrote(changed.content(), target, mtimeNanos), operation);
        return at;
    }

    /** Lists a content that is about to be overwritten, so that it is trimmed one day. */
    private void overwrite(Inode inode, Version at) {
        if (inode.content() != null) {
            turn.tables.put(Tables.OVERWRITTEN, new JournalKey(rule, at), new ContentKey(inode.id(), inode.written()));
        }
    }

    /** Moves a live inode. The name must be free. */
    Version move(Inode inode, FileId parent, Name name, @Nullable ZoneName yields, @Nullable OpId operation) {
        Version at = turn.nextVersion();
        turn.tables.delete(Tables.CHILDREN, new ChildKey(inode.parent(), inode.name()));
        turn.tables.put(Tables.CHILDREN, new ChildKey(parent, name), inode.id());
        turn.put(inode.withPlace(parent, name, at));
        if (!name.equals(inode.name())) {
            settle(inode);
        }
        journal(at, inode.id(), new Effect.Moved(inode.parent(), inode.name(), parent, name, yields), operation);
        return at;
    }

    /** A conflict copy that is gone, or has another name, is settled. */
    private void settle(Inode inode) {
        JournalKey key = new JournalKey(rule, inode.id().born());
        if (turn.tables.get(Tables.CONFLICTS, key) != null) {
            turn.tables.delete(Tables.CONFLICTS, key);
        }
    }

    Version remove(Inode inode, @Nullable OpId operation) {
        Version at = turn.nextVersion();
        settle(inode);
        turn.tables.delete(Tables.CHILDREN, new ChildKey(inode.parent(), inode.name()));
        turn.tables.put(Tables.TOMBSTONES, new JournalKey(rule, at), inode.id());
        turn.put(inode.withRemoved(at));
        count(inode.isDirectory() ? 0 : -1, -inode.length());
        journal(at, inode.id(), new Effect.Removed(inode.parent(), inode.name(), inode.kind()), operation);
        return at;
    }

    Version setAttributes(Inode inode, Operation.SetAttributes change, @Nullable OpId operation) {
        Version at = turn.nextVersion();
        turn.put(inode.withAttributes(change.attributes(), at));
        journal(at, inode.id(), new Effect.AttributesSet(change.attributes()), operation);
        return at;
    }

    /** Only tells the zone that its operation has ended. */
    Version unchanged(@Nullable FileId file, boolean refused, OpId operation) {
        Version at = turn.nextVersion();
        journal(at, file, new Effect.Unchanged(refused), operation);
        return at;
    }

    /** The name itself where it is free, else the first free conflict name for this zone. */
    Name freeName(FileId parent, Name name) {
        return child(parent, name) == null ? name : conflictName(parent, name, zone);
    }

    /** The first free conflict name. */
    Name conflictName(FileId parent, Name name, ZoneName loser) {
        Name candidate = ConflictName.of(loser, turn.index(), 0, name);
        for (int attempt = turn.ordinal() + 1; child(parent, candidate) != null; attempt++) {
            candidate = ConflictName.of(loser, turn.index(), attempt, name);
        }
        return candidate;
    }

    private void count(long files, long bytes) {
        RuleRow row = turn.tables.get(Tables.RULES, rule);
        if (row != null && (files != 0 || bytes != 0)) {
            turn.tables.put(Tables.RULES, rule, row.plus(files, bytes));
        }
    }

    private void journal(Version at, @Nullable FileId file, Effect effect, @Nullable OpId operation) {
        turn.tables.put(
                Tables.JOURNAL,
                new JournalKey(rule, at),
                new JournalEntry(file, effect, shownBy, operation, timeMillis));
    }

    /** Whether an inode is the directory itself or lies above it. */
    boolean isAtOrAbove(FileId candidate, FileId directory) {
        FileId step = directory;
        while (true) {
            if (step.equals(candidate)) {
                return true;
            }
            Inode inode = turn.inode(step);
            if (inode == null || inode.isRoot()) {
                return false;
            }
            step = inode.parent();
        }
    }

    /** What a write makes of a file. */
    static Kind kindOf(Operation.Write write) {
        return write.content() != null ? Kind.FILE : Kind.SYMLINK;
    }

    static Operation.Create asCreate(Inode inode, Operation.Write write) {
        return new Operation.Create(
                new Ref.Known(inode.parent()),
                inode.name(),
                kindOf(write),
                write.content(),
                write.target(),
                inode.attributes().withMtimeNanos(write.mtimeNanos()));
    }
}
