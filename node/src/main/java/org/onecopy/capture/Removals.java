package org.onecopy.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;

/**
 * What is missing in the storage. A removal is proposed only after it has been missing for a while (a move has two halves), while the
 * tree's root is the known one (an unmounted storage is not an empty one, H42), and children before their directory.
 */
final class Removals {
    private final Location location;
    private final Outbox outbox;
    private final long patienceNanos;
    private final Map<Long, Long> missingSince = new LinkedHashMap<>();

    Removals(Location location, Outbox outbox, long patienceNanos) {
        this.location = location;
        this.outbox = outbox;
        this.patienceNanos = patienceNanos;
    }

    void missing(Entry entry) {
        missingSince.putIfAbsent(entry.id(), location.ticks().nanos());
    }

    void found(Entry entry) {
        missingSince.remove(entry.id());
    }

    boolean isEmpty() {
        return missingSince.isEmpty();
    }

    long dueNanos() {
        long due = Long.MAX_VALUE;
        for (long since : missingSince.values()) {
            due = Math.min(due, since + patienceNanos);
        }
        return due;
    }

    /** Proposes the removals that are due. @return whether there were any */
    boolean propose(long now) {
        List<Entry> due = new ArrayList<>();
        for (Map.Entry<Long, Long> missing : List.copyOf(missingSince.entrySet())) {
            if (now - missing.getValue() >= patienceNanos) {
                Entry entry = location.shown().entry(missing.getKey());
                if (entry == null || !isStillMissing(entry)) {
                    missingSince.remove(missing.getKey());
                } else if (entry.pending() == null) {
                    due.add(entry);
                } else {
                    missingSince.put(missing.getKey(), now); // its operation under way ends first
                }
            }
        }
        if (due.isEmpty() || !isRootKnown()) {
            return false;
        }
        long files = 0;
        for (Entry entry : due) {
            files += files(entry);
        }
        outbox.announce(files);
        for (Entry entry : due) {
            if (removeAll(entry)) {
                missingSince.remove(entry.id());
            } else {
                missingSince.put(entry.id(), now);
            }
        }
        return true;
    }

    private boolean isStillMissing(Entry entry) {
        return entry.isShown()
                && entry.parent() != Entry.HELD_PARENT
                && location.tree().stat(location.place(entry)) == null;
    }

    private boolean isRootKnown() {
        String known = location.shown().cursor().rootIdentity();
        return known.equals(location.tree().rootIdentity().token());
    }

    private long files(Entry entry) {
        if (!entry.isDirectory()) {
            return entry.file() == null ? 0 : 1;
        }
        long files = 0;
        for (Entry child : location.shown().children(entry.id())) {
            files += files(child);
        }
        return files;
    }

    /** Proposes the removal of an entry and all below it. @return false where something under way must end first */
    private boolean removeAll(Entry entry) {
        ShownTree shown = location.shown();
        boolean complete = true;
        if (entry.isDirectory()) {
            for (Entry child : shown.children(entry.id())) {
                complete &= removeAll(child);
            }
        }
        if (!complete || entry.pending() != null) {
            return entry.pending() != null && !entry.isShown(); // its own removal is under way already
        }
        if (entry.file() == null) {
            if (location.shown().children(entry.id()).isEmpty()) {
                location.shown().forget(entry);
                return true;
            }
            return false;
        }
        if (entry.isShown()) {
            outbox.remove(entry);
        }
        return true;
    }
}
