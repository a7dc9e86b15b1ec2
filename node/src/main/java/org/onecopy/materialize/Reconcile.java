package org.onecopy.materialize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.Reconciling;
import org.onecopy.core.table.TableView;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.model.Version;

/**
 * Brings a zone to the agreed tree where the journal cannot: it begins with nothing, its cursor is older than the journal, or its
 * records are lost (H59, H83). The tree is read as it is, while it goes on changing; then what was agreed since the beginning is followed
 * until nothing is left, each file as it is by then. Every step is the ordinary one of an {@link Item}, in any order that its
 * dependencies allow; files that announce others come after all others (H27).
 *
 * <p>Memory is bounded: directories are read in pieces, and what is still to be done lies in the local records, so that a stop
 * loses nothing but the pieces under way.
 */
final class Reconcile {
    private static final int QUEUE_MAX = 4096;
    private static final int BATCH_MAX = 1000;

    /** How long a content may be on its way before the reconcile goes on without it. */
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Location location;
    private final Preparation preparation;
    private final Batch batch;
    private final Dependencies onHoles;
    private final Dependencies onQueue;
    private final Holes holes;
    private final InitialCopies initial;
    private final ArrayDeque<Step> queue = new ArrayDeque<>();
    private final TreeReader reader;
    private long done;

    /** An item, or what is noted once everything before it has come to an end. */
    private record Step(@Nullable Item item, @Nullable Runnable note) {}

    /** @param holes where what could not be shown goes */
    Reconcile(Location location, Preparation preparation, Batch batch, Holes holes, InitialCopies initial) {
        this.initial = initial;
        this.location = location;
        this.preparation = preparation;
        this.batch = batch;
        this.holes = holes;
        onHoles = new Dependencies(location);
        onQueue = new Dependencies(location);
        reader = new TreeReader(location, new TreeReader.Sink() {
            @Override
            public void item(Item item) {
                queue.add(new Step(item, null));
            }

            @Override
            public void note(Runnable note) {
                queue.add(new Step(null, note));
            }

            @Override
            public void followed(Version upTo) {
                end(upTo);
            }

            @Override
            public void trimmed() {
                begin();
            }
        });
    }

    boolean isUnderWay() {
        return location.shown().reconciling() != null;
    }

    /** Begins, or begins anew. What was under way before is looked at as users left it. */
    void begin() {
        for (Step step : queue) {
            if (step.item != null) {
                preparation.drop(step.item);
            }
        }
        queue.clear();
        reader.clear();
        done = 0;
        boolean again = isUnderWay();
        location.shown().forgetReconcile();
        holes.forgetAll();
        new Unproposed(location).forgetAll();
        location.shown().put(location.shown().cursor().withJoined(false));
        location.records().commit(true);
        location.agreed().read(view -> {
            RuleRow rule = java.util.Objects.requireNonNull(view.get(Tables.RULES, location.rule()));
            Version head = Version.max(Version.max(rule.since(), rule.trimmed()), last(view));
            location.shown()
                    .put(new Reconciling(
                            head,
                            head,
                            Reconciling.Phase.TREE,
                            0,
                            0,
                            rule.files(),
                            location.ticks().wallMillis()));
            reader.begin(rule.root());
            if (rule.files() > 0 && !again) {
                location.notice(
                        Severity.INFO,
                        "reconcile-started",
                        List.of(),
                        "the storage is compared with the agreed tree of " + rule.files() + " files");
            }
            return true;
        });
        location.records().commit(true);
    }

