package org.onecopy.storage;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;

/**
 * What a storage says of one object, read in one step.
 *
 * @param length bytes of a file, else 0
 * @param attributes as the storage has them; mtime of directories and links is 0
 * @param fingerprint changes whenever content or attributes change; of a directory only with its own attributes, never because of
 *     its children
 * @param identity null where the storage has none
 * @param linkTarget the text of a symbolic link, unchanged and unresolved, else null
 * @param links how many names this object has (hard links), 1 where unknown
 */
public record Stat(
        Kind kind,
        long length,
        Attributes attributes,
        Fingerprint fingerprint,
        @Nullable ObjectIdentity identity,
        @Nullable String linkTarget,
        int links) {
    /** The same with other attributes, under the same fingerprint. */
    public Stat with(Attributes other) {
        return new Stat(kind, length, other, fingerprint, identity, linkTarget, links);
    }
}
