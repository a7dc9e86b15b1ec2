package org.onecopy.capture;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.storage.Stat;

/** Whether what no record knows was put there by the writer before this one, and is not to lie there any more (H47). */
final class Remains {
    private final Location location;
    private final AgreedContents agreed;
    private final FormerWriter former;

    Remains(Location location, AgreedContents agreed) {
        this.location = location;
        this.agreed = agreed;
        former = new FormerWriter(location);
    }

    /**
     * Something in a directory of the tree. A user who makes a file with the same content again makes it at another time; links and
     * directories do not tell, and are compared in the first scan of an epoch only.
     */
    boolean isLeft(Entry directory, Name name, Stat stat, @Nullable Content content) {
        FileId parent = directory.file();
        if (parent == null) {
            return false;
        }
        if (stat.kind() == Kind.FILE) {
            return former.hasPut(parent, name, stat, content, true);
        }
        return location.shown().cursor().isInherited()
                && (stat.kind() == Kind.DIRECTORY
                        ? former.hasMade(parent, name, location.place(directory, name))
                        : former.hasPut(parent, name, stat, content, true));
    }

    /** Nothing is left that was not looked at. */
    void forget() {
        former.forget();
    }

    /** Something in the held folder: what it is decides alone. */
    boolean isLeft(Entry held, HeldOrigin origin, @Nullable Content content) {
        Stat stat = location.tree().stat(location.place(held));
        if (stat == null) {
            return false;
        }
        FileId file = origin.changedFrom();
        if (file != null && (former.hasBrought(file, stat, content) || agreed.isTextOf(file, stat.linkTarget()))) {
            return true;
        }
        Entry directory = location.shown().entry(origin.parent());
        FileId parent = directory == null ? null : directory.file();
        return parent != null
                && (held.isDirectory()
                        ? former.hasMade(parent, origin.name(), location.place(held))
                        : former.hasPut(parent, origin.name(), stat, content, false));
    }
}
