package org.onecopy.core.namespace;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * One file, directory or link of the agreed tree, or its tombstone. Content, place and attributes have versions of their own, so
 * that a change of one never overwrites an unseen change of another (H34).
 *
 * @param parent the directory it lies in, or last lay in; the root is its own parent
 * @param placed when it got this parent and name
 * @param written when it got this content or link text; of a directory: when it was made
 * @param content of a file, without inline bytes (these are in {@link Tables#CONTENTS}); else null
 * @param target the text of a link, else null
 * @param attributed when it got these attributes
 * @param origin the zone that wrote this content
 * @param removed when it was removed; {@link Version#NONE} while it lives
 * @param countedMillis when the loss of a content of it was last counted by the guard of the zone that caused it; 0 for never
 */
public record Inode(
        FileId id,
        RuleId rule,
        Kind kind,
        FileId parent,
        Name name,
        Version placed,
        Version written,
        @Nullable Content content,
        @Nullable String target,
        Attributes attributes,
        Version attributed,
        ZoneName origin,
        Version removed,
        long countedMillis) {

    public boolean isLive() {
        return removed.equals(Version.NONE);
    }

    public boolean isRoot() {
        return parent.equals(id);
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** Bytes of a file's content, else 0. */
    public long length() {
        return content == null ? 0 : content.length();
    }

    Inode withPlace(FileId newParent, Name newName, Version at) {
        return new Inode(
                id,
                rule,
                kind,
                newParent,
                newName,
                at,
                written,
                content,
                target,
                attributes,
                attributed,
                origin,
                removed,
                countedMillis);
    }

    Inode withContent(
            @Nullable Content newContent, @Nullable String newTarget, long mtimeNanos, ZoneName by, Version at) {
        return new Inode(
                id,
                rule,
                kind,
                parent,
                name,
                placed,
                at,
                newContent == null ? null : newContent.withoutBytes(),
                newTarget,
                attributes.withMtimeNanos(mtimeNanos),
                attributed,
                by,
                removed,
                countedMillis);
    }

    Inode withAttributes(Attributes newAttributes, Version at) {
        return new Inode(
                id,
                rule,
                kind,
                parent,
                name,
                placed,
                written,
                content,
                target,
                newAttributes,
                at,
                origin,
                removed,
                countedMillis);
    }

    Inode withRemoved(Version at) {
        return new Inode(
                id,
                rule,
                kind,
                parent,
                name,
                placed,
                written,
                content,
                target,
                attributes,
                attributed,
                origin,
                at,
                countedMillis);
    }

    Inode withCounted(long millis) {
        return new Inode(
                id,
                rule,
                kind,
                parent,
                name,
                placed,
                written,
                content,
                target,
                attributes,
                attributed,
                origin,
                removed,
                millis);
    }
}
