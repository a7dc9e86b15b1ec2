package org.onecopy.materialize;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.capture.Hashing;
import org.onecopy.capture.Outbox;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.MigrationRow;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.location.Location;
import org.onecopy.model.Version;

/**
 * Follows a rule's journal: prepares a window of entries ahead, and shows the longest prefix of it that is ready. What cannot be shown
 * becomes a hole, at once where somebody must help (parked), after the rule's hold where a content is slow; what depends on a hole
 * waits with it, in order. Used by the writer's thread alone.
 */
public final class Materializer {
    private final Location location;
    private final Preparation preparation;
    private final Batch batch;
    private final Dependencies dependencies;
    private final ReadyPrefix readyPrefix;
    private final JournalWindow window;
    private final Holes holes;
    private final Reconcile reconcile;
    private final InitialCopies initial;

    /** @param stagedMax bytes that may be staged ahead of what can be shown; one content may always be */
    public Materializer(Location location, Staging staging, Hashing hashing, long stagedMax) {
        this.location = location;
        initial = new InitialCopies(location);
        preparation = new Preparation(location, staging, hashing, stagedMax, initial);
        batch = new Batch(location, preparation);
        window = new JournalWindow(location);
        holes = new Holes(location, preparation, batch, initial);
        dependencies = new Dependencies(location);
        readyPrefix = new ReadyPrefix(location, preparation);
        reconcile = new Reconcile(location, preparation, batch, holes, initial);
    }

    /**
     * What mends findings of checks, by the same steps.
     *
     * @param port says through the log what was done
     */
    public Mending mending(Outbox outbox, Consumer<Command> port) {
        return new Mending(location, new MendingParts(location, preparation, batch, holes, outbox), port, this::isIdle);
    }

    /** Ends what a stop interrupted. To be called once, first. */
    public void recover() {
        preparation.goOnWith(new Recovery(location).run());
        window.load();
        holes.load();
    }

    /** Another node of the zone shows what is agreed: what this one was bringing for that goes. */
    public void leave() {
        new Recovery(location).dropStaged();
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
        window.items().forEach(preparation::drop);
        window.drop();
        reconcile.begin();
    }

    public boolean isReconciling() {
        return reconcile.isUnderWay();
    }

    /** Follows the rule's migration, where there is one: what is asked for of it is given up once it is paused. */
    public void follow(@Nullable MigrationRow migration) {
        if (initial.follow(migration)) {
            window.items().forEach(preparation::holdUpWhereAsked);
            holes.items().forEach(preparation::holdUpWhereAsked);
            reconcile.holdUp();
        }
    }

    /** Whether something of a migration waits because that is paused, or may. */
    public boolean isHeldUp() {
        return initial.holdsUp() || holes.isAnyHeldUp();
    }

    /** Tries the holes again and shows nothing else, while the zone is paused. @return whether anything was done */
    public boolean stepPaused() {
        boolean worked = preparation.drain();
        return holes.retry(window.items().isEmpty()) || worked;
    }

    /** What was proposed from here and is not decided is found in the storage again, and proposed anew. */
    public void takeBackProposals(Set<OpId> decided) {
        new Unproposed(location).forgetAllBut(decided);
    }

    /** Whether more changes wait for a remedy by somebody than may. */
    public boolean isParkedAbove(int max) {
        return holes.isParkedAbove(max);
    }

    /**
     * Tries again what was parked for want of space, where there is enough again.
     *
     * @param freeMin bytes that must be left
     */
    public void retryWhereSpaceIsBack(long freeMin) {
        holes.retryWhereSpaceIsBack(freeMin);
    }

    /** Does a bounded piece of work. @return whether anything was done */
    public boolean step(RuleDefinition definition) {
        boolean worked = preparation.drain();
        if (reconcile.isUnderWay()) {
            return reconcile.step(definition) || worked;
        }
        worked |= window.fill();
        for (Item item : window.items()) {
            if (!preparation.begin(item, item != window.items().getFirst())) {
                break;
            }
        }
        worked |= holes.retry(window.items().isEmpty());
        return publish(definition) || endOwnEarly() || worked;
    }

    /**
     * While the first in the window waits for a content, this zone's own operations behind it may end, so that others follow them:
     * those that do not depend on anything before them.
     */
    private boolean endOwnEarly() {
        if (!window.holdsOwn()
                || window.items().stream()
                        .noneMatch(item -> !item.ended && location.zone().equals(item.journal.origin()))) {
            return false;
        }
        dependencies.clear();
        holes.items().forEach(dependencies::add);
        boolean any = false;
        for (Item item : window.items()) {
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
        return holes.first();
    }

    public int parked() {
        return holes.parked();
    }

    /** Whether nothing that was agreed when this was last asked waits to be shown. */
    public boolean isIdle() {
        return window.items().isEmpty() && !reconcile.isUnderWay();
    }

    /** When a failed item is tried again; Long.MAX_VALUE where none is. */
    public long nextDueNanos(RuleDefinition definition) {
        long due = Math.min(reconcile.nextDueNanos(definition), holes.nextDueNanos());
        for (Item item : window.items()) {
            due = item.tries > 0 && item.state == Item.State.NEW ? Math.min(due, item.tryAgainAtNanos) : due;
        }
        if (!window.items().isEmpty() && window.items().getFirst().waitingSinceNanos != 0) {
            due = Math.min(
                    due,
                    window.items().getFirst().waitingSinceNanos
                            + Math.min(ReadyPrefix.SUPERSEDED_NANOS, definition.holdMillis() * 1_000_000));
        }
        return due;
    }

    private boolean publish(RuleDefinition definition) {
        if (window.items().isEmpty()) {
            return false;
        }
        int ready = readyPrefix.of(window.items(), holes, definition);
        if (ready == 0) {
            return false;
        }
        List<Item> now = List.copyOf(window.items().subList(0, ready));
        int done = batch.show(now, new Batch.Ends() {
            @Override
            public void shown(Item item) {
                initial.shown(item);
                advance(item);
            }

            @Override
            public void hole(Item item, boolean parked) {
                holes.record(item, parked);
                advance(item);
            }
        });
        window.removeFirst(done);
        return done > 0;
    }

    private void advance(Item item) {
        if (item.ended) {
            location.shown().forgetEnded(item.version);
        }
        location.shown().put(location.shown().cursor().withLowWater(item.version));
    }

    /** Tries all holes again now, as an administrator asks after a remedy. */
    public void retryNow() {
        holes.retryNow();
    }
}
