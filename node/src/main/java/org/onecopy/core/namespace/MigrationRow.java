package org.onecopy.core.namespace;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * The migration of a rule: the trees that lay at its locations come under it, while they are in use. It orders nothing that the rule would not
 * do by itself; it counts, it says when that has come to its end, and it may hold up what is still to come. One at a time for each rule: a new
 * one takes the place of one that has ended.
 *
 * <table>
 * <caption>states</caption>
 * <tr><td>RUNNING → PAUSED, PAUSED → RUNNING</td><td>somebody said so</td></tr>
 * <tr><td>RUNNING, PAUSED → CANCELLED</td><td>somebody said so: what is not there yet is held up until another migration begins</td></tr>
 * <tr><td>RUNNING, PAUSED → DONE</td><td>every zone has compared its tree, and shows all that was found, without a hole</td></tr>
 * </table>
 *
 * @param at its place in the order
 * @param by who asked for it
 * @param startedMillis the proposer's clock; a file that was changed later is a live change and no part of it
 * @param priority of its contents among those of other migrations, from {@link #PRIORITY_MIN} to {@link #PRIORITY_MAX}: higher ones first
 * @param stateBy who brought it into its state; empty where nobody did
 * @param end every zone has what was there at this place in the order; {@link Version#NONE} before that
 * @param endedMillis the clock of the zone that was the last; 0 before that
 * @param shares how far the rule's zones are
 */
public record MigrationRow(
        Version at,
        String by,
        long startedMillis,
        int priority,
        State state,
        String stateBy,
        Version end,
        long endedMillis,
        NavigableMap<ZoneName, Share> shares) {
    public static final int PRIORITY_MIN = 1;
    public static final int PRIORITY_MAX = 100;
    public static final int PRIORITY_DEFAULT = 50;

    /** Where a migration stands. */
    public enum State {
        RUNNING,
        PAUSED,
        CANCELLED,
        DONE
    }

    public MigrationRow {
        shares = Collections.unmodifiableNavigableMap(new TreeMap<>(shares));
    }

    /** Files and links, and their contents together. */
    public record Amount(long files, long bytes) {
        public static final Amount NONE = new Amount(0, 0);

        public Amount plus(long moreFiles, long moreBytes) {
            return new Amount(files + moreFiles, bytes + moreBytes);
        }

        public Amount plus(Amount more) {
            return plus(more.files, more.bytes);
        }
    }

    /**
     * What has come to a zone, as its writer counts it.
     *
     * @param adopted lay there already, with the same content
     * @param brought came from another zone
     * @param overtaken was changed or removed before it came
     * @param perMinute what came lately
     * @param timeMillis the node's clock; 0 where the zone has said nothing
     */
    public record Arrived(Amount adopted, Amount brought, Amount overtaken, Amount perMinute, long timeMillis) {
        public static final Arrived NOTHING = new Arrived(Amount.NONE, Amount.NONE, Amount.NONE, Amount.NONE, 0);

        /** All of it. */
        public Amount all() {
            return adopted.plus(brought).plus(overtaken);
        }
    }

    /**
     * One zone.
     *
     * @param joined the place in the order at which its own tree had been compared; {@link Version#NONE} before that
     * @param behind what was agreed when the migration began and not shown there
     * @param offered what was found in it since, and others have to get
     * @param found all that its first comparison found
     * @param equal of that, what another zone had at the same place with the same content
     * @param kept of that, what another zone had at the same place with another content: both are kept
     */
    public record Share(
            Version joined, Amount behind, Amount offered, Amount found, Amount equal, Amount kept, Arrived arrived) {
        static Share begun(Version joined, Amount behind) {
            return new Share(joined, behind, Amount.NONE, Amount.NONE, Amount.NONE, Amount.NONE, Arrived.NOTHING);
        }

        Share withJoined(Version at) {
            return new Share(at, behind, offered, found, equal, kept, arrived);
        }

        Share withArrived(Arrived now) {
            return new Share(joined, behind, offered, found, equal, kept, now);
        }

        /** Its own tree has been compared. */
        public boolean isCompared() {
            return !joined.equals(Version.NONE);
        }
    }

    /** Whether it has not come to an end: it counts, and may be paused. */
    public boolean isOpen() {
        return state == State.RUNNING || state == State.PAUSED;
    }

    /** Whether what is not there yet is held up. */
    public boolean holds() {
        return state == State.PAUSED || state == State.CANCELLED;
    }

    /**
     * Whether something that was agreed was there before, and is no live change.
     *
     * @param origin the zone in which it was found; null where nobody knows
     * @param version of its agreement
     * @param mtimeNanos the time of its content
     */
    public boolean isInitial(Kind kind, @Nullable ZoneName origin, Version version, long mtimeNanos) {
        if (kind == Kind.DIRECTORY) {
            return false;
        }
        if (!version.isAfter(at)) {
            return true;
        }
        Share share = origin == null ? null : shares.get(origin);
        return share != null && (!share.isCompared() || !version.isAfter(share.joined)) && isOld(mtimeNanos);
    }

    /** Whether a file was there when the migration began, as far as its time says. */
    boolean isOld(long mtimeNanos) {
        return mtimeNanos / 1_000_000 < startedMillis;
    }

    /** What is still to come to a zone, as far as anybody has counted: never less than nothing. */
    public Amount toGo(ZoneName zone) {
        Share own = shares.get(zone);
        if (own == null || state == State.DONE) {
            return Amount.NONE;
        }
        Amount all = own.behind;
        for (var each : shares.entrySet()) {
            all = each.getKey().equals(zone) ? all : all.plus(each.getValue().offered);
        }
        Amount done = own.arrived.all();
        return new Amount(Math.max(0, all.files - done.files), Math.max(0, all.bytes - done.bytes));
    }

    MigrationRow with(ZoneName zone, UnaryOperator<Share> change) {
        NavigableMap<ZoneName, Share> changed = new TreeMap<>(shares);
        changed.computeIfPresent(zone, (key, share) -> change.apply(share));
        return with(changed);
    }

    MigrationRow withZone(ZoneName zone, Share share) {
        NavigableMap<ZoneName, Share> changed = new TreeMap<>(shares);
        changed.putIfAbsent(zone, share);
        return with(changed);
    }

    MigrationRow without(ZoneName zone) {
        NavigableMap<ZoneName, Share> changed = new TreeMap<>(shares);
        changed.remove(zone);
        return with(changed);
    }

    private MigrationRow with(NavigableMap<ZoneName, Share> changed) {
        return new MigrationRow(at, by, startedMillis, priority, state, stateBy, end, endedMillis, changed);
    }

    MigrationRow steered(State newState, int newPriority, String who) {
        return new MigrationRow(at, by, startedMillis, newPriority, newState, who, end, endedMillis, shares);
    }

    MigrationRow ended(Version newEnd, long timeMillis) {
        return new MigrationRow(at, by, startedMillis, priority, State.DONE, "", newEnd, timeMillis, shares);
    }
}
