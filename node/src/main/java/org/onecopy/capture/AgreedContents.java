package org.onecopy.capture;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Stat;

/**
 * Whether something that lies in a zone is no user's change, but a version of a file that was put there by agreement: by this node just
 * before a stop, or by another one that was the zone's writer (H36, H47, H83). Without that, what is agreed would come back as a change.
 */
final class AgreedContents {
    private static final Version END = new Version(Long.MAX_VALUE);

    private final Location location;

    AgreedContents(Location location) {
        this.location = location;
    }

    /** Whether a link has, or had when it was removed, this text. */
    boolean isTextOf(FileId link, @Nullable String text) {
        Inode inode = location.agreed().read(view -> view.get(Tables.INODES, link));
        return inode != null && text != null && text.equals(inode.target());
    }

    /** Whether a file is agreed, or was removed so lately that a change brings it back. */
    boolean isKnown(FileId file) {
        return location.agreed().read(view -> view.get(Tables.INODES, file)) != null;
    }

    /**
     * Whether what lies where an entry has its place is a version of its file: a later one than the record's, or, where the record
     * knows of no object, one that the writer before this one may have shown.
     */
    boolean isOurs(Entry entry, FileId file, Content content) {
        return isVersion(file, entry.written().next(), END, content)
                || (!entry.isShown() && isInherited(file, content));
    }

    /** Whether a version of the file with this content is still to be shown, or recorded. */
    boolean isOnItsWay(FileId file, Content content) {
        Version passed = location.shown().cursor().lowWater();
        return isVersion(file, passed.next(), END, content)
                || location.shown().holes().stream()
                        .anyMatch(hole -> hole.getValue().file().equals(file));
    }

    /** The same for something in the held folder. */
    boolean isOurs(HeldOrigin origin, Content content) {
        FileId file = origin.changedFrom();
        return file == null
                ? isVersionAt(origin, content)
                : isVersion(file, origin.base(), END, content) || isInherited(file, content);
    }

    /**
     * The same for something at a name that no record knows, where objects have no identity: then it may have been shown before a stop, and
     * the change that showed it is shown again.
     */
    boolean isOurs(Entry directory, Name name, Content content) {
        return !location.tree().capabilities().can(Ability.IDENTITIES)
                && isVersionAt(new HeldOrigin(directory.id(), name, null, Version.NONE), content);
    }

    /**
     * Whether what lies at a name that no record knows is what a hole is to bring there: it was shown just before a stop, and its record is
     * missing.
     */
    boolean isAwaited(Entry directory, Name name, Stat stat, @Nullable Content content) {
        return location.shown().holes().stream()
                .map(hole -> location.agreed().read(view -> view.get(Tables.JOURNAL, hole.getKey())))
                .anyMatch(journal -> journal != null
                        && journal.effect() instanceof Effect.Created created
                        && created.parent().equals(directory.file())
                        && created.name().equals(name)
                        && created.kind() == stat.kind()
                        && Objects.equals(created.target(), stat.linkTarget())
                        && (created.content() == null
                                || (content != null && created.content().sameAs(content))));
    }

    /** Whether it is a version of the file that another writer of this zone may have shown. */
    private boolean isInherited(FileId file, Content content) {
        return isVersion(
                file, Version.NONE, location.shown().cursor().aheadUpTo().next(), content);
    }

    /** Whether the file that stands by agreement where something lay has, or had, this content: then we had put it there ourselves. */
    private boolean isVersionAt(HeldOrigin origin, Content content) {
        Entry directory = location.shown().entry(origin.parent());
        FileId parent = directory == null ? null : directory.file();
        FileId file = parent == null
                ? null
                : location.agreed().read(view -> view.get(Tables.CHILDREN, new Tables.ChildKey(parent, origin.name())));
        return file != null && isVersion(file, Version.NONE, END, content);
    }

    /** Whether a file has, or had, a content at a version or after it, and before another. */
    private boolean isVersion(FileId file, Version from, Version to, Content content) {
        return location.agreed().read(view -> {
            var versions = view.scan(Tables.CONTENTS, new ContentKey(file, from), new ContentKey(file, to));
            while (versions.hasNext()) {
                if (versions.next().getValue().sameAs(content)) {
                    return true;
                }
            }
            return false;
        });
    }
}
