package org.onecopy.materialize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.capture.Hashing;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleDefinition.Visibility;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.Hole;
import org.onecopy.core.table.TableView;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Version;

/**
 * Follows a rule's journal: prepares a window of entries ahead, and shows the longest prefix of it that is ready. What cannot be shown
 * becomes a hole, at once where somebody must help (parked), after the rule's hold where a content is slow; what depends on a hole
 * waits with it, in order. Used by the writer's thread alone.
 */
public final class Materializer {
    private static final int WINDOW_MAX = 4096;

    /** How long a content that was changed where it was, without a newer agreed one yet, holds back what comes after it (H11). */
    private static final long SUPERSEDED_NANOS = 5_000_000_000L;

    private static final int BATCH_MAX = 2000;

    private final Location location;
    private final Preparation preparation;
    private final Batch batch;
    private final Dependencies dependencies;
    private final List<Item> window = new ArrayList<>();
    private final TreeMap<Version, Item> holes = new TreeMap<>();
    private final Reconcile reconcile;

    /** Own changes that had ended ahead of their turn before a stop. */
    private final Set<Version> endedBefore = new HashSet<>();

    /** @param stagedMax bytes that may be staged ahead of what can be shown; one content may always be */
    public Materializer(Location location, Staging staging, Hashing hashing, long stagedMax) {
        this.location = location;
        preparation = new Preparation(location, staging, hashing, stagedMax);
        batch = new Batch(location, preparation);
        dependencies = new Dependencies(location);
        reconcile = new Reconcile(location, preparation, batch, new Batch.Ends() {
            @Override
            public void shown(Item item) {
                // the reconcile knows
            }

            @Override
            public void hole(Item item, boolean parked) {
                recordHole(item, parked);
            }
        });
    }

