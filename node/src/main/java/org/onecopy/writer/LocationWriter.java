package org.onecopy.writer;

import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.capture.Capture;
import org.onecopy.capture.CaptureSettings;
import org.onecopy.capture.Hashing;
import org.onecopy.capture.Outbox;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.HeldKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.core.shown.Cursor;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.table.TableView;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.materialize.Materializer;
import org.onecopy.materialize.Staging;
import org.onecopy.materialize.TrashSweep;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
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
    private static final long CLAIM_EVERY_NANOS = 1_000_000_000L;
    private static final long PROGRESS_EVERY_NANOS = 1_000_000_000L;
    private static final long HEARTBEAT_NANOS = 10_000_000_000L;
    private static final long ROOT_CHECK_EVERY_NANOS = 1_000_000_000L;
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
    private final CaptureSettings settings;
    private final long scanEveryNanos;
    private final Hashing hashing;
    private final Outbox outbox;
    private final Materializer materializer;
    private final TrashSweep trash;
    private final WriterLimits limits;
    private final Queue<Hint> hints = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underway = new AtomicInteger();

    private Capture capture;
    private volatile State state = State.FOLLOWING;
    private volatile boolean failed;
    private volatile boolean retrying;
    private volatile boolean paused;
    private volatile boolean settled;
    private long claimedAtNanos;
    private long claimedOver;
    private long progressAtNanos;
    private long rootCheckedAtNanos;
    private long scannedAtNanos;
    private boolean scanStarted;
    private Version reported = Version.NONE;
    private long reportedHoles = -1;
    private long revision;
    private boolean recovered;
    private boolean released;
    private volatile boolean spent;

    private record Agreed(@Nullable RuleRow rule, @Nullable ZoneRow zone) {}

    private record Hint(TreePath directory, boolean below, boolean settled) {}

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
        this.settings = settings;
        this.scanEveryNanos = scanEveryNanos;
        this.hashing = hashing;
        outbox = new Outbox(location, this::send);
        materializer = new Materializer(location, staging, hashing, limits.stagedMax());
        trash = new TrashSweep(location, hashing, limits.trash(), limits.figures());
        capture = new Capture(location, hashing, outbox, settings, new Exclusions(java.util.List.of()));
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

    @Override
    public void changed(TreePath directory, boolean settled) {
        hint(new Hint(directory, false, settled));
    }

    @Override
    public void lookBelow(TreePath directory) {
        hint(new Hint(directory, true, false));
    }

    /** A scan follows whenever hints were not wanted. */
    private void hint(Hint hint) {
        if (state == State.WRITING) {
            hints.add(hint);
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
            settled = state == State.WRITING && location.shown().cursor().joined() && hasLooked();
            done = true;
            return worked;
        } finally {
            settled &= done;
        }
    }

    /** After another node's time, what lies in the zone is known only once all of it was looked at. */
    private boolean hasLooked() {
        boolean inherited = location.shown().cursor().aheadUpTo().isAfter(Version.NONE);
        return inherited ? capture.scansDone() > 0 : scanStarted;
    }

    private boolean move() {
        ZoneKey key = new ZoneKey(location.rule(), location.zone());
        boolean answered = underway.get() == 0;
        if (!isWriter()) {
            location.records().forgetRead(); // another node's writer may change them meanwhile
        }
        Agreed agreed = location.agreed()
                .read(view -> new Agreed(view.get(Tables.RULES, location.rule()), view.get(Tables.ZONES, key)));
        RuleRow rule = agreed.rule;
        ZoneRow zone = agreed.zone;
        if (spent || rule == null || zone == null || rule.removed()) {
            return false;
        }
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
        failed |= answered && isCutShort(zone);
        failed |= materializer.mustReconcile(rule); // trimmed meanwhile: the next epoch begins with it
        checkRoot();
        pause();
        boolean worked = paused ? materializer.stepPaused() : materializer.step(rule.definition());
        boolean may = limits.mayPropose().getAsBoolean();
        worked |= !paused && advance(rule.definition(), zone);
        if (state == State.WRITING && !paused && may) {
            worked |= write(rule.definition(), zone);
        }
        if (state == State.WRITING && location.shown().cursor().joined()) {
            worked |= trash.step();
        }
        if (may) {
            report();
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
        hints.clear();
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
                location.records().end();
            }
            return false;
        }
        long now = location.ticks().nanos();
        boolean elected = mine
                && state == State.CLAIMING
                && zone.epoch()
                        > Math.max(claimedOver, location.shown().cursor().epoch())
                && zone.state() != ZoneRow.State.MUST_RECONCILE
                && !failed;
        if (elected) {
            return true;
        }
        boolean due = state != State.CLAIMING || now - claimedAtNanos >= CLAIM_EVERY_NANOS;
        if (due && limits.mayPropose().getAsBoolean()) {
            state = State.CLAIMING;
            failed = false;
            claimedAtNanos = now;
            claimedOver = zone.epoch();
            port.propose(new Command.AssignWriter(location.rule(), location.zone(), self, zone.epoch()), agreed -> {});
        }
        return false;
    }

    private void beginEpoch(ZoneRow zone, RuleRow rule) {
        released = false;
        location.records().begin();
        new Takeover(location).prepare(zone, rule);
        Cursor before = location.shown().cursor();
        boolean continues = before.epoch() == zone.epoch() - 1 && before.joined() && recovered;
        location.shown().put(before.withEpoch(zone.epoch()));
        rememberRoot(rule);
        if (!recovered) {
            materializer.recover();
            recovered = true;
        }
        boolean isBack = zone.state() == ZoneRow.State.RECONCILING
                && location.shown().cursor().joined();
        if (isBack || materializer.mustReconcile(rule)) {
            materializer.reconcile();
        }
        outbox.reissue(stillDecided());
        location.records().commit(true);
        state = continues && !materializer.isReconciling() ? State.WRITING : State.CATCHING_UP;
        scanStarted = false;
    }

    /** Operations of this zone that are agreed and not processed here yet, or held by a guard. */
    private Set<OpId> stillDecided() {
        ZoneKey key = new ZoneKey(location.rule(), location.zone());
        Version from = location.shown().cursor().lowWater();
        Set<OpId> decided = new HashSet<>();
        location.agreed().read(view -> {
            view.scan(
                            Tables.JOURNAL,
                            new JournalKey(location.rule(), from.next()),
                            new JournalKey(location.rule(), new Version(Long.MAX_VALUE)))
                    .forEachRemaining(row -> addOwn(row.getValue(), decided));
            view.scan(Tables.HELD, new HeldKey(key, Version.NONE), new HeldKey(key, new Version(Long.MAX_VALUE)))
                    .forEachRemaining(row -> decided.add(row.getValue().id()));
            location.shown().holes().forEach(hole -> addOwn(journalOf(view, hole.getKey()), decided));
            return true;
        });
        return decided;
    }

    private static @Nullable JournalEntry journalOf(TableView view, JournalKey key) {
        return view.get(Tables.JOURNAL, key);
    }

    private void addOwn(@Nullable JournalEntry journal, Set<OpId> decided) {
        if (journal != null && journal.operation() != null && location.zone().equals(journal.origin())) {
            decided.add(journal.operation());
        }
    }

    private void rememberRoot(RuleRow rule) {
        String identity = location.tree().rootIdentity().token();
        Cursor cursor = location.shown().cursor();
        if (cursor.rootIdentity().isEmpty()) {
            location.shown().put(cursor.withRootIdentity(identity));
        }
        if (location.shown().entry(Entry.ROOT) == null) {
            location.shown()
                    .put(new Entry(
                            Entry.ROOT,
                            Entry.ROOT,
                            new Name("-"),
                            Kind.DIRECTORY,
                            rule.root(),
                            rule.root().born(),
                            rule.root().born(),
                            rule.root().born(),
                            null,
                            null,
                            Attributes.NONE,
                            "root",
                            "",
                            null));
        }
        checkIdentity(identity);
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

    private void checkRoot() {
        long now = location.ticks().nanos();
        if (now - rootCheckedAtNanos >= ROOT_CHECK_EVERY_NANOS || rootCheckedAtNanos == 0) {
            rootCheckedAtNanos = now;
            checkIdentity(location.tree().rootIdentity().token());
            materializer.retryWhereSpaceIsBack(limits.freeMin());
        }
    }

    private void checkIdentity(String identity) {
        if (!identity.equals(location.shown().cursor().rootIdentity())) {
            throw new StorageException(
                    ProblemCode.STORAGE_ROOT_CHANGED,
                    "the directory of rule " + location.rule() + " in zone " + location.zone()
                            + " is not the one that was known (unmounted, or replaced): nothing is concluded from what is missing in"
                            + " it; mount the right storage again, or remove the zone from the rule and add it anew",
                    null);
        }
    }

    private void follow(RuleDefinition definition) {
        revision = definition.revision();
        capture = new Capture(location, hashing, outbox, settings, new Exclusions(definition.exclude()));
        scanStarted = false;
        if (state == State.WRITING) {
            capture.scan();
        }
    }

    /** Whether everything is shown that the writer before this one may have shown; what came since may take its time. */
    private boolean hasOvertaken() {
        Cursor cursor = location.shown().cursor();
        return cursor.joined() && cursor.aheadUpTo().isAfter(Version.NONE) && !cursor.isBehindStorage();
    }

    private boolean advance(RuleDefinition definition, ZoneRow zone) {
        if (state != State.CATCHING_UP
                || !(materializer.isIdle() || hasOvertaken())
                || !isSourceReady(definition, zone)) {
            return false;
        }
        state = State.WRITING;
        return true;
    }

    /** Whether the zone that is right at the beginning has been read completely, and is shown here. */
    private boolean isSourceReady(RuleDefinition definition, ZoneRow zone) {
        if (definition.source() == null || definition.source().equals(location.zone()) || !isFirstJoin(zone)) {
            return true;
        }
        ZoneKey key = new ZoneKey(location.rule(), definition.source());
        ZoneRow source = location.agreed().read(view -> view.get(Tables.ZONES, key));
        return source != null
                && source.state() == ZoneRow.State.ACTIVE
                && materializer.lowWater().compareTo(source.progress().lowWater()) >= 0;
    }

    /** Whether the zone joins for the first time: only then a source of truth means anything. */
    private boolean isFirstJoin(ZoneRow zone) {
        return zone.state() == ZoneRow.State.JOINING
                && !location.shown().cursor().joined();
    }

    private boolean write(RuleDefinition definition, ZoneRow zone) {
        boolean joined = location.shown().cursor().joined();
        capture.allowRemovals(joined);
        capture.discardUnknown(isFirstJoin(zone)
                && definition.source() != null
                && !definition.source().equals(location.zone()));
        long now = location.ticks().nanos();
        if (!scanStarted || now - scannedAtNanos >= scanEveryNanos) {
            capture.scan();
            scanStarted = true;
            scannedAtNanos = now;
        }
        for (Hint hint = hints.poll(); hint != null; hint = hints.poll()) {
            capture.look(hint.directory, hint.below, hint.settled);
        }
        location.shown().takeLookAgain().forEach(capture::look);
        if (underway.get() >= PROPOSALS_MAX) {
            return false;
        }
        capture.proposeHeld();
        boolean worked = capture.step(settings.pendingMax() + zone.guard().held());
        if (underway.get() == 0 || !capture.isUnderWay()) {
            outbox.flush(); // else more is to come: gathered until the last proposal has ended, or one is full
        }
        if (!joined && capture.scansDone() > 0 && capture.isIdle() && isDecided(zone)) {
            location.shown().put(location.shown().cursor().withJoined(true));
            progressAtNanos = now - PROGRESS_EVERY_NANOS;
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

    private void report() {
        Version lowWater = materializer.lowWater();
        long now = location.ticks().nanos();
        boolean changed = !lowWater.equals(reported)
                || materializer.holes() != reportedHoles
                || isJoinUnreported()
                || now - progressAtNanos >= HEARTBEAT_NANOS;
        if (!changed || now - progressAtNanos < PROGRESS_EVERY_NANOS || underway.get() >= PROPOSALS_MAX) {
            return;
        }
        progressAtNanos = now;
        reported = lowWater;
        reportedHoles = materializer.holes();
        Cursor cursor = location.shown().cursor();
        location.records().commit(true);
        port.propose(
                new Command.ReportProgress(
                        location.rule(),
                        location.zone(),
                        cursor.epoch(),
                        new ZoneRow.Progress(
                                lowWater,
                                reportedHoles,
                                materializer.parked(),
                                materializer.firstHole(),
                                location.ticks().wallMillis()),
                        cursor.joined()),
                agreed -> {});
    }

    private boolean isJoinUnreported() {
        ZoneKey key = new ZoneKey(location.rule(), location.zone());
        ZoneRow zone = location.agreed().read(view -> view.get(Tables.ZONES, key));
        boolean active = zone != null && zone.state() == ZoneRow.State.ACTIVE;
        return zone != null && active != location.shown().cursor().joined();
    }

    /** When something will be due although nothing happens. */
    public long nextDueNanos() {
        long due = location.ticks().nanos() + PROGRESS_EVERY_NANOS;
        RuleRow rule = location.agreed().read(view -> view.get(Tables.RULES, location.rule()));
        if (rule != null) {
            due = Math.min(due, materializer.nextDueNanos(rule.definition()));
        }
        return state == State.WRITING ? Math.min(due, Math.min(capture.nextDueNanos(), trash.nextDueNanos())) : due;
    }
}
