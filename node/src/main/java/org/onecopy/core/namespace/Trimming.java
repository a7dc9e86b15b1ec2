package org.onecopy.core.namespace;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/** The commands that let a membership forget: its agreed age, trimming, and zones that are waited for no longer (H20). */
final class Trimming {
    /** Rows of one kind that one entry drops at most. */
    private static final int TRIMMED_MAX = 1900;

    /** The most by which one entry makes a membership older: a clock that jumps ahead costs no more retention than this. */
    static final long STEP_MILLIS_MAX = 7_200_000;

    /** So many marks are kept. */
    static final int MARKS_MAX = 4096;

    private final Turn turn;

    Trimming(Turn turn) {
        this.turn = turn;
    }

    /** Ages the membership by what has passed on the proposer's clock, and marks this place in the log with the new age. */
    void age(Command.Age command) {
        Long before = turn.tables.get(Tables.TIMES, Tables.AGED_AT);
        turn.tables.put(Tables.TIMES, Tables.AGED_AT, command.timeMillis());
        if (before == null) {
            return;
        }
        long passed = Math.min(STEP_MILLIS_MAX, Math.max(0, command.timeMillis() - before));
        long age = age(turn) + passed;
        turn.tables.put(Tables.TIMES, Tables.AGE, age);
        List<Map.Entry<Version, Long>> marks = turn.tables.first(MARKS_MAX, Tables.MARKS, Version.NONE, null);
        if (marks.size() == MARKS_MAX) {
            turn.tables.delete(Tables.MARKS, marks.getFirst().getKey());
        }
        turn.tables.put(Tables.MARKS, turn.nextVersion(), age);
    }

    /** Milliseconds that the membership has lived, as agreed. */
    static long age(Turn turn) {
        Long age = turn.tables.get(Tables.TIMES, Tables.AGE);
        return age == null ? 0 : age;
    }

    /**
     * Drops what every zone has passed: the journal at once, tombstones and old contents a bounded number at a time. Whatever is asked,
     * nothing is dropped that a zone may still need.
     */
    void trim(Command.Trim command) {
        RuleRow row = turn.tables.get(Tables.RULES, command.rule());
        if (row == null || row.removed()) {
            return;
        }
        Version passed = Passed.byAll(turn.tables, command.rule());
        Version upTo = least(command.journal(), passed);
        RuleRow after = row;
        if (upTo.isAfter(row.trimmed())) {
            turn.tables.deleteRange(
                    Tables.JOURNAL,
                    new JournalKey(command.rule(), row.trimmed()),
                    new JournalKey(command.rule(), upTo.next()));
            after = after.withTrimmed(upTo);
        }
        Version old = least(command.old(), upTo);
        if (old.isAfter(row.forgotten()) && !Passed.isAnythingHeld(turn.tables, command.rule())) {
            after = after.withForgotten(forget(row, old));
        }
        if (!after.equals(row)) {
            turn.touch(command.rule());
            turn.tables.put(Tables.RULES, command.rule(), after);
        }
    }

    private static Version least(Version a, Version b) {
        return a.isAfter(b) ? b : a;
    }

    /** @return up to where everything is dropped now */
    private Version forget(RuleRow row, Version old) {
        JournalKey from = new JournalKey(row.definition().id(), row.forgotten());
        JournalKey to = new JournalKey(row.definition().id(), old.next());
        List<Map.Entry<JournalKey, FileId>> tombstones = turn.tables.first(TRIMMED_MAX, Tables.TOMBSTONES, from, to);
        tombstones.forEach(tombstone -> dropTombstone(tombstone.getKey(), tombstone.getValue()));
        List<Map.Entry<JournalKey, ContentKey>> contents = turn.tables.first(TRIMMED_MAX, Tables.OVERWRITTEN, from, to);
        for (Map.Entry<JournalKey, ContentKey> content : contents) {
            turn.tables.delete(Tables.CONTENTS, content.getValue());
            turn.tables.delete(Tables.OVERWRITTEN, content.getKey());
        }
        return least(end(tombstones, old), end(contents, old));
    }

    private static Version end(List<? extends Map.Entry<JournalKey, ?>> dropped, Version all) {
        return dropped.size() < TRIMMED_MAX ? all : dropped.getLast().getKey().version();
    }

    private void dropTombstone(JournalKey key, FileId file) {
        turn.tables.delete(Tables.TOMBSTONES, key);
        Inode inode = turn.inode(file);
        if (inode != null && inode.removed().equals(key.version())) {
            turn.tables.delete(Tables.INODES, file);
            turn.tables.delete(Tables.CONTENTS, new ContentKey(file, inode.written()));
        }
    }

    /** A zone is waited for no longer: it has to compare its storage with the tree before it takes part again. */
    void requireReconcile(Command.RequireReconcile command) {
        ZoneKey key = new ZoneKey(command.rule(), command.zone());
        @Nullable ZoneRow zone = turn.tables.get(Tables.ZONES, key);
        if (zone == null
                || zone.heardMillis() != command.heardMillis()
                || zone.state() == ZoneRow.State.MUST_RECONCILE) {
            return; // heard of since, or done already
        }
        turn.touch(command.rule());
        turn.tables.put(Tables.ZONES, key, zone.withState(ZoneRow.State.MUST_RECONCILE));
    }
}
