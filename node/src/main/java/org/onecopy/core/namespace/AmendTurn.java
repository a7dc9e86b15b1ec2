package org.onecopy.core.namespace;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/** An administrator's changes, applied: each as it is meant, or not at all. */
final class AmendTurn {
    private final Turn turn;
    private final Command.Amend command;
    private final TreeChanges tree;

    AmendTurn(Turn turn, Command.Amend command) {
        this.turn = turn;
        this.command = command;
        tree = new TreeChanges(turn, command.rule(), command.zone(), null, turn.monotonic(command.timeMillis()));
    }

    /**
     * Applies the operations in their order, as many as fit into an entry; the journal says which of them stood.
     *
     * @return false where nothing of it is to count
     */
    boolean amend() {
        RuleRow rule = turn.tables.get(Tables.RULES, command.rule());
        if (rule == null || rule.removed()) {
            return false;
        }
        boolean any = false;
        for (Operation operation : command.operations()) {
            boolean stood = !turn.isFull() && apply(operation);
            if (!stood && command.whole()) {
                return false;
            }
            any |= stood;
        }
        return any;
    }

    private boolean apply(Operation operation) {
        return switch (operation) {
            case Operation.Create create -> create(create);
            case Operation.Write write -> write(write);
            case Operation.Move move -> move(move);
            case Operation.Remove remove -> remove(remove);
            case Operation.SetAttributes set -> setAttributes(set);
        };
    }

    private boolean create(Operation.Create create) {
        FileId parent = directory(create.parent());
        if (parent == null || tree.child(parent, create.name()) != null) {
            return false;
        }
        tree.create(parent, create.name(), create, null, null);
        return true;
    }

    private boolean write(Operation.Write write) {
        Inode inode = subject(write.file());
        if (inode == null || TreeChanges.kindOf(write) != inode.kind()) {
            return false;
        }
        Operation.Write whole = new Operation.Write(
                write.file(), write.base(), withBytes(inode.id(), write.content()), write.target(), write.mtimeNanos());
        if (inode.isLive()) {
            if (!isSeen(write.base(), inode.written())) {
                return false;
            }
            tree.write(inode, whole.content(), whole.target(), whole.mtimeNanos(), null);
            return true;
        }
        FileId parent = isSeen(write.base(), inode.removed()) ? live(inode.parent()) : null;
        if (parent == null || tree.child(parent, inode.name()) != null) {
            return false;
        }
        tree.restore(inode.withPlace(parent, inode.name(), inode.placed()), whole, null);
        return true;
    }

    /** The bytes of short contents need not travel again: a version of the file may have them still. */
    private @Nullable Content withBytes(FileId file, @Nullable Content content) {
        if (content == null || content.inline() != null) {
            return content;
        }
        var versions = turn.tables.scan(
                Tables.CONTENTS, new ContentKey(file, Version.NONE), new ContentKey(file, new Version(Long.MAX_VALUE)));
        while (versions.hasNext()) {
            Content known = versions.next().getValue();
            if (known.inline() != null && known.sameAs(content)) {
                return known;
            }
        }
        return content;
    }

    private boolean move(Operation.Move move) {
        Inode inode = subject(move.file());
        if (inode == null
                || inode.isRoot()
                || !isSeen(move.base(), inode.isLive() ? inode.placed() : inode.removed())
                || lies(inode, move)) {
            return false;
        }
        FileId parent = directory(move.parent());
        Inode now = turn.inode(inode.id()); // it may have come back as a directory above
        Name name = move.name();
        if (parent == null
                || now == null
                || now.isLive() != inode.isLive()
                || tree.child(parent, name) != null
                || (now.isDirectory() && tree.isAtOrAbove(now.id(), parent))) {
            return false;
        }
        if (now.isLive()) {
            tree.move(now, parent, name, null, null);
        } else {
            tree.restore(now.withPlace(parent, name, now.placed()), null, null);
        }
        return true;
    }

    private static boolean lies(Inode inode, Operation.Move move) {
        return inode.isLive()
                && inode.name().equals(move.name())
                && move.parent() instanceof Ref.Known known
                && inode.parent().equals(known.file());
    }

    private boolean remove(Operation.Remove remove) {
        Inode inode = subject(remove.file());
        if (inode == null
                || !inode.isLive()
                || inode.isRoot()
                || !isSeen(remove.placed(), inode.placed())
                || (inode.isDirectory() ? tree.hasChildren(inode.id()) : !isSeen(remove.written(), inode.written()))) {
            return false;
        }
        tree.remove(inode, null);
        return true;
    }

    private boolean setAttributes(Operation.SetAttributes set) {
        Inode inode = subject(set.file());
        if (inode == null || !inode.isLive() || !isSeen(set.base(), inode.attributed())) {
            return false;
        }
        tree.setAttributes(inode, set, null);
        return true;
    }

    /** Only what is named by its id, and belongs to the rule. */
    private @Nullable Inode subject(Ref ref) {
        Inode inode = ref instanceof Ref.Known known ? turn.inode(known.file()) : null;
        return inode == null || !inode.rule().equals(command.rule()) ? null : inode;
    }

    private static boolean isSeen(Base base, Version present) {
        return base instanceof Base.Seen seen && seen.version().equals(present);
    }

    private @Nullable FileId directory(Ref ref) {
        Inode inode = subject(ref);
        return inode == null ? null : live(inode.id());
    }

    /**
     * The directory, which comes back together with those above it where it is removed; where another one has its name by now, that one. Null
     * where something else has the name.
     */
    private @Nullable FileId live(FileId id) {
        for (Inode step = turn.inode(id); step != null && !step.isLive(); step = turn.inode(step.parent())) {
            Inode parent = turn.inode(step.parent());
            FileId there = parent == null || !parent.isLive() ? null : tree.child(parent.id(), step.name());
            Inode taken = there == null ? null : turn.inode(there);
            if (taken != null && !taken.isDirectory()) {
                return null;
            }
        }
        return tree.liveDirectory(id);
    }
}
