package org.onecopy.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.onecopy.capture.Hashing.Hashed;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree.ListSink;

/**
 * Compares directories with the local records and proposes what differs. One look is one directory; a scan is a look at the root and
 * everything below it. Used by the writer's thread alone, but for {@link #hashed}'s queue.
 *
 * <p>Life of a difference: seen in a look → (files) quiet → hashed → proposed, its entry pending → its journal entry ends it. While an
 * entry is pending, further differences about it wait and are looked at again afterwards.
 */
public final class Capture {
    private final Location location;
    private final Hashing hashing;
    private final Outbox outbox;
    private final CaptureSettings settings;
    private final Exclusions exclusions;
    private final Comparison comparison;
    private final HeldObjects held;
    private final Remains remains;
    private final Removals removals;

    private final LinkedHashMap<Long, Look> looks = new LinkedHashMap<>();
    /** Directories that the whole tree's comparison comes to only once it goes on. */
    private final LinkedHashMap<Long, Look> later = new LinkedHashMap<>();

    private final Map<Slot, Quiet> quiet = new HashMap<>();
    private final Map<Slot, Boolean> hashes = new HashMap<>();
    /** Those of them that nobody reads yet: they wait here, where they cost a name each and not the bytes of a small content. */
    private final Queue<Slot> toRead = new ArrayDeque<>();

    private int reading;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final Map<Long, Again> lookAgain = new HashMap<>();
    private boolean scanning;
    private long scansDone;
    private boolean removing;
    private boolean discarding;

    /** A name in an entry's directory. */
    record Slot(long directory, Name name) {}

    /**
     * How to look at a directory.
     *
     * @param below also at everything below it
     * @param settled a writer has just closed a file there: no need to wait until files are quiet
     */
    private record Look(boolean below, boolean settled) {
        Look and(Look other) {
            return new Look(below || other.below, settled || other.settled);
        }
    }

    /**
     * When a directory is looked at again.
     *
     * @param waits only for something under way to end: everything in the directory has been compared
     */
    private record Again(long atNanos, boolean waits) {}

    private record Quiet(String fingerprint, long sinceNanos) {}

    private record Finished(Slot slot, Hashed result) {}

    public Capture(Location location, Hashing hashing, Outbox outbox, CaptureSettings settings, Exclusions exclusions) {
        this.location = location;
        this.hashing = hashing;
        this.outbox = outbox;
        this.settings = settings;
        this.exclusions = exclusions;
        AgreedContents agreed = new AgreedContents(location);
        remains = new Remains(location, agreed);
        Discards discards = new Discards(location);
        comparison = new Comparison(location, outbox, this, agreed, remains, discards);
        held = new HeldObjects(location, outbox, agreed, remains, discards);
        removals = new Removals(location, outbox, settings.missingNanos());
    }

    /** Begins a scan of the whole tree, and of what lies in the held folder. A scan under way goes on. */
    public void scan() {
        lookBelow(Entry.ROOT);
        scanning = true;
    }

    /** Whether removals may be proposed: not before a zone has joined (H83). */
    public void allowRemovals(boolean allowed) {
        removing = allowed;
    }

    /** Whether what is not known goes to the trash instead of being proposed: at the beginning, where another zone is the source. */
    public void discardUnknown(boolean discard) {
        discarding = discard;
    }

    boolean isDiscarding() {
        return discarding;
    }

    /** Everything that the writer before this one may have left has been looked at. */
    public void forgetFormerWriter() {
        remains.forget();
    }

    /** How many scans have ended since the start. */
    public long scansDone() {
        return scansDone;
    }

    /** Looks at one directory, soon. */
    public void look(long directory) {
        looks.putIfAbsent(directory, new Look(false, false));
    }

    /** Looks at a directory and everything below it, soon. */
    public void lookBelow(long directory) {
        looks.merge(directory, new Look(true, false), Look::and);
    }

    /** Looks at a path as a hint says it; at the nearest known directory above it where it is not known. */
    public void look(TreePath path, boolean below, boolean settled) {
        ShownTree shown = location.shown();
        Entry directory = shown.entry(Entry.ROOT);
        for (Name name : path.names()) {
            Entry child = directory == null ? null : shown.child(directory.id(), name);
            if (child == null || !child.isDirectory()) {
                break;
            }
            directory = child;
        }
        if (directory != null) {
            looks.merge(directory.id(), new Look(below, settled), Look::and);
        }
    }

