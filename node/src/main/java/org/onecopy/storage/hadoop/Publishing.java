package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.util.Objects;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;

/**
 * The steps that change names. All of them are moves that do not overwrite: a move onto a directory is refused too, and never goes
 * into it. A refusal is read from what lies there afterwards, not from the kind of the exception, which differs between file systems.
 */
final class Publishing {
    private static final int DIRECTORY_MODE = 0755;
    private static final int ATTEMPTS_MAX = 10;

    private final FileCalls calls;
    private final Layout layout;
    private final AttributeWriter attributeWriter;
    private final Arrivals arrivals;

    Publishing(FileCalls calls, Layout layout, AttributeWriter attributeWriter, Arrivals arrivals) {
        this.arrivals = arrivals;
        this.calls = calls;
        this.layout = layout;
        this.attributeWriter = attributeWriter;
    }

    /** Made with its attributes where nobody looks, then moved: so it is seen whole, and one that is there is not taken for ours. */
    Step makeDirectory(Place place, Attributes attributes) {
        String target = layout.target(place);
        if (target == null) {
            return missing();
        }
        return Faults.ask("make the directory", layout.show(place), () -> {
            String making = layout.making();
            int mode = attributes.mode() < 0 ? DIRECTORY_MODE : attributes.mode() & 01777;
            try {
                calls.makeDirectory(making, mode);
            } catch (IOException e) {
                if (!Faults.isMissing(e) || !layout.makeFolders()) {
                    throw e;
                }
                calls.makeDirectory(making, mode);
            }
            Found made = calls.find(making);
            if (made == null) {
                throw new IOException("the new directory is gone from the working area; keep everyone else out of it");
            }
            attributeWriter.write(made, making, attributes);
            Step step = move(making, target, place);
            if (!(step instanceof Step.Done)) {
                calls.removeDirectory(made, making);
            }
            return step;
        });
    }

    Step move(Place from, Place to) {
        checkNotBelow(from, to);
        Layout.name(from);
        String source = layout.path(from);
        String target = layout.target(to);
        if (target == null) {
            return missing();
        }
        return Faults.ask("move " + layout.show(from) + " to", layout.show(to), () -> move(source, target, to));
    }

    private Step move(String source, String target, Place to) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            try {
                calls.move(source, target);
                Stat arrived = arrivals.take(source);
                return new Step.Done(arrived != null ? arrived : known(calls.find(target), to));
            } catch (IOException e) {
                Step refused = refusal(e, source, target, to);
                if (refused != null) {
                    return refused;
                }
            }
        }
        throw new StorageException(
                ProblemCode.STORAGE_FAILED,
                "cannot give anything the name %s: it was given and taken %d times meanwhile; try again later"
                        .formatted(layout.show(to), ATTEMPTS_MAX),
                null);
    }

    /** What a refusal means. @return null where what was in the way, or missing, no longer is: try once more */
    private @Nullable Step refusal(IOException failure, String source, String target, Place to) throws IOException {
        ProblemCode code = Faults.code(failure);
        if (code != ProblemCode.STORAGE_FAILED) {
            throw failure;
        }
        Found there = calls.find(target);
        if (there != null) {
            Stat stat = Stats.stat(there);
            if (stat == null) {
                throw Faults.taken("give anything the name", layout.show(to));
            }
            return new Step.TargetExists(stat);
        }
        boolean gone = Faults.isMissing(failure) || calls.find(source) == null;
        if (gone) {
            return missing();
        }
        if (failure instanceof org.apache.hadoop.fs.FileAlreadyExistsException) {
            return null;
        }
        throw failure;
    }

    private Step missing() {
        layout.requireRoot();
        return new Step.Missing();
    }

    private Stat known(@Nullable Found found, Place place) {
        Stat stat = Stats.stat(found);
        if (stat == null) {
            throw new StorageException(
                    ProblemCode.STORAGE_FAILED,
                    "what was put at %s was taken away at once by somebody else; it is looked for again"
                            .formatted(layout.show(place)),
                    null);
        }
        return stat;
    }

    /**
     * Two moves, neither of which overwrites: what lies at the target goes aside, then ours comes. For a moment nothing lies at the
     * target (H47). Where somebody else's object comes in that moment, it stays; what went aside stays there under the name that the
     * caller chose, and the failure says so.
     */
    Step replace(Place from, Place to, Place displaced) {
        checkNotBelow(from, to);
        String source = layout.path(from);
        String target = layout.target(to);
        String aside = layout.target(displaced);
        if (target == null || aside == null) {
            return missing();
        }
        return Faults.ask("replace", layout.show(to), () -> {
            Found taken = calls.find(aside);
            if (taken != null) {
                return new Step.TargetExists(known(taken, displaced));
            }
            if (calls.find(source) == null) {
                return missing();
            }
            return move(target, aside, displaced) instanceof Step.Done done
                    ? bringIn(source, target, aside, done.now(), new Places(from, to, displaced))
                    : refusedToPutAside(aside, displaced);
        });
    }

    private record Places(Place from, Place to, Place displaced) {}

    private Step refusedToPutAside(String aside, Place displaced) throws IOException {
        Found taken = calls.find(aside);
        return taken == null ? missing() : new Step.TargetExists(known(taken, displaced));
    }

    private Step bringIn(String source, String target, String aside, Stat old, Places places) throws IOException {
        Step second = move(source, target, places.to());
        if (second instanceof Step.Done done) {
            return new Step.Replaced(done.now(), old);
        }
        boolean back = move(aside, target, places.to()) instanceof Step.Done;
        if (back && second instanceof Step.Missing) {
            return missing();
        }
        throw new StorageException(
                ProblemCode.STORAGE_FAILED,
                back
                        ? "cannot replace %s: others changed it at the same time; it is tried again"
                                .formatted(layout.show(places.to()))
                        : "cannot replace %s: somebody else's object came in the moment between two moves, and stays; what lay there before is in %s; it is looked at again"
                                .formatted(layout.show(places.to()), layout.show(places.displaced())),
                null);
    }

    Step setAttributes(Place place, Attributes attributes) {
        String path = layout.path(place);
        return Faults.ask("set the attributes of", layout.show(place), () -> {
            Found found = calls.find(path);
            if (Stats.stat(found) == null) {
                return missing();
            }
            String address = calls.address(Objects.requireNonNull(found), path);
            arrivals.take(path);
            attributeWriter.write(found, address, attributes);
            Stat now = Stats.stat(calls.find(address));
            return now == null ? missing() : new Step.Done(now);
        });
    }

    Step removeDirectory(Place place) {
        String path = layout.path(place);
        return Faults.ask("remove the directory", layout.show(place), () -> {
            Found found = calls.find(path);
            if (found == null || !found.directory()) {
                return missing();
            }
            Layout.name(place);
            try {
                calls.removeDirectory(found, path);
            } catch (PathIsNotEmptyDirectoryException e) {
                return new Step.NotEmpty();
            } catch (IOException e) {
                if (Faults.isMissing(e)) {
                    return missing();
                }
                throw e;
            }
            return new Step.Done(known(found, place));
        });
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
}
