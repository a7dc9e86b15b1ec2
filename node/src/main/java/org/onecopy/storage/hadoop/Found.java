package org.onecopy.storage.hadoop;

import org.onecopy.core.Extras;

/**
 * What a file system says of one object.
 *
 * @param name within its directory; empty where it was asked for by its path
 * @param regular whether it is a file or a directory, and no link
 * @param mtimeMillis since 1970, of a directory the time of the last change of its children
 * @param mode permission bits, -1 where the file system keeps none
 * @param owner empty where the file system keeps none
 * @param group empty where the file system keeps none
 * @param id never given to another object; 0 where the file system has none
 * @param mark what else changes with content or attributes: that there are further rights, a server's tag; may be empty
 * @param extras what the rule asks for, as far as it is known here
 */
record Found(
        String name,
        boolean regular,
        boolean directory,
        long length,
        long mtimeMillis,
        int mode,
        String owner,
        String group,
        long id,
        String mark,
        Extras extras) {}
