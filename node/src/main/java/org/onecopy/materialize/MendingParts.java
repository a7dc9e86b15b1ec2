package org.onecopy.materialize;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.capture.Outbox;
import org.onecopy.consistency.Sights;
import org.onecopy.consistency.Sights.Sight;
import org.onecopy.consistency.Zone;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.Hole;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;

/** What mending of any kind needs, and the small steps that all kinds share. */
final class MendingParts {
    /** So long a finding may take to come to an end, without getting any further. */
    static final long PATIENCE_NANOS = 120_000_000_000L;

    final Location location;
    final Preparation preparation;
    final Batch batch;
    final Holes holes;
    final Outbox outbox;
    final Sights sights;
    final SetAside setAside;
    final AgreedAttributes attributes;
    private final Map<Item, Batch.Ends> gathered = new LinkedHashMap<>();
    private @Nullable Map<FileId, Hole> holesNow;
    private List<String> excluded = List.of();
    private Exclusions exclusions = new Exclusions(List.of());
    private boolean isMoved;

    MendingParts(Location location, Preparation preparation, Batch batch, Holes holes, Outbox outbox) {
        this.location = location;
        this.preparation = preparation;
        this.batch = batch;
        this.holes = holes;
        this.outbox = outbox;
        sights = new Sights(
                new Zone(location.rule(), location.tree(), location.agreed(), location::shown, location.ticks()));
        Steps steps = new Steps();
        setAside = new SetAside(location, steps);
        attributes = new AgreedAttributes(location, steps);
    }

    /** What the rule leaves alone, as it is agreed now. */
    List<String> excluded() {
        RuleRow rule = location.agreed().read(view -> view.get(Tables.RULES, location.rule()));
        return rule == null ? List.of() : rule.definition().exclude();
    }

    Exclusions exclusions() {
        List<String> now = excluded();
        if (!now.equals(excluded)) {
            excluded = now;
            exclusions = new Exclusions(now);
        }
        return exclusions;
    }

    /** What was read once is read again. */
    void beginStep() {
        holesNow = null;
    }

    /** An item is shown together with others, soon. */
    void show(Item item, Batch.Ends ends) {
        gathered.put(item, ends);
    }

    /** Makes durable what was moved, and shows what was gathered. @return whether there was anything */
    boolean endStep() {
        boolean worked = isMoved || !gathered.isEmpty();
        if (isMoved) {
            isMoved = false;
            location.tree().flush();
        }
        List<Item> items = List.copyOf(gathered.keySet());
        Map<Item, Batch.Ends> ends = Map.copyOf(gathered);
        gathered.clear();
        if (!items.isEmpty()) {
            batch.show(items, new Batch.Ends() {
                @Override
                public void shown(Item item) {
                    java.util.Objects.requireNonNull(ends.get(item)).shown(item);
                }

                @Override
                public void hole(Item item, boolean parked) {
                    java.util.Objects.requireNonNull(ends.get(item)).hole(item, parked);
                }
            });
        }
        return worked;
    }

    /** Gives up what was gathered. */
    void forgetGathered() {
        gathered.clear();
    }

    /** A step was made by hand: to be made durable before its record is. */
    void moved() {
        isMoved = true;
    }

    /** What the records say of it: by its agreed file, else by the name. */
    @Nullable
    Entry entry(CheckItem finding, Sight sight) {
        Entry known = sight.agreed() == null
                ? null
                : location.shown().byFile(sight.agreed().id());
        if (known != null || finding.name().isEmpty()) {
            return known;
        }
        Entry directory = location.shown().byFile(finding.directory());
        return directory == null ? null : location.shown().child(directory.id(), new Name(finding.name()));
    }

    /** Why this zone does not show something, where it is a hole. */
    @Nullable
    Hole hole(FileId file) {
        Map<FileId, Hole> now = holesNow;
        if (now == null) {
            now = new HashMap<>();
            for (Map.Entry<JournalKey, Hole> row : location.shown().holes()) {
                now.putIfAbsent(row.getValue().file(), row.getValue());
            }
            holesNow = now;
        }
        return now.get(file);
    }

    /**
     * Whether all is still as the check saw it; or what had to make room is gone since, and the records say so, because a stop came in
     * between.
     */
    boolean isAsFound(CheckItem finding, Sight sight) {
        if (sight.token().equals(finding.token())) {
            return true;
        }
        Entry entry = entry(finding, sight);
        return sight.agreed() != null
                && sight.seen() == null
                && finding.token().startsWith(sight.agreedToken() + "|")
                && (entry == null || (!entry.isShown() && entry.pending() == null));
    }

    boolean isLive(FileId file) {
        Inode inode = location.agreed().read(view -> view.get(Tables.INODES, file));
        return inode != null && inode.isLive();
    }

    /**
     * Moves what lies in the tree to the trash, whatever it is.
     *
     * @param seen as it was when it was looked at
     * @return false where somebody has changed it at the last moment: it lies there again
     */
    boolean trash(Place place, Stat seen) {
        Name item = new Name("unknown-" + Long.toHexString(location.shown().nextEntry()));
        Place trash = Place.item(Area.TRASH, item);
        Stat now = location.tree().move(place, trash).nowOrNull();
        moved();
        boolean changed = now != null
                && seen.kind() != Kind.DIRECTORY
                && !location.tree().differByMoveOnly(seen.fingerprint(), now.fingerprint());
        if (changed && location.tree().move(trash, place).nowOrNull() != null) {
            return false;
        }
        if (now != null) {
            Name name = place.path().name() == null ? item : place.path().name();
            location.trashedUnknown(item, name, now);
        }
        return true;
    }

    /** Takes what lies at a name aside, to be proposed as something new. @return false where nothing came of it */
    boolean keepAside(Entry directory, Name name) {
        long id = location.shown().nextEntry();
        HeldOrigin origin = new HeldOrigin(directory.id(), name, null, Version.NONE);
        setAside.announce(id, origin);
        Stat now = location.tree()
                .move(location.place(directory, name), Location.heldPlace(id))
                .nowOrNull();
        if (now == null) {
            return false;
        }
        setAside.record(null, id, origin, now);
        return true;
    }

    /** Forgets what is known of something that was taken away, with all below it. */
    void forget(Entry entry) {
        location.shown().children(entry.id()).forEach(this::forget);
        location.shown().forget(entry);
    }

    /** Whether something that is agreed is known to lie there or below, or an operation about it is under way. */
    boolean isConcerned(Entry entry) {
        FileId file = entry.file();
        return entry.pending() != null
                || (file != null && isLive(file))
                || location.shown().children(entry.id()).stream().anyMatch(this::isConcerned);
    }

    long nanos() {
        return location.ticks().nanos();
    }
}
