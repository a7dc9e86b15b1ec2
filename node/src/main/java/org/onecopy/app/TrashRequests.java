package org.onecopy.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Passed;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.shown.ShownTables.IntentKey;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.shown.Trashed;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.TableStore;
import org.onecopy.materialize.TrashSweep;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.EmptyOutcome;
import org.onecopy.model.api.EmptySpec;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.RestoreOutcome;
import org.onecopy.model.api.RestoreSpec;
import org.onecopy.model.api.TrashView;
import org.onecopy.problem.ProblemException;

/** The trash of this node's zone: listed, brought back from, emptied. Answers from the local records, and asks no storage. */
final class TrashRequests {
    private static final int PAGE = 1000;

    private final ZoneName zone;
    private final Duration keep;
    private final RuleRequests rules;
    private final RuleWriters writers;
    private final TableStore local;
    private final Amendments amendments;

    /** @param keep how long the zone keeps what lies there */
    TrashRequests(
            ZoneName zone,
            Duration keep,
            RuleRequests rules,
            RuleWriters writers,
            TableStore local,
            Amendments amendments) {
        this.zone = zone;
        this.keep = keep;
        this.rules = rules;
        this.writers = writers;
        this.local = local;
        this.amendments = amendments;
    }

    /** Called for each row, the oldest first. */
    private interface Visitor {
        void visit(String item, Trashed trashed);
    }

    private void visit(Reservation reservation, Visitor visitor) {
        String position = "";
        List<Map.Entry<IntentKey, Trashed>> rows;
        do {
            rows = new ShownTree(reservation.rule(), new Overlay(local)).trashedAfter(position, PAGE);
            for (Map.Entry<IntentKey, Trashed> row : rows) {
                position = row.getKey().item();
                visitor.visit(position, row.getValue());
            }
        } while (rows.size() == PAGE);
    }

    /** @param path only of what lies, or lay, at this path or below it; null: all */
    Listing<TrashView> list(Filter filter, @Nullable String path) {
        TreePath top = TreePaths.parse(path);
        ArrayDeque<TrashView> newest = new ArrayDeque<>();
        long[] total = new long[1];
        for (Reservation reservation : rules.all()) {
            MembershipIndex index = rules.indexOrNull(reservation);
            if (index == null || !filter.matches(reservation.definition().name(), zone)) {
                continue;
            }
            visit(reservation, (item, trashed) -> {
                if (!top.isRoot() && !TreePaths.isAtOrBelow(index.read(view -> pathOf(view, trashed)), top)) {
                    return;
                }
                total[0]++;
                newest.addFirst(index.read(view -> view(view, reservation, item, trashed)));
                if (newest.size() > filter.limit()) {
                    newest.removeLast();
                }
            });
        }
        List<TrashView> sorted = new ArrayList<>(newest);
        sorted.sort(java.util.Comparator.comparing(TrashView::since).reversed());
        return new Listing<>(sorted, total[0]);
    }

    private static @Nullable Inode inode(TableView view, Trashed trashed) {
        return trashed.file() == null ? null : view.get(Tables.INODES, trashed.file());
    }

    private static String pathOf(TableView view, Trashed trashed) {
        Inode inode = inode(view, trashed);
        return inode == null ? trashed.name().value() : RuleLists.path(view, inode.id());
    }

    private TrashView view(TableView view, Reservation reservation, String item, Trashed trashed) {
        TrashReturn way = new TrashReturn(view, trashed);
        Version displaced = TrashSweep.displacedBy(item);
        Instant since = Instant.ofEpochMilli(trashed.sinceMillis());
        Content content = trashed.content();
        return new TrashView(
                reservation.definition().name(),
                zone,
                item,
                pathOf(view, trashed),
                way.why(),
                word(trashed.kind()),
                new ByteCount(trashed.length()),
                content == null ? null : content.digest(),
                trashed.file() == null ? null : trashed.written(),
                displaced.equals(Version.NONE) ? null : displaced.index(),
                since,
                since.plus(keep),
                way.unusable());
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case FILE -> "file";
            case DIRECTORY -> "directory";
            case SYMLINK -> "link";
        };
    }

    RestoreOutcome restore(RuleName rule, String item, RestoreSpec spec) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        Trashed trashed = new ShownTree(reservation.rule(), new Overlay(local)).trashed(item);
        if (trashed == null) {
            throw new ProblemException(
                    ProblemCode.TRASH_UNKNOWN,
                    "nothing with the name '" + item + "' lies in the trash of zone " + zone + " for rule " + rule
                            + ": onecopy trash list " + rule);
        }
        TrashReturn.Planned planned = index.read(view -> new TrashReturn(view, trashed).plan(reservation, spec.to()));
        Amendments.Done done = amendments.amend(reservation, List.of(planned.operation()), true);
        if (done.isNothing()) {
            throw new ProblemException(
                    ProblemCode.PATH_CHANGED,
                    "what lies at '" + planned.path()
                            + "', or the directory above it, was changed meanwhile: nothing was done; look again");
        }
        return new RestoreOutcome(rule, item, planned.path(), done.index());
    }

    EmptyOutcome empty(RuleName rule, EmptySpec spec) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        if (reservation.definition().paths().get(zone) == null) {
            throw new ProblemException(ProblemCode.ZONE_UNKNOWN, "rule " + rule + " has no zone '" + zone + "'");
        }
        RuleWriters.Running running = writers.of(reservation.rule());
        var session = running == null ? null : running.thread().session();
        if (running == null || session == null || !session.writer().isWriter()) {
            throw new ProblemException(
                    ProblemCode.NOT_LEADER,
                    "this node does not write rule " + rule + " in zone " + zone + " now: ask another one of the zone");
        }
        long until = spec.until().toEpochMilli();
        Version passed = index.read(view -> Passed.byAll(view, reservation.rule()));
        long[] counts = new long[3];
        visit(reservation, (item, trashed) -> {
            if (trashed.sinceMillis() <= until) {
                boolean waits = TrashSweep.displacedBy(item).isAfter(passed)
                        || index.read(view -> new TrashReturn(view, trashed).isComingBack(passed));
                counts[0] += waits ? 0 : 1;
                counts[1] += waits ? 0 : trashed.length();
                counts[2] += waits ? 1 : 0;
            }
        });
        if (!spec.plan()) {
            session.writer().emptyTrash(until);
            running.thread().wake();
        }
        return new EmptyOutcome(rule, zone, spec.until(), counts[0], new ByteCount(counts[1]), counts[2]);
    }
}
