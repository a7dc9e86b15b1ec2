package org.onecopy.storage;

import java.util.function.Consumer;

/** One zone's storage. All methods block; all are safe to call from many threads. */
public interface Storage extends AutoCloseable {
    /** What this storage can do. The same answer for the life of the object. */
    Capabilities capabilities();

    /**
     * Opens the tree at one path, with its working area (staging, trash, held) on the same device.
     *
     * @param path the location's path as the administrator wrote it: absolute within the storage
     * @param create whether the location is going to be written: a missing directory is made (a rule's new, empty location), and what
     *     a stop interrupted is ended. Else the caller only looks
     * @throws org.onecopy.problem.StorageException {@code STORAGE_UNAVAILABLE} where the path is missing or no directory,
     *     {@code STORAGE_DENIED} where rights are missing
     * @throws org.onecopy.problem.ProblemException {@code PATH_INVALID} where the path is not absolute or leaves the storage's root
     */
    Tree open(String path, boolean create);

    /**
     * Where a location lies, whether or not it exists; nothing is made.
     *
     * @throws org.onecopy.problem.StorageException where the storage does not answer or refuses
     * @throws org.onecopy.problem.ProblemException {@code PATH_INVALID} as {@link #open}
     */
    Lineage lineage(String path);

    /**
     * Opens a tree that is going to be written and was before. Where its storage can tell, nothing is made in another one that stands in
     * its place: below a mount that is away, for example.
     *
     * @param root as {@link Tree#rootIdentity} said it before
     * @throws org.onecopy.problem.StorageException as {@link #open}; {@code STORAGE_ROOT_CHANGED} where another tree is there
     */
    default Tree openKnown(String path, ObjectIdentity root) {
        return open(path, true);
    }

    /**
     * Tells what lies directly in a directory, of a location or not, in any order. Makes nothing, follows no link within it, and leaves out
     * what is Onecopy's own and what is no file, directory or link.
     *
     * @throws org.onecopy.problem.StorageException {@code STORAGE_UNAVAILABLE} where there is no such directory or the storage does not
     *     answer, {@code STORAGE_DENIED}
     * @throws org.onecopy.problem.ProblemException {@code PATH_INVALID} as {@link #open}
     */
    void browse(String path, Consumer<Listed> sink);

    /**
     * Begins to try the storage out at a location. Nothing is asked of it yet.
     *
     * @throws org.onecopy.problem.ProblemException {@code PATH_INVALID} as {@link #open}
     */
    Trial trial(String path);

    @Override
    void close();
}
