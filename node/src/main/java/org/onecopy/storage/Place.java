package org.onecopy.storage;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;

/**
 * Where an object lies: in the tree that users see, or in one of the three flat folders of the tree's working area, which no user
 * sees and capture never looks into.
 *
 * @param path from the tree's root for {@link Area#TREE}; below the folder for the others: the first name is the item's own, and a
 *     held or trashed directory may have further names below
 * @param directory the directory that must have this path's name where something is put at the place: if another one has its path by
 *     then, a step there is {@link Step.Missing}. Null where any will do. Looking at a place does not ask for it
 */
public record Place(Area area, TreePath path, @Nullable ObjectIdentity directory) {
    /** The part of a location that a place lies in. */
    public enum Area {
        /** The users' tree. */
        TREE,
        /** Contents on their way in, not yet published. */
        STAGE,
        /** What was found where something else had to be published: unknown content, kept until it has been agreed. */
        HELD,
        /** What was replaced or removed by agreement: kept for a time. */
        TRASH
    }

    public Place(Area area, TreePath path) {
        this(area, path, null);
    }

    public static Place inTree(TreePath path) {
        return new Place(Area.TREE, path);
    }

    /** An item directly in one of the working folders. */
    public static Place item(Area area, Name name) {
        return new Place(area, TreePath.ROOT.resolve(name));
    }

    @Override
    public String toString() {
        return area == Area.TREE ? path.toString() : area + ":" + path;
    }
}
