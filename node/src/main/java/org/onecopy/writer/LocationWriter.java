package org.onecopy.writer;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.capture.CaptureSettings;
import org.onecopy.capture.Hashing;
import org.onecopy.capture.Outbox;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.MigrationRow;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.Cursor;
import org.onecopy.location.AgreedRule;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.materialize.Materializer;
import org.onecopy.materialize.Mending;
import org.onecopy.materialize.Staging;
import org.onecopy.materialize.TrashSweep;
import org.onecopy.model.NodeId;
import org.onecopy.model.Version;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.HintSink;

/**
 * The writer of one rule in one zone: one machine, moved by {@link #poll} from one thread.
 *
 * <table>
 * <caption>states</caption>
 * <tr><td>FOLLOWING</td><td>another node is the writer, or nobody yet → CLAIMING where nobody is, or where this node was</td></tr>
 * <tr><td>CLAIMING</td><td>a new epoch is proposed → CATCHING_UP once it is agreed; again after a while where it is not</td></tr>
 * <tr><td>CATCHING_UP</td><td>the journal is shown; what users do is not proposed yet → WRITING once all agreed so far is shown</td></tr>
 * <tr><td>WRITING</td><td>both ways → CLAIMING where a proposal failed (its operations are proposed again in the new epoch)</td></tr>
 * <tr><td>any</td><td>→ FOLLOWING where another node has a newer epoch; one that had begun to write is {@link #isSpent spent} then</td></tr>
 * </table>
 */
public final class LocationWriter implements HintSink {
    private static final int PROPOSALS_MAX = 8;

    /** Changed rows of the local records that are kept in memory at most while there is more to do. */
    private static final int ROWS_MAX = 4000;

    /** Where the writer stands. */
    public enum State {
        FOLLOWING,
        CLAIMING,
        CATCHING_UP,
        WRITING
    }

    /** Hands commands to the membership's agreement. */
    @FunctionalInterface
    public interface Port {
        /**
         * Proposes a command, in the order of the calls.
         *
         * @param ended told once, from any thread: true where it was agreed and is applied on this node, false where it was not
         *     agreed, or perhaps not
         */
        void propose(Command command, Consumer<Boolean> ended);
    }

    private final Location location;
    private final NodeId self;
    private final Port port;
    private final AgreedRule agreed;
    private final Outbox outbox;
    private final Materializer materializer;
    private final Mending mending;
    private final TrashSweep trash;
    private final WriterLimits limits;
    private final Claim claim;
    private final RootIdentity root;
    private final SourceZone source;
    private final Observation observation;
    private final ProgressReport progress;
    private final Fencing fencing;
    private final MigrationPart migration;
    private final AtomicInteger underway = new AtomicInteger();

    private volatile State state = State.FOLLOWING;
    private volatile boolean failed;
    private volatile boolean retrying;
    private volatile boolean paused;
    private volatile boolean settled;
    private long revision;
    /** What was agreed when this node's process began to write: it may have been shown before a stop. */
    private Version shownUpTo = Version.NONE;

    private boolean recovered;
    private boolean released;
    private volatile boolean spent;

    /** @param scanEveryNanos how often the whole tree is compared although nothing hints at a change */
    public LocationWriter(
            Location location,
            NodeId self,
            Port port,
            Staging staging,
            Hashing hashing,
            CaptureSettings settings,
            long scanEveryNanos,
            WriterLimits limits) {
        this.limits = limits;
        this.location = location;
        this.self = self;
        this.port = port;
        agreed = new AgreedRule(location);
        outbox = new Outbox(location, this::send);
        materializer = new Materializer(location, staging, hashing, limits.stagedMax());
        mending = materializer.mending(outbox, command -> port.propose(command, agreed -> {}));
        trash = new TrashSweep(location, hashing, limits.trash(), limits.figures());
        claim = new Claim(location, self, port);
        root = new RootIdentity(location);
        source = new SourceZone(location);
        observation = new Observation(location, hashing, outbox, settings, scanEveryNanos, limits.scanned());
        progress = new ProgressReport(location, agreed, materializer, port);
        fencing = new Fencing(location, self, outbox, observation, port);
        migration = new MigrationPart(location, port);
    }

