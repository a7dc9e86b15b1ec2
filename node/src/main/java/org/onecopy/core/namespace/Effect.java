package org.onecopy.core.namespace;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** What an agreed change did to the tree: what every zone has to show. */
public sealed interface Effect {
    /**
     * A file, directory or link stands at a place where nothing stood: made, or restored after a removal.
     *
     * @param content of a file, without inline bytes; else null
     * @param target of a link, else null
     * @param conflictOf what it is the conflict copy of, or null
     * @param written the version of its content: older than this effect where something removed was restored with what it had
     * @param attributed the version of its attributes, likewise
     */
    record Created(
            FileId parent,
            Name name,
            Kind kind,
            @Nullable Content content,
            @Nullable String target,
            Attributes attributes,
            @Nullable FileId conflictOf,
            Version written,
            Version attributed)
            implements Effect {}

    /** A file has another content, or a link another text. */
    record Wrote(@Nullable Content content, @Nullable String target, long mtimeNanos) implements Effect {}

    /**
     * It stands at another place.
     *
     * @param yields the zone whose operation took its place by policy: its next effect is that zone's; null for an ordinary move
     */
    record Moved(
            FileId fromParent,
            Name fromName,
            FileId parent,
            Name name,
            @Nullable ZoneName yields) implements Effect {}

    /** It stands nowhere any more. */
    record Removed(FileId parent, Name name, Kind kind) implements Effect {}

    /** It has other attributes. */
    record AttributesSet(Attributes attributes) implements Effect {}

    /** Nothing has changed: the operation found its change made already, or was refused. Only its zone has something to do. */
    record Unchanged(boolean refused) implements Effect {}
}
