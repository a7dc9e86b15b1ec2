package org.onecopy.core.namespace;

import java.util.Iterator;
import java.util.Map;
import org.onecopy.core.namespace.Tables.ZoneKey;

/** The commands about fences. A fenced zone's proposals have no effect, see {@link Namespace}. */
final class FenceTurn {
    private final Turn turn;

    FenceTurn(Turn turn) {
        this.turn = turn;
    }

    /** Nothing where the zone is not active, is fenced already, is the last one that may write, or has operations that a guard holds. */
    void begin(Command.BeginFence command) {
        ZoneKey key = new ZoneKey(command.rule(), command.zone());
        RuleRow rule = turn.tables.get(Tables.RULES, command.rule());
        ZoneRow zone = turn.tables.get(Tables.ZONES, key);
        if (rule == null
                || rule.removed()
                || zone == null
                || zone.state() != ZoneRow.State.ACTIVE
                || zone.guard().tripped()
                || turn.tables.get(Tables.FENCES, key) != null
                || !isAnotherOpen(key)) {
            return;
        }
        turn.touch(command.rule());
        turn.tables.put(
                Tables.FENCES,
                key,
                new FenceRow(
                        turn.nextVersion(),
                        command.by(),
                        turn.monotonic(command.timeMillis()),
                        rule.files(),
                        rule.bytes(),
                        null));
    }

    private boolean isAnotherOpen(ZoneKey fenced) {
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> zones = Passed.zones(turn.tables, fenced.rule());
                zones.hasNext(); ) {
            ZoneKey other = zones.next().getKey();
            if (!other.equals(fenced) && turn.tables.get(Tables.FENCES, other) == null) {
                return true;
            }
        }
        return false;
    }

    /** What the zone's writer says of this fence and no other one. */
    void report(Command.ReportFence command) {
        ZoneKey key = new ZoneKey(command.rule(), command.zone());
        FenceRow fence = turn.tables.get(Tables.FENCES, key);
        ZoneRow zone = turn.tables.get(Tables.ZONES, key);
        if (fence == null || !fence.at().equals(command.fence()) || zone == null || zone.epoch() != command.epoch()) {
            return;
        }
        turn.touch(command.rule());
        turn.tables.put(Tables.FENCES, key, fence.with(command.share()));
    }

    /** From here on the zone proposes again. */
    void lift(Command.LiftFence command) {
        ZoneKey key = new ZoneKey(command.rule(), command.zone());
        if (turn.tables.get(Tables.FENCES, key) != null) {
            turn.touch(command.rule());
            turn.tables.delete(Tables.FENCES, key);
        }
    }
}