    /**
     * Does a bounded piece of work.
     *
     * @param pendingMax with so many operations under way, differences wait; one directory may go beyond it
     * @param standsStill whether the comparison of the whole tree does not go on: what is hinted at is looked at all the same
     * @return whether anything was done; else nothing is due before {@link #nextDueNanos}
     */
    public boolean step(long pendingMax, boolean standsStill) {
        boolean worked = drainHashes();
        stand(standsStill);
        long now = location.ticks().nanos();
        for (Iterator<Map.Entry<Long, Again>> due = lookAgain.entrySet().iterator(); due.hasNext(); ) {
            Map.Entry<Long, Again> again = due.next();
            if (again.getValue().atNanos - now <= 0) {
                due.remove();
                look(again.getKey());
            }
        }
        for (int n = 0; n < 64 && !looks.isEmpty() && hashes.size() <= settings.pendingMax() / 2; n++) {
            if (location.shown().pendingCount() >= pendingMax) {
                break;
            }
            Map.Entry<Long, Look> next = looks.pollFirstEntry();
            lookAt(next.getKey(), next.getValue());
            worked = true;
            stand(standsStill);
        }
        beginToRead();
        if (looks.isEmpty() && hashes.isEmpty() && later.isEmpty()) {
            worked |= removing && removals.propose(now);
            if (scanning) {
                scanning = false;
                scansDone++;
            }
        }
        return worked;
    }

    /** Whether more is about to be found: then it is worth while to gather. */
    public boolean isUnderWay() {
        return !looks.isEmpty() || !hashes.isEmpty();
    }

    private void stand(boolean still) {
        if (!still) {
            later.forEach((directory, look) -> looks.merge(directory, look, Look::and));
            later.clear();
            return;
        }
        for (Iterator<Map.Entry<Long, Look>> all = looks.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, Look> each = all.next();
            if (each.getValue().below) {
                later.merge(each.getKey(), each.getValue(), Look::and);
                all.remove();
            }
        }
    }

    /** Whether everything found so far has been proposed, but for what waits until something under way about it has ended. */
    public boolean isIdle() {
        return looks.isEmpty()
                && later.isEmpty()
                && hashes.isEmpty()
                && lookAgain.values().stream().allMatch(Again::waits)
                && (removals.isEmpty() || !removing)
                && outbox.isEmpty();
    }

    /** When something will be due although nothing happens; Long.MAX_VALUE where nothing will. */
    public long nextDueNanos() {
        long due = removing ? removals.dueNanos() : Long.MAX_VALUE;
        for (Again again : lookAgain.values()) {
            due = Math.min(due, again.atNanos);
        }
        return due;
    }

    private void lookAt(long id, Look look) {
        ShownTree shown = location.shown();
        Entry directory = shown.entry(id);
        if (directory == null || !directory.isDirectory() || !directory.isShown()) {
            return;
        }
        Listing listing = new Listing(location.place(directory), id);
        if (!location.tree().list(listing.place, listing)) {
            if (id == Entry.ROOT) {
                return; // the writer sees from the root's identity what has happened
            }
            look(directory.parent());
            return;
        }
        if (!Outbox.isNamed(directory)) {
            Entry named = comparison.nameDirectory(directory, listing.entries.isEmpty(), listing.others);
            if (named == null) {
                return;
            }
            directory = named;
        }
        shown.readAhead(id, listing.entries.keySet());
        for (Map.Entry<Name, Stat> found : listing.entries.entrySet()) {
            comparison.compare(directory, found.getKey(), found.getValue(), look.below(), look.settled());
        }
        for (Entry child : shown.children(id)) {
            boolean gone = child.isShown() && !listing.entries.containsKey(child.name());
            if (gone && !listing.excluded.contains(child.name())) {
                removals.missing(child);
            } else {
                removals.found(child);
            }
        }
    }

    /** A listing without what is excluded. */
    private final class Listing implements ListSink {
        final Place place;
        private final long directory;
        final Map<Name, Stat> entries = new java.util.TreeMap<>();
        final List<Name> excluded = new ArrayList<>();
        int others;

        Listing(Place place, long directory) {
            this.place = place;
            this.directory = directory;
        }

        /** What is known already keeps the name; where neither is, the directory has it. */
        @Override
        public void both(Name name, Stat file, Stat directoryStat) {
            Entry known = location.shown().child(directory, name);
            boolean fileFirst = known != null && known.kind() == Kind.FILE;
            entry(name, fileFirst ? file : directoryStat);
            refused(name.value(), fileFirst ? "a file has the same name" : "a directory has the same name");
        }

        @Override
        public void entry(Name name, Stat stat) {
            if (place.area() == Area.TREE && exclusions.excludes(place.path().resolve(name))) {
                excluded.add(name);
                others++;
            } else {
                entries.put(name, stat);
            }
        }

