package org.onecopy.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.CheckService;
import org.onecopy.consistency.FindingPages;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.CheckRow;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.TableStore;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckCertificate;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckScheduleSpec;
import org.onecopy.model.api.CheckScheduleView;
import org.onecopy.model.api.CheckShareState;
import org.onecopy.model.api.CheckShareView;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.Listing;
import org.onecopy.problem.ProblemException;

/** What administrators ask of consistency checks, answered from what is agreed, and from what this node has found. */
final class CheckRequests implements CheckService {
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    private final ZoneName zone;
    private final InstantSource clock;
    private final RuleRequests rules;
    private final FindingPages findings;
    private final ScheduleRequests schedules;

    CheckRequests(ZoneName zone, InstantSource clock, RuleRequests rules, TableStore local) {
        this.zone = zone;
        this.clock = clock;
        this.rules = rules;
        findings = new FindingPages(local);
        schedules = new ScheduleRequests(clock, rules);
    }

    @Override
    public CheckView begin(RuleName rule, CheckSpec spec, String by) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        if (reservation.status() != Reservation.Status.ACTIVE || reservation.wanted() != null) {
            throw new ProblemException(
                    ProblemCode.TOO_BUSY,
                    "zones are being added to rule " + rule + " or taken out: check it afterwards");
        }
        List<ZoneName> zones = zones(reservation, spec.zones());
        String path = path(index, reservation, spec.path());
        Command command = new Command.BeginCheck(
                reservation.rule(),
                path,
                spec.depth() == CheckDepth.DIGEST,
                zones,
                by,
                clock.instant().toEpochMilli());
        long at = rules.propose(reservation, command);
        Version version = Version.of(index.incarnation(), at, 1);
        rules.awaitUntil(() -> row(index, reservation.rule(), version) != null);
        return check(rule, version);
    }

    @Override
    public List<CheckScheduleView> schedules(RuleName rule) {
        return schedules.schedules(rule);
    }

    @Override
    public CheckScheduleView schedule(RuleName rule, CheckScheduleSpec spec, String by) {
        Reservation reservation = rules.existing(rule);
        CheckSpec check = spec.check() == null ? new CheckSpec(null, null, null) : spec.check();
        List<ZoneName> named =
                check.zones() == null || check.zones().isEmpty() ? List.of() : zones(reservation, check.zones());
        String path = path(rules.index(reservation), reservation, check.path());
        return schedules.schedule(reservation, path, named, spec, by);
    }

    @Override
    public void unschedule(RuleName rule, Version schedule) {
        schedules.unschedule(rule, schedule);
    }

    private static List<ZoneName> zones(Reservation reservation, @Nullable List<ZoneName> wanted) {
        List<ZoneName> own = List.copyOf(reservation.definition().paths().keySet());
        if (wanted == null || wanted.isEmpty()) {
            return own;
        }
        for (ZoneName asked : wanted) {
            if (!own.contains(asked)) {
                throw new ProblemException(
                        ProblemCode.ZONE_UNKNOWN,
                        "rule " + reservation.definition().name() + " has no zone '" + asked + "', but " + own);
            }
        }
        return wanted;
    }

    private static String path(MembershipIndex index, Reservation reservation, @Nullable String asked) {
        String text = asked == null ? "" : asked.replaceAll("^/+|/+$", "");
        try {
            String path = TreePath.parse(text).toString();
            if (index.read(view -> CutDigests.top(view, reservation.rule(), path)) == null) {
                throw new ProblemException(
                        ProblemCode.PATH_INVALID,
                        "rule " + reservation.definition().name() + " has no directory '" + text
                                + "' in its tree: a check's path begins at the rule's root");
            }
            return path;
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.PATH_INVALID, "'" + text + "' is no path: " + e.getMessage(), e);
        }
    }

    private static @Nullable CheckRow row(MembershipIndex index, RuleId rule, Version check) {
        return index.read(view -> view.get(Tables.CHECKS, new JournalKey(rule, check)));
    }

    @Override
    public List<CheckView> checks(@Nullable RuleName rule) {
        List<CheckView> all = new ArrayList<>();
        List<Reservation> asked = rule == null ? rules.all() : List.of(rules.existing(rule));
        asked.stream()
                .sorted(Comparator.comparing(
                        reservation -> reservation.definition().name()))
                .forEach(reservation -> all.addAll(checks(reservation)));
        return all;
    }

    private List<CheckView> checks(Reservation reservation) {
        MembershipIndex index = rules.indexOrNull(reservation);
        if (index == null) {
            return List.of();
        }
        RuleId rule = reservation.rule();
        List<Map.Entry<JournalKey, CheckRow>> rows = index.read(view -> view.first(
                Integer.MAX_VALUE,
                Tables.CHECKS,
                new JournalKey(rule, Version.NONE),
                new JournalKey(new RuleId(rule.value() + 1), Version.NONE)));
        return rows.reversed().stream()
                .map(row -> view(reservation, index, row.getKey().version(), row.getValue()))
                .toList();
    }

    @Override
    public CheckView check(RuleName rule, Version check) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        return view(reservation, index, check, existing(index, reservation, check));
    }

    private static CheckRow existing(MembershipIndex index, Reservation reservation, Version check) {
        CheckRow row = row(index, reservation.rule(), check);
        if (row == null) {
            throw new ProblemException(
                    ProblemCode.CHECK_UNKNOWN,
                    "rule " + reservation.definition().name() + " has no check '" + check
                            + "': see onecopy check list");
        }
        return row;
    }

    private CheckView view(Reservation reservation, MembershipIndex index, Version check, CheckRow row) {
        List<CheckShareView> shares = new ArrayList<>();
        row.shares().forEach((name, share) -> {
            ZoneRow at = index.read(view -> view.get(Tables.ZONES, new ZoneKey(reservation.rule(), name)));
            shares.add(share(name, share, at, row.cancelledBy() != null));
        });
        RuleName rule = reservation.definition().name();
        return new CheckView(
                rule,
                check,
                row.path(),
                row.digests() ? CheckDepth.DIGEST : CheckDepth.METADATA,
                row.by(),
                Instant.ofEpochMilli(row.startedMillis()),
                state(row, shares),
                row.cancelledBy(),
                shares.stream().mapToLong(CheckShareView::differences).sum(),
                CheckStatements.certificate(rule, reservation.membership(), check, row) != null,
                shares);
    }

    private static CheckState state(CheckRow row, List<CheckShareView> shares) {
        if (!row.isRunning()) {
            return row.cancelledBy() == null ? CheckState.DONE : CheckState.CANCELLED;
        }
        boolean goesOn = shares.stream()
                .anyMatch(
                        share -> share.state() == CheckShareState.RUNNING || share.state() == CheckShareState.WAITING);
        return goesOn ? CheckState.RUNNING : CheckState.INCOMPLETE;
    }

    private CheckShareView share(ZoneName name, @Nullable CheckShare share, @Nullable ZoneRow at, boolean isCancelled) {
        CheckShare.Counts counts = share == null ? CheckShare.Counts.NONE : share.counts();
        String silence = share != null && share.done() ? null : silence(at);
        CheckShareState state = share != null && share.done()
                ? CheckShareState.DONE
                : silence != null || isCancelled
                        ? CheckShareState.NOT_COMPARED
                        : share == null ? CheckShareState.WAITING : CheckShareState.RUNNING;
        String reason = silence != null
                ? silence
                : state == CheckShareState.WAITING && at != null && at.state() != ZoneRow.State.ACTIVE
                        ? "its storage is compared with the agreed tree first"
                        : null;
        return new CheckShareView(
                name,
                state,
                reason,
                share == null ? null : share.node(),
                counts.directories(),
                counts.files(),
                new ByteCount(counts.bytes()),
                counts.missing(),
                counts.extra(),
                counts.content(),
                counts.attributes(),
                counts.inFlux(),
                counts.unreadable(),
                share == null || share.tree().isEmpty() ? null : share.tree(),
                share == null ? null : Instant.ofEpochMilli(share.timeMillis()));
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
    public Listing<DifferenceView> differences(RuleName rule, Version check, Page page) {
        Reservation reservation = rules.existing(rule);
        existing(rules.index(reservation), reservation, check);
        CheckItem.Kind kind =
                page.kind() == null ? null : CheckItem.Kind.valueOf(page.kind().name());
        FindingPages.Page found = findings.page(
                new FindingPages.Which(reservation.rule(), check, kind), page.after(), page.skip(), page.limit());
        return new Listing<>(
                found.items().stream().map(each -> view(rule, check, each)).toList(), found.total());
    }

    private DifferenceView view(RuleName rule, Version check, FindingPages.Found found) {
        CheckItem item = found.item();
        return new DifferenceView(
                rule,
                check,
                zone,
                found.id(),
                DifferenceKind.valueOf(item.kind().name()),
                item.path(),
                item.message(),
                Instant.ofEpochMilli(item.sinceMillis()));
    }

    @Override
    public CheckCertificate certificate(RuleName rule, Version check) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        CheckRow row = existing(index, reservation, check);
        CheckCertificate certificate = CheckStatements.certificate(rule, reservation.membership(), check, row);
        if (certificate == null) {
            throw new ProblemException(
                    ProblemCode.CHECK_PROVES_NOTHING,
                    "the check of rule " + rule + " at " + check + " proves nothing: "
                            + why(view(reservation, index, check, row)));
        }
        return certificate;
    }

    private static String why(CheckView view) {
        if (view.depth() != CheckDepth.DIGEST) {
            return "it did not read the contents; start one with --depth digest";
        }
        for (CheckShareView share : view.zones()) {
            if (share.state() != CheckShareState.DONE) {
                return "zone " + share.zone() + " has not compared its storage"
                        + (share.reason() == null ? "" : ": " + share.reason());
            }
            if (share.differences() > 0) {
                return "zone " + share.zone() + " has " + share.differences() + " differences";
            }
            if (share.tree() == null) {
                return "the node of zone " + share.zone()
                        + " was not running where the check was cut, or its directory is gone since; check again";
            }
        }
        return "the nodes have different trees; see onecopy events, and ask for help";
    }

    @Override
    public CheckView cancel(RuleName rule, Version check, String by) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        if (existing(index, reservation, check).isRunning()) {
            rules.propose(reservation, new Command.CancelCheck(reservation.rule(), check, by));
            rules.awaitUntil(() -> {
                CheckRow now = row(index, reservation.rule(), check);
                return now == null || !now.isRunning();
            });
        }
        return check(rule, check);
    }
}
