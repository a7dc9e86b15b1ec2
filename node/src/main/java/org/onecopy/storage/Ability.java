package org.onecopy.storage;

/** Something that not every storage can do. What one lacks is declared in its {@link Capabilities}, not discovered. */
public enum Ability {
    /** {@link Tree#replace} shows every reader either the old or the new content, with no moment of absence. */
    ATOMIC_REPLACE,
    /** Moving a directory is one step for every reader. Without it they see a mixture for a while, and a stop leaves one (H24). */
    ATOMIC_DIRECTORY_MOVE,
    /**
     * No step overwrites what it has not seen, whoever writes at the same time (H13). Without it there is a short while between
     * looking and writing in which a change of somebody else is lost.
     */
    CONDITIONAL_WRITES,
    /** {@link Tree#watch} reports all changes. Without it some, or all, are only found by scans. */
    HINTS,
    /** {@link Stat#identity} survives a move, so that a move can be told from delete and create. */
    IDENTITIES,
    /**
     * A change of a file's content shows in its fingerprint whatever its length and time are. Without it, one of the same length is
     * not seen where its writer has set the old time again.
     */
    CHANGE_MARKS,
    /** A move costs the same whatever the length. Without it the storage copies the bytes. */
    CHEAP_MOVES,
    /** An open {@link ContentReader} reads its object to the end although the name is given to another; without it, it fails. */
    STABLE_READS,
    /** What has been answered is durable: {@link Tree#flush} costs nothing. */
    DURABLE_STEPS,
    /** Permission bits are kept. */
    MODES,
    /** The bits of a file's mode that let it run as its owner or group are kept; without it they are left out. */
    SET_ID_MODES,
    /** Owners and groups are kept, as far as the process is permitted to set them. */
    OWNERS,
    /** An owner may be any text; without it, only those that have an account there can be set. */
    FREE_OWNERS,
    /** Access control lists in the sense of POSIX are kept. */
    ACLS,
    /** Extended attributes of users are kept, as far as they fit. */
    XATTRS,
    /** A file has a number of replicas and a block size. */
    REPLICATION,
    /**
     * The time of the last change of a file's content is what its writer says. Without it, it is the storage's own time of writing,
     * and 0 in the answer of a step.
     */
    MTIMES,
    /** Times before 1970 are kept; without it, they are 1970. */
    EARLY_MTIMES,
    /** Symbolic links are kept. Without it {@link Tree#makeLink} fails with {@code STORAGE_UNREPRESENTABLE}. */
    SYMLINKS,
    /** Bytes that were never written take no space, and {@link ContentReader#nextData} finds where data begins. */
    HOLES,
    /** It says how much may still be written to it. Without it, {@link Tree#spaceAvailable} speaks of where contents wait for it. */
    MEASURED_SPACE,
    /** Names that differ by case only are different names. */
    CASE_SENSITIVE
}
