package org.onecopy.core.namespace;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * What became of an operation, the same in every zone.
 *
 * @param file what it made or changed; of a refused one what it was about, null where that is unknown
 * @param version the version it got; of {@link Status#SAME} the version that stands already
 */
public record Outcome(Status status, @Nullable FileId file, Version version) {
    /** The ways in which an operation ends. */
    public enum Status {
        /** It stands as proposed (a restored file may have got another name). */
        STOOD,
        /** The tree was like that already. */
        SAME,
        /** It lost against a change that it had not seen, and was kept as a conflict copy. */
        CONFLICT_COPY,
        /** It was refused; the zone must show the agreed tree again. */
        REFUSED,
        /** The rule's guard holds it until somebody decides. */
        HELD
    }
}
