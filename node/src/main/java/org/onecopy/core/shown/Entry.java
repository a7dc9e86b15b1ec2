package org.onecopy.core.shown;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.OpId;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * One object in a zone's storage that is known: shown by agreement, or found and proposed.
 *
 * @param id local to the rule and zone, never given again
 * @param parent the entry it lies in; {@link #HELD_PARENT} for an object in the held folder
 * @param file its agreed identity; null until its creation is agreed
 * @param written the agreed content version that the object shows; NONE where it shows none
 * @param placed the agreed version of its place; NONE where that is not agreed
 * @param attributed the agreed version of its attributes; NONE where these are not agreed
 * @param content of a file: what the object holds (as last hashed or published), without inline bytes; else null
 * @param target the text of a link, else null
 * @param attributes as last seen or set
 * @param fingerprint the storage's fingerprint that belongs to all of this; empty where the object has not been seen in the storage
 * @param identity the storage's identity of the object; empty where it has none
 * @param pendingCreate the operation under way that makes it, or null
 * @param pendingWrite the operation under way that changes its content, or null
 * @param pendingMove the operation under way that changes its place, or null
 * @param pendingAttributes the operation under way that changes its attributes, or null
 * @param pendingRemove the operation under way that removes it: it is gone from the storage already; or null
 */
public record Entry(
        long id,
        long parent,
        Name name,
        Kind kind,
        @Nullable FileId file,
        Version written,
        Version placed,
        Version attributed,
        @Nullable Content content,
        @Nullable String target,
        Attributes attributes,
        String fingerprint,
        String identity,
        @Nullable OpId pendingCreate,
        @Nullable OpId pendingWrite,
        @Nullable OpId pendingMove,
        @Nullable OpId pendingAttributes,
        @Nullable OpId pendingRemove) {
    /** The parent of what lies in the held folder; no entry has this id. */
    public static final long HELD_PARENT = 0;

    /** The entry of the tree's root. */
    public static final long ROOT = 1;
}
