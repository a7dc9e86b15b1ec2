package org.onecopy.writer;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import org.onecopy.capture.Capture;
import org.onecopy.capture.CaptureSettings;
import org.onecopy.capture.Hashing;
import org.onecopy.capture.Outbox;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.location.Location;
import org.onecopy.model.Version;
import org.onecopy.storage.Ability;

/**
 * What users do in the storage, while this node is the zone's writer: follows hints at changes, compares the whole tree now and then
 * although nothing hints at one, and proposes what it finds. Hints may come from any thread.
 */
final class Observation {
    private final Location location;
    private final Hashing hashing;
    private final Outbox outbox;
    private final CaptureSettings settings;
    private final ScanPace pace;
    private final boolean adaptive;
    private final Queue<Hint> hints = new ConcurrentLinkedQueue<>();
    private final LongConsumer scanned;
    private Capture capture;
    private long scansBefore;
    private long beganAtNanos;

    /** How many scans this capture had ended when the epoch began. */
    private long scansOfBefore;

    private long numberBefore;

    /** How many scans had ended when the zone was seen to be fenced. */
    private long scansOfFence;

    /**
     * Something has changed in a directory.
     *
     * @param below whether it may be anything in it and below it
     * @param settled whether a user has ended what changed there
     */
    record Hint(TreePath directory, boolean below, boolean settled) {}

    /**
     * @param scanEveryNanos how often the whole tree is compared although nothing hints at a change; at least so often without hints
     * @param scanned told how many nanoseconds each of these took
     */
    Observation(
            Location location,
            Hashing hashing,
            Outbox outbox,
            CaptureSettings settings,
            long scanEveryNanos,
            LongConsumer scanned) {
        this.scanned = scanned;
        this.location = location;
        this.hashing = hashing;
        this.outbox = outbox;
        this.settings = settings;
        adaptive = !location.tree().capabilities().can(Ability.HINTS);
        pace = new ScanPace(adaptive, scanEveryNanos);
        capture = new Capture(location, hashing, outbox, settings, new Exclusions(List.of()));
    }

    /** May be called from any thread. */
    void hint(Hint hint) {
        hints.add(hint);
    }

    void forgetHints() {
        hints.clear();
    }

    /** Another revision of the rule holds: what it leaves out may be another thing. */
    void follow(RuleDefinition definition) {
        capture = new Capture(location, hashing, outbox, settings, new Exclusions(definition.exclude()));
        scansOfBefore = 0;
        scansOfFence = 0;
        pace.startAnew();
    }

    /** The whole tree is to be looked at soon. */
    void scan() {
        capture.scan();
    }

    /** The zone is fenced from now on: what its users did before is to be found. */
    void beginFence() {
        capture.scan();
        scansOfFence = capture.scansDone();
    }

    /** Whether the whole tree was compared since {@link #beginFence}, and nothing is to be looked at. */
    boolean hasComparedSinceFence() {
        return capture.scansDone() > scansOfFence && capture.isIdle();
    }

    /** A new epoch begins: it looks at the whole tree first. */
    void beginEpoch() {
        scansOfBefore = capture.scansDone();
        scansOfFence = scansOfBefore;
        pace.startAnew();
    }

    /** After another node's time, what lies in the zone is known only once all of it was looked at. */
    boolean hasLooked() {
        boolean inherited = location.shown().cursor().aheadUpTo().isAfter(Version.NONE);
        return inherited ? hasScanned() : pace.isStarted();
    }

    /**
     * Takes up what is to be looked at by now.
     *
     * @param removals whether what is missing was removed by users
     * @param discard whether what is unknown goes to the trash instead of being proposed
     */
    void look(boolean removals, boolean discard) {
        capture.allowRemovals(removals);
        capture.discardUnknown(discard);
        long now = location.ticks().nanos();
        if (pace.isDue(now)) {
            capture.scan();
            pace.begun(now);
            beganAtNanos = now;
            scansBefore = capture.scansDone();
            numberBefore = location.shown().cursor().nextNumber();
        }
        for (Hint hint = hints.poll(); hint != null; hint = hints.poll()) {
            capture.look(hint.directory, hint.below, hint.settled);
        }
        location.shown().takeLookAgain().forEach(capture::look);
    }

    /**
     * Looks at a bounded number of objects: what is found waits in the outbox.
     *
     * @param held how many operations a guard holds, beside those that may be under way
     * @param standsStill whether the comparison of the whole tree does not go on
     * @return whether anything was done
     */
    boolean step(long held, boolean standsStill) {
        capture.proposeHeld();
        if (isComplete()) {
            capture.forgetFormerWriter();
        }
        boolean worked = capture.step(settings.pendingMax() + held, standsStill);
        if (pace.isRunning() && capture.scansDone() > scansBefore) {
            boolean found = location.shown().cursor().nextNumber() != numberBefore;
            long now = location.ticks().nanos();
            pace.ended(now, found);
            scanned.accept(now - beganAtNanos);
        }
        return worked;
    }

    /** Whether more is to come soon. */
    boolean isUnderWay() {
        return capture.isUnderWay();
    }

    /** Whether the whole tree was compared, and nothing is to be looked at. */
    boolean isComplete() {
        return hasScanned() && capture.isIdle();
    }

    /** Whether a scan of the whole tree has ended in this epoch; what is not quiet yet may still be looked at. */
    boolean hasScanned() {
        return capture.scansDone() > scansOfBefore;
    }

    long nextDueNanos() {
        return adaptive ? Math.min(capture.nextDueNanos(), pace.dueNanos()) : capture.nextDueNanos();
    }
}
