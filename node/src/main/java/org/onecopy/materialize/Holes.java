package org.onecopy.materialize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.Hole;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Version;

/**
 * The changes that are agreed and not shown here although later ones may be (holes): recorded durably with the reason, and tried again,
 * in order. What depends on one waits with it and becomes one itself.
 */
final class Holes {
    /** The code of one that waits for its turn, and for nobody's remedy: many come and go in seconds where a zone is behind. */
    private static final String WAITING = "waiting";

    /** So many that do not depend on each other are shown by one batch. */
    private static final int AT_ONCE_MAX = 500;

    /** Of more, those whose content is on its way are looked at again once it has come. */
    private static final int FEW = 1000;

    private final Location location;
    private final Preparation preparation;
    private final Batch batch;
    private final Dependencies dependencies;
    private final TreeMap<Version, Item> holes = new TreeMap<>();

    private final InitialCopies initial;

    Holes(Location location, Preparation preparation, Batch batch, InitialCopies initial) {
        this.initial = initial;
        this.location = location;
        this.preparation = preparation;
        this.batch = batch;
        dependencies = new Dependencies(location);
    }

    /** Takes up the recorded ones again, after a stop. */
    void load() {
        for (Map.Entry<JournalKey, Hole> row : location.shown().holes()) {
            Version version = row.getKey().version();
            JournalEntry journal = location.agreed().read(view -> view.get(Tables.JOURNAL, row.getKey()));
            Item item = journal == null || row.getValue().whole()
                    ? whole(version, row.getValue().file())
                    : new Item(version, journal);
            if (item == null || !item.itemName().equals(Location.itemName(version))) {
                preparation.dropLeftover(version);
            }
            if (item == null) {
                location.shown().forgetHole(version);
            } else {
                item.problemCode = row.getValue().parked() ? row.getValue().code() : "";
                item.parked = row.getValue().parked();
                item.isHeldUp = row.getValue().code().equals(InitialCopies.HELD_UP);
                holes.put(version, item);
            }
        }
    }

    /** Forgets them, because everything is about to be compared. */
    void forgetAll() {
        holes.values().forEach(preparation::drop);
        holes.clear();
        location.shown()
                .holes()
                .forEach(hole -> location.shown().forgetHole(hole.getKey().version()));
    }

    /** In the order of the journal. */
    Collection<Item> items() {
        return holes.values();
    }

    int size() {
        return holes.size();
    }

    /** The first change that is not shown although later ones may be; {@link Version#NONE} where there is none. */
    Version first() {
        return holes.isEmpty() ? Version.NONE : holes.firstKey();
    }

    int parked() {
        return (int) holes.values().stream().filter(item -> item.parked).count();
    }

    /** Whether more changes wait for a remedy by somebody than may. */
    boolean isParkedAbove(int max) {
        return holes.size() > max && parked() > max;
    }

    /** Whether something waits because a migration is paused. */
    boolean isAnyHeldUp() {
        return holes.values().stream().anyMatch(item -> item.isHeldUp);
    }

    /** When one is tried again; Long.MAX_VALUE where none is. */
    long nextDueNanos() {
        long due = Long.MAX_VALUE;
        for (Item item : holes.values()) {
            due = item.tries > 0 ? Math.min(due, item.tryAgainAtNanos) : due;
        }
        return due;
    }

    /** Tries those of one file again now. @return the first of them; null where there is none */
    @Nullable
    Item retryNow(FileId file) {
        Item first = null;
        for (Item item : holes.values()) {
            if (file.equals(item.journal.file())) {
                item.tryAgainAtNanos = location.ticks().nanos();
                first = first == null ? item : first;
            }
        }
        return first;
    }

    /** Tries all of them again now. */
    void retryNow() {
        for (Item item : holes.values()) {
            item.tryAgainAtNanos = location.ticks().nanos();
        }
    }

    /**
     * Tries again what was parked for want of space, where there is enough again.
     *
     * @param freeMin bytes that must be left
     */
    void retryWhereSpaceIsBack(long freeMin) {
        String code = ProblemCode.STORAGE_NO_SPACE.code();
        List<Item> waiting = holes.values().stream()
                .filter(item -> item.problemCode.equals(code) && item.state == Item.State.NEW)
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        long free = location.tree().spaceAvailable() - freeMin;
        for (Item item : waiting) {
            free -= item.content == null ? 0 : item.content.length();
            if (free < 0) {
                break;
            }
            item.tryAgainAtNanos = location.ticks().nanos();
        }
    }

