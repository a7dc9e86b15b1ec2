package org.onecopy.core.namespace;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Outcome.Status;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.namespace.Tables.OutcomeKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * One operation of one zone, decided. The rules in one place:
 *
 * <table>
 * <caption>what happens to an operation</caption>
 * <tr><td>its base is current</td><td>it stands</td></tr>
 * <tr><td>the tree is like that already</td><td>same, no change</td></tr>
 * <tr><td>create or write, base not current</td><td>conflict copy (the other way round for the preferred zone)</td></tr>
 * <tr><td>write or move of something removed meanwhile</td><td>it is restored: an edit beats a removal, a move is an edit</td></tr>
 * <tr><td>anything below a directory removed meanwhile</td><td>the directory is restored first</td></tr>
 * <tr><td>removal of something changed or moved meanwhile, or of a directory that is not empty</td><td>refused</td></tr>
 * <tr><td>move of something moved meanwhile, or below itself</td><td>refused</td></tr>
 * <tr><td>attributes changed meanwhile</td><td>refused</td></tr>
 * </table>
 */
final class OperationTurn {
    private final Turn turn;
    private final TreeChanges tree;
    private final ZoneKey zone;
    private final RuleDefinition definition;
    private final OpId id;

    OperationTurn(Turn turn, TreeChanges tree, ZoneKey zone, RuleDefinition definition, OpId id) {
        this.turn = turn;
        this.tree = tree;
        this.zone = zone;
        this.definition = definition;
        this.id = id;
    }

    Outcome apply(Operation operation) {
        return switch (operation) {
            case Operation.Create create -> create(create);
            case Operation.Write write -> write(write);
            case Operation.Move move -> move(move);
            case Operation.Remove remove -> remove(remove);
            case Operation.SetAttributes set -> setAttributes(set);
        };
    }

    /** The file that an operation is about, live or a tombstone; null where it is not known. */
    static @Nullable Inode subject(Turn turn, ZoneKey zone, Ref ref, @Nullable Base base) {
        FileId named = switch (ref) {
            case Ref.Known known -> known.file();
            case Ref.Own own -> fileOf(turn, zone, own.operation());
        };
        if (base instanceof Base.Own own) {
            FileId successor = fileOf(turn, zone, own.operation());
            named = successor == null
                    ? named
                    : successor; // a lost operation's successors change its conflict copy (H43)
        }
        return named == null ? null : turn.inode(named);
    }

    private static @Nullable FileId fileOf(Turn turn, ZoneKey zone, OpId operation) {
        Outcome outcome = turn.tables.get(Tables.OUTCOMES, new OutcomeKey(zone, operation));
        return outcome == null ? null : outcome.file();
    }

    private boolean isCurrent(Base base, Version present) {
        return switch (base) {
            case Base.Seen seen -> seen.version().equals(present);
            case Base.Own own -> {
                Outcome outcome = turn.tables.get(Tables.OUTCOMES, new OutcomeKey(zone, own.operation()));
                yield outcome != null && outcome.version().equals(present);
            }
        };
    }

    private @Nullable FileId directory(Ref ref) {
        Inode inode = subject(turn, zone, ref, null);
        return inode == null ? null : tree.liveDirectory(inode.id());
    }

    private Outcome create(Operation.Create create) {
        FileId parent = directory(create.parent());
        if (parent == null) {
            return refused(null);
        }
        FileId there = tree.child(parent, create.name());
        Inode existing = there == null ? null : turn.inode(there);
        if (existing == null) {
            Version at = tree.create(parent, create.name(), create, null, id);
            return new Outcome(Status.STOOD, new FileId(at), at);
        }
        if (isSame(existing, create.kind(), create.content(), create.target())) {
            return same(existing, existing.written());
        }
        if (isPreferredOver(existing)) {
            yieldName(existing);
            Version at = tree.create(parent, create.name(), create, null, id);
            return new Outcome(Status.STOOD, new FileId(at), at);
        }
        return conflictCopy(parent, create.name(), create, existing.id());
    }

    private Outcome write(Operation.Write write) {
        Inode inode = subject(turn, zone, write.file(), write.base());
        if (inode == null || inode.isDirectory()) {
            return refused(inode);
        }
        if (TreeChanges.kindOf(write) != inode.kind()) {
            return writeOfOtherKind(inode, write);
        }
        if (!inode.isLive()) {
            FileId parent = tree.liveDirectory(inode.parent());
            if (parent == null) {
                return refused(inode);
            }
            Version at = tree.restore(inode.withPlace(parent, inode.name(), inode.placed()), write, id);
            return new Outcome(Status.STOOD, inode.id(), at);
        }
        if (isSame(inode, inode.kind(), write.content(), write.target())) {
            return same(inode, inode.written());
        }
        if (isCurrent(write.base(), inode.written())) {
            Version at = tree.write(inode, write.content(), write.target(), write.mtimeNanos(), id);
            return new Outcome(Status.STOOD, inode.id(), at);
        }
        Operation.Create asNew = TreeChanges.asCreate(inode, write);
        if (isPreferredOver(inode)) {
            yieldName(inode);
            Version at = tree.create(inode.parent(), inode.name(), asNew, null, id);
            return new Outcome(Status.STOOD, new FileId(at), at);
        }
        return conflictCopy(inode.parent(), inode.name(), asNew, inode.id());
    }

