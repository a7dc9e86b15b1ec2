package org.onecopy.consistency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.table.TableView;
import org.onecopy.model.FileId;

/** Where agreed things should lie. */
final class Paths {
    private final Zone zone;

    Paths(Zone zone) {
        this.zone = zone;
    }

    /** A live directory with its path. */
    record Directory(Inode inode, TreePath path) {}

    /** A directory as it is agreed now; null where it, or one above it, is gone. */
    @Nullable
    Directory directory(FileId id) {
        return zone.agreed().read(view -> directory(view, id));
    }

    static @Nullable Directory directory(TableView view, FileId id) {
        List<Name> names = new ArrayList<>();
        Inode inode = view.get(Tables.INODES, id);
        Inode step = inode;
        while (step != null && step.isLive() && step.isDirectory() && !step.isRoot()) {
            names.add(step.name());
            step = view.get(Tables.INODES, step.parent());
        }
        if (inode == null || step == null || !step.isLive() || !step.isDirectory()) {
            return null;
        }
        Collections.reverse(names);
        return new Directory(inode, new TreePath(names));
    }
}