    public State state() {
        return state;
    }

    /** Whether this node is the zone's writer now. May be asked from any thread. */
    public boolean isWriter() {
        return state == State.WRITING || state == State.CATCHING_UP;
    }

    /**
     * Whether the local records say all that there is to say of this zone: it is written by this node, and its storage was compared.
     * May be asked from any thread.
     */
    public boolean isSettled() {
        return settled;
    }

    /**
     * Whether another node has become the writer since this one began: what this one remembers is worth nothing any more, and a new
     * one must be made over the stored records.
     */
    public boolean isSpent() {
        return spent;
    }

    /** Whether so much is parked that the zone is paused. May be asked from any thread. */
    public boolean isPaused() {
        return paused;
    }

    /** Tries what is parked again soon, as an administrator asks after a remedy. May be called from any thread. */
    public void retryParked() {
        retrying = true;
    }

    /** Empties the trash of what went there up to a time, as an administrator asks. May be called from any thread. */
    public void emptyTrash(long untilMillis) {
        trash.empty(untilMillis);
    }

    @Override
    public void changed(TreePath directory, boolean settled) {
        hint(new Observation.Hint(directory, false, settled));
    }

    @Override
    public void lookBelow(TreePath directory) {
        hint(new Observation.Hint(directory, true, false));
    }

    /** A scan follows whenever hints were not wanted. */
    private void hint(Observation.Hint hint) {
        if (state == State.WRITING) {
            observation.hint(hint);
        }
    }

    /**
     * Moves the machine a bounded step.
     *
     * @return whether anything was done; else nothing is to be done before a wake-up or {@link #nextDueNanos}
     * @throws StorageException where the whole tree is out of reach: the writer must be made anew, and tried again after a while
     */
    public boolean poll() {
        boolean done = false;
        try {
            boolean worked = move();
            settled = state == State.WRITING && location.shown().cursor().joined() && observation.hasLooked();
            done = true;
            return worked;
        } finally {
            settled &= done;
        }
    }

    private boolean move() {
        boolean answered = underway.get() == 0;
        if (!isWriter()) {
            location.records().forgetRead(); // another node's writer may change them meanwhile
        }
        AgreedRule.Rows rows = agreed.now();
        RuleRow rule = rows.rule();
        ZoneRow zone = rows.zone();
        if (spent || rule == null || zone == null || rule.removed()) {
            return false;
        }
        if (isWriter() && !location.agreed().isHeard()) {
            return false; // another node may write by now
        }
        location.tree().preserve(rule.definition().preserve());
        failed |= fencing.follow(rows.fence()) && isWriter();
        materializer.follow(rows.migration());
        if (recovered && isReplaced(zone)) {
            leaveOffice();
            return false;
        }
        boolean isDropped = zone.state() == ZoneRow.State.MUST_RECONCILE; // a new epoch brings it back
        if (!self.equals(zone.writer()) || !isWriter() || failed || isDropped) {
            if (!takeOffice(zone)) {
                return false;
            }
        }
        if (zone.epoch() != location.shown().cursor().epoch()) {
            if (state != State.CLAIMING) {
                state = State.FOLLOWING;
                return true;
            }
            beginEpoch(zone, rule);
        }
        if (rule.definition().revision() != revision) {
            follow(rule.definition());
        }
        if (retrying) {
            retrying = false;
            materializer.retryNow();
        }
        failed |= answered && !fencing.isFenced() && isCutShort(zone);
        failed |= materializer.mustReconcile(rule); // trimmed meanwhile: the next epoch begins with it
        if (root.checkNowAndThen()) {
            materializer.retryWhereSpaceIsBack(limits.freeMin());
        }
        pause();
        boolean worked = paused ? materializer.stepPaused() : materializer.step(rule.definition());
        boolean may = limits.mayPropose().getAsBoolean();
        worked |= !paused && advance(rule.definition(), zone);
        if (state == State.WRITING && !paused && may) {
            worked |= write(rule.definition(), zone, rows.migration());
        }
        if (state == State.WRITING && location.shown().cursor().joined()) {
            worked |= may && !paused && underway.get() < PROPOSALS_MAX && mending.step();
            worked |= trash.step();
        }
        if (may && underway.get() < PROPOSALS_MAX) {
            progress.step();
            migration.report(rows.migration(), zone);
            if (state == State.WRITING) {
                fencing.report(zone);
            }
        }
        if (!worked || location.records().tables().size() >= ROWS_MAX) {
            location.records().commit(false); // what others may see or rely on is committed where it is made
        }
        return worked;
    }