    /** A user replaced a file by a link, or the reverse, while another zone changed it: no version of that file, but kept. */
    private Outcome writeOfOtherKind(Inode inode, Operation.Write write) {
        FileId parent = tree.liveDirectory(inode.parent());
        return parent == null
                ? refused(inode)
                : conflictCopy(parent, inode.name(), TreeChanges.asCreate(inode, write), inode.id());
    }

    private Outcome move(Operation.Move move) {
        Inode inode = subject(turn, zone, move.file(), move.base());
        if (inode == null || inode.isRoot()) {
            return refused(inode);
        }
        if (isAt(inode, move.parent(), move.name())) {
            return same(inode, inode.placed());
        }
        if (inode.isLive() && !isCurrent(move.base(), inode.placed())) {
            return refused(inode);
        }
        FileId parent = directory(move.parent());
        if (parent == null || (inode.isDirectory() && tree.isAtOrAbove(inode.id(), parent))) {
            return refused(inode);
        }
        if (!inode.isLive()) {
            Version at = tree.restore(inode.withPlace(parent, move.name(), inode.placed()), null, id);
            return new Outcome(Status.STOOD, inode.id(), at);
        }
        Name name = tree.freeName(parent, move.name());
        Version at = tree.move(inode, parent, name, null, id);
        return new Outcome(name.equals(move.name()) ? Status.STOOD : Status.CONFLICT_COPY, inode.id(), at);
    }

    private boolean isAt(Inode inode, Ref parent, Name name) {
        Inode directory = subject(turn, zone, parent, null);
        return inode.isLive()
                && directory != null
                && inode.parent().equals(directory.id())
                && inode.name().equals(name);
    }

    private Outcome remove(Operation.Remove remove) {
        Inode inode = subject(turn, zone, remove.file(), remove.written());
        if (inode == null || !inode.isLive()) {
            return same(inode, inode == null ? Version.NONE : inode.removed());
        }
        boolean unseen = !isCurrent(remove.placed(), inode.placed())
                || (inode.isDirectory() ? tree.hasChildren(inode.id()) : !isCurrent(remove.written(), inode.written()));
        if (unseen || inode.isRoot()) {
            return refused(inode);
        }
        return new Outcome(Status.STOOD, inode.id(), tree.remove(inode, id));
    }

    private Outcome setAttributes(Operation.SetAttributes set) {
        Inode inode = subject(turn, zone, set.file(), set.base());
        if (inode == null || !inode.isLive()) {
            return refused(inode);
        }
        if (inode.attributes().equals(set.attributes())) {
            return same(inode, inode.attributed());
        }
        if (!isCurrent(set.base(), inode.attributed())) {
            return refused(inode);
        }
        return new Outcome(Status.STOOD, inode.id(), tree.setAttributes(inode, set, id));
    }

    private static boolean isSame(Inode inode, Kind kind, @Nullable Content content, @Nullable String target) {
        if (inode.kind() != kind) {
            return false;
        }
        return switch (kind) {
            case DIRECTORY -> true;
            case SYMLINK -> Objects.equals(inode.target(), target);
            case FILE ->
                inode.content() != null && content != null && inode.content().sameAs(content);
        };
    }

    private boolean isPreferredOver(Inode existing) {
        return definition.conflict() == ConflictPolicy.PREFERRED_ZONE
                && zone.zone().equals(definition.preferredZone())
                && !zone.zone().equals(existing.origin())
                && !existing.isDirectory();
    }

    private void yieldName(Inode existing) {
        Name aside = tree.conflictName(existing.parent(), existing.name(), existing.origin());
        tree.move(existing, existing.parent(), aside, zone.zone(), null);
    }

    private Outcome conflictCopy(FileId parent, Name name, Operation.Create what, FileId winner) {
        Name aside = tree.conflictName(parent, name, zone.zone());
        Version at = tree.create(parent, aside, what, winner, id);
        return new Outcome(Status.CONFLICT_COPY, new FileId(at), at);
    }

    private Outcome same(@Nullable Inode inode, Version standing) {
        tree.unchanged(inode == null ? null : inode.id(), false, id);
        return new Outcome(Status.SAME, inode == null ? null : inode.id(), standing);
    }

    private Outcome refused(@Nullable Inode inode) {
        Version at = tree.unchanged(inode == null ? null : inode.id(), true, id);
        return new Outcome(Status.REFUSED, inode == null ? null : inode.id(), at);
    }
}
