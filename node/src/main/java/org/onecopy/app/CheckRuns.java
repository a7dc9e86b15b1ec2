package org.onecopy.app;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.consistency.Zone;
import org.onecopy.core.namespace.CheckRow;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.table.Overlay;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.TableStore;
import org.onecopy.location.AgreedTables;
import org.onecopy.location.Ticks;
import org.onecopy.log.CommandCodec;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.network.Memberships;
import org.onecopy.network.identity.NodeIdentity;
import org.onecopy.transfer.ContentHasher;
import org.onecopy.writer.WriterThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does this zone's share of the checks that are agreed, of the rules that this node writes: for each rule one after the other, and says
 * through the log how far each is. Looks twice a second, by one thread.
 */
final class CheckRuns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckRuns.class);
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long REPORT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int THREADS_MAX = 4;

    /** What it needs of the node. */
    record Parts(
            NodeId self,
            ZoneName zone,
            TableStore local,
            Agreement agreement,
            Memberships memberships,
            RuleWriters writers,
            CutDigests digests,
            ContentHasher hasher,
            Supplier<NodeIdentity> identity,
            Ticks ticks,
            EventLog events) {}

    private final Parts parts;
    private final Map<RuleId, CheckRun> runs = new HashMap<>();
    private final Map<RuleId, Long> reportedNanos = new HashMap<>();
    /** Rules whose run has been reported to be done, which may not be agreed yet. */
    private final Set<RuleId> reportedDone = new HashSet<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("checks").daemon().factory());

    CheckRuns(Parts parts) {
        this.parts = parts;
    }

    void start() {
        var _ = thread.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Map<RuleId, RuleWriters.Running> running = parts.writers.byRule();
            running.forEach(this::tend);
            for (Iterator<Map.Entry<RuleId, CheckRun>> all = runs.entrySet().iterator(); all.hasNext(); ) {
                Map.Entry<RuleId, CheckRun> run = all.next();
                if (!running.containsKey(run.getKey())) {
                    run.getValue().close();
                    all.remove();
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("checks are looked after again soon", e);
        }
    }

    private void tend(RuleId rule, RuleWriters.Running running) {
        MembershipIndex index = parts.memberships.index(running.membership());
        WriterThread.Session session = running.thread().session();
        boolean may = session != null && session.writer().isSettled();
        Map.Entry<JournalKey, CheckRow> next = index == null ? null : next(index, rule);
        CheckRun run = runs.get(rule);
        if (run != null
                && (!may
                        || !run.session.equals(session)
                        || next == null
                        || !next.getKey().version().equals(run.version))) {
            run.close();
            runs.remove(rule);
            run = null;
        }
        if (index == null || session == null || !may || next == null) {
            return;
        }
        if (run == null) {
            run = begin(rule, running, index, session, next);
        }
        if (run != null) {
            report(rule, running, index, run, next.getValue());
        }
    }

    /** The first check in which this zone has something to do. */
    private Map.@Nullable Entry<JournalKey, CheckRow> next(MembershipIndex index, RuleId rule) {
        return index.read(view -> {
            var rows = view.scan(
                    Tables.CHECKS,
                    new JournalKey(rule, Version.NONE),
                    new JournalKey(new RuleId(rule.value() + 1), Version.NONE));
            while (rows.hasNext()) {
                Map.Entry<JournalKey, CheckRow> row = rows.next();
                if (row.getValue().isRunningIn(parts.zone)) {
                    return row;
                }
            }
            return null;
        });
    }

    private @Nullable CheckRun begin(
            RuleId rule,
            RuleWriters.Running running,
            MembershipIndex index,
            WriterThread.Session session,
            Map.Entry<JournalKey, CheckRow> next) {
        Version version = next.getKey().version();
        CheckRow row = next.getValue();
        FileId top = index.read(view -> CutDigests.top(view, rule, row.path()));
        if (top == null) {
            CheckShare share = share(CheckShare.Counts.NONE, true, "");
            propose(
                    running, index, rule, version,
                    share); // the directory is gone: nothing to compare, and nothing proved
            return null;
        }
        forgetOld(index, rule);
        CheckShare before = row.shares().get(parts.zone);
        boolean fresh = before != null && !before.node().equals(parts.self);
        AgreedTables agreed = new AgreedTables() {
            @Override
            public <T extends @Nullable Object> T read(
                    java.util.function.Function<org.onecopy.core.table.TableView, T> reader) {
                return index.read(reader);
            }
        };
        Zone zone = new Zone(
                rule, session.tree(), agreed, () -> new ShownTree(rule, new Overlay(parts.local)), parts.ticks);
        CheckRun run = new CheckRun(
                zone,
                version,
                row.digests(),
                top,
                fresh,
                session,
                parts.local,
                parts.hasher,
                running.thread()::wake,
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, THREADS_MAX));
        runs.put(rule, run);
        reportedNanos.remove(rule);
        reportedDone.remove(rule);
        return run;
    }

    /** What was recorded of checks that nobody keeps any more goes. */
    private void forgetOld(MembershipIndex index, RuleId rule) {
        List<Map.Entry<JournalKey, CheckRow>> oldest = index.read(view -> view.first(
                1,
                Tables.CHECKS,
                new JournalKey(rule, Version.NONE),
                new JournalKey(new RuleId(rule.value() + 1), Version.NONE)));
        if (!oldest.isEmpty()) {
            parts.local.write(
                    ShownTables.forgettingChecks(
                            rule, Version.NONE, oldest.getFirst().getKey().version()),
                    false);
        }
    }

    private void report(RuleId rule, RuleWriters.Running running, MembershipIndex index, CheckRun run, CheckRow row) {
        String digest = parts.digests.of(rule, run.version);
        if (digest != null && run.check().tree().isEmpty()) {
            run.check().tree(digest);
        }
        boolean done = run.check().isDone();
        long now = parts.ticks.nanos();
        Long last = reportedNanos.get(rule);
        // The tree's digest, which is computed beside it, is left some time.
        boolean isAwaited = done && !row.digests() && !reportedDone.contains(rule);
        if (last != null && !isAwaited && now - last < (done ? REPORT_EVERY_NANOS / 5 : REPORT_EVERY_NANOS)) {
            return;
        }
        CheckShare share = share(run.check().counts(), done, run.check().tree());
        CheckShare before = row.shares().get(parts.zone);
        boolean isNews = before == null || done || !before.counts().equals(share.counts());
        if (!isNews) {
            return;
        }
        reportedNanos.put(rule, now);
        if (done) {
            reportedDone.add(rule);
            parts.local.write(List.of(), true); // what was found outlives the power, before anybody relies on it
        }
        RuleName name = running.name();
        propose(
                running,
                index,
                rule,
                run.version,
                done
                        ? CheckStatements.signed(
                                share, name, running.membership(), run.version, row, parts.zone, parts.identity.get())
                        : share);
        if (done && (before == null || !before.done())) {
            tell(name, run.version, share);
        }
    }

    private void tell(RuleName rule, Version version, CheckShare share) {
        long differences = share.counts().differences();
        String what = "the check of rule " + rule + " at " + version + " found "
                + (differences == 0 ? "no difference" : differences + " differences") + " in zone " + parts.zone;
        NewEvent event = differences == 0
                ? NewEvent.info("check-ended", what)
                : NewEvent.warning("check-ended", what + ": onecopy check show " + rule + " " + version);
        parts.events.append(event.in(parts.zone).of(rule));
    }

    private CheckShare share(CheckShare.Counts counts, boolean done, String tree) {
        return new CheckShare(parts.self, done, counts, tree, parts.ticks.wallMillis(), "", "");
    }

    private void propose(
            RuleWriters.Running running, MembershipIndex index, RuleId rule, Version version, CheckShare share) {
        ZoneRow zone = index.read(view -> view.get(Tables.ZONES, new ZoneKey(rule, parts.zone)));
        if (zone == null) {
            return;
        }
        Command command = new Command.ReportCheck(rule, version, parts.zone, zone.epoch(), share);
        var _ = parts.agreement
                .propose(new GroupId(running.membership()), CommandCodec.encode(command))
                .exceptionally(problem -> {
                    LOG.info("the check at {} is reported again: {}", version, problem.getMessage());
                    return 0L;
                });
    }

    @Override
    public void close() {
        thread.shutdownNow();
        runs.values().forEach(CheckRun::close);
    }
}