    /**
     * Shows one that may be shown by now, if there is one.
     *
     * @param isFollowed whether nothing that was agreed waits for its turn in the journal
     * @return whether anything was done
     */
    boolean retry(boolean isFollowed) {
        if (holes.isEmpty()) {
            return false;
        }
        dependencies.clear();
        List<Item> ready = new ArrayList<>();
        releaseWhatWasChanged();
        for (Item hole : List.copyOf(holes.values())) {
            boolean isUnderWay = hole.state == Item.State.FETCHING || hole.state == Item.State.COMPARING;
            if ((isUnderWay && holes.size() > FEW) || (hole.isHeldUp && initial.holdsUp() && !hole.goesFirst)) {
                dependencies.add(hole);
                continue;
            }
            Item item = hole.whole || isStranded(hole) || cameAndWent(hole) ? asAgreedNow(hole) : hole;
            if (item == null) {
                continue;
            }
            if (!dependencies.dependsOn(item) && mayBeFilled(item, isFollowed)) {
                preparation.begin(item, false);
                if (item.isReady()) {
                    ready.add(item);
                }
                if (ready.size() == AT_ONCE_MAX) {
                    break;
                }
            }
            dependencies.add(item);
        }
        if (ready.isEmpty()) {
            return false;
        }
        batch.show(ready, new Batch.Ends() {
            @Override
            public void shown(Item item) {
                initial.shown(item);
                Hole before = location.shown().hole(item.version);
                holes.remove(item.version);
                location.shown().forgetHole(item.version);
                if (before != null && isNews(before.code())) {
                    location.notice(Severity.INFO, "hole-filled", path(item), "shown now");
                }
            }

            @Override
            public void hole(Item item, boolean parked) {
                record(item, parked);
            }
        });
        location.records().commit(true);
        return true;
    }

    /** What somebody has changed since, or moved, does not wait for a migration: it goes first. */
    private void releaseWhatWasChanged() {
        if (!isAnyHeldUp()) {
            return;
        }
        Set<FileId> changed = new HashSet<>();
        for (Item item : holes.values()) {
            FileId file = item.journal.file();
            if (file != null && !item.isHeldUp) {
                changed.add(file);
            }
        }
        for (Item item : holes.values()) {
            FileId file = item.journal.file();
            item.goesFirst |= item.isHeldUp && file != null && changed.contains(file);
        }
    }

    /**
     * A change of something, or into something, that was never shown here, because that came and went while the zone reconciled, or as a
     * hole: nothing will bring it any more.
     */
    private boolean isStranded(Item hole) {
        FileId file = hole.journal.file();
        if (file == null || dependencies.dependsOn(hole) || OwnOutcomes.pendingOf(location, hole) != null) {
            return false;
        }
        return switch (hole.journal.effect()) {
            case Effect.Created created -> location.shown().byFile(created.parent()) == null;
            case Effect.Moved moved ->
                location.shown().byFile(file) == null || location.shown().byFile(moved.parent()) == null;
            case Effect.Wrote ignored -> location.shown().byFile(file) == null;
            case Effect.Removed ignored -> location.shown().byFile(file) == null;
            case Effect.AttributesSet ignored -> location.shown().byFile(file) == null;
            case Effect.Unchanged ignored -> location.shown().byFile(file) == null;
        };
    }

    /** Something was made and is removed again, and was never shown here: nobody has to find a remedy for it any more. */
    private boolean cameAndWent(Item hole) {
        FileId file = hole.journal.file();
        if (file == null
                || !(hole.journal.effect() instanceof Effect.Created)
                || location.shown().byFile(file) != null
                || OwnOutcomes.pendingOf(location, hole) != null) {
            return false;
        }
        Inode inode = location.agreed().read(view -> view.get(Tables.INODES, file));
        Version lowWater = location.shown().cursor().lowWater();
        return inode == null || (!inode.isLive() && !inode.removed().isAfter(lowWater));
    }

