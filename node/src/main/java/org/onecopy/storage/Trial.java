package org.onecopy.storage;

import java.util.List;

/**
 * A storage being tried out at one location, before it is used or while it is. All that is written lies in a directory of the known name
 * {@code .onecopy/verify} in the location, or in the nearest directory above where the location is missing; no rule ever looks there, and
 * the location's own files are not touched. What a killed trial has left is removed by the next one at that location. The methods are
 * called in the order in which they stand here, by one thread; each may throw {@link org.onecopy.problem.ProblemException}, and then
 * only {@link #close} follows.
 */
public interface Trial extends AutoCloseable {
    /** Name of the directory, in the working area, in which things are tried. */
    String NAME = "verify";

    /** Reaches the storage, and says who the node is there. Writes nothing. */
    List<Finding> reach();

    /** Says what lies at the location. Writes nothing. */
    Finding location();

    /** Opens a tree in which anything may be done. */
    Tree open();

    /** What only this kind of storage has, or only it can tell. */
    List<Finding> particulars();

    /** Removes whatever was made. No effect where nothing was. */
    @Override
    void close();
}
