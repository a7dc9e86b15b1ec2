package org.onecopy.core.namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The commands about repairs. */
final class RepairTurn {
    /** So many repairs of a rule are kept; the oldest that has ended goes first. */
    static final int KEPT_MAX = 50;

    private final Turn turn;

    RepairTurn(Turn turn) {
        this.turn = turn;
    }

    /** Nothing where the check is not done, no zone has anything to mend, or another repair is at the same paths. */
    void begin(Command.BeginRepair command) {
        RuleRow rule = turn.tables.get(Tables.RULES, command.rule());
        CheckRow check = turn.tables.get(Tables.CHECKS, new JournalKey(command.rule(), command.check()));
        if (rule == null || rule.removed() || check == null || check.isRunning() || check.cancelledBy() != null) {
            return;
        }
        NavigableMap<ZoneName, @Nullable RepairShare> shares = new TreeMap<>();
        check.shares().forEach((zone, share) -> {
            boolean differs = share != null && share.counts().differences() > 0;
            if (differs && rule.definition().paths().containsKey(zone)) {
                shares.put(zone, null);
            }
        });
        if (shares.isEmpty() || isUnderWay(command.rule(), command.path())) {
            return;
        }
        turn.touch(command.rule());
        turn.tables.put(
                Tables.REPAIRS,
                new JournalKey(command.rule(), turn.nextVersion()),
                new RepairRow(
                        command.check(),
                        command.path(),
                        command.source(),
                        command.sourceZone(),
                        command.by(),
                        turn.monotonic(command.timeMillis()),
                        null,
                        shares));
        forgetOldest(command.rule());
    }

    private boolean isUnderWay(RuleId rule, String path) {
        return rows(rule).stream()
                .anyMatch(row -> row.getValue().isRunning() && row.getValue().overlaps(path));
    }

    private List<Map.Entry<JournalKey, RepairRow>> rows(RuleId rule) {
        List<Map.Entry<JournalKey, RepairRow>> rows = new ArrayList<>();
        turn.tables
                .scan(
                        Tables.REPAIRS,
                        new JournalKey(rule, Version.NONE),
                        new JournalKey(new RuleId(rule.value() + 1), Version.NONE))
                .forEachRemaining(rows::add);
        return rows;
    }

    private void forgetOldest(RuleId rule) {
        List<Map.Entry<JournalKey, RepairRow>> rows = rows(rule);
        rows.stream()
                .filter(row -> !row.getValue().isRunning())
                .limit(Math.max(0, rows.size() - KEPT_MAX))
                .forEach(row -> turn.tables.delete(Tables.REPAIRS, row.getKey()));
    }

    /** What the zone's writer says; nothing counts any more once it has said that it is done. */
    void report(Command.ReportRepair command) {
        JournalKey key = new JournalKey(command.rule(), command.repair());
        RepairRow repair = turn.tables.get(Tables.REPAIRS, key);
        ZoneRow zone = turn.tables.get(Tables.ZONES, new ZoneKey(command.rule(), command.zone()));
        if (repair == null || zone == null || zone.epoch() != command.epoch() || !repair.isRunningIn(command.zone())) {
            return;
        }
        turn.touch(command.rule());
        turn.tables.put(Tables.REPAIRS, key, repair.with(command.zone(), command.share()));
    }

    void cancel(Command.CancelRepair command) {
        JournalKey key = new JournalKey(command.rule(), command.repair());
        RepairRow repair = turn.tables.get(Tables.REPAIRS, key);
        if (repair != null && repair.isRunning()) {
            turn.touch(command.rule());
            turn.tables.put(Tables.REPAIRS, key, repair.cancelled(command.by()));
        }
    }
}
