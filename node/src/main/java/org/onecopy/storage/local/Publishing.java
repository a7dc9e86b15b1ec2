package org.onecopy.storage.local;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.TreePath;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;
import org.onecopy.linux.RawStat;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;

/**
 * The steps that change names. What a step answers of an object is read through a descriptor of that very object: if others give
 * its name to something else at once, the answer is still of ours.
 */
final class Publishing {
    private static final int ATTEMPTS_MAX = 100;
    private static final int THIS = Linux.O_PATH | Linux.O_NOFOLLOW;

    private final Layout layout;
    private final Stats stats;
    private final AttributeWriter attributeWriter;
    private final boolean exchanges;

    /** @param exchanges whether the file system can exchange two names in one step */
    Publishing(Layout layout, Stats stats, AttributeWriter attributeWriter, boolean exchanges) {
        this.layout = layout;
        this.stats = stats;
        this.attributeWriter = attributeWriter;
        this.exchanges = exchanges;
    }

    Step makeDirectory(Place place, Attributes attributes) {
        try (Handles opened = new Handles()) {
            int parent = layout.parent(opened, place);
            String name = Layout.name(place);
            for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
                // Closed to others until it has its owner and mode.
                int result = parent < 0 ? parent : Linux.makeDirectory(parent, name, 0700);
                Step refused = refusal(result, "make the directory", parent, place);
                if (result >= 0) {
                    int made = opened.keep(Linux.openBeneath(parent, name, THIS | Linux.O_DIRECTORY, 0));
                    check(made, "open the new directory", place);
                    boolean modeless = attributes.mode() < 0;
                    attributeWriter.write(made, modeless ? attributes.withMode(0755) : attributes, layout.show(place));
                    return new Step.Done(known(made, place));
                } else if (refused != null) {
                    return refused;
                }
            }
            throw restless("make the directory", place);
        }
    }

    Step makeLink(Place place, String target) {
        if (target.isEmpty() || target.indexOf(0) >= 0) {
            throw Faults.ofNaming(
                    -Errno.EINVAL, "make a link with an empty text or a zero byte at", layout.show(place));
        }
        try (Handles opened = new Handles()) {
            int parent = layout.parent(opened, place);
            String name = Layout.name(place);
            for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
                int result = parent < 0 ? parent : Linux.makeLink(target, parent, name);
                Step refused = refusal(result, "make the link", parent, place);
                if (result >= 0) {
                    int made = opened.keep(Linux.openBeneath(parent, name, THIS, 0));
                    check(made, "open the new link", place);
                    return new Step.Done(known(made, place));
                } else if (refused != null) {
                    return refused;
                }
            }
            throw restless("make the link", place);
        }
    }

    Step move(Place from, Place to) {
        checkNotBelow(from, to);
        try (Handles opened = new Handles()) {
            int source = layout.parent(opened, from);
            int target = layout.parent(opened, to);
            int object = source < 0 ? source : opened.keep(Linux.openBeneath(source, Layout.name(from), THIS, 0));
            Step missing =
                    refusal(Math.min(object, Math.min(target, 0)), "move " + layout.show(from) + " to", target, to);
            Stat before = missing != null ? null : stats.stat(object, layout.show(from));
            if (before == null) {
                return new Step.Missing();
            }
            for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
                int result = Renaming.withoutOverwriting(source, Layout.name(from), target, Layout.name(to));
                Step refused = refusal(result, "move " + layout.show(from) + " to", target, to);
                if (result >= 0) {
                    return new Step.Done(moved(object, before, target, to));
                } else if (refused != null) {
                    return refused;
                }
            }
            throw restless("move " + layout.show(from) + " to", to);
        }
    }

    /** What a refusal means. @return null where there is none, or where what was in the way is gone again: try once more */
    private @Nullable Step refusal(int result, String doing, int parent, Place place) {
        if (result >= 0) {
            return null;
        }
        if (Faults.isMissing(result)) {
            return new Step.Missing();
        }
        if (result != -Errno.EEXIST) {
            throw Faults.ofNaming(result, doing, layout.show(place));
        }
        Stat there = stats.at(parent, Layout.name(place), layout.show(place));
        if (there != null) {
            return new Step.TargetExists(there);
        }
        if (Linux.stat(parent, Layout.name(place), new RawStat()) >= 0) {
            throw Faults.taken(doing, layout.show(place));
        }
        return null;
    }

    /**
     * Exchanges the two names, then moves what came out. A crash between leaves it under the name of the staged object, where the
     * caller looks for it (H4).
     */
    Step replace(Place from, Place to, Place displaced) {
        checkNotBelow(from, to);
        try (Handles opened = new Handles()) {
            int source = layout.parent(opened, from);
            int target = layout.parent(opened, to);
            int aside = layout.parent(opened, displaced);
            String doing = "replace by " + layout.show(from);
            int least = Math.min(source, Math.min(target, aside));
            int object = least < 0 ? least : opened.keep(Linux.openBeneath(source, Layout.name(from), THIS, 0));
            Step missing = refusal(Math.min(object, 0), doing, target, to);
            if (missing != null) {
                return missing;
            }
            Stat taken = stats.at(aside, Layout.name(displaced), layout.show(displaced));
            if (taken != null) {
                return new Step.TargetExists(taken);
            }
            Replacement replacement =
                    new Replacement(from, to, displaced, source, target, aside, object, known(object, from));
            return exchanges ? exchange(replacement) : moveBoth(replacement);
        }
    }

    /** The places of a replace, their open directories, and the open object that is to be published. */
    private record Replacement(
            Place from, Place to, Place displaced, int source, int target, int aside, int object, Stat before) {
        int swap() {
            return Linux.rename(source, Layout.name(from), target, Layout.name(to), Linux.RENAME_EXCHANGE);
        }

        int putAside() {
            return Renaming.withoutOverwriting(source, Layout.name(from), aside, Layout.name(displaced));
        }
    }

    private Step exchange(Replacement r) {
        int result = r.swap();
        Step refused = refusal(result, "replace", r.target(), r.to());
        if (refused != null) {
            return refused;
        }
        boolean known = stats.at(r.source(), Layout.name(r.from()), layout.show(r.to())) != null;
        int aside = known ? r.putAside() : 0;
        if (!known || aside < 0) {
            check(r.swap(), "put back", r.to());
            throw known
                    ? Faults.of(aside, "move what was replaced to", layout.show(r.displaced()))
                    : Faults.taken("replace", layout.show(r.to()));
        }
        return replaced(r);
    }

    /** Without exchange: for a moment nothing lies at the target, and others may come first. */
    private Step moveBoth(Replacement r) {
        String name = Layout.name(r.to());
        if (stats.at(r.target(), name, layout.show(r.to())) == null) {
            return new Step.Missing();
        }
        int result = Renaming.withoutOverwriting(r.target(), name, r.aside(), Layout.name(r.displaced()));
        Step refused = refusal(result, "move what is to be replaced to", r.aside(), r.displaced());
        if (refused != null) {
            return refused;
        }
        check(result, "move what is to be replaced to", r.displaced());
        result = Renaming.withoutOverwriting(r.source(), Layout.name(r.from()), r.target(), name);
        if (result < 0) {
            int back = Renaming.withoutOverwriting(r.aside(), Layout.name(r.displaced()), r.target(), name);
            if (back >= 0 && Faults.isMissing(result)) {
                return new Step.Missing();
            }
            String doing =
                    back >= 0 ? "replace" : "replace, with what lay there now in " + layout.show(r.displaced()) + ",";
            throw Faults.of(result, doing, layout.show(r.to()));
        }
        return replaced(r);
    }

    private Step replaced(Replacement r) {
        Stat old = stats.at(r.aside(), Layout.name(r.displaced()), layout.show(r.displaced()));
        if (old == null) {
            throw new StorageException(
                    ProblemCode.STORAGE_FAILED,
                    "what was replaced at %s is gone from %s; keep everyone else out of the working area"
                            .formatted(layout.show(r.to()), layout.show(r.displaced())),
                    null);
        }
        return new Step.Replaced(moved(r.object(), r.before(), r.target(), r.to()), old);
    }

    Step setAttributes(Place place, Attributes attributes) {
        try (Handles opened = new Handles()) {
            int object = layout.open(opened, place, THIS);
            if (Faults.isMissing(object)) {
                return new Step.Missing();
            }
            check(object, "open", place);
            if (stats.stat(object, layout.show(place)) == null) {
                return new Step.Missing();
            }
            attributeWriter.write(object, attributes, layout.show(place));
            return new Step.Done(known(object, place));
        }
    }

    Step removeDirectory(Place place) {
        try (Handles opened = new Handles()) {
            int parent = layout.parent(opened, place);
            int flags = THIS | Linux.O_DIRECTORY;
            int object = parent < 0 ? parent : opened.keep(Linux.openBeneath(parent, Layout.name(place), flags, 0));
            if (Faults.isMissing(object)) {
                return new Step.Missing();
            }
            check(object, "open", place);
            Stat before = known(object, place);
            int result = Linux.removeDirectory(parent, Layout.name(place));
            if (result == -Errno.ENOTEMPTY || result == -Errno.EEXIST) {
                return new Step.NotEmpty();
            }
            if (Faults.isMissing(result)) {
                return new Step.Missing();
            }
            check(result, "remove the directory", place);
            return new Step.Done(before);
        }
    }

    /**
     * What a moved object is now. File systems in user space that know objects by their paths refuse a descriptor whose path has gone:
     * then the same object is looked for at its new name. Where another has got that since, the answer is of the moment before.
     */
    private Stat moved(int object, Stat before, int directory, Place to) {
        int result = Linux.stat(object, "", new RawStat());
        if (!Faults.isMissing(result) && result != -Errno.ESTALE) {
            return known(object, to);
        }
        Stat there = stats.at(directory, Layout.name(to), layout.show(to));
        if (there == null || there.kind() != before.kind()) {
            return before;
        }
        return Stats.differByMoveOnly(before.fingerprint(), there.fingerprint()) ? there : before;
    }

    private Stat known(int object, Place place) {
        Stat stat = stats.stat(object, layout.show(place));
        if (stat == null) {
            throw Faults.taken("go on with", layout.show(place));
        }
        return stat;
    }

    private void check(int result, String doing, Place place) {
        if (result < 0) {
            throw Faults.of(result, doing, layout.show(place));
        }
    }

    private static void checkNotBelow(Place from, Place to) {
        TreePath above = from.path();
        TreePath below = to.path();
        int names = above.names().size();
        if (from.area() == to.area()
                && below.names().size() > names
                && below.names().subList(0, names).equals(above.names())) {
            throw new IllegalArgumentException(from + " cannot move below itself, to " + to);
        }
    }

    private StorageException restless(String doing, Place place) {
        return new StorageException(
                ProblemCode.STORAGE_FAILED,
                "cannot %s %s: its name was given and taken %d times meanwhile; try again later"
                        .formatted(doing, layout.show(place), ATTEMPTS_MAX),
                null);
    }
}
