package org.onecopy.storage.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;

/** A directory under watch. Its path follows from its parents, so that moving one moves all below it. For one thread at a time. */
final class WatchedDirectory {
    private final boolean root;
    private @Nullable WatchedDirectory parent;
    private String name;
    private int watch = -1;
    private @Nullable Map<String, WatchedDirectory> children;

    private WatchedDirectory(boolean root, @Nullable WatchedDirectory parent, String name) {
        this.root = root;
        this.parent = parent;
        this.name = name;
    }

    static WatchedDirectory root() {
        return new WatchedDirectory(true, null, "");
    }

    /** A directory to be, not known to its parent before {@link #attach}. */
    WatchedDirectory child(String childName) {
        return new WatchedDirectory(false, this, childName);
    }

    boolean isRoot() {
        return root;
    }

    int watch() {
        return watch;
    }

    void setWatch(int newWatch) {
        watch = newWatch;
    }

    /** Makes this known to its parent in place of whatever had its name. */
    void attach() {
        if (parent != null) {
            if (parent.children == null) {
                parent.children = new HashMap<>();
            }
            parent.children.put(name, this);
        }
    }

    void detach() {
        if (parent != null && parent.children != null) {
            parent.children.remove(name, this);
        }
        parent = null;
    }

    void moveTo(WatchedDirectory newParent, String newName) {
        detach();
        parent = newParent;
        name = newName;
        attach();
    }

    @Nullable
    WatchedDirectory find(String childName) {
        return children == null ? null : children.get(childName);
    }

    boolean isSamePlace(WatchedDirectory other) {
        return parent == other.parent && name.equals(other.name);
    }

    /** This and all below it. */
    List<WatchedDirectory> subtree() {
        List<WatchedDirectory> found = new ArrayList<>(List.of(this));
        for (int i = 0; i < found.size(); i++) {
            Map<String, WatchedDirectory> inner = found.get(i).children;
            if (inner != null) {
                found.addAll(inner.values());
            }
        }
        return found;
    }

    /** The path from the root, or null where this is no longer part of the tree. */
    @Nullable
    TreePath path() {
        List<Name> names = new ArrayList<>();
        WatchedDirectory at = this;
        while (!at.root) {
            names.add(new Name(at.name));
            if (at.parent == null) {
                return null;
            }
            at = at.parent;
        }
        return new TreePath(names.reversed());
    }
}
