package org.onecopy.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.RepairService;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.CheckRow;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.RepairRow;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.CheckKey;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.TableStore;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckShareState;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.RepairLeftView;
import org.onecopy.model.api.RepairPlan;
import org.onecopy.model.api.RepairShareView;
import org.onecopy.model.api.RepairSource;
import org.onecopy.model.api.RepairSpec;
import org.onecopy.model.api.RepairView;
import org.onecopy.problem.ProblemException;

/** What administrators ask of repairs, answered from what is agreed, and from what this node has found and left. */
final class RepairRequests implements RepairService {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    private final ZoneName zone;
    private final InstantSource clock;
    private final RuleRequests rules;
    private final TableStore local;
    private final RepairPlans plans;

    RepairRequests(ZoneName zone, InstantSource clock, RuleRequests rules, TableStore local, RepairPlans plans) {
        this.zone = zone;
        this.clock = clock;
        this.rules = rules;
        this.local = local;
        this.plans = plans;
    }

    /** What is asked for, as far as it makes sense. */
    record Wanted(
            Reservation reservation,
            MembershipIndex index,
            Version check,
            CheckRow row,
            String path,
            RepairRow.Source source,
            @Nullable ZoneName sourceZone) {
        RuleId rule() {
            return reservation.rule();
        }

        RuleName name() {
            return reservation.definition().name();
        }
    }

    @Override
    public RepairPlan plan(RuleName rule, RepairSpec spec, long after, int limit) {
        return plans.plan(wanted(rule, spec), after, limit);
    }

