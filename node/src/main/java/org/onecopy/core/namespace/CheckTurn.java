package org.onecopy.core.namespace;

import java.util.ArrayList;
import java.util.Iterator;
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

/** The commands about consistency checks. */
final class CheckTurn {
    /** So many checks of a rule are kept; the oldest goes first. */
    static final int KEPT_MAX = 50;

    private final Turn turn;

    CheckTurn(Turn turn) {
        this.turn = turn;
    }

    void begin(Command.BeginCheck command) {
        RuleRow rule = turn.tables.get(Tables.RULES, command.rule());
        if (rule == null || rule.removed()) {
            return;
        }
        NavigableMap<ZoneName, @Nullable CheckShare> shares = new TreeMap<>();
        command.zones().stream()
                .filter(zone -> rule.definition().paths().containsKey(zone))
                .forEach(zone -> shares.put(zone, null));
        boolean isWanted = command.turn() == null || new ScheduleTurn(turn).take(command.rule(), command.turn());
        if (shares.isEmpty() || !isWanted) {
            return;
        }
        turn.touch(command.rule());
        turn.tables.put(
                Tables.CHECKS,
                new JournalKey(command.rule(), turn.nextVersion()),
                new CheckRow(
                        command.path(),
                        command.digests(),
                        command.by(),
                        turn.monotonic(command.timeMillis()),
                        null,
                        shares));
        forgetOldest(command.rule());
    }

    private void forgetOldest(RuleId rule) {
        List<JournalKey> keys = new ArrayList<>();
        turn.tables
                .scan(
                        Tables.CHECKS,
                        new JournalKey(rule, Version.NONE),
                        new JournalKey(new RuleId(rule.value() + 1), Version.NONE))
                .forEachRemaining(row -> keys.add(row.getKey()));
        keys.subList(0, Math.max(0, keys.size() - KEPT_MAX)).stream()
                .filter(key -> !isBeingMended(key))
                .forEach(key -> turn.tables.delete(Tables.CHECKS, key));
    }

    private boolean isBeingMended(JournalKey check) {
        Iterator<Map.Entry<JournalKey, RepairRow>> rows = turn.tables.scan(
                Tables.REPAIRS,
                new JournalKey(check.rule(), Version.NONE),
                new JournalKey(new RuleId(check.rule().value() + 1), Version.NONE));
        while (rows.hasNext()) {
            RepairRow repair = rows.next().getValue();
            if (repair.isRunning() && repair.check().equals(check.version())) {
                return true;
            }
        }
        return false;
    }

    /** What the zone's writer says; nothing counts any more once it has said that it is done. */
    void report(Command.ReportCheck command) {
        JournalKey key = new JournalKey(command.rule(), command.check());
        CheckRow check = turn.tables.get(Tables.CHECKS, key);
        ZoneRow zone = turn.tables.get(Tables.ZONES, new ZoneKey(command.rule(), command.zone()));
        if (check == null || zone == null || zone.epoch() != command.epoch() || !check.isRunningIn(command.zone())) {
            return;
        }
        turn.touch(command.rule());
        turn.tables.put(Tables.CHECKS, key, check.with(command.zone(), command.share()));
    }

    void cancel(Command.CancelCheck command) {
        JournalKey key = new JournalKey(command.rule(), command.check());
        CheckRow check = turn.tables.get(Tables.CHECKS, key);
        if (check != null && check.isRunning()) {
            turn.touch(command.rule());
            turn.tables.put(Tables.CHECKS, key, check.cancelled(command.by()));
        }
    }
}
