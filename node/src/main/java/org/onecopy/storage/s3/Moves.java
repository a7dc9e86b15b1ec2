package org.onecopy.storage.s3;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Step;

/**
 * Moves single objects: a copy that overwrites nothing, then the deletion of what was copied, if it is still that. A stop in between
 * leaves both; the same move made again finds its copy and goes on.
 */
final class Moves {
    private static final int ATTEMPTS_MAX = 20;

    private final Bucket bucket;
    private final Keys keys;
    private final Directories directories;
    private final Uploads uploads;
    private final Prints prints;
    private final Looks looks;

    Moves(Bucket bucket, Keys keys, Directories directories, Uploads uploads, Prints prints, Looks looks) {
        this.looks = looks;
        this.bucket = bucket;
        this.keys = keys;
        this.directories = directories;
        this.uploads = uploads;
        this.prints = prints;
    }

    /**
     * Moves a file.
     *
     * @return null where no file lies at the source
     */
    @Nullable
    Step move(Place from, Place to) {
        String key = keys.file(from);
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            S3Object seen = attempt == 0 ? looks.take(key) : null;
            S3Object source = seen != null ? seen : bucket.head(key);
            if (source == null) {
                return null;
            }
            Step refused = refusal(to);
            if (refused != null) {
                return refused;
            }
            S3Object copy = copy(source, to);
            if (copy == null) {
                S3Object there = bucket.head(keys.file(to));
                if (there == null) {
                    continue; // it has just gone, or the source has just changed
                }
                if (!Prints.isCopy(there, source)) {
                    return new Step.TargetExists(Prints.file(there, to.area()));
                }
                copy = there;
            }
            if (from.area() == Area.TREE) {
                directories.mark(keys.parent(from));
            }
            if (bucket.delete(source)) {
                prints.copied(source, copy);
                return new Step.Done(Prints.file(copy, to.area()));
            }
            bucket.delete(copy); // of a content that is not the last one
        }
        throw restless(bucket.show(key));
    }

    static StorageException restless(String what) {
        return new StorageException(
                ProblemCode.STORAGE_FAILED, "others keep changing " + what + "; it is tried again", null);
    }

    /** Why nothing can be put at a place; null where it can, as far as is known without asking about the place itself. */
    @Nullable
    Step refusal(Place to) {
        if (to.area() != Area.TREE) {
            return null;
        }
        if (!directories.exists(keys.parent(to))) {
            return new Step.Missing();
        }
        String directory = keys.directory(to);
        return directories.isKnown(directory) && directories.look(directory)
                ? new Step.TargetExists(Prints.directory())
                : null;
    }

    /**
     * Copies an object to where nothing lies.
     *
     * @return null where something lies there, or the source is another one by now
     */
    @Nullable
    S3Object copy(S3Object source, Place to) {
        return copy(source, keys.file(to), to.area());
    }

    /** As {@link #copy(S3Object, Place)}, to a key in an area. */
    @Nullable
    S3Object copy(S3Object source, String key, Area area) {
        String id = UUID.randomUUID().toString();
        Map<String, String> metadata = Metadata.ofCopy(source.metadata(), Prints.originOf(source), id);
        if (area == Area.TREE) {
            return uploads.copyNew(source, key, metadata, id);
        }
        // Names in the working area are given once, by us alone: looking before is enough.
        return bucket.head(key) == null ? uploads.copyOver(source, key, metadata) : null;
    }
}
