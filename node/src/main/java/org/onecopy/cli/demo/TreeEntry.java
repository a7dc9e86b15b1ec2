package org.onecopy.cli.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a tree as an outsider sees it.
 *
 * @param path below the tree's root
 * @param mode permissions as {@code rwxr-x---}; empty for links
 * @param length of a file, else 0
 * @param stamp changes whenever the content may have changed (inode, size, times)
 * @param target of a link, else null
 */
record TreeEntry(
        Path path,
        Kind kind,
        String mode,
        long length,
        String stamp,
        @Nullable String target) {
    enum Kind {
        FILE,
        DIRECTORY,
        LINK
    }

    /** All that must be equal, apart from the content. */
    String shape() {
        return kind + " " + mode + " " + length + (target == null ? "" : " -> " + target);
    }
}
