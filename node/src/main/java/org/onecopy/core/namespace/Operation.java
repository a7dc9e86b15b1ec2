package org.onecopy.core.namespace;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;

/** One change to a rule's tree, as a zone observed it or a client asks for it. */
public sealed interface Operation {
    /** The attributes that it gives; null where it gives none but a time. */
    default @Nullable Attributes attributes() {
        return null;
    }

    /**
     * Something new at a name that was free as far as the zone had seen.
     *
     * @param content of a file, else null
     * @param target of a link, else null
     */
    record Create(
            Ref parent,
            Name name,
            Kind kind,
            @Nullable Content content,
            @Nullable String target,
            Attributes attributes) implements Operation {}

    /**
     * A file got another content (or a link another text).
     *
     * @param base the content that was overwritten
     */
    record Write(
            Ref file,
            Base base,
            @Nullable Content content,
            @Nullable String target,
            long mtimeNanos) implements Operation {}

    /**
     * Something was renamed or moved.
     *
     * @param base the place it had
     */
    record Move(Ref file, Base base, Ref parent, Name name) implements Operation {}

    /**
     * Something was removed; a directory only if it is empty.
     *
     * @param written the content that was removed (of a directory: not looked at)
     * @param placed the place it had
     */
    record Remove(Ref file, Base written, Base placed) implements Operation {}

    /**
     * Mode, owner, group or modification time changed, without the content.
     *
     * @param base the attributes before
     */
    record SetAttributes(Ref file, Base base, Attributes attributes) implements Operation {}
}
