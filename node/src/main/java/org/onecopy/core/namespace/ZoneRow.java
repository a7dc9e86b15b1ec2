package org.onecopy.core.namespace;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.Version;

/**
 * How one zone stands in one rule.
 *
 * @param writer the node that materializes the rule in the zone; null before the first
 * @param epoch of the writer: one more with each; before the first 0, or the index at which the zone was added to an existing
 *     rule
 * @param lastNumber the last operation of this epoch that was applied
 * @param ackedNumber operations up to here have no outcome rows any more
 * @param guard the zone's brake
 */
public record ZoneRow(
        State state,
        @Nullable NodeId writer,
        long epoch,
        long lastNumber,
        long ackedNumber,
        Progress progress,
        Guard guard) {
    /** A zone before its first writer. */
    static ZoneRow joining(long epoch) {
        return new ZoneRow(State.JOINING, null, epoch, 0, 0, Progress.NONE, Guard.CLOSED);
    }

    /** Where a zone stands in the life of a rule. */
    public enum State {
        /** Its first comparison with the tree has not ended: it proposes no removals and promises no prefix (H83). */
        JOINING,
        ACTIVE,
        /** It was active, and compares its storage with the tree anew: the same holds as for a zone that joins. */
        RECONCILING
    }

    /**
     * How far a zone shows the tree, as its writer last reported (agreed, so equal everywhere).
     *
     * @param lowWater everything up to here is shown, but for the holes
     * @param holes how many agreed changes below the low water are not shown
     * @param parked how many of these wait for a remedy by somebody
     * @param timeMillis the writer's clock at the report
     */
    public record Progress(Version lowWater, long holes, long parked, long timeMillis) {
        static final Progress NONE = new Progress(Version.NONE, 0, 0, 0);
    }

    /**
     * The brake on mass destruction by one zone.
     *
     * @param windowStartMillis when the present window began
     * @param counted files destroyed in it
     * @param tripped whether destruction is held until somebody decides
     * @param held how many operations are held
     */
    public record Guard(long windowStartMillis, long counted, boolean tripped, long held) {
        static final Guard CLOSED = new Guard(0, 0, false, 0);
    }

    ZoneRow withState(State newState) {
        return new ZoneRow(newState, writer, epoch, lastNumber, ackedNumber, progress, guard);
    }

    ZoneRow withWriter(NodeId node, long newEpoch) {
        return new ZoneRow(state, node, newEpoch, 0, 0, progress, guard);
    }

    ZoneRow withNumbers(long last, long acked) {
        return new ZoneRow(state, writer, epoch, last, acked, progress, guard);
    }

    ZoneRow withProgress(Progress newProgress) {
        return new ZoneRow(state, writer, epoch, lastNumber, ackedNumber, newProgress, guard);
    }

    ZoneRow withGuard(Guard newGuard) {
        return new ZoneRow(state, writer, epoch, lastNumber, ackedNumber, progress, newGuard);
    }
}
