package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.Version;

/**
 * How a conflict is to be settled.
 *
 * @param path of the copy in the rule's tree; or of what kept the name, where that has one copy alone
 * @param name with {@link ConflictKeep#BOTH}: the copy's new name, in the same directory; null: one is made from the file's
 * @param copySeen the copy's version, as it was looked at; null: whatever it is now
 * @param originalSeen likewise of what kept the name
 */
public record ResolveSpec(
        String path,
        ConflictKeep keep,
        @Nullable String name,
        @Nullable Version copySeen,
        @Nullable Version originalSeen) {
    /** @throws IllegalArgumentException where a field is missing or contradicts another */
    public ResolveSpec {
        Required.field("path", path);
        Required.field("keep", keep);
        if (name != null && keep != ConflictKeep.BOTH) {
            throw new IllegalArgumentException("a name is given to the copy only where both are kept");
        }
    }
}
