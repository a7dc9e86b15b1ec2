package org.onecopy.core.shown;

import org.onecopy.model.FileId;

/**
 * What a consistency check of this zone has still to look at, or has found.
 *
 * @param directory the agreed directory in which it is
 * @param name in that directory; empty: the directory itself
 * @param kind what differs; of a directory that is still to be compared {@link Kind#NONE}
 * @param token what was agreed and what lay there at the last look: settled once it stays the same
 * @param sinceMillis the node's clock when it was seen first
 * @param path from the rule's root, as it was at the last look
 * @param message what differs, for people
 */
public record CheckItem(
        FileId directory, String name, Kind kind, String token, long sinceMillis, String path, String message) {
    /** What differs. */
    public enum Kind {
        /** Nothing yet. */
        NONE,
        /** It is agreed, and does not lie in the storage. */
        MISSING,
        /** It lies in the storage, and is not agreed. */
        EXTRA,
        /** Kind, length, bytes or link text are others. */
        CONTENT,
        /** Mode, owner, group, time or what else the rule preserves are others. */
        ATTRIBUTES,
        /** It went on changing, or was on its way, for as long as was waited. */
        IN_FLUX,
        /** The storage does not let it be read. */
        UNREADABLE
    }
}
