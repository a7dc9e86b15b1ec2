package org.onecopy.storage.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;
import org.onecopy.linux.RawStat;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;

/**
 * Where places lie on the file system: the users' tree from the location down, the working folders in {@code .onecopy} there or in a
 * directory of their own on the same file system.
 */
final class Layout {
    /** The reserved name at the root of every tree. */
    static final Name WORK = new Name(".onecopy");

    /** A path bound to one call of the kernel, well below its limit. */
    private static final int CHUNK_BYTES_MAX = 4000;

    private static final int FOLDER_MODE = 0700;

    private final RootDirectory tree;
    private final @Nullable RootDirectory work;

    /** @param work where the working folders are; null: in the tree's {@code .onecopy} */
    Layout(RootDirectory tree, @Nullable RootDirectory work) {
        this.tree = tree;
        this.work = work;
    }

    RootDirectory tree() {
        return tree;
    }

    /** The path as an administrator would type it, for messages. */
    String show(Place place) {
        StringBuilder text = new StringBuilder(base(place).path());
        for (String name : below(place)) {
            text.append(text.charAt(text.length() - 1) == '/' ? "" : "/").append(name);
        }
        return text.toString();
    }

    private RootDirectory base(Place place) {
        return place.area() == Area.TREE || work == null ? tree : work;
    }

    /** The names from the base down to a place. */
    private List<String> below(Place place) {
        List<String> names = new ArrayList<>();
        if (place.area() != Area.TREE) {
            if (work == null) {
                names.add(WORK.value());
            }
            names.add(folder(place.area()));
        }
        for (Name name : place.path().names()) {
            names.add(name.value());
        }
        return names;
    }

    private static String folder(Area area) {
        return area.name().toLowerCase(Locale.ROOT);
    }

    private void check(Place place) {
        List<Name> names = place.path().names();
        if (place.area() == Area.TREE && !names.isEmpty() && names.getFirst().equals(WORK)) {
            throw new StorageException(
                    ProblemCode.STORAGE_NAME_ILLEGAL,
                    "%s: the name %s is reserved for Onecopy; rename it".formatted(show(place), WORK),
                    null);
        }
    }

    /** Opens what lies at a place, a link itself. @return a descriptor, or a refusal */
    int open(Handles opened, Place place, int flags) {
        check(place);
        return walk(opened, opened.enter(base(place)), below(place), flags);
    }

    /** Opens the directory that a place lies in, as a path only. @return a descriptor, or a refusal */
    int parent(Handles opened, Place place) {
        check(place);
        if (place.path().isRoot()) {
            throw new IllegalArgumentException("the root has no place in a directory: " + place);
        }
        List<String> names = below(place);
        int base = opened.enter(base(place));
        int parent = walk(opened, base, names.subList(0, names.size() - 1), Linux.O_PATH | Linux.O_DIRECTORY);
        return parent >= 0 && isOther(parent, place.directory()) ? -Errno.ENOENT : parent;
    }

    /** Whether another directory than the wanted one has its path by now. */
    private static boolean isOther(int directory, @Nullable ObjectIdentity wanted) {
        if (wanted == null) {
            return false;
        }
        RawStat raw = new RawStat();
        return Linux.stat(directory, "", raw) < 0 || !wanted.equals(Stats.identity(raw));
    }

    static String name(Place place) {
        Name name = place.path().name();
        if (name == null) {
            throw new IllegalArgumentException("the root has no name: " + place);
        }
        return name.value();
    }

    /** Goes down in as few calls as the lengths allow. Intermediate directories are opened as paths only. */
    private static int walk(Handles opened, int base, List<String> names, int flags) {
        if (names.isEmpty()) {
            boolean pathOnly = (flags & Linux.O_PATH) != 0;
            return pathOnly ? base : opened.keep(Linux.openBeneath(base, ".", flags, 0));
        }
        int at = base;
        int next = 0;
        while (next < names.size()) {
            StringBuilder path = new StringBuilder(names.get(next++));
            while (next < names.size() && Linux.resolvesBeneath() && fits(path, names.get(next))) {
                path.append('/').append(names.get(next++));
            }
            boolean last = next == names.size();
            at = opened.keep(
                    Linux.openBeneath(at, path.toString(), last ? flags : Linux.O_PATH | Linux.O_DIRECTORY, 0));
            if (at < 0) {
                return at;
            }
        }
        return at;
    }

    private static boolean fits(StringBuilder path, String name) {
        return 3 * (path.length() + name.length() + 1) <= CHUNK_BYTES_MAX;
    }

    /** Makes the working folders where they are missing. @return whether any was */
    boolean makeFolders() {
        boolean made = false;
        try (Handles opened = new Handles()) {
            int base = (work == null ? tree : work).enter(opened);
            if (work == null) {
                made = makeFolder(base, WORK.value());
                int inner = opened.keep(
                        Linux.openBeneath(base, WORK.value(), Linux.O_PATH | Linux.O_DIRECTORY | Linux.O_NOFOLLOW, 0));
                if (inner < 0) {
                    throw Faults.of(inner, "open the working area", tree.path() + "/" + WORK);
                }
                base = inner;
            }
            for (Area area : Area.values()) {
                made |= area != Area.TREE && makeFolder(base, folder(area));
            }
        }
        return made;
    }

    private boolean makeFolder(int directory, String name) {
        int result = Linux.makeDirectory(directory, name, FOLDER_MODE);
        if (result < 0 && result != -Errno.EEXIST) {
            throw Faults.of(result, "make the working folder " + name + " of", tree.path());
        }
        return result >= 0;
    }

    /** The staging folder's own place. */
    static Place stage() {
        return new Place(Area.STAGE, TreePath.ROOT);
    }
}
