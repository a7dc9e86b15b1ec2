package org.onecopy.core.namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.HeldKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.OutcomeKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The commands about a rule itself and its zones. */
final class RuleTurn {
    /** Rows of one kind that one trimming entry drops at most. */
    private static final int TRIMMED_MAX = 1900;

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
            turn.tables.put(
                    Tables.RULES,
                    definition.id(),
                    new RuleRow(definition, at, new FileId(at), false, 0, 0, Version.NONE));
        } else {
            turn.tables.put(
                    Tables.RULES,
                    definition.id(),
                    new RuleRow(
                            definition, at, before.root(), false, before.files(), before.bytes(), before.trimmed()));
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
                turn.tables.put(Tables.ZONES, key, ZoneRow.joining(before == null ? 0 : turn.index()));
            }
        }
    }

    private void dropZone(ZoneKey key) {
        turn.tables.delete(Tables.ZONES, key);
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
        turn.tables.put(
                Tables.RULES,
                command.rule(),
                new RuleRow(row.definition(), row.since(), row.root(), true, row.files(), row.bytes(), row.trimmed()));
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
        turn.tables.put(Tables.ZONES, key, zone.withWriter(command.node(), zone.epoch() + 1));
    }

    void report(Command.ReportProgress command) {
        ZoneKey key = new ZoneKey(command.rule(), command.zone());
        ZoneRow zone = turn.tables.get(Tables.ZONES, key);
        if (zone == null || zone.epoch() != command.epoch()) {
            return;
        }
        turn.touch(command.rule());
        ZoneRow.State again = zone.state() == ZoneRow.State.ACTIVE ? ZoneRow.State.RECONCILING : zone.state();
        ZoneRow.State state = command.joined() ? ZoneRow.State.ACTIVE : again;
        turn.tables.put(Tables.ZONES, key, zone.withProgress(command.progress()).withState(state));
    }

    /** Drops what lies at or before a version: the journal at once, tombstones and old contents a bounded number at a time. */
    void trim(Command.Trim command) {
        RuleRow row = turn.tables.get(Tables.RULES, command.rule());
        if (row == null) {
            return;
        }
        JournalKey from = new JournalKey(command.rule(), Version.NONE);
        JournalKey to = new JournalKey(command.rule(), command.upTo().next());
        if (command.upTo().isAfter(row.trimmed())) {
            turn.tables.deleteRange(Tables.JOURNAL, from, to);
            turn.tables.put(Tables.RULES, command.rule(), row.withTrimmed(command.upTo()));
        }
        for (Map.Entry<JournalKey, FileId> tombstone : turn.tables.first(TRIMMED_MAX, Tables.TOMBSTONES, from, to)) {
            dropTombstone(tombstone.getKey(), tombstone.getValue());
        }
        for (Map.Entry<JournalKey, ContentKey> content : turn.tables.first(TRIMMED_MAX, Tables.OVERWRITTEN, from, to)) {
            turn.tables.delete(Tables.CONTENTS, content.getValue());
            turn.tables.delete(Tables.OVERWRITTEN, content.getKey());
        }
    }

    private void dropTombstone(JournalKey key, FileId file) {
        turn.tables.delete(Tables.TOMBSTONES, key);
        Inode inode = turn.inode(file);
        if (inode != null && inode.removed().equals(key.version())) {
            turn.tables.delete(Tables.INODES, file);
            turn.tables.delete(Tables.CONTENTS, new ContentKey(file, inode.written()));
        }
    }
}
