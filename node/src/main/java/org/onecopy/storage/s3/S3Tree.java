package org.onecopy.storage.s3;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Watch;

/** What lies in a bucket below a prefix. */
public final class S3Tree implements Tree {
    private final Bucket bucket;
    private final Keys keys;
    private final Capabilities capabilities;
    private final Spool spool;
    private final ZoneMark mark;
    private final Directories directories;
    private final Prints prints = new Prints();
    private final Looks looks = new Looks();
    private final Moves moves;
    private final DirectoryMoves directoryMoves;
    private final Publishing publishing;

    private final @Nullable EventQueue events;

    S3Tree(
            Bucket bucket,
            Keys keys,
            Capabilities capabilities,
            Spool spool,
            OpenUploads open,
            @Nullable EventQueue events) {
        this.events = events;
        this.bucket = bucket;
        this.keys = keys;
        this.capabilities = capabilities;
        this.spool = spool;
        mark = new ZoneMark(bucket, keys);
        directories = new Directories(bucket, keys);
        Uploads uploads = new Uploads(bucket, open);
        moves = new Moves(bucket, keys, directories, uploads, prints, looks);
        directoryMoves = new DirectoryMoves(bucket, keys, directories, moves);
        publishing = new Publishing(bucket, keys, directories, spool, uploads, moves, directoryMoves);
    }

    /** Ends what a stop interrupted. */
    void goOn() {
        directoryMoves.goOn();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public ObjectIdentity rootIdentity() {
        return mark.identity();
    }

    /** A bucket has no end that could be seen; contents pass through the spool. */
    @Override
    public long spaceAvailable() {
        return spool.space();
    }

    @Override
    public @Nullable Stat stat(Place place) {
        if (place.area() == Area.STAGE) {
            return place.path().isRoot() ? Prints.directory() : spool.stat(item(place));
        }
        String directory = keys.directory(place);
        if (keys.isFolder(directory)) {
            return Prints.directory();
        }
        S3Object file = bucket.head(keys.file(place));
        if (file != null) {
            looks.saw(file);
            return Prints.file(file, place.area());
        }
        return directories.look(directory) ? Prints.directory() : null;
    }

    @Override
    public boolean list(Place directory, ListSink sink) {
        if (directory.area() != Area.STAGE) {
            return new S3Listing(bucket, keys, directories, directory, sink).run();
        }
        if (directory.path().isRoot()) {
            spool.list(sink);
        }
        return directory.path().isRoot();
    }

    @Override
    public @Nullable ContentReader read(Place place) {
        if (place.area() == Area.STAGE) {
            return spool.reader(item(place));
        }
        return S3Reader.open(bucket, keys.file(place), place.area());
    }

    /** The name of a staged content, which is always directly in its folder. */
    private static Name item(Place place) {
        if (place.path().names().size() != 1) {
            throw new IllegalArgumentException("the staging folder is flat: " + place);
        }
        return Objects.requireNonNull(place.path().name());
    }

    @Override
    public StageWriter stage(Name name, long length) {
        return new S3StageWriter(spool, name, length);
    }

    @Override
    public Step makeDirectory(Place place, Attributes attributes) {
        return publishing.makeDirectory(place);
    }

    @Override
    public Step makeLink(Place place, String target) {
        throw new StorageException(
                ProblemCode.STORAGE_UNREPRESENTABLE,
                "S3 has no symbolic links, so " + keys.show(place) + " is kept in the other zones only",
                null);
    }

    @Override
    public Step move(Place from, Place to) {
        if (to.area() == Area.STAGE) {
            return moveStaged(from, to);
        }
        if (from.area() == Area.STAGE) {
            return publishing.upload(item(from), to);
        }
        Step moved = moves.move(from, to);
        return moved == null ? directoryMoves.move(from, to) : moved;
    }

    private Step moveStaged(Place from, Place to) {
        if (from.area() != Area.STAGE) {
            throw new IllegalArgumentException("nothing goes back from the bucket into the staging folder: " + from);
        }
        if (spool.stat(item(from)) == null) {
            return new Step.Missing();
        }
        boolean moved = spool.move(item(from), item(to));
        Stat now = spool.stat(item(to));
        if (now == null) {
            return new Step.Missing();
        }
        return moved ? new Step.Done(now) : new Step.TargetExists(now);
    }

    @Override
    public Step replace(Place from, Place to, Place displaced) {
        if (from.area() != Area.STAGE) {
            throw new IllegalArgumentException("only staged contents replace others, not " + from);
        }
        return publishing.replace(item(from), to, displaced);
    }

    @Override
    public boolean differByMoveOnly(Fingerprint before, Fingerprint after) {
        return prints.differByMoveOnly(before, after);
    }

    /** Attributes are in an object's metadata as they were when it was written; to change them would copy it (decision 0024). */
    @Override
    public Step setAttributes(Place place, Attributes attributes) {
        Stat now = stat(place);
        return now == null ? new Step.Missing() : new Step.Done(now);
    }

    @Override
    public Step removeDirectory(Place place) {
        return publishing.removeDirectory(place);
    }

    @Override
    public void purge(Place item) {
        switch (item.area()) {
            case TREE ->
                throw new IllegalArgumentException("only items of the working area are purged, not " + keys.show(item));
            case STAGE -> spool.remove(item(item));
            case HELD, TRASH -> {
                bucket.deleteAny(keys.file(item));
                S3Listing.eachBelow(bucket, keys.directory(item), this::deleteAll);
                directories.removeMarkers(keys.directory(item));
            }
        }
    }

    private void deleteAll(List<S3Object> page) {
        new Parallel(bucket.settings().concurrency()).each(page, object -> bucket.deleteAny(object.key()));
    }

    /** What the server has answered is durable; what is staged need not be. */
    @Override
    public void flush() {}

    /** Changes are found by listing; the sooner where the bucket tells a queue of them. */
    @Override
    public @Nullable Watch watch(HintSink sink) {
        return events == null ? null : events.watch(keys.base(), sink);
    }

    @Override
    public void close() {}
}
