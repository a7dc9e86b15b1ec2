package org.onecopy.app;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Base;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Ref;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.shown.Trashed;
import org.onecopy.core.table.TableView;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.api.TrashReason;
import org.onecopy.problem.ProblemException;

/** How one thing in the trash can come back, as the tables stand. */
final class TrashReturn {
    private final TableView view;
    private final Trashed trashed;
    private final @Nullable Inode inode;

    TrashReturn(TableView view, Trashed trashed) {
        this.view = view;
        this.trashed = trashed;
        inode = trashed.file() == null ? null : view.get(Tables.INODES, trashed.file());
    }

    /** What is to be agreed, and where it will lie. */
    record Planned(Operation operation, String path) {}

    /** Why it lies there. */
    TrashReason why() {
        Content content = trashed.content();
        if (inode == null) {
            return TrashReason.UNKNOWN;
        }
        if (isLastOfRemoved(inode)) {
            return TrashReason.REMOVED;
        }
        boolean same =
                inode.content() != null && content != null && inode.content().sameAs(content);
        return inode.isLive() && same ? TrashReason.RETURNED : TrashReason.REPLACED;
    }

    /** Why it cannot come back by command; null where it can. */
    @Nullable
    String unusable() {
        if (inode == null) {
            return trashed.file() == null
                    ? "it was never agreed: it lies in the trash of the zone's working area under this name"
                    : "its file is forgotten";
        }
        if (trashed.kind() == Kind.FILE) {
            return trashed.content() == null ? "its content is not known" : null;
        }
        return inode.isLive() || !inode.written().equals(trashed.written())
                ? "the text of the old link is not known any more"
                : null;
    }

    /** Whether its content stands in the tree again, and some zone does not show that yet. */
    boolean isComingBack(Version passed) {
        Content content = trashed.content();
        return inode != null
                && inode.isLive()
                && inode.content() != null
                && content != null
                && inode.content().sameAs(content)
                && Version.max(inode.placed(), inode.written()).isAfter(passed);
    }

    /** @param to where it is to lie; null: where its file lies, or lay */
    Planned plan(Reservation reservation, @Nullable String to) {
        String problem = unusable();
        if (problem != null) {
            throw new ProblemException(
                    ProblemCode.TRASH_UNUSABLE, "'" + trashed.name() + "' cannot come back by command: " + problem);
        }
        Inode file = Objects.requireNonNull(inode);
        return to == null ? toItsPlace(reservation, file) : to(reservation, file, to);
    }

    private boolean isLastOfRemoved(Inode file) {
        return !file.isLive() && file.written().equals(trashed.written());
    }

    private Planned toItsPlace(Reservation reservation, Inode file) {
        String path = RuleLists.path(view, file.id());
        if (!file.isLive()) {
            requireFree(reservation, path);
        }
        if (isLastOfRemoved(file)) {
            return new Planned(
                    new Operation.Move(
                            new Ref.Known(file.id()),
                            new Base.Seen(file.removed()),
                            new Ref.Known(file.parent()),
                            file.name()),
                    path);
        }
        Content content = Objects.requireNonNull(trashed.content());
        if (file.isLive() && file.content() != null && file.content().sameAs(content)) {
            throw new ProblemException(ProblemCode.PATH_TAKEN, "'" + path + "' holds just this content already");
        }
        return new Planned(
                new Operation.Write(
                        new Ref.Known(file.id()),
                        new Base.Seen(file.isLive() ? file.written() : file.removed()),
                        content,
                        null,
                        mtimeNanos(view, reservation.rule(), file, trashed.written())),
                path);
    }

    private Planned to(Reservation reservation, Inode file, String to) {
        TreePath path = TreePaths.parse(to);
        TreePath above = path.parent();
        Name name = path.name();
        FileId directory = above == null ? null : TreePaths.find(view, reservation, above.toString());
        Inode parent = directory == null ? null : TreePaths.live(view, directory);
        if (parent == null || !parent.isDirectory() || name == null) {
            throw new ProblemException(
                    ProblemCode.PATH_INVALID,
                    "rule " + reservation.definition().name() + " has no directory '" + above + "' in its tree");
        }
        requireFree(reservation, path.toString());
        if (isLastOfRemoved(file)) {
            return new Planned(
                    new Operation.Move(
                            new Ref.Known(file.id()), new Base.Seen(file.removed()), new Ref.Known(parent.id()), name),
                    path.toString());
        }
        Content known = view.get(Tables.CONTENTS, new ContentKey(file.id(), trashed.written()));
        Content content = Objects.requireNonNull(trashed.content());
        return new Planned(
                new Operation.Create(
                        new Ref.Known(parent.id()),
                        name,
                        Kind.FILE,
                        known != null && known.sameAs(content) ? known : content,
                        null,
                        file.attributes()
                                .withMtimeNanos(mtimeNanos(view, reservation.rule(), file, trashed.written()))),
                path.toString());
    }

    private void requireFree(Reservation reservation, String path) {
        if (TreePaths.find(view, reservation, path) != null) {
            throw new ProblemException(
                    ProblemCode.PATH_TAKEN,
                    "something lies at '" + path + "' by now: say where it is to come back to (--to PATH)");
        }
    }

    /** The time that a file had with a content, as far as the journal still tells; else the one that it has now. */
    static long mtimeNanos(TableView view, RuleId rule, Inode file, Version written) {
        JournalEntry entry = view.get(Tables.JOURNAL, new JournalKey(rule, written));
        return entry != null && entry.effect() instanceof Effect.Created created
                ? created.attributes().mtimeNanos()
                : entry != null && entry.effect() instanceof Effect.Wrote wrote
                        ? wrote.mtimeNanos()
                        : file.attributes().mtimeNanos();
    }
}
