package org.onecopy.core.namespace;

import java.util.ArrayList;
import java.util.List;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Tables.HeldKey;
import org.onecopy.core.namespace.Tables.OutcomeKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The commands about a rule itself and its zones. */
final class RuleTurn {
    private static final Name ROOT_NAME = new Name("-");

    private final Turn turn;

    RuleTurn(Turn turn) {
        this.turn = turn;
    }

    void revise(Command.ReviseRule command) {
        RuleDefinition definition = command.definition();
        RuleRow before = turn.tables.get(Tables.RULES, definition.id());
        long revision = before == null ? 0 : before.definition().revision();
        if (definition.revision() != revision + 1 || (before != null && before.removed())) {
            return;
        }
        turn.monotonic(command.timeMillis());
        turn.touch(definition.id());
        Version at = turn.nextVersion();
        if (before == null) {
            turn.put(root(definition, at));
            turn.tables.put(Tables.RULES, definition.id(), RuleRow.begun(definition, at));
        } else {
            turn.tables.put(Tables.RULES, definition.id(), before.revised(definition, at));
        }
        for (ZoneName zone : zonesOf(definition.id())) {
            if (!definition.paths().containsKey(zone)) {
                dropZone(new ZoneKey(definition.id(), zone));
            }
        }
        for (ZoneName zone : definition.paths().keySet()) {
            ZoneKey key = new ZoneKey(definition.id(), zone);
            if (turn.tables.get(Tables.ZONES, key) == null) {
                // above every epoch of an earlier life of the zone: each of those took an entry of its own
                turn.tables.put(
                        Tables.ZONES, key, ZoneRow.joining(before == null ? 0 : turn.index(), Trimming.age(turn)));
                if (before != null) {
                    new MigrationTurn(turn).add(key, new MigrationRow.Amount(before.files(), before.bytes()));
                }
            }
        }
    }

    void dropZone(ZoneKey key) {
        turn.tables.delete(Tables.ZONES, key);
        new MigrationTurn(turn).drop(key);
        if (turn.tables.get(Tables.FENCES, key) != null) {
            turn.tables.delete(Tables.FENCES, key);
        }
        turn.tables.deleteRange(
                Tables.OUTCOMES,
                new OutcomeKey(key, new OpId(0, 0)),
                new OutcomeKey(key, new OpId(Long.MAX_VALUE, Long.MAX_VALUE)));
        turn.tables.deleteRange(
                Tables.HELD, new HeldKey(key, Version.NONE), new HeldKey(key, new Version(Long.MAX_VALUE)));
    }

    private static Inode root(RuleDefinition definition, Version at) {
        FileId id = new FileId(at);
        return new Inode(
                id,
                definition.id(),
                Kind.DIRECTORY,
                id,
                ROOT_NAME,
                at,
                at,
                null,
                null,
                Attributes.NONE,
                at,
                definition.paths().firstKey(),
                Version.NONE,
                0);
    }

    private List<ZoneName> zonesOf(RuleId rule) {
        List<ZoneName> zones = new ArrayList<>();
        var rows = turn.tables.scan(
                Tables.ZONES,
                new ZoneKey(rule, new ZoneName("a")),
                new ZoneKey(new RuleId(rule.value() + 1), new ZoneName("a")));
        rows.forEachRemaining(row -> zones.add(row.getKey().zone()));
        return zones;
    }

    void remove(Command.RemoveRule command) {
        RuleRow row = turn.tables.get(Tables.RULES, command.rule());
        if (row == null || row.removed()) {
            return;
        }
        turn.monotonic(command.timeMillis());
        turn.touch(command.rule());
        turn.tables.put(Tables.RULES, command.rule(), row.asRemoved());
    }

    void assign(Command.AssignWriter command) {
        ZoneKey key = new ZoneKey(command.rule(), command.zone());
        ZoneRow zone = turn.tables.get(Tables.ZONES, key);
        if (zone == null || zone.epoch() != command.expectedEpoch()) {
            return;
        }
        turn.touch(command.rule());
        turn.tables.deleteRange(
                Tables.OUTCOMES,
                new OutcomeKey(key, new OpId(0, 0)),
                new OutcomeKey(key, new OpId(zone.epoch() + 1, 0)));
        ZoneRow back = zone.state() == ZoneRow.State.MUST_RECONCILE ? zone.reconciling(Trimming.age(turn)) : zone;
        turn.tables.put(Tables.ZONES, key, back.withWriter(command.node(), zone.epoch() + 1));
    }

    void report(Command.ReportProgress command) {
        ZoneKey key = new ZoneKey(command.rule(), command.zone());
        ZoneRow zone = turn.tables.get(Tables.ZONES, key);
        if (zone == null || zone.epoch() != command.epoch() || zone.state() == ZoneRow.State.MUST_RECONCILE) {
            return;
        }
        turn.touch(command.rule());
        ZoneRow.State again = zone.state() == ZoneRow.State.ACTIVE ? ZoneRow.State.RECONCILING : zone.state();
        ZoneRow.State state = command.joined() ? ZoneRow.State.ACTIVE : again;
        ZoneRow now = zone.withProgress(command.progress(), Trimming.age(turn)).withState(state);
        turn.tables.put(Tables.ZONES, key, now);
        new MigrationTurn(turn).follow(key, now);
    }
}
