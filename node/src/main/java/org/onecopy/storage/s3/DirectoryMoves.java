package org.onecopy.storage.s3;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Moves directories: all below is copied without overwriting, then what was copied is deleted, if it is still that (H24). A note in the
 * working area says that it is under way, so that whoever opens the tree after a stop ends it before anything is concluded from what lies
 * there. What others write into the old directory meanwhile stays there, as a change of theirs.
 */
final class DirectoryMoves {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryMoves.class);
    private static final String NOTES = "moves/";

    private final Bucket bucket;
    private final Keys keys;
    private final Directories directories;
    private final Moves moves;
    private final Parallel parallel;

    DirectoryMoves(Bucket bucket, Keys keys, Directories directories, Moves moves) {
        this.bucket = bucket;
        this.keys = keys;
        this.directories = directories;
        this.moves = moves;
        parallel = new Parallel(bucket.settings().concurrency());
    }

    /** Moves a directory. {@link Step.Done}, {@link Step.TargetExists} or {@link Step.Missing}. */
    Step move(Place from, Place to) {
        String source = keys.directory(from);
        String target = keys.directory(to);
        if (target.startsWith(source)) {
            throw new IllegalArgumentException("cannot move " + from + " into itself: " + to);
        }
        if (!directories.look(source)) {
            return new Step.Missing();
        }
        Step refused = refusal(to, target);
        if (refused != null) {
            return refused;
        }
        String note = keys.work(NOTES + UUID.randomUUID());
        String text = encoded(source) + "\n" + encoded(target) + "\n" + to.area();
        bucket.put(note, RequestBody.fromString(text), Map.of(), Bucket.Condition.ABSENT);
        run(source, target, to.area());
        if (from.area() == Area.TREE) {
            directories.mark(keys.parent(from));
        }
        bucket.deleteAny(note);
        return new Step.Done(Prints.directory());
    }

    private @Nullable Step refusal(Place to, String target) {
        if (to.area() == Area.TREE && !directories.exists(keys.parent(to))) {
            return new Step.Missing();
        }
        S3Object file = bucket.head(keys.file(to));
        if (file != null) {
            return new Step.TargetExists(Prints.file(file, to.area()));
        }
        return directories.look(target) ? new Step.TargetExists(Prints.directory()) : null;
    }

    /** Ends what a stop interrupted. To be called before anything else is done with the tree. */
    void goOn() {
        List<S3Object> notes = new ArrayList<>();
        S3Listing.eachBelow(bucket, keys.work(NOTES), notes::addAll);
        for (S3Object note : notes) {
            byte[] bytes = bucket.read(note.key());
            String[] lines = bytes == null ? new String[0] : new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
            if (lines.length == 3) {
                String source = decoded(lines[0]);
                String target = decoded(lines[1]);
                LOG.info("going on with the move of {} to {}", bucket.show(source), bucket.show(target));
                run(source, target, Area.valueOf(lines[2]));
            }
            bucket.deleteAny(note.key());
        }
    }

    /** A half moved directory cannot be shown as anything: until it is moved, the whole tree is out of reach. */
    private void run(String source, String target, Area area) {
        try {
            directories.putMarker(target);
            everything(source, object -> copy(object, target + object.key().substring(source.length()), area));
            everything(source, object -> delete(object, target + object.key().substring(source.length())));
            directories.removeMarkers(source);
        } catch (ProblemException e) {
            throw new StorageException(
                    ProblemCode.STORAGE_UNAVAILABLE,
                    "the directory %s is moved in part only to %s (%s); it is gone on with"
                            .formatted(bucket.show(source), bucket.show(target), e.getMessage()),
                    e);
        }
    }

    private void everything(String source, Consumer<S3Object> action) {
        S3Listing.eachBelow(bucket, source, page -> parallel.each(page, action));
    }

    private void copy(S3Object listed, String to, Area area) {
        if (listed.key().endsWith("/")) {
            if (listed.length() == 0) {
                directories.putMarker(to);
            }
            return; // a marker with a content is nobody's file: it stays
        }
        S3Object source = bucket.head(listed.key());
        if (source != null) {
            moves.copy(source, to, area); // what lies there already is looked at before the source goes
        }
    }

    private void delete(S3Object source, String to) {
        if (source.key().endsWith("/")) {
            return; // after what lies in it
        }
        S3Object copy = bucket.head(to);
        if (copy != null && Prints.isCopy(copy, source)) {
            boolean _ = bucket.delete(source); // else it has been written again meanwhile
        }
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
