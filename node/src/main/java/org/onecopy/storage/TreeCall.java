package org.onecopy.storage;

/** The calls of a {@link Tree} and of what it opens, for decorators that do the same around each. */
public enum TreeCall {
    ROOT_IDENTITY,
    SPACE_AVAILABLE,
    STAT,
    LIST,
    READ,
    /** {@link ContentReader#read}. */
    READ_BYTES,
    STAGE,
    /** {@link StageWriter#write}. */
    WRITE_BYTES,
    /** {@link StageWriter#finish}. */
    FINISH,
    MAKE_DIRECTORY,
    MAKE_LINK,
    MOVE,
    REPLACE,
    SET_ATTRIBUTES,
    REMOVE_DIRECTORY,
    PURGE,
    FLUSH,
    WATCH
}
