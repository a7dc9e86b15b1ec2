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
 * @param heardMillis the membership's agreed age at its writer's last report
 */
public record ZoneRow(
        State state,
        @Nullable NodeId writer,
        long epoch,
        long lastNumber,
        long ackedNumber,
        Progress progress,
        Guard guard,
        long heardMillis) {
    /** A zone before its first writer. */
    static ZoneRow joining(long epoch, long ageMillis) {
        return new ZoneRow(State.JOINING, null, epoch, 0, 0, Progress.NONE, Guard.CLOSED, ageMillis);
    }

    /** Where a zone stands in the life of a rule. */
    public enum State {
        /** Its first comparison with the tree has not ended: it proposes no removals and promises no prefix (H83). */
        JOINING,
        ACTIVE,
        /** It was active, and compares its storage with the tree anew: the same holds as for a zone that joins. */
        RECONCILING,
        /**
         * It was not heard of for so long that the journal is trimmed without it: it takes part again only after it has compared its
         * whole storage with the tree.
         */
        MUST_RECONCILE
    }

    /**
     * How far a zone shows the tree, as its writer last reported (agreed, so equal everywhere).
     *
     * @param lowWater everything up to here is shown, but for the holes
     * @param holes how many agreed changes below the low water are not shown
     * @param parked how many of these wait for a remedy by somebody
     * @param firstHole the first of the changes that are not shown; {@link Version#NONE} where there is none
     * @param timeMillis the writer's clock at the report
     */
    public record Progress(Version lowWater, long holes, long parked, Version firstHole, long timeMillis) {
        static final Progress NONE = new Progress(Version.NONE, 0, 0, Version.NONE, 0);

        /** Everything up to here is shown, without a hole. */
        public Version passed() {
            if (holes == 0) {
                return lowWater;
            }
            return firstHole.equals(Version.NONE) ? Version.NONE : new Version(firstHole.packed() - 1);
        }
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
        return new ZoneRow(newState, writer, epoch, lastNumber, ackedNumber, progress, guard, heardMillis);
    }

    /** It was waited for no longer, and is back: from now on it is waited for again. */
    ZoneRow reconciling(long ageMillis) {
        return new ZoneRow(State.RECONCILING, writer, epoch, lastNumber, ackedNumber, progress, guard, ageMillis);
    }

    ZoneRow withWriter(NodeId node, long newEpoch) {
        return new ZoneRow(state, node, newEpoch, 0, 0, progress, guard, heardMillis);
    }

    ZoneRow withNumbers(long last, long acked) {
        return new ZoneRow(state, writer, epoch, last, acked, progress, guard, heardMillis);
    }

    ZoneRow withProgress(Progress newProgress, long ageMillis) {
        return new ZoneRow(state, writer, epoch, lastNumber, ackedNumber, newProgress, guard, ageMillis);
    }

    ZoneRow withGuard(Guard newGuard) {
        return new ZoneRow(state, writer, epoch, lastNumber, ackedNumber, progress, newGuard, heardMillis);
    }
}