        @Override
        public void refused(String printableName, String reason) {
            others++;
            location.notice(
                    Severity.WARNING,
                    "name-refused",
                    place.path().names(),
                    "'" + printableName + "' is not replicated: " + reason);
        }
    }

    /** A directory with something that cannot be decided yet is looked at again after a while. */
    void lookLater(long directory) {
        lookAgain(directory, false);
    }

    /** A directory with something about which an operation is under way is looked at again once that may have ended. */
    void lookAfterwards(long directory) {
        lookAgain(directory, true);
    }

    private void lookAgain(long directory, boolean waits) {
        long due = location.ticks().nanos() + settings.quietNanos();
        lookAgain.merge(
                directory, new Again(due, waits), (old, again) -> new Again(old.atNanos, old.waits && again.waits));
    }

    /** A file that differs: it is hashed once it is quiet. */
    void candidate(Entry directory, Name name, Stat stat, boolean settled) {
        Slot slot = new Slot(directory.id(), name);
        if (hashes.containsKey(slot)) {
            return;
        }
        long now = location.ticks().nanos();
        if (!settled && !isOld(stat)) {
            Quiet seen = quiet.get(slot);
            if (seen == null || !seen.fingerprint.equals(stat.fingerprint().token())) {
                quiet.put(slot, new Quiet(stat.fingerprint().token(), now));
                lookLater(directory.id());
                return;
            }
            if (now - seen.sinceNanos < settings.quietNanos()) {
                lookLater(directory.id());
                return;
            }
        }
        quiet.remove(slot);
        if (hashes.size() >= settings.pendingMax()) {
            looks.merge(directory.id(), new Look(false, settled), Look::and); // once there is room
            return;
        }
        hashes.put(slot, true);
        toRead.add(slot);
    }

    private void beginToRead() {
        while (reading < settings.hashesMax() && !toRead.isEmpty()) {
            Slot slot = toRead.remove();
            Entry directory = location.shown().entry(slot.directory);
            if (directory == null) {
                hashes.remove(slot); // the directory went away, and took the file along
            } else {
                read(slot, location.place(directory, slot.name));
            }
        }
    }

    private void read(Slot slot, Place place) {
        reading++;
        hashing.hash(place, result -> finished.add(new Finished(slot, result)));
    }

    /** Last changed a good while ago by the wall clock; a time in the future tells nothing. */
    private boolean isOld(Stat stat) {
        long age = location.ticks().wallMillis() - stat.attributes().mtimeNanos() / 1_000_000;
        return age > Math.max(2000, settings.quietNanos() / 1_000_000);
    }

    private boolean drainHashes() {
        boolean any = false;
        for (Finished next = finished.poll(); next != null; next = finished.poll()) {
            any = true;
            reading--;
            hashes.remove(next.slot);
            hashed(next.slot, next.result);
        }
        return any;
    }

    private void hashed(Slot slot, Hashed result) {
        Stat stat = result.stat();
        if (slot.directory == Entry.HELD_PARENT) {
            Entry object = location.shown().child(Entry.HELD_PARENT, slot.name);
            if (object != null && object.pending() == null && object.file() == null && stat != null) {
                held.propose(Location.seen(object, stat), result);
            }
            return;
        }
        Entry directory = location.shown().entry(slot.directory);
        if (directory == null) {
            return;
        }
        if (!Outbox.isNamed(directory)) {
            lookLater(slot.directory); // it was removed by agreement meanwhile, and is to be proposed anew
            return;
        }
        if (stat == null || result.content() == null) {
            lookLater(slot.directory);
            return;
        }
        comparison.hashed(directory, slot.name, stat, result);
    }

    /** What lies in the held folder and is not proposed yet, is. */
    public void proposeHeld() {
        for (Entry object : location.shown().children(Entry.HELD_PARENT)) {
            if (object.pending() == null && object.file() == null && object.isShown()) {
                Stat stat = location.tree().stat(location.place(object));
                if (stat == null) {
                    comparison.forgetAll(object); // a user took it away before it could be set aside
                } else if (discarding) {
                    held.discard(object);
                } else {
                    heldCandidate(object, stat);
                }
            }
        }
    }

    private void heldCandidate(Entry object, Stat stat) {
        if (object.kind() != Kind.FILE) {
            held.propose(Location.seen(object, stat).withContent(null, stat.linkTarget()), null);
            if (object.isDirectory()) {
                lookBelow(object.id());
            }
            return;
        }
        Slot slot = new Slot(Entry.HELD_PARENT, object.name());
        if (hashes.putIfAbsent(slot, true) == null) {
            read(slot, Location.heldPlace(object.id()));
        }
    }
}
