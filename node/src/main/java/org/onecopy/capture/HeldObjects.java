package org.onecopy.capture;

import org.jspecify.annotations.Nullable;
import org.onecopy.capture.Hashing.Hashed;
import org.onecopy.core.Content;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.location.Location;
import org.onecopy.storage.Step;

/** What had to be set aside: proposed as the change, or the new thing, that it is. */
final class HeldObjects {
    private final Location location;
    private final Outbox outbox;
    private final AgreedContents agreed;
    private final Remains remains;
    private final Discards discards;

    HeldObjects(Location location, Outbox outbox, AgreedContents agreed, Remains remains, Discards discards) {
        this.location = location;
        this.outbox = outbox;
        this.agreed = agreed;
        this.remains = remains;
        this.discards = discards;
    }

    /** @param result of reading it, where it is a file */
    void propose(Entry held, @Nullable Hashed result) {
        HeldOrigin origin = location.shown().heldOrigin(held.id());
        if (origin == null) {
            return;
        }
        Content content = result == null ? null : result.content();
        if (result != null && content != null) {
            outbox.keepChunks(content, result);
        }
        if ((content != null && agreed.isOurs(origin, content)) || remains.isLeft(held, origin, content)) {
            discards.trash(
                    location.place(held),
                    held.id(),
                    "an agreed content that another writer of this zone had put there");
            location.shown().forget(held);
            return;
        }
        if (origin.changedFrom() != null && !held.isDirectory() && agreed.isKnown(origin.changedFrom())) {
            outbox.write(held, origin.changedFrom(), origin.base(), content);
            return;
        }
        if (origin.changedFrom() != null && held.isDirectory() && isGoneWhereEmpty(held)) {
            return;
        }
        Entry parent = location.shown().entry(origin.parent());
        if (parent == null || !Outbox.isNamed(parent)) {
            parent = location.shown().entry(Entry.ROOT);
        }
        if (parent != null) {
            outbox.create(held, parent, origin.name(), content);
        }
    }

    /** A directory that was removed by agreement, and into which nobody has put anything, goes. */
    private boolean isGoneWhereEmpty(Entry held) {
        boolean remains = location.tree().removeDirectory(location.place(held)) instanceof Step.NotEmpty;
        if (!remains && location.shown().children(held.id()).isEmpty()) {
            location.shown().forget(held);
        }
        return !remains;
    }

    /** Another zone is the source of truth, and this is not in it. */
    void discard(Entry held) {
        discards.discard(location.place(held), held.id());
        location.shown().forget(held);
    }
}