    /** Whether another node is, or was, the writer since this one began. */
    private boolean isReplaced(ZoneRow zone) {
        long epoch = location.shown().cursor().epoch();
        boolean claimed = state == State.CLAIMING && zone.epoch() == epoch + 1;
        return !self.equals(zone.writer()) || (zone.epoch() != epoch && !claimed);
    }

    private void leaveOffice() {
        spent = true;
        state = State.FOLLOWING;
        observation.forgetHints();
        location.records().end();
    }

    /** Whether all proposals are agreed and applied here, and operations of this epoch are missing all the same: applied in part. */
    private boolean isCutShort(ZoneRow zone) {
        Cursor cursor = location.shown().cursor();
        return outbox.isEmpty() && cursor.epoch() == zone.epoch() && cursor.nextNumber() - 1 > zone.lastNumber();
    }

    /** @return whether this node is the writer now */
    private boolean takeOffice(ZoneRow zone) {
        boolean mine = self.equals(zone.writer());
        if (zone.writer() != null && !mine) {
            state = State.FOLLOWING;
            if (!released) {
                released = true;
                mending.leave();
                materializer.leave();
                location.records().end();
            }
            return false;
        }
        if (state == State.CLAIMING && claim.isAgreed(zone) && !failed) {
            return true;
        }
        boolean due = state != State.CLAIMING || claim.isDueAgain();
        if (due && limits.mayPropose().getAsBoolean()) {
            root.checkIfKnown(); // no epoch for a storage that is not the zone's
            state = State.CLAIMING;
            failed = false;
            claim.propose(zone);
        }
        return false;
    }

    private void beginEpoch(ZoneRow zone, RuleRow rule) {
        released = false;
        location.records().begin();
        mending.leave();
        boolean takenOver = new Takeover(location).prepare(zone, rule);
        Cursor before = location.shown().cursor();
        boolean continues = before.epoch() == zone.epoch() - 1 && before.joined() && recovered;
        location.shown().put(before.withEpoch(zone.epoch()));
        root.remember(rule);
        if (!recovered) {
            shownUpTo = new Takeover(location).latest();
            materializer.recover();
            recovered = true;
        }
        boolean isBack = zone.state() == ZoneRow.State.RECONCILING
                && location.shown().cursor().joined();
        if (isBack || materializer.mustReconcile(rule)) {
            materializer.reconcile();
        }
        Set<OpId> decided = new DecidedOperations(location).find();
        if (takenOver) {
            materializer.takeBackProposals(decided);
        }
        outbox.reissue(decided);
        location.records().commit(true);
        state = continues && !materializer.isReconciling() ? State.WRITING : State.CATCHING_UP;
        observation.beginEpoch();
    }

