package org.onecopy.cli.demo.readers;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a tree as an outsider sees it.
 *
 * @param path below the tree's root, with {@code /} between names
 * @param mode permissions as {@code rwxr-x---}; empty for links, and where a storage keeps none
 * @param length of a file, else 0
 * @param stamp changes whenever the content may have changed (inode, size, times, ETag)
 * @param target of a link, else null
 */
public record TreeEntry(
        String path,
        Kind kind,
        String mode,
        long length,
        String stamp,
        @Nullable String target) {
    /** What it is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        LINK
    }

    /** All that must be equal in every storage, apart from the content. */
    public String shape() {
        return kind + " " + length + (target == null ? "" : " -> " + target);
    }

    static TreeEntry directory(String path, String mode) {
        return new TreeEntry(path, Kind.DIRECTORY, mode, 0, "", null);
    }
}
