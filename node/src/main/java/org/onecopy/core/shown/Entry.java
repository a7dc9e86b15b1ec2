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
 * @param written the agreed content version that the object shows, and so the base of a change; NONE where it shows none
 * @param placed the agreed version of its place; NONE where that is not agreed
 * @param attributed the agreed version of its attributes; NONE where these are not agreed
 * @param content of a file: what the object holds (as last hashed or published), without inline bytes; else null
 * @param target the text of a link, else null
 * @param attributes as last seen or set
 * @param fingerprint the storage's fingerprint that belongs to all of this; empty where no object is shown (removed by a user, or
 *     its content never came); {@link #UNKNOWN} where the object must be looked at again
 * @param identity the storage's identity of the object; empty where it has none
 * @param pending the operation under way that is about it (one at a time), or null
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
        @Nullable OpId pending) {
    /** The parent of what lies in the held folder; no entry has this id. */
    public static final long HELD_PARENT = 0;

    /** The entry of the tree's root. */
    public static final long ROOT = 1;

    /** The fingerprint of an object that must be looked at again. */
    public static final String UNKNOWN = "?";

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** Whether an object lies in the storage for this entry, as far as is known. */
    public boolean isShown() {
        return !fingerprint.isEmpty();
    }

    public Entry withSlot(long newParent, Name newName) {
        return new Entry(
                id,
                newParent,
                newName,
                kind,
                file,
                written,
                placed,
                attributed,
                content,
                target,
                attributes,
                fingerprint,
                identity,
                pending);
    }

    public Entry withFile(@Nullable FileId newFile) {
        return new Entry(
                id,
                parent,
                name,
                kind,
                newFile,
                written,
                placed,
                attributed,
                content,
                target,
                attributes,
                fingerprint,
                identity,
                pending);
    }

    public Entry withVersions(Version newWritten, Version newPlaced, Version newAttributed) {
        return new Entry(
                id,
                parent,
                name,
                kind,
                file,
                newWritten,
                newPlaced,
                newAttributed,
                content,
                target,
                attributes,
                fingerprint,
                identity,
                pending);
    }

    public Entry withContent(@Nullable Content newContent, @Nullable String newTarget) {
        return new Entry(
                id,
                parent,
                name,
                kind,
                file,
                written,
                placed,
                attributed,
                newContent == null ? null : newContent.withoutBytes(),
                newTarget,
                attributes,
                fingerprint,
                identity,
                pending);
    }

    /** What the storage says of the object now. */
    public Entry withSeen(Attributes newAttributes, String newFingerprint, String newIdentity) {
        return new Entry(
                id,
                parent,
                name,
                kind,
                file,
                written,
                placed,
                attributed,
                content,
                target,
                newAttributes,
                newFingerprint,
                newIdentity,
                pending);
    }

    public Entry withFingerprint(String newFingerprint) {
        return withSeen(attributes, newFingerprint, newFingerprint.isEmpty() ? "" : identity);
    }

    public Entry withAttributesOf(Attributes newAttributes) {
        return withSeen(newAttributes, fingerprint, identity);
    }

    public Entry withPending(@Nullable OpId operation) {
        return new Entry(
                id,
                parent,
                name,
                kind,
                file,
                written,
                placed,
                attributed,
                content,
                target,
                attributes,
                fingerprint,
                identity,
                operation);
    }
}