    /** A hole with all that is agreed of its file by now: what was agreed when it was made may be another thing. */
    private @Nullable Item asAgreedNow(Item hole) {
        FileId file = java.util.Objects.requireNonNull(hole.journal.file());
        Inode inode = location.agreed().read(view -> view.get(Tables.INODES, file));
        boolean same = (inode != null && inode.isLive())
                ? inode.equals(hole.inode)
                : (hole.inode == null && location.shown().byFile(file) != null);
        if (hole.whole && same) {
            return hole;
        }
        preparation.drop(hole);
        Item now = whole(hole.version, file);
        if (now == null) {
            holes.remove(hole.version);
            location.shown().forgetHole(hole.version);
        } else {
            now.goesFirst = hole.goesFirst;
            now.tries = hole.tries;
            now.tryAgainAtNanos = hole.tryAgainAtNanos;
            now.problemCode = hole.problemCode;
            now.problemMessage = hole.problemMessage;
            holes.put(hole.version, now);
        }
        return now;
    }

    /** What is agreed of a file by now, in the place of a hole; null where it is gone, and not known here. */
    private @Nullable Item whole(Version version, FileId file) {
        Inode inode = location.agreed().read(view -> view.get(Tables.INODES, file));
        Entry entry = location.shown().byFile(file);
        if (inode != null && inode.isLive()) {
            return Item.live(version, inode);
        }
        return entry == null ? null : Item.gone(version, file, file, entry);
    }

    /**
     * A file is shown as it is by now only where nothing agreed before that is still to come; a marker after all others. What a newer
     * content took the place of is over only once that one's turn has come.
     */
    private boolean mayBeFilled(Item item, boolean isFollowed) {
        if (item.mergedInto != null
                && item.mergedInto.isAfter(location.shown().cursor().lowWater())) {
            return false;
        }
        if (!item.whole) {
            return true;
        }
        return isFollowed
                && (!Dependencies.isMarker(item)
                        || holes.values().stream().filter(other -> other.whole).allMatch(Dependencies::isMarker));
    }

    /**
     * Something is not shown, although later changes may be: recorded, and told where it is news.
     *
     * @param parked whether it waits for a remedy by somebody
     */
    void record(Item item, boolean parked) {
        Hole before = location.shown().hole(item.version);
        FileId file = item.journal.file();
        String code = item.isHeldUp ? InitialCopies.HELD_UP : item.problemCode.isEmpty() ? WAITING : item.problemCode;
        String message = item.isHeldUp
                ? InitialCopies.HELD_UP_MESSAGE
                : item.problemMessage.isEmpty()
                        ? "waits for a content or for an earlier change that is not shown yet"
                        : item.problemMessage;
        long since = before == null ? location.ticks().wallMillis() : before.sinceMillis();
        if (file == null) {
            return;
        }
        item.parked = parked;
        location.shown().put(item.version, new Hole(file, code, message, parked, since, item.tries, item.whole));
        if (item.state == Item.State.READY) {
            preparation.postpone(item);
        }
        Item replaced = holes.put(item.version, item);
        if (replaced != null && replaced != item) {
            preparation.drop(replaced); // else two would bring the same, to the same place
            item.state = item.state == Item.State.FETCHING ? Item.State.NEW : item.state;
        }
        boolean changed = replaced == null || (before != null && !before.code().equals(code));
        if (changed && isNews(code)) {
            location.notice(
                    parked ? Severity.WARNING : Severity.INFO, parked ? "path-parked" : "hole", path(item), message);
        }
    }

    /** Whether somebody is told of one with such a code: not of those that come by the thousand, and for which nobody has a remedy. */
    private static boolean isNews(String code) {
        return !code.equals(WAITING) && !code.equals(InitialCopies.HELD_UP);
    }

    private List<Name> path(Item item) {
        FileId file = item.journal.file();
        Entry entry = file == null ? null : location.shown().byFile(file);
        if (entry != null) {
            return location.place(entry).path().names();
        }
        Effect effect = item.journal.effect();
        @Nullable
        Entry directory =
                effect instanceof Effect.Created created ? location.shown().byFile(created.parent()) : null;
        if (directory != null && effect instanceof Effect.Created created) {
            return location.place(directory, created.name()).path().names();
        }
        return List.of();
    }
}
