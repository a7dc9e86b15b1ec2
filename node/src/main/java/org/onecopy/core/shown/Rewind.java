package org.onecopy.core.shown;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.ShownTables.EntryKey;
import org.onecopy.core.table.Overlay;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/**
 * Takes out of a zone's records what came by changes that count no more, because they were agreed without those that went on (H54). What
 * lies in the storage stays, and is an object that nobody knows: it is found there, and compared with what is agreed.
 */
public final class Rewind {
    private final RuleId rule;
    private final Overlay tables;
    private final ShownTree shown;
    private final Predicate<Version> lost;
    private long forgotten;

    private Rewind(RuleId rule, Overlay tables, Predicate<Version> lost) {
        this.rule = rule;
        this.tables = tables;
        this.lost = lost;
        shown = new ShownTree(rule, tables);
    }

    /**
     * Rewinds the records of one rule.
     *
     * @param tables to be written as a whole afterwards
     * @param lost whether a version counts no more
     * @return how many objects are known no more
     */
    public static long rewind(RuleId rule, Overlay tables, Predicate<Version> lost) {
        return new Rewind(rule, tables, lost).rewind();
    }

    private long rewind() {
        List<Long> ids = new ArrayList<>();
        Iterator<Map.Entry<EntryKey, Entry>> all =
                tables.scan(ShownTables.ENTRIES, new EntryKey(rule, 0), new EntryKey(new RuleId(rule.value() + 1), 0));
        while (all.hasNext()) {
            Entry entry = all.next().getValue();
            if (entry.id() != Entry.ROOT && isLost(entry)) {
                ids.add(entry.id());
            }
        }
        for (Long id : ids) {
            Entry entry = shown.entry(id);
            if (entry != null && entry.parent() == Entry.HELD_PARENT) {
                shown.put(entry.withFile(null).withVersions(Version.NONE, Version.NONE, Version.NONE));
            } else if (entry != null) {
                forget(entry);
            }
        }
        for (Map.Entry<JournalKey, Hole> hole : shown.holes()) {
            if (lost.test(hole.getKey().version())) {
                shown.forgetHole(hole.getKey().version());
            }
        }
        for (Version ended : shown.endedEarly()) {
            if (lost.test(ended)) {
                shown.forgetEnded(ended);
            }
        }
        return forgotten;
    }

    private boolean isLost(Entry entry) {
        return (entry.file() != null && lost.test(entry.file().born()))
                || lost.test(entry.written())
                || lost.test(entry.placed())
                || lost.test(entry.attributed());
    }

    /** With all that lies below. */
    private void forget(Entry entry) {
        for (Entry child : shown.children(entry.id())) {
            forget(child);
        }
        if (entry.pending() != null) {
            shown.forget(entry.pending());
        }
        shown.forget(entry);
        forgotten++;
    }
}
