package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.NameRules;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;

/**
 * Where places lie: the users' tree from the location down, the working folders in {@code .onecopy} there. Where the file system has
 * inodes, all paths begin with that of the root, so that nothing is done in another directory that was put in its place (H42).
 */
final class Layout {
    /** The reserved name at the root of every tree. */
    static final Name WORK = new Name(".onecopy");

    /** Where directories are made before they are moved to their place, because making one does not say whether it was there. */
    private static final String MADE = "made";

    private static final String MARKER = "zone";
    private static final int FOLDER_MODE = 0700;
    private static final Duration MADE_KEPT = Duration.ofDays(1);

    private final FileCalls calls;
    private final String location;
    private final String base;
    private final Found root;
    private final NameRules rules;

    /** @param root what lies at the location */
    Layout(FileCalls calls, String location, Found root) {
        this.calls = calls;
        this.location = location;
        this.root = root;
        NameRules names = calls.names();
        rules = new NameRules(
                names.nameBytesMax(), Math.max(1, names.pathBytesMax() - location.length()), names.illegal());
        String address = calls.address(root, location);
        base = address.equals("/") ? "" : address;
    }

    /** Which names can be held below the location. */
    NameRules names() {
        return rules;
    }

    String location() {
        return location;
    }

    /** The path as an administrator would type it, for messages. */
    String show(Place place) {
        return (location.equals("/") ? "" : location) + below(place);
    }

    /** The path of what lies at a place. */
    String path(Place place) {
        check(place);
        String below = below(place);
        return base.isEmpty() && below.isEmpty() ? "/" : base + below;
    }

    /** The names from the root down, each after a slash. */
    private static String below(Place place) {
        StringBuilder path = new StringBuilder();
        if (place.area() != Area.TREE) {
            path.append('/').append(WORK).append('/').append(folder(place.area()));
        }
        for (Name name : place.path().names()) {
            path.append('/').append(name);
        }
        return path.toString();
    }

    private static String folder(Area area) {
        return area.name().toLowerCase(Locale.ROOT);
    }

    private void check(Place place) {
        List<Name> names = place.path().names();
        if (place.area() == Area.TREE && !names.isEmpty() && names.getFirst().equals(WORK)) {
            throw illegal(place, "the name " + WORK + " is reserved for Onecopy");
        }
    }

    /**
     * The path at which something is put: in the very directory that the place asks for.
     *
     * @return null where that directory is not there, or another one has its path by now
     */
    @Nullable
    String target(Place place) {
        checkNames(place);
        ObjectIdentity wanted = place.directory();
        String path = path(place);
        if (wanted == null) {
            return path;
        }
        String parent = path.substring(0, path.lastIndexOf('/'));
        Found directory = Faults.seek("look at", show(place), () -> calls.find(parent.isEmpty() ? "/" : parent));
        if (directory == null || !directory.directory() || !wanted.equals(Stats.identity(directory))) {
            return null;
        }
        return calls.address(directory, parent) + path.substring(path.lastIndexOf('/'));
    }

    /** Refuses what the file system cannot hold, before it is asked: it would understand some of it in its own way (H29). */
    private void checkNames(Place place) {
        String complaint = rules.complaint(place.path());
        if (complaint != null) {
            throw illegal(place, "this file system cannot hold the path, which " + complaint);
        }
        boolean top = location.equals("/") && place.area() == Area.TREE;
        for (Name name : place.path().names()) {
            String reserved = calls.complaint(name.value(), top);
            if (reserved != null) {
                throw illegal(place, "this file system cannot hold the name " + name + ", which " + reserved);
            }
            top = false;
        }
    }

    /** Why an entry of a listing cannot be replicated; null where it can. */
    @Nullable
    String complaint(Place directory, String name) {
        String complaint = Name.complaint(name);
        boolean top = location.equals("/") && directory.path().isRoot();
        return complaint != null ? "the name " + complaint : calls.complaint(name, top);
    }

    private StorageException illegal(Place place, String why) {
        return new StorageException(
                ProblemCode.STORAGE_NAME_ILLEGAL, "%s: %s; rename it".formatted(show(place), why), null);
    }

    static String name(Place place) {
        Name name = place.path().name();
        if (name == null) {
            throw new IllegalArgumentException("the root has no name: " + place);
        }
        return name.value();
    }

    /** Where a directory is made before it gets its name. */
    String making() {
        return base + "/" + WORK + "/" + MADE + "/" + UUID.randomUUID();
    }

    /** Makes the working folders where they are missing. @return whether any was */
    boolean makeFolders() {
        requireRoot();
        return Faults.ask("make the working folders of", location, () -> {
            String work = base + "/" + WORK;
            boolean made = makeFolder(work);
            made |= makeFolder(work + "/" + MADE);
            for (Area area : Area.values()) {
                made |= area != Area.TREE && makeFolder(work + "/" + folder(area));
            }
            calls.mark(marker());
            return made;
        });
    }

    /** Removes what stops long ago have left where directories are made. Another node of the zone may be making one just now. */
    void sweepMade() {
        String made = base + "/" + WORK + "/" + MADE;
        long old = System.currentTimeMillis() - MADE_KEPT.toMillis();
        List<Found> left = new ArrayList<>();
        Faults.tell("sweep the working area of", location, () -> {
            calls.list(made, found -> {
                if (found.directory() && found.mtimeMillis() < old) {
                    left.add(found);
                }
            });
            for (Found found : left) {
                calls.removeDirectory(found, made + "/" + found.name());
            }
        });
    }

    private boolean makeFolder(String path) throws IOException {
        if (calls.find(path) != null) {
            return false;
        }
        calls.makeDirectory(path, FOLDER_MODE);
        return true;
    }

    /**
     * Looks whether the root is where it was: what is missing in one that is gone tells nothing.
     *
     * @throws StorageException {@code STORAGE_UNAVAILABLE} where it is gone, {@code STORAGE_ROOT_CHANGED} where it is another
     */
    void requireRoot() {
        Found now = findRoot();
        if (now.id() != root.id()) {
            throw new StorageException(
                    ProblemCode.STORAGE_ROOT_CHANGED,
                    "another directory stands at %s than when it was opened; put the former one back, or remove the zone from the rule and add it again"
                            .formatted(location),
                    null);
        }
    }

    private Found findRoot() {
        Found now = Faults.seek("look at", location, () -> calls.find(location));
        if (now == null || !now.directory()) {
            throw missing(location);
        }
        return now;
    }

    static StorageException missing(String location) {
        return new StorageException(
                ProblemCode.STORAGE_UNAVAILABLE,
                "there is no directory at %s; create it, or see whether this is the right file system"
                        .formatted(location),
                null);
    }

    /**
     * The identity of what is the root now: the file system's own, and the directory's. Nothing is written in a directory that is not
     * the one that was opened.
     */
    ObjectIdentity identityNow() {
        Found now = findRoot();
        String id = Long.toHexString(now.id());
        if (now.id() != root.id()) {
            return new ObjectIdentity("another." + id);
        }
        return Faults.ask("look at the marker of", location, () -> {
            String system = calls.systemIdentity(marker());
            if (system == null && root.id() != 0) {
                makeFolders(); // somebody has removed them from the very directory
                system = calls.systemIdentity(marker());
            }
            return new ObjectIdentity(system == null ? "unmarked" : system + "." + id);
        });
    }

    private String marker() {
        return base + "/" + WORK + "/" + MARKER;
    }

    /** A folder of the working area in which something may be tried. */
    String trialFolder() {
        return base + "/" + WORK + "/" + MADE;
    }
}