    private Wanted wanted(RuleName rule, RepairSpec spec) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        Map.Entry<JournalKey, CheckRow> check = check(reservation, index, spec);
        RepairSource source = spec.source() == null ? RepairSource.AGREED : spec.source();
        ZoneName from = spec.zone();
        if ((source == RepairSource.ZONE) != (from != null)) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST, "a zone is named where its storage is taken for right, and only then");
        }
        if (from != null && !check.getValue().shares().containsKey(from)) {
            throw new ProblemException(
                    ProblemCode.ZONE_UNKNOWN,
                    "zone '" + from + "' took no part in the check of rule " + rule + " at "
                            + check.getKey().version() + ", but "
                            + check.getValue().shares().keySet());
        }
        return new Wanted(
                reservation,
                index,
                check.getKey().version(),
                check.getValue(),
                path(check.getValue(), spec.path()),
                RepairRow.Source.valueOf(source.name()),
                from);
    }

    /** The check that is named; else the newest that is done. */
    private static Map.Entry<JournalKey, CheckRow> check(
            Reservation reservation, MembershipIndex index, RepairSpec spec) {
        RuleId rule = reservation.rule();
        RuleName name = reservation.definition().name();
        Version asked = spec.check();
        List<Map.Entry<JournalKey, CheckRow>> rows = index.read(view -> view.first(
                Integer.MAX_VALUE,
                Tables.CHECKS,
                new JournalKey(rule, Version.NONE),
                new JournalKey(new RuleId(rule.value() + 1), Version.NONE)));
        for (Map.Entry<JournalKey, CheckRow> row : rows.reversed()) {
            boolean isDone = !row.getValue().isRunning() && row.getValue().cancelledBy() == null;
            if (asked == null ? isDone : row.getKey().version().equals(asked)) {
                if (isDone) {
                    return row;
                }
                throw new ProblemException(
                        ProblemCode.CHECK_NEEDED,
                        "the check of rule " + name + " at " + asked + " is not done in all zones: onecopy check show "
                                + name + " " + asked + " says where it is; or onecopy check start " + name
                                + " --depth digest --wait");
            }
        }
        if (asked != null) {
            throw new ProblemException(
                    ProblemCode.CHECK_UNKNOWN,
                    "rule " + name + " has no check '" + asked + "': see onecopy check list " + name);
        }
        throw new ProblemException(
                ProblemCode.CHECK_NEEDED,
                "rule " + name
                        + " has no check that is done, and a repair mends what one has found: onecopy check start "
                        + name + " --depth digest --wait");
    }

    private static String path(CheckRow check, @Nullable String asked) {
        String text = asked == null ? "" : asked.replaceAll("^/+|/+$", "");
        String path;
        try {
            path = TreePath.parse(text).toString();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.PATH_INVALID, "'" + text + "' is no path: " + e.getMessage(), e);
        }
        String checked = check.path();
        if (path.isEmpty() || path.equals(checked)) {
            return checked;
        }
        if (!checked.isEmpty() && !path.startsWith(checked + "/")) {
            throw new ProblemException(
                    ProblemCode.PATH_INVALID,
                    "'" + path + "' is outside of what was checked, which is '" + checked + "': check it first");
        }
        return path;
    }

    @Override
    public RepairView begin(RuleName rule, RepairSpec spec, String by) {
        Wanted wanted = wanted(rule, spec);
        Reservation reservation = wanted.reservation;
        if (reservation.status() != Reservation.Status.ACTIVE || reservation.wanted() != null) {
            throw new ProblemException(
                    ProblemCode.TOO_BUSY,
                    "zones are being added to rule " + rule + " or taken out: repair it afterwards");
        }
        boolean differs = wanted.row.shares().values().stream()
                .anyMatch(share -> share != null && share.counts().differences() > 0);
        if (!differs) {
            throw new ProblemException(
                    ProblemCode.REPAIR_NEEDLESS,
                    "the check of rule " + rule + " at " + wanted.check
                            + " found no difference: nothing is to be mended");
        }
        refuseWhereBehind(wanted);
        refuseWhereUnderWay(wanted);
        long at = rules.propose(
                reservation,
                new Command.BeginRepair(
                        wanted.rule(),
                        wanted.check,
                        wanted.path,
                        wanted.source,
                        wanted.sourceZone,
                        by,
                        clock.instant().toEpochMilli()));
        Version version = Version.of(wanted.index.incarnation(), at, 1);
        rules.awaitUntil(() -> wanted.index.appliedIndex() >= at);
        if (row(wanted.index, wanted.rule(), version) == null) {
            refuseWhereUnderWay(wanted);
            throw new ProblemException(
                    ProblemCode.TOO_BUSY,
                    "something about the rule or the check changed at the same moment: ask again");
        }
        return repair(rule, version);
    }

    /** What is taken for right must be all there (H63). */
    private void refuseWhereBehind(Wanted wanted) {
        if (wanted.sourceZone == null) {
            return;
        }
        ZoneRow row = zoneRow(wanted.index, wanted.rule(), wanted.sourceZone);
        String silence = silence(row);
        long waiting = row == null ? 0 : row.progress().holes() - row.progress().parked();
        String why = row == null || silence != null
                ? silence
                : row.state() != ZoneRow.State.ACTIVE
                        ? "its storage is being compared with the agreed tree"
                        : waiting > 0 ? waiting + " agreed changes are on their way to it" : null;
        if (why != null) {
            throw new ProblemException(
                    ProblemCode.ZONE_BEHIND,
                    "zone " + wanted.sourceZone + " is not caught up, so what lies in it is not taken for right: " + why
                            + "; see onecopy lag");
        }
    }

    private void refuseWhereUnderWay(Wanted wanted) {
        for (Map.Entry<JournalKey, RepairRow> row : rows(wanted.index, wanted.rule())) {
            RepairRow other = row.getValue();
            boolean overlaps = other.covers(wanted.path)
                    || wanted.path.isEmpty()
                    || other.path().startsWith(wanted.path + "/");
            if (other.isRunning() && overlaps) {
                throw new ProblemException(
                        ProblemCode.REPAIR_UNDER_WAY,
                        "the repair of rule " + wanted.name() + " at "
                                + row.getKey().version()
                                + " is at the same paths: wait for it, or onecopy repair cancel " + wanted.name() + " "
                                + row.getKey().version());
            }
        }
    }

    private static @Nullable ZoneRow zoneRow(MembershipIndex index, RuleId rule, ZoneName zone) {
        return index.read(view -> view.get(Tables.ZONES, new ZoneKey(rule, zone)));
    }

    private static @Nullable RepairRow row(MembershipIndex index, RuleId rule, Version repair) {
        return index.read(view -> view.get(Tables.REPAIRS, new JournalKey(rule, repair)));
    }

    static List<Map.Entry<JournalKey, RepairRow>> rows(MembershipIndex index, RuleId rule) {
        return index.read(view -> view.first(
                Integer.MAX_VALUE,
                Tables.REPAIRS,
                new JournalKey(rule, Version.NONE),
                new JournalKey(new RuleId(rule.value() + 1), Version.NONE)));
    }

    @Override
    public List<RepairView> repairs(RuleName rule) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        return rows(index, reservation.rule()).reversed().stream()
                .map(row -> view(reservation, index, row.getKey().version(), row.getValue()))
                .toList();
    }

    @Override
    public RepairView repair(RuleName rule, Version repair) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        return view(reservation, index, repair, existing(index, reservation, repair));
    }

    private static RepairRow existing(MembershipIndex index, Reservation reservation, Version repair) {
        RepairRow row = row(index, reservation.rule(), repair);
        if (row == null) {
            throw new ProblemException(
                    ProblemCode.REPAIR_UNKNOWN,
                    "rule " + reservation.definition().name() + " has no repair '" + repair
                            + "': see onecopy repair list "
                            + reservation.definition().name());
        }
        return row;
    }

    private RepairView view(Reservation reservation, MembershipIndex index, Version repair, RepairRow row) {
        List<RepairShareView> shares = new ArrayList<>();
        CheckRow check = index.read(view -> view.get(Tables.CHECKS, new JournalKey(reservation.rule(), row.check())));
        row.shares().forEach((name, share) -> {
            CheckShare found = check == null ? null : check.shares().get(name);
            ZoneRow at = zoneRow(index, reservation.rule(), name);
            shares.add(share(name, share, found, at, row.cancelledBy() != null));
        });
        boolean goesOn = shares.stream()
                .anyMatch(
                        share -> share.state() == CheckShareState.RUNNING || share.state() == CheckShareState.WAITING);
        CheckState state = row.cancelledBy() != null
                ? CheckState.CANCELLED
                : !row.isRunning() ? CheckState.DONE : goesOn ? CheckState.RUNNING : CheckState.INCOMPLETE;
        return new RepairView(
                reservation.definition().name(),
                repair,
                row.check(),
                row.path(),
                RepairSource.valueOf(row.source().name()),
                row.sourceZone(),
                row.by(),
                Instant.ofEpochMilli(row.startedMillis()),
                state,
                row.cancelledBy(),
                shares.stream().mapToLong(RepairShareView::mended).sum(),
                shares.stream().mapToLong(RepairShareView::left).sum(),
                shares);
    }

    private RepairShareView share(
            ZoneName name,
            @Nullable RepairShare share,
            @Nullable CheckShare found,
            @Nullable ZoneRow at,
            boolean isCancelled) {
        boolean isDone = share != null && share.done();
        String silence = isDone ? null : silence(at);
        CheckShareState state = isDone
                ? CheckShareState.DONE
                : silence != null || isCancelled
                        ? CheckShareState.NOT_COMPARED
                        : share == null ? CheckShareState.WAITING : CheckShareState.RUNNING;
        RepairShare.Counts counts = share == null ? RepairShare.Counts.NONE : share.counts();
        long total = share == null && found != null ? found.counts().differences() : counts.total();
        long tookMillis = share == null ? 0 : Math.max(1, share.timeMillis() - share.sinceMillis());
        Long left = share == null || isDone || counts.over() == 0
                ? null
                : (total - counts.over()) * tookMillis / counts.over() / 1000;
        return new RepairShareView(
                name,
                state,
                reason(share, silence, at, state),
                share == null ? null : share.node(),
                total,
                counts.mended(),
                counts.left(),
                counts.files(),
                new ByteCount(counts.bytes()),
                counts.trashed(),
                counts.proposed(),
                new ByteCount(share == null ? 0 : counts.bytes() * 1000 / tookMillis),
                left,
                share == null ? null : Instant.ofEpochMilli(share.sinceMillis()),
                share == null ? null : Instant.ofEpochMilli(share.timeMillis()));
    }

    private static @Nullable String reason(
            @Nullable RepairShare share, @Nullable String silence, @Nullable ZoneRow at, CheckShareState state) {
        if (silence != null) {
            return silence;
        }
        if (share != null && !share.trouble().isEmpty()) {
            return share.trouble();
        }
        if (at != null && at.guard().tripped() && state == CheckShareState.RUNNING) {
            return "the guard holds " + at.guard().held() + " operations of the zone: onecopy guard";
        }
        return state == CheckShareState.WAITING && at != null && at.state() != ZoneRow.State.ACTIVE
                ? "its storage is compared with the agreed tree first"
                : null;
    }

    /** Why nothing can be said of a zone; null where it reports. */
    private @Nullable String silence(@Nullable ZoneRow at) {
        if (at == null) {
            return "it is not in the rule any more";
        }
        long silent = clock.instant().toEpochMilli() - at.progress().timeMillis();
        return silent > SILENCE_MAX.toMillis() ? "its writer has not been heard of for " + silent / 1000 + " s" : null;
    }

    @Override
    public Listing<RepairLeftView> left(RuleName rule, Version repair, long after, int limit) {
        Reservation reservation = rules.existing(rule);
        existing(rules.index(reservation), reservation, repair);
        List<RepairLeftView> left = new ArrayList<>();
        long total = 0;
        Iterator<Map.Entry<CheckKey, CheckItem>> rows = local.scan(
                ShownTables.REPAIR_LEFT,
                new CheckKey(reservation.rule(), repair, CheckKey.Part.FINDING, 0),
                new CheckKey(reservation.rule(), repair, CheckKey.Part.FINDING, Long.MAX_VALUE));
        while (rows.hasNext()) {
            Map.Entry<CheckKey, CheckItem> row = rows.next();
            total++;
            if (row.getKey().id() > after && left.size() < limit) {
                CheckItem item = row.getValue();
                left.add(new RepairLeftView(
                        rule,
                        repair,
                        zone,
                        row.getKey().id(),
                        DifferenceKind.valueOf(item.kind().name()),
                        item.path(),
                        item.message(),
                        Instant.ofEpochMilli(item.sinceMillis())));
            }
        }
        return new Listing<>(left, total);
    }

    @Override
    public RepairView cancel(RuleName rule, Version repair, String by) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        if (existing(index, reservation, repair).isRunning()) {
            rules.propose(reservation, new Command.CancelRepair(reservation.rule(), repair, by));
            rules.awaitUntil(() -> {
                RepairRow now = row(index, reservation.rule(), repair);
                return now == null || !now.isRunning();
            });
        }
        return repair(rule, repair);
    }
}
