package org.onecopy.materialize;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.model.Version;
import org.onecopy.storage.Stat;

/**
 * Agreed contents that no zone has any more (H10): an origin was overwritten, removed or lost before anybody had fetched them. Such a
 * content is recorded as if it had been shown here, so that capture finds what differs and proposes that, as it does with any change:
 * an older content where one lies here, the removal where nothing does. Where several zones do so, the older content stands, because
 * a write restores what was removed. Never in silence: each one is an event {@code content-lost}.
 */
final class LostContents {
    private final Location location;
    private final SetAside setAside;
    private final Steps steps;

    LostContents(Location location, SetAside setAside, Steps steps) {
        this.location = location;
        this.setAside = setAside;
        this.steps = steps;
    }

    /** Instead of a file that was to be placed at a free name. */
    Result record(Item item, Entry entry, Entry directory, Name name, Version written) {
        Entry there = location.shown().child(directory.id(), name);
        if (there != null && there.id() != entry.id() && !setAside.free(directory, name, entry.id())) {
            return Result.AGAIN;
        }
        Entry lost = entry.withSlot(directory.id(), name)
                .withContent(item.content, null)
                .withVersions(written, entry.placed(), entry.attributed())
                .withFingerprint(Entry.UNKNOWN);
        location.shown().put(lost);
        location.shown().lookAgain(directory.id());
        location.notice(
                Severity.ERROR,
                "content-lost",
                location.place(lost).path().names(),
                "no zone has the content that was agreed at " + written
                        + " any more: the newest one that a zone still has"
                        + " takes its place, or the file is removed");
        return Result.DONE;
    }

    /** Instead of a content that was to replace another one here. */
    Result replace(Item item, Entry entry, Entry directory, Version written) {
        Entry file = entry;
        if (setAside.contentOperation(entry) != null) {
            Entry apart = apart(entry, directory);
            if (apart == null) {
                return Result.AGAIN;
            }
            file = apart;
        }
        return record(item, file, directory, file.name(), written);
    }

    /** A change of the file that is under way loses against this content: what lies here is that change, and no longer the file. */
    private @Nullable Entry apart(Entry entry, Entry directory) {
        Stat present = location.tree().stat(location.place(entry));
        if (present == null) {
            return setAside.splitGone(entry);
        }
        long id = location.shown().nextEntry();
        setAside.announce(id, new HeldOrigin(directory.id(), entry.name(), entry.file(), entry.written()));
        steps.begin();
        Stat held = location.tree()
                .move(location.place(directory, entry.name()), Location.heldPlace(id))
                .nowOrNull();
        if (held == null) {
            return null;
        }
        setAside.split(entry, id, held);
        return location.shown().entry(entry.id());
    }
}