    /** Ends what a stop interrupted. To be called once, first. */
    public void recover() {
        preparation.goOnWith(new Recovery(location).run());
        endedBefore.addAll(location.shown().endedEarly());
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
                holes.put(version, item);
            }
        }
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
     * Whether the journal does not tell any more how to come from what this zone shows to what is agreed, or never did: then all that
     * is agreed has to be compared with all that lies in the storage.
     */
    public boolean mustReconcile(RuleRow rule) {
        Version cursor = lowWater();
        return !reconcile.isUnderWay()
                && (cursor.equals(Version.NONE) || rule.trimmed().isAfter(cursor));
    }

    /** Begins to compare all that is agreed with the storage; until that has ended the zone takes part in nothing else. */
    public void reconcile() {
        window.forEach(preparation::drop);
        window.clear();
        holes.values().forEach(preparation::drop);
        holes.clear();
        endedBefore.clear();
        location.shown().endedEarly().forEach(location.shown()::forgetEnded);
        reconcile.begin();
    }

    public boolean isReconciling() {
        return reconcile.isUnderWay();
    }

    /** Tries the holes again and shows nothing else, while the zone is paused. @return whether anything was done */
    public boolean stepPaused() {
        boolean worked = preparation.drain();
        return retryHoles() || worked;
    }

    /** Whether more changes wait for a remedy by somebody than may. */
    public boolean isParkedAbove(int max) {
        return holes.size() > max && parked() > max;
    }

    /**
     * Tries again what was parked for want of space, where there is enough again.
     *
     * @param freeMin bytes that must be left
     */
    public void retryWhereSpaceIsBack(long freeMin) {
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

    /** Does a bounded piece of work. @return whether anything was done */
    public boolean step(RuleDefinition definition) {
        boolean worked = preparation.drain();
        if (reconcile.isUnderWay()) {
            return reconcile.step(definition, holes.values()) || worked;
        }
        worked |= fill();
        for (Item item : window) {
            if (!preparation.begin(item, item != window.getFirst())) {
                break;
            }
        }
        worked |= retryHoles();
        return publish(definition) || endOwnEarly() || worked;
    }

    /**
     * While the first in the window waits for a content, this zone's own operations behind it may end, so that others follow them:
     * those that do not depend on anything before them.
     */
    private boolean endOwnEarly() {
        if (window.stream().noneMatch(item -> !item.ended && location.zone().equals(item.journal.origin()))) {
            return false;
        }
        dependencies.clear();
        holes.values().forEach(dependencies::add);
        boolean any = false;
        for (Item item : window) {
            if (!item.ended && !dependencies.dependsOn(item) && batch.endEarly(item)) {
                any = true;
            } else if (!item.ended) {
                dependencies.add(item);
            }
        }
        return any;
    }

    /** Everything agreed up to here is shown, but for the holes. */
    public Version lowWater() {
        return location.shown().cursor().lowWater();
    }

    public int holes() {
        return holes.size();
    }

    /** The first change that is not shown although later ones may be; {@link Version#NONE} where there is none. */
    public Version firstHole() {
        return holes.isEmpty() ? Version.NONE : holes.firstKey();
    }

    public int parked() {
        return (int) holes.values().stream().filter(item -> item.parked).count();
    }

    /** Whether nothing that was agreed when this was last asked waits to be shown. */
    public boolean isIdle() {
        return window.isEmpty() && !reconcile.isUnderWay();
    }

    /** When a failed item is tried again; Long.MAX_VALUE where none is. */
    public long nextDueNanos(RuleDefinition definition) {
        long due = reconcile.nextDueNanos(definition);
        for (Item item : holes.values()) {
            due = item.tries > 0 ? Math.min(due, item.tryAgainAtNanos) : due;
        }
        for (Item item : window) {
            due = item.tries > 0 && item.state == Item.State.NEW ? Math.min(due, item.tryAgainAtNanos) : due;
        }
        if (!window.isEmpty() && window.getFirst().waitingSinceNanos != 0) {
            due = Math.min(
                    due,
                    window.getFirst().waitingSinceNanos
                            + Math.min(SUPERSEDED_NANOS, definition.holdMillis() * 1_000_000));
        }
        return due;
    }

    private boolean fill() {
        if (window.size() > WINDOW_MAX / 2) {
            return false;
        }
        Version from = window.isEmpty() ? lowWater() : window.getLast().version;
        int before = window.size();
        return location.agreed().read(view -> {
            if (!isComplete(view, from)) {
                return false;
            }
            var rows = view.scan(
                    Tables.JOURNAL,
                    new JournalKey(location.rule(), from.next()),
                    new JournalKey(location.rule(), new Version(Long.MAX_VALUE)));
            while (window.size() < WINDOW_MAX && rows.hasNext()) {
                Map.Entry<JournalKey, JournalEntry> row = rows.next();
                Item item = new Item(row.getKey().version(), row.getValue());
                if (endedBefore.remove(item.version)) {
                    item.ended = true;
                    item.state = Item.State.READY;
                } else {
                    item.agreedContent = contentOf(view, item);
                }
                window.add(item);
            }
            return window.size() > before;
        });
    }

    /** What another zone's entry has brought, read together with it: one view for many. */
    private @Nullable Content contentOf(TableView view, Item item) {
        FileId file = item.journal.file();
        if (file == null || location.zone().equals(item.journal.origin())) {
            return null;
        }
        return switch (item.journal.effect()) {
            case Effect.Created created ->
                created.kind() == Kind.FILE ? view.get(Tables.CONTENTS, new ContentKey(file, created.written())) : null;
            case Effect.Wrote wrote ->
                wrote.content() != null ? view.get(Tables.CONTENTS, new ContentKey(file, item.version)) : null;
            case Effect.Moved ignored -> null;
            case Effect.Removed ignored -> null;
            case Effect.AttributesSet ignored -> null;
            case Effect.Unchanged ignored -> null;
        };
    }

    /** What was trimmed away is not taken for nothing: the next epoch begins with a reconcile. */
    private boolean isComplete(TableView view, Version from) {
        RuleRow rule = view.get(Tables.RULES, location.rule());
        return rule == null || !rule.trimmed().isAfter(from);
    }

    private boolean publish(RuleDefinition definition) {
        if (window.isEmpty()) {
            return false;
        }
        int ready = readyPrefix(definition);
        if (ready == 0) {
            return false;
        }
        List<Item> now = List.copyOf(window.subList(0, ready));
        int done = batch.show(now, new Batch.Ends() {
            @Override
            public void shown(Item item) {
                advance(item);
            }

            @Override
            public void hole(Item item, boolean parked) {
                recordHole(item, parked);
                advance(item);
            }
        });
        window.subList(0, done).clear();
        return done > 0;
    }

    private void advance(Item item) {
        if (item.ended) {
            location.shown().forgetEnded(item.version);
        }
        location.shown().put(location.shown().cursor().withLowWater(item.version));
    }

    /**
     * How many items from the first may be shown, or become holes, now. Those that need a flush before do not hold up those that need
     * none: what has been staged meanwhile becomes durable by the same flush as these.
     */
    private int readyPrefix(RuleDefinition definition) {
        dependencies.clear();
        holes.values().forEach(dependencies::add);
        long patience = definition.visibility() == Visibility.EAGER ? 0 : definition.holdMillis() * 1_000_000;
        long now = location.ticks().nanos();
        int good = 0;
        Version mustReach = Version.NONE;
        for (int i = 0; i < window.size() && i < BATCH_MAX; i++) {
            Item item = window.get(i);
            if (good > 0 && item.staged != null && !item.isStagedDurably) {
                break;
            }
            boolean waits = !item.ended && dependencies.dependsOn(item);
            boolean failed = !item.isReady() && !item.problemCode.isEmpty() && item.problemCode.startsWith("storage-");
            long patienceForIt = item.isSuperseded() ? Math.min(patience, SUPERSEDED_NANOS) : patience;
            boolean late =
                    !item.isReady() && item.waitingSinceNanos != 0 && now - item.waitingSinceNanos >= patienceForIt;
            if (waits) {
                preparation.drop(item);
                item.state = Item.State.NEW;
            }
            if (!item.isReady() && !waits && !failed && !late) {
                break;
            }
            if (!item.isReady()) {
                dependencies.add(item);
            }
            if (item.mergedInto != null && now - item.waitingSinceNanos < patience) {
                mustReach = Version.max(mustReach, item.mergedInto);
            }
            if (mustReach.compareTo(item.version) <= 0) {
                good = i + 1;
            }
        }
        return good;
    }

    private boolean retryHoles() {
        if (holes.isEmpty()) {
            return false;
        }
        dependencies.clear();
        List<Item> ready = new ArrayList<>();
        for (Item hole : List.copyOf(holes.values())) {
            Item item = hole.whole || isStranded(hole) ? asAgreedNow(hole) : hole;
            if (item == null) {
                continue;
            }
            if (!dependencies.dependsOn(item) && mayBeFilled(item)) {
                preparation.begin(item, false);
                if (item.isReady()) {
                    ready.add(item);
                    break; // one at a time: the next may depend on it
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
                holes.remove(item.version);
                location.shown().forgetHole(item.version);
                location.notice(Severity.INFO, "hole-filled", path(item), "shown now");
            }

            @Override
            public void hole(Item item, boolean parked) {
                recordHole(item, parked);
            }
        });
        location.records().commit(true);
        return true;
    }

    /** A change of something that was never shown here, because it came and went while the zone reconciled: it has nothing to change. */
    private boolean isStranded(Item hole) {
        FileId file = hole.journal.file();
        return file != null
                && !(hole.journal.effect() instanceof Effect.Created)
                && location.shown().byFile(file) == null
                && !dependencies.dependsOn(hole)
                && OwnOutcomes.pendingOf(location, hole) == null;
    }

    /** A hole with all that is agreed of its file by now: what was agreed when it was made may be another thing. */
    private @Nullable Item asAgreedNow(Item hole) {
        FileId file = java.util.Objects.requireNonNull(hole.journal.file());
        Inode inode = location.agreed().read(view -> view.get(Tables.INODES, file));
        boolean same = (inode != null && inode.isLive())
                ? inode.equals(hole.inode)
                : (hole.inode == null && location.shown().byFile(file) != null);
        if (same) {
            return hole;
        }
        preparation.drop(hole);
        Item now = whole(hole.version, file);
        if (now == null) {
            holes.remove(hole.version);
            location.shown().forgetHole(hole.version);
        } else {
            now.tries = hole.tries;
            now.tryAgainAtNanos = hole.tryAgainAtNanos;
            now.problemCode = hole.problemCode;
            now.problemMessage = hole.problemMessage;
            holes.put(hole.version, now);
        }
        return now;
    }

    /** A file is shown as it is by now only where nothing agreed before that is still to come; a marker after all others. */
    private boolean mayBeFilled(Item item) {
        if (!item.whole) {
            return true;
        }
        boolean marker = item.inode != null && Dependencies.isMarker(item.inode.name());
        return window.isEmpty()
                && (!marker
                        || holes.values().stream()
                                .filter(other -> other.whole)
                                .allMatch(other -> other.inode != null && Dependencies.isMarker(other.inode.name())));
    }

    private void recordHole(Item item, boolean parked) {
        Hole before = location.shown().hole(item.version);
        FileId file = item.journal.file();
        String code = item.problemCode.isEmpty() ? "waiting" : item.problemCode;
        String message = item.problemMessage.isEmpty()
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
        boolean isNew = holes.put(item.version, item) == null;
        if (isNew || (before != null && !before.code().equals(code))) {
            location.notice(
                    parked ? Severity.WARNING : Severity.INFO, parked ? "path-parked" : "hole", path(item), message);
        }
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

    /** Tries all holes again now, as an administrator asks after a remedy. */
    public void retryNow() {
        for (Item item : holes.values()) {
            item.tryAgainAtNanos = location.ticks().nanos();
        }
    }
}