    /** The last agreed change of the rule: looked for by halves, because tables are read forwards only. */
    private Version last(TableView view) {
        JournalKey end = new JournalKey(location.rule(), new Version(Long.MAX_VALUE));
        long low = 0;
        long high = Long.MAX_VALUE - 1;
        while (low < high) {
            long middle = low + (high - low) / 2 + 1;
            boolean any = view.scan(Tables.JOURNAL, new JournalKey(location.rule(), new Version(middle)), end)
                    .hasNext();
            if (any) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return new Version(low);
    }

    /** Does a bounded piece of work. @return whether anything was done */
    boolean step(RuleDefinition definition) {
        boolean worked = queue.size() <= QUEUE_MAX / 2 && reader.read(queue.isEmpty());
        boolean ahead = false;
        for (Step step : queue) {
            if (step.item != null && !step.item.over && !preparation.begin(step.item, ahead)) {
                break;
            }
            ahead = true;
        }
        worked |= show(definition);
        return drain() || worked;
    }

    /** What is under way of a migration that is paused now is given up; the comparison stands still where that is. */
    void holdUp() {
        for (Step step : queue) {
            if (step.item != null) {
                preparation.holdUpWhereAsked(step.item);
            }
        }
    }

    /** When an item that failed is tried again, or waits no longer. */
    long nextDueNanos(RuleDefinition definition) {
        long due = Long.MAX_VALUE;
        for (Step step : queue) {
            Item item = step.item;
            if (item == null || item.over) {
                continue;
            }
            if (item.tries > 0 && item.state == Item.State.NEW) {
                due = Math.min(due, item.tryAgainAtNanos);
            }
            if (item.waitingSinceNanos != 0 && !item.isReady()) {
                due = Math.min(due, item.waitingSinceNanos + patience(definition));
            }
        }
        return due;
    }

    private static long patience(RuleDefinition definition) {
        return Math.min(PATIENCE_NANOS, definition.holdMillis() * 1_000_000);
    }

    private boolean show(RuleDefinition definition) {
        onHoles.clear();
        holes.items().forEach(onHoles::add);
        onQueue.clear();
        List<Item> now = new ArrayList<>();
        for (Iterator<Step> steps = queue.iterator(); steps.hasNext() && now.size() < BATCH_MAX; ) {
            Item item = steps.next().item;
            if (item != null && !item.over) {
                consider(item, patience(definition), now);
            }
        }
        if (now.isEmpty()) {
            return false;
        }
        int ended = batch.show(now, new Batch.Ends() {
            @Override
            public void shown(Item item) {
                initial.shown(item);
                over(item);
            }

            @Override
            public void hole(Item item, boolean parked) {
                holes.record(item, parked);
                over(item);
            }
        });
        return ended > 0;
    }

    private void consider(Item item, long patience, List<Item> now) {
        if (onHoles.dependsOn(item)) {
            preparation.drop(item);
            item.state = Item.State.NEW;
            onHoles.add(item);
            now.add(item);
            return;
        }
        if (onQueue.dependsOn(item)) {
            onQueue.add(item);
            return;
        }
        boolean failed = item.problemCode.startsWith("storage-");
        boolean late = item.waitingSinceNanos != 0 && location.ticks().nanos() - item.waitingSinceNanos >= patience;
        if (item.isReady()) {
            now.add(item);
            return;
        }
        if ((failed || late) && !item.isHeldUp) {
            now.add(item);
            onHoles.add(item);
        }
        onQueue.add(item);
    }

    private void over(Item item) {
        item.over = true;
        boolean file = item.journal.effect() instanceof Effect.Created created && created.kind() != Kind.DIRECTORY;
        done += file ? 1 : 0;
    }

    /** Notes what has come to its end, in order. */
    private boolean drain() {
        boolean any = false;
        while (!queue.isEmpty()) {
            Step next = queue.getFirst();
            if (next.item != null && !next.item.over) {
                break;
            }
            queue.removeFirst();
            if (next.note != null) {
                count();
                next.note.run();
            }
            any = true;
        }
        return any;
    }

    private void count() {
        Reconciling row = location.shown().reconciling();
        if (row != null && done > 0) {
            location.shown().put(row.plusDone(done));
            done = 0;
        }
    }

    private void end(Version upTo) {
        Reconciling row = location.shown().reconciling();
        location.shown().put(location.shown().cursor().withLowWater(upTo));
        location.shown().forgetReconcile();
        location.records().commit(true);
        new Recovery(location).sweepStage(); // what an earlier life had wanted
        if (row != null && row.done() > 0) {
            location.notice(
                    Severity.INFO,
                    "reconcile-ended",
                    List.of(),
                    row.done() + " files compared in " + (location.ticks().wallMillis() - row.sinceMillis()) / 1000
                            + " s");
        }
    }
}