    /** Above its limit of parked changes a zone shows and proposes nothing, but tries those again; other zones go on (H52). */
    private void pause() {
        boolean tooMany = materializer.isParkedAbove(limits.parkedMax());
        if (tooMany != paused) {
            paused = tooMany;
            location.notice(
                    tooMany ? Severity.ERROR : Severity.INFO,
                    tooMany ? "zone-paused" : "zone-resumed",
                    java.util.List.of(),
                    tooMany
                            ? materializer.parked() + " changes are parked, and at most " + limits.parkedMax()
                                    + " may be (limits.parked): nothing else is shown or proposed here until fewer are; see onecopy"
                                    + " parked"
                            : "fewer changes are parked: the zone goes on");
        }
    }

    private void follow(RuleDefinition definition) {
        revision = definition.revision();
        observation.follow(definition);
        if (state == State.WRITING) {
            observation.scan();
        }
    }

    /** Whether everything is shown that the writer before this one, or this node before a stop, may have shown; what came since may take its time. */
    private boolean hasOvertaken() {
        Cursor cursor = location.shown().cursor();
        return cursor.joined()
                && cursor.aheadUpTo().isAfter(Version.NONE)
                && !cursor.isBehindStorage()
                && !shownUpTo.isAfter(cursor.lowWater());
    }

    private boolean advance(RuleDefinition definition, ZoneRow zone) {
        if (state != State.CATCHING_UP
                || !(materializer.isIdle() || hasOvertaken())
                || isHeldUp(definition, zone)
                || !source.isReady(definition, zone)) {
            return false;
        }
        state = State.WRITING;
        return true;
    }

    /** Whether what another zone has is to be here first, and does not come while its migration is paused. */
    private boolean isHeldUp(RuleDefinition definition, ZoneRow zone) {
        return source.isElsewhere(definition, zone) && materializer.isHeldUp();
    }

    private boolean write(RuleDefinition definition, ZoneRow zone, @Nullable MigrationRow row) {
        boolean joined = location.shown().cursor().joined();
        observation.look(joined, source.isElsewhere(definition, zone));
        if (underway.get() >= PROPOSALS_MAX || isHeldUp(definition, zone)) {
            return false;
        }
        boolean standsStill = !joined && migration.standsStill(row);
        boolean worked = observation.step(zone.guard().held() + fencing.room(), standsStill);
        if (underway.get() == 0 || !observation.isUnderWay()) {
            outbox.flush(); // else more is to come: gathered until the last proposal has ended, or one is full
        }
        if (location.shown().cursor().isInherited() && observation.hasScanned()) {
            location.shown().put(location.shown().cursor().looked());
        }
        if (!joined && observation.isComplete() && (fencing.isFenced() || isDecided(zone))) {
            location.shown().put(location.shown().cursor().withJoined(true));
            progress.hasten();
            location.notice(Severity.INFO, "zone-joined", java.util.List.of(), "the first comparison has ended");
            return true;
        }
        return worked;
    }

    /** Whether everything that was proposed from here has been decided; it may not be shown yet. */
    private boolean isDecided(ZoneRow zone) {
        Cursor cursor = location.shown().cursor();
        return outbox.isEmpty() && zone.epoch() == cursor.epoch() && zone.lastNumber() >= cursor.nextNumber() - 1;
    }

    private void send(Command command) {
        underway.incrementAndGet();
        port.propose(command, agreed -> {
            underway.decrementAndGet();
            if (!agreed) {
                failed = true;
            }
        });
    }

    /** When something will be due although nothing happens. */
    public long nextDueNanos() {
        long due = location.ticks().nanos() + ProgressReport.EVERY_NANOS;
        RuleRow rule = agreed.now().rule();
        if (rule != null) {
            due = Math.min(due, materializer.nextDueNanos(rule.definition()));
        }
        if (state != State.WRITING) {
            return due;
        }
        due = Math.min(due, Math.min(mending.nextDueNanos(), migration.nextDueNanos()));
        return Math.min(due, Math.min(observation.nextDueNanos(), trash.nextDueNanos()));
    }
}
