package org.onecopy.core.namespace;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.table.TableView;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/** Drops the rows of a removed rule in bounded steps (R9): its inodes first, then its journals, its zones last. */
public final class Reaping {
    /** Inodes that one entry looks at. */
    private static final int LOOKED_MAX = 3000;

    private static final FileId FIRST = new FileId(Version.of(0, 0, 1));

    private final Turn turn;

    Reaping(Turn turn) {
        this.turn = turn;
    }

    /** Whether a removed rule has rows left. */
    public static boolean isDue(TableView tables, RuleId rule) {
        RuleRow row = tables.get(Tables.RULES, rule);
        return row != null && row.removed() && Passed.zones(tables, rule).hasNext();
    }

    void reap(RuleId rule) {
        if (!isDue(turn.tables, rule)) {
            return;
        }
        turn.touch(rule);
        FileId reached = turn.tables.get(Tables.REAPED, rule);
        FileId from = reached == null ? FIRST : FileId.ofPacked(reached.packed() + 1);
        List<Map.Entry<FileId, Inode>> rows = turn.tables.first(LOOKED_MAX, Tables.INODES, from, null);
        rows.stream()
                .map(Map.Entry::getValue)
                .filter(inode -> inode.rule().equals(rule))
                .forEach(this::drop);
        if (rows.size() == LOOKED_MAX) {
            turn.tables.put(Tables.REAPED, rule, rows.getLast().getKey());
        } else {
            dropRest(rule);
        }
    }

    private void drop(Inode inode) {
        turn.tables.delete(Tables.INODES, inode.id());
        if (inode.isLive() && !inode.isRoot()) {
            turn.tables.delete(Tables.CHILDREN, new ChildKey(inode.parent(), inode.name()));
        }
        if (inode.content() != null) {
            turn.tables.deleteRange(
                    Tables.CONTENTS,
                    new ContentKey(inode.id(), Version.NONE),
                    new ContentKey(inode.id(), new Version(Long.MAX_VALUE)));
        }
    }

    /** The rule's own row stays, so that a late entry cannot make the rule again. */
    private void dropRest(RuleId rule) {
        JournalKey from = new JournalKey(rule, Version.NONE);
        JournalKey to = new JournalKey(new RuleId(rule.value() + 1), Version.NONE);
        turn.tables.deleteRange(Tables.JOURNAL, from, to);
        turn.tables.deleteRange(Tables.CONFLICTS, from, to);
        turn.tables.deleteRange(Tables.TOMBSTONES, from, to);
        turn.tables.deleteRange(Tables.OVERWRITTEN, from, to);
        turn.tables.deleteRange(Tables.CHECKS, from, to);
        turn.tables.deleteRange(Tables.REPAIRS, from, to);
        turn.tables.deleteRange(Tables.SCHEDULES, from, to);
        turn.tables.delete(Tables.REAPED, rule);
        if (turn.tables.get(Tables.MIGRATIONS, rule) != null) {
            turn.tables.delete(Tables.MIGRATIONS, rule);
        }
        List<ZoneKey> zones = new ArrayList<>();
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> rows = Passed.zones(turn.tables, rule); rows.hasNext(); ) {
            zones.add(rows.next().getKey());
        }
        zones.forEach(new RuleTurn(turn)::dropZone);
    }
}
