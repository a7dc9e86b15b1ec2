package org.onecopy.storage;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.Preserve;

/**
 * One replicated location in a storage, open for reading and publishing. Every step is atomic for readers of the tree, or says in
 * {@link Capabilities} that it is not. No step follows a symbolic link, and none leaves the tree (HAZARDS H73). No step overwrites:
 * what lay at a target is either inspected by the caller afterwards ({@link #replace}) or the step is refused. Nothing is durable
 * before {@link #flush} has returned.
 *
 * <p>All methods block, are safe to call from many threads, and throw {@link org.onecopy.problem.StorageException}.
 */
public interface Tree extends AutoCloseable {
    Capabilities capabilities();

    /**
     * Says what the rule asks to travel beyond mode, owner, group and time: from now on each {@link Stat} tells it, and each step that sets
     * attributes sets it, as far as the storage can. Without this, at the beginning, nothing of it is read or set. Cheap where nothing
     * changes.
     */
    default void preserve(Set<Preserve> kinds) {}

    /**
     * Attributes as they would be here: without what this storage cannot express, such as users of whom it knows nothing. What is missing
     * in the answer is agreed all the same, and nobody has removed it (H33). Asks nobody but a name service.
     */
    default Attributes shown(Attributes agreed) {
        return agreed;
    }

    /**
     * The identity of the tree's root as it is now, read anew at each call: it differs once the storage is unmounted, or another
     * directory stands in its place (H42).
     *
     * @throws org.onecopy.problem.StorageException {@code STORAGE_UNAVAILABLE} where there is no root at all
     */
    ObjectIdentity rootIdentity();

    /** Bytes that may still be written. */
    long spaceAvailable();

    /** What lies at a place, or null. A special file (device, pipe, socket) counts as nothing there, but takes its name. */
    @Nullable
    Stat stat(Place place);

    /**
     * Lists one directory, in any order. An entry that vanishes meanwhile is left out; one that comes meanwhile may be.
     *
     * @return false where there is no such directory
     */
    boolean list(Place directory, ListSink sink);

    /**
     * Opens a file for reading.
     *
     * @return null where no file lies there
     */
    @Nullable
    ContentReader read(Place place);

    /**
     * Begins or goes on with a content on its way in. What was written under this name before is still there (resume after a crash).
     *
     * @param name of the item in {@link Place.Area#STAGE}
     * @param length the whole content's length; the file system may reserve it
     */
    StageWriter stage(Name name, long length);

    /**
     * As {@link #stage(Name, long)}, where it is known already what is going to be said when the content is finished: what a file gets
     * when it is made and never again (its block size) is of these.
     */
    default StageWriter stage(Name name, long length, Attributes attributes) {
        return stage(name, length);
    }

    /** Makes a directory. {@link Step.Done}, {@link Step.TargetExists} or {@link Step.Missing} (its parent). */
    Step makeDirectory(Place place, Attributes attributes);

    /** Makes a symbolic link with this text. {@link Step.Done}, {@link Step.TargetExists} or {@link Step.Missing}. */
    Step makeLink(Place place, String target);

    /**
     * Moves an object, a directory with all below it, without overwriting. {@link Step.Done}, {@link Step.TargetExists} or
     * {@link Step.Missing}.
     */
    Step move(Place from, Place to);

    /**
     * Puts a staged object where a file or link lies, and moves what lay there, whatever it is, to another place for inspection.
     *
     * @param from usually in {@link Place.Area#STAGE}
     * @param to in the tree
     * @param displaced where the old object goes, in {@link Place.Area#HELD} or {@link Place.Area#TRASH}; must be free
     * @return {@link Step.Replaced}, or {@link Step.Missing} where nothing lay at either (use {@link #move} then)
     */
    Step replace(Place from, Place to, Place displaced);

    /**
     * Whether two fingerprints of one object differ by nothing but what moving it changes: its content is the same as far as the
     * storage can tell. (Local: everything but ctime.)
     */
    boolean differByMoveOnly(Fingerprint before, Fingerprint after);

    /** Sets the attributes that the storage keeps and the process may set. {@link Step.Done} or {@link Step.Missing}. */
    Step setAttributes(Place place, Attributes attributes);

    /** Removes an empty directory. {@link Step.Done} (the stat is that of the directory before), NotEmpty or Missing. */
    Step removeDirectory(Place place);

    /** Deletes an item of the working area for ever, a directory with all below it. No effect where it is not there. */
    void purge(Place item);

    /**
     * Returns once everything done through this tree before the call is durable (syncfs or the like). After a failure nothing since
     * the last successful flush may be relied on, even if a later flush succeeds: the system may have dropped what it could not
     * write.
     */
    void flush();

    /**
     * Begins to report hints of changes in the tree. Hints may be late, repeated, missing and wrong; a scan is the truth. A change
     * made after this has returned is either hinted at or {@link Watch#complete} says that not everything is.
     *
     * @return null where the storage has no hints; else closing it ends them
     */
    @Nullable
    Watch watch(HintSink sink);

    @Override
    void close();

    /** Receives a listing. */
    interface ListSink {
        void entry(Name name, Stat stat);

        /**
         * A file and a directory have the same name, as keys of an object store may (H84). Whoever knows neither of them takes the
         * directory.
         */
        default void both(Name name, Stat file, Stat directory) {
            entry(name, directory);
            refused(name.value(), "a directory has the same name");
        }

        /** An entry whose name or kind cannot be replicated: it is listed for the administrator and left alone. */
        void refused(String printableName, String reason);
    }
}
