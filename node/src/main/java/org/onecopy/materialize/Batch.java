package org.onecopy.materialize;

import java.util.List;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.Intent;
import org.onecopy.core.shown.Pending;
import org.onecopy.location.AgreedRule;
import org.onecopy.location.Location;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.problem.StorageException;

/**
 * Several items shown as one durable unit: staged contents made durable, intents written, the steps made in order, the storage made
 * durable, the records written. A stop anywhere in between leaves something that {@link Recovery} and a repetition bring to the same
 * end (H1 to H5).
 */
final class Batch {
    /** Repetitions of one step that the storage made necessary, before it counts as failed for now. */
    private static final int AGAIN_MAX = 5;

    private final Location location;
    private final Steps steps = new Steps();
    private final Publisher publisher;
    private final OwnOutcomes own;
    private final Hindsight hindsight;
    private final Preparation preparation;
    private final AgreedRule agreed;

    /** What could not be shown of the items at hand. */
    private final Dependencies notShown;

    /** The storage refused one of several steps, so that what was done of them must be looked at as after a crash. */
    private boolean stoppedShort;

    private final SideBySide sideBySide;

    Batch(Location of, Preparation preparation) {
        sideBySide = new SideBySide(of);
        location = sideBySide.location();
        this.preparation = preparation;
        agreed = new AgreedRule(location);
        notShown = new Dependencies(location);
        publisher = new Publisher(location, steps);
        own = new OwnOutcomes(location, publisher);
        hindsight = new Hindsight(location, publisher.withdrawal(), publisher.relocation());
    }

    /** Receives the end of each item, in order. */
    interface Ends {
        void shown(Item item);

        /** Not shown, and later ones may be. */
        void hole(Item item, boolean parked);
    }

    /**
     * Shows items in order.
     *
     * @return how many of them have come to an end, from the first; the next one must be prepared again first
     * @throws StorageException where the whole tree is out of reach
     */
    int show(List<Item> items, Ends ends) {
        prepareDisplacing(items);
        notShown.clear();
        int done = 0;
        for (Item item : items) {
            if (!sideBySide.isTried(item) && !isStillWriter()) {
                break; // the rest is another node's to show; what was done is recorded all the same
            }
            if (item.isReady() && !item.ended && notShown.dependsOn(item)) {
                preparation.drop(item);
                item.state = Item.State.NEW;
            }
            if (!item.isReady()) {
                notShown.add(item);
                ends.hole(item, !item.problemCode.isEmpty());
                done++;
                continue;
            }
            Result result = sideBySide.tryOne(item, items.subList(done, items.size()), this::tryOne);
            if (result == Result.AGAIN && item.state == Item.State.NEW && item.tries == 0) {
                if (!item.broughtAgain) {
                    item.broughtAgain = true;
                    break;
                }
                preparation.postpone(item);
            }
            if (result == Result.DONE) {
                preparation.drop(item); // staged for nothing, where what it was for has been overtaken
                ends.shown(item);
            } else {
                notShown.add(item);
                ends.hole(item, result == Result.AGAIN);
            }
            done++;
        }
        sideBySide.forget();
        if (stoppedShort) {
            stoppedShort = false;
            preparation.goOnWith(new Recovery(location).run());
        }
        boolean stepped = steps.take();
        if (stepped) {
            flush();
        }
        for (Item item : items) {
            if (item.isIntended) {
                location.shown().forgetIntent(item.itemName().value());
                item.isIntended = false;
            }
        }
        location.records().commit(stepped); // where no step was made, the journal may well be gone through again
        return done;
    }

    /** Whether no other epoch than this writer's is agreed, as far as this node knows, and it would know (H47). */
    private boolean isStillWriter() {
        ZoneRow zone = agreed.now().zone();
        return location.agreed().isHeard()
                && zone != null
                && zone.epoch() == location.shown().cursor().epoch();
    }

    /** Makes the steps durable, and what has been staged by now for later ones. */
    private void flush() {
        preparation.drain();
        List<Item> staged = preparation.takeStaged();
        location.tree().flush();
        staged.forEach(item -> item.isStagedDurably = item.staged != null);
    }

    private Result tryOne(Item item) {
        try {
            Result result = Result.AGAIN;
            for (int n = 0; n < AGAIN_MAX && result == Result.AGAIN && item.isReady(); n++) {
                result = one(item);
            }
            if (result == Result.AGAIN && item.isReady()) {
                preparation.fail(
                        item,
                        new StorageException(
                                org.onecopy.model.ProblemCode.STORAGE_FAILED,
                                "the storage keeps changing under this path; it is tried again",
                                null));
            }
            return result;
        } catch (StorageException e) {
            if (e.concernsWholeTree()) {
                throw e;
            }
            preparation.fail(item, e);
            stoppedShort = true;
            return Result.AGAIN;
        }
    }

    /**
     * Ends an own operation ahead of its turn, where that is a record alone.
     *
     * @return whether it has ended
     */
    boolean endEarly(Item item) {
        OpId operation = item.journal.operation();
        Pending pending = OwnOutcomes.pendingOf(location, item);
        if (operation == null || pending == null || !own.endsInPlace(item, pending)) {
            return false;
        }
        item.ended = own.end(item, operation, pending) == Result.DONE;
        if (item.ended) {
            location.shown().endedEarly(item.version);
        }
        return item.ended;
    }

    private Result one(Item item) {
        if (item.ended) {
            return Result.DONE;
        }
        if (item.inHindsight) {
            Result recorded = hindsight.record(item);
            item.inHindsight = false;
            item.state = recorded == Result.DONE ? item.state : Item.State.NEW;
            return recorded;
        }
        OpId operation = item.journal.operation();
        Pending pending = OwnOutcomes.pendingOf(location, item);
        return operation != null && pending != null ? own.end(item, operation, pending) : publisher.show(item);
    }

    private void prepareDisplacing(List<Item> items) {
        boolean staged = false;
        boolean intended = false;
        for (Item item : items) {
            staged |= item.staged != null && !item.isStagedDurably;
            intended |= item.isReady() && intend(item);
        }
        if (staged) {
            flush();
        }
        if (intended) {
            location.records().commit(true);
        }
    }

    /** Announces what will displace an object of a user's tree. */
    private boolean intend(Item item) {
        boolean displaces = item.journal.effect() instanceof Effect.Wrote
                || item.journal.effect() instanceof Effect.Removed
                || item.staged != null;
        Entry entry = item.journal.file() == null ? null : location.shown().byFile(item.journal.file());
        if (!displaces || entry == null || !entry.isShown() || entry.isDirectory()) {
            return false;
        }
        boolean replaces = item.staged != null || entry.kind() == Kind.SYMLINK;
        boolean removes = item.journal.effect() instanceof Effect.Removed;
        String item1 = item.itemName().value();
        item.isIntended = true;
        location.shown()
                .put(
                        item1,
                        new Intent(
                                entry.id(),
                                item1,
                                replaces && !removes
                                        ? location.swapName(item.itemName()).value()
                                        : "",
                                item.staged == null ? "" : Location.identity(item.staged),
                                entry.fingerprint()));
        return true;
    }
}
