package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Extras;
import org.onecopy.core.Preserve;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Finding;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.NameRules;
import org.onecopy.storage.Watch;

/**
 * What the adapter asks a file system. Paths are absolute texts without escapes. Nothing here overwrites, but for {@link #create} and
 * {@link #truncate}, which are for the working area. All methods block and are safe to call from many threads.
 */
interface FileCalls extends AutoCloseable {
    /** Which names it can hold. */
    NameRules names();

    /**
     * What it can do, asked anew: rights may have changed.
     *
     * @param folder of the working area, where something may be tried and is removed again
     */
    Capabilities capabilities(String folder) throws IOException;

    /** The same for one tree more, whose rule may ask for other extras. */
    default FileCalls ofTree() {
        return this;
    }

    /** What the rule of the tree asks for: {@link Found#extras} tells it from now on. */
    default void preserve(Set<Preserve> kinds) {}

    /** Sets extended attributes and replication, as far as the rule asks. @return whether anything may have changed */
    default boolean setExtras(Found is, String path, Extras wanted) throws IOException {
        return false;
    }

    /**
     * Sets the access control list, as far as the rule asks.
     *
     * @param mode that the object is to have
     * @return whether it may have changed, and the mode with it
     */
    default boolean setAcl(Found is, String path, Extras wanted, int mode) throws IOException {
        return false;
    }

    /** The path that leads to this very object wherever it is moved; where there is none, the path given. */
    String address(Found object, String path);

    /** Why an object cannot have this name directly in a directory, to follow "the name X"; null where it can. */
    @Nullable
    String complaint(String name, boolean atFileSystemRoot);

    /** What lies at a path, or null; also where something above it is a file. */
    @Nullable
    Found find(String path) throws IOException;

    /** Lists a directory. @return false where there is none, or where it went away meanwhile */
    boolean list(String directory, Consumer<Found> sink) throws IOException;

    /**
     * Moves without overwriting.
     *
     * @throws org.apache.hadoop.fs.FileAlreadyExistsException or another one where the target is taken
     * @throws java.io.FileNotFoundException or another one where the source or the target's directory is missing
     */
    void move(String from, String to) throws IOException;

    /** Makes a directory in one that is there. May succeed where there is one already. */
    void makeDirectory(String path, int mode) throws IOException;

    /** Makes a directory and all above it. Succeeds where it is there. */
    void makeDirectories(String path, int mode) throws IOException;

    /**
     * Removes an empty directory.
     *
     * @throws org.apache.hadoop.fs.PathIsNotEmptyDirectoryException where it is not empty
     */
    void removeDirectory(Found directory, String path) throws IOException;

    /** Deletes for ever, a directory with all below it. No effect where nothing is there. */
    void purge(String path) throws IOException;

    /**
     * Opens a new file, instead of what lies there.
     *
     * @param mode permission bits, where the file system takes them with a new file
     * @param extras replicas and block size, where the rule asks for them
     * @throws java.io.FileNotFoundException where its directory is not there, and is not made by the way
     */
    FSDataOutputStream create(String path, int mode, Extras extras) throws IOException;

    /** The same, for the node's user alone. */
    default FSDataOutputStream create(String path) throws IOException {
        return create(path, 0600, Extras.NONE);
    }

    /** Opens a file to write at its end; null where the file system cannot. */
    @Nullable
    FSDataOutputStream append(String path) throws IOException;

    /** Cuts a file. @return false where the file system cannot, and nothing has changed */
    boolean truncate(String path, long length) throws IOException;

    /**
     * Waits until a file is complete that a process which is gone was writing.
     *
     * @return false where it did not become so in time
     */
    boolean settle(String path) throws IOException;

    /** Whether somebody is writing it. */
    boolean isBeingWritten(String path) throws IOException;

    /** Opens a file for reading. */
    FSDataInputStream read(String path) throws IOException;

    void setTime(String path, long mtimeMillis) throws IOException;

    void setMode(String path, int mode) throws IOException;

    /** @param owner null: leave it; so the group */
    void setOwner(String path, @Nullable String owner, @Nullable String group) throws IOException;

    /**
     * What tells this file system from every other one, and survives its restart; where the file system says nothing of that kind,
     * what was written into the marker.
     *
     * @param marker a file of a few bytes in it
     * @return null where there is no marker
     */
    @Nullable
    String systemIdentity(String marker) throws IOException;

    /** Makes the marker where there is none. */
    void mark(String marker) throws IOException;

    /** Bytes that may still be written at a location. */
    long spaceAvailable(String location) throws IOException;

    /** What only this kind of file system can tell of a directory that is there. */
    List<Finding> tell(String directory) throws IOException;

    /** The address of the file system, as the node's settings name it. */
    String uri();

    /** Who the node is in the file system, for people. */
    String user() throws IOException;

    /** Hints of changes at a location; null where there are none. */
    @Nullable
    Watch watch(String location, HintSink sink) throws IOException;

    @Override
    void close();
}
