package org.onecopy.storage.s3;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.NameRules;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;

/**
 * Which key an object has: the location's own prefix and its path. The working area lies under the reserved name {@code .onecopy} at the
 * location's root, which no listing of the tree shows.
 */
final class Keys {
    /** The reserved name at the root of every tree. */
    static final String WORK = ".onecopy";

    private static final int KEY_BYTES_MAX = 1024;

    /** What a path below the root may have more in the working area than in the tree. */
    private static final int WORK_BYTES = 64;

    private final String bucket;
    private final String base;
    private final NameRules names;

    /** @param base of all keys of the location; empty, or with a slash at its end */
    Keys(String bucket, String base) {
        this.bucket = bucket;
        this.base = base;
        int left = KEY_BYTES_MAX - WORK_BYTES - base.getBytes(StandardCharsets.UTF_8).length;
        names = new NameRules(Name.BYTES_MAX, left, "");
    }

    String base() {
        return base;
    }

    NameRules names() {
        return names;
    }

    /** The key of the object that says which tree this is. */
    String zone() {
        return work("zone");
    }

    /** A key in the working area. */
    String work(String name) {
        return base + WORK + "/" + name;
    }

    /** The key of a file at a place; never of the root, nor in the staging folder. */
    String file(Place place) {
        return area(place.area()) + checked(place);
    }

    /** What the keys of all below a directory begin with, which is also the key of its marker; with a slash at its end. */
    String directory(Place place) {
        String path = checked(place);
        return area(place.area()) + path + (path.isEmpty() ? "" : "/");
    }

    /** As {@link #directory}, of the directory that a place lies in. */
    String parent(Place place) {
        TreePath parent = place.path().parent();
        if (parent == null) {
            throw new IllegalArgumentException("the root has no parent");
        }
        return directory(new Place(place.area(), parent));
    }

    /** Whether a directory is always there. */
    boolean isFolder(String directory) {
        return directory.equals(base) || directory.equals(area(Area.HELD)) || directory.equals(area(Area.TRASH));
    }

    private String area(Area area) {
        return switch (area) {
            case TREE -> base;
            case HELD -> work("held/");
            case TRASH -> work("trash/");
            case STAGE -> throw new IllegalArgumentException("staged contents are not in the bucket");
        };
    }

    private String checked(Place place) {
        if (place.area() == Area.TREE) {
            List<Name> path = place.path().names();
            if (!path.isEmpty() && path.getFirst().value().equals(WORK)) {
                throw illegal(place, "is reserved for Onecopy's working area");
            }
            String complaint = names.complaint(place.path());
            if (complaint != null) {
                throw illegal(place, complaint);
            }
        }
        return place.path().toString();
    }

    private StorageException illegal(Place place, String complaint) {
        return new StorageException(
                ProblemCode.STORAGE_NAME_ILLEGAL, "the path " + show(place) + " " + complaint + "; rename it", null);
    }

    /** Why an object with a name cannot be replicated although the bucket holds it; null where it can. */
    @Nullable
    String complaint(Place directory, String name) {
        if (name.isEmpty()) {
            return "the key has a slash at its beginning or two in a row";
        }
        String complaint = Name.complaint(name);
        if (complaint != null) {
            return "the name " + complaint;
        }
        if (directory.area() != Area.TREE) {
            return null;
        }
        if (directory.path().isRoot() && name.equals(WORK)) {
            return "the name is reserved for Onecopy's working area";
        }
        String tooLong = names.complaint(directory.path().resolve(new Name(name)));
        return tooLong == null ? null : "the path " + tooLong;
    }

    /** A place as an administrator would type it, for messages. */
    String show(Place place) {
        return place.area() == Area.TREE ? show(base + place.path()) : show(work(place.toString()));
    }

    /** A key as an administrator would type it, for messages. */
    String show(String key) {
        return "s3://" + bucket + "/" + key;
    }
}
