package org.onecopy.storage;

/**
 * What a storage can do; whatever is false here is declared, not discovered.
 *
 * @param atomicReplace {@link Tree#replace} shows every reader either the old or the new content, with no moment of absence
 * @param atomicDirectoryMove moving a directory is one step for every reader
 * @param hints {@link Tree#watch} reports all changes; without it some, or all, are only found by scans
 * @param identities {@link Stat#identity} survives a move, so that a move can be told from delete and create
 * @param modes permission bits are kept
 * @param owners owners and groups are kept, as far as the process is permitted to set them
 * @param symlinks symbolic links are kept
 * @param caseSensitive names that differ by case only are different names
 */
public record Capabilities(
        boolean atomicReplace,
        boolean atomicDirectoryMove,
        boolean hints,
        boolean identities,
        boolean modes,
        boolean owners,
        boolean symlinks,
        boolean caseSensitive) {}
