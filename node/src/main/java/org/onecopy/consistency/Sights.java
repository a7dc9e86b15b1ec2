package org.onecopy.consistency;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.table.TableView;
import org.onecopy.model.FileId;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;

/** What is agreed of something that a check has looked at, and what lies there, as both are now. */
public final class Sights {
    private final Zone zone;
    private final Paths paths;
    private final Beside beside;

    public Sights(Zone zone) {
        this.zone = zone;
        paths = new Paths(zone);
        beside = new Beside(zone.tree());
    }

    /**
     * What is agreed and what lies there, in one look.
     *
     * @param directory the agreed directory in which it is; the thing itself, where that is the tree's root
     * @param path where it lies
     */
    public record Sight(
            Inode directory,
            TreePath path,
            @Nullable Inode agreed,
            @Nullable Stat seen) {
        /** The same as long as neither changes. */
        public String token() {
            return agreedToken() + "|"
                    + (seen == null ? "-" : seen.fingerprint().token());
        }

        /** The same as long as nothing else is agreed of it. */
        public String agreedToken() {
            return agreed == null
                    ? "-"
                    : agreed.id() + " " + agreed.placed() + " " + agreed.written() + " " + agreed.attributed();
        }
    }

    /**
     * Looks.
     *
     * @return null where the directory in which it was is gone by agreement
     * @throws org.onecopy.problem.StorageException where the storage does not say
     */
    public @Nullable Sight of(CheckItem item) {
        Paths.Directory directory = paths.directory(item.directory());
        if (directory == null) {
            return null;
        }
        if (item.name().isEmpty()) {
            TreePath path = directory.path();
            return new Sight(
                    directory.inode(), path, directory.inode(), zone.tree().stat(Place.inTree(path)));
        }
        Name name = new Name(item.name());
        TreePath path = directory.path().resolve(name);
        Inode agreed = zone.agreed().read(view -> child(view, directory.inode().id(), name));
        return new Sight(directory.inode(), path, agreed, zone.tree().stat(Place.inTree(path)));
    }

    /** What differs as far as it can be told without reading contents, for people; null where nothing does. */
    public @Nullable String difference(Sight sight) {
        Beside.Difference difference = beside.compare(sight.agreed, sight.seen);
        return difference == null ? null : difference.message();
    }

    static @Nullable Inode child(TableView view, FileId directory, Name name) {
        FileId file = view.get(Tables.CHILDREN, new ChildKey(directory, name));
        return file == null ? null : view.get(Tables.INODES, file);
    }
}
