package org.onecopy.storage;

import org.onecopy.core.Name;
import org.onecopy.core.TreePath;

/**
 * Where an object lies: in the tree that users see, or in one of the three flat folders of the tree's working area, which no user
 * sees and capture never looks into.
 *
 * @param path from the tree's root for {@link Area#TREE}; below the folder for the others: the first name is the item's own, and a
 *     held or trashed directory may have further names below
 */
public record Place(Area area, TreePath path) {
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
