package org.onecopy.app;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.table.TableView;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** Paths that administrators write, in the agreed tree of a rule. */
final class TreePaths {
    private static final Name FIRST_NAME = new Name("\u0001");

    private TreePaths() {}

    /**
     * A path in a rule's tree, with or without slashes at its ends.
     *
     * @throws ProblemException {@code PATH_INVALID} where it is none
     */
    static TreePath parse(@Nullable String text) {
        try {
            return TreePath.parse(text == null ? "" : text.replaceAll("^/+|/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.PATH_INVALID, "'" + text + "' is no path: " + e.getMessage(), e);
        }
    }

    /** What lies at a path now; null where nothing does. */
    static @Nullable FileId find(TableView view, Reservation reservation, @Nullable String path) {
        RuleRow rule = view.get(Tables.RULES, reservation.rule());
        FileId step = rule == null ? null : rule.root();
        for (Name name : parse(path).names()) {
            step = step == null ? null : child(view, step, name);
        }
        return step;
    }

    /** What has a name in a directory. */
    static @Nullable FileId child(TableView view, FileId directory, Name name) {
        return view.get(Tables.CHILDREN, new ChildKey(directory, name));
    }

    static boolean hasChildren(TableView view, FileId directory) {
        return view.scan(
                        Tables.CHILDREN,
                        new ChildKey(directory, FIRST_NAME),
                        new ChildKey(FileId.ofPacked(directory.packed() + 1), FIRST_NAME))
                .hasNext();
    }

    /** Whether a path, as {@link RuleLists#path} says it, lies at another or below it. */
    static boolean isAtOrBelow(String path, TreePath top) {
        String above = top.toString();
        return above.isEmpty() || path.equals(above) || path.startsWith(above + "/");
    }

    /** The directory itself where it lives. */
    static @Nullable Inode live(TableView view, FileId file) {
        Inode inode = view.get(Tables.INODES, file);
        return inode == null || !inode.isLive() ? null : inode;
    }
}
