package org.onecopy.storage.s3;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.s3.Bucket.Condition;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** The steps that bring staged contents and directories into the bucket. */
final class Publishing {
    private static final int ATTEMPTS_MAX = 20;

    private final Bucket bucket;
    private final Keys keys;
    private final Directories directories;
    private final Spool spool;
    private final Uploads uploads;
    private final Moves moves;
    private final DirectoryMoves directoryMoves;

    Publishing(
            Bucket bucket,
            Keys keys,
            Directories directories,
            Spool spool,
            Uploads uploads,
            Moves moves,
            DirectoryMoves directoryMoves) {
        this.bucket = bucket;
        this.keys = keys;
        this.directories = directories;
        this.spool = spool;
        this.uploads = uploads;
        this.moves = moves;
        this.directoryMoves = directoryMoves;
    }

    /** One request where nothing stands in the way. */
    Step upload(Name staged, Place to) {
        Stat content = spool.stat(staged);
        if (content == null) {
            return new Step.Missing();
        }
        String key = keys.file(to);
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Step refused = moves.refusal(to);
            if (refused != null) {
                return refused;
            }
            S3Object there = bucket.conditions().writes() ? null : bucket.head(key);
            S3Object written = there != null ? null : write(staged, content.length(), key, Condition.ABSENT);
            if (written != null) {
                spool.remove(staged);
                return new Step.Done(Prints.file(written, to.area()));
            }
            there = there != null ? there : bucket.head(key);
            if (there != null) {
                return new Step.TargetExists(Prints.file(there, to.area()));
            }
        }
        throw Moves.restless(bucket.show(key));
    }

    private @Nullable S3Object write(Name staged, long length, String key, Condition condition) {
        String id = UUID.randomUUID().toString();
        Spool.Said said = spool.said(staged);
        Map<String, String> metadata = Metadata.of(said.attributes(), said.digest(), id);
        byte[] kept = spool.kept(staged);
        return kept != null
                ? uploads.bytes(kept, key, metadata, id, condition)
                : uploads.file(spool.path(staged), length, key, metadata, id, condition);
    }

    /** What lies there is copied aside, and replaced only while it is still that. */
    Step replace(Name staged, Place to, Place displaced) {
        String key = keys.file(to);
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Stat content = spool.stat(staged);
            if (content == null) {
                return new Step.Missing();
            }
            S3Object there = bucket.head(key);
            if (there == null) {
                return replaceDirectory(staged, to, displaced);
            }
            S3Object aside = bucket.head(keys.file(displaced));
            if (aside != null && !Prints.isCopy(aside, there)) {
                return new Step.TargetExists(Prints.file(aside, displaced.area()));
            }
            aside = aside != null ? aside : moves.copy(there, displaced);
            S3Object written = aside == null ? null : write(staged, content.length(), key, Condition.same(there));
            if (aside != null && written != null) {
                spool.remove(staged);
                return new Step.Replaced(Prints.file(written, to.area()), Prints.file(aside, displaced.area()));
            }
            if (aside != null) {
                bucket.delete(aside); // of a content that is not the last one
            }
        }
        throw Moves.restless(bucket.show(key));
    }

    private Step replaceDirectory(Name staged, Place to, Place displaced) {
        Step moved = directoryMoves.move(to, displaced);
        if (!(moved instanceof Step.Done done)) {
            return moved;
        }
        Step put = upload(staged, to);
        return put instanceof Step.Done now ? new Step.Replaced(now.now(), done.now()) : put;
    }

    Step makeDirectory(Place place) {
        String directory = keys.directory(place);
        if (place.area() == Area.TREE && !directories.exists(keys.parent(place))) {
            return new Step.Missing();
        }
        S3Object file = bucket.head(keys.file(place));
        if (file != null) {
            return new Step.TargetExists(Prints.file(file, place.area()));
        }
        if (directories.look(directory)) { // a marker's condition says nothing of a directory without one
            return new Step.TargetExists(Prints.directory());
        }
        return directories.putMarker(directory)
                ? new Step.Done(Prints.directory())
                : new Step.TargetExists(Prints.directory());
    }

    Step removeDirectory(Place place) {
        String directory = keys.directory(place);
        ListObjectsV2Response found = bucket.list(directory, false, 2, null);
        if (found.contents().isEmpty()) {
            return new Step.Missing();
        }
        if (found.contents().stream().anyMatch(object -> !object.key().equals(directory) || object.size() > 0)) {
            return new Step.NotEmpty();
        }
        if (place.area() == Area.TREE) {
            directories.mark(keys.parent(place));
        }
        directories.gone(directory);
        bucket.deleteAny(directory);
        return new Step.Done(Prints.directory());
    }
}
