package org.onecopy.core.retention;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Passed;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.table.TableView;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/**
 * What a membership's leader proposes so that the agreed tables stay bounded (H20): a function of the tables and of the limits, so that
 * every leader comes to the same.
 *
 * <p>What every zone has passed goes: the journal after {@link Limits#marginMillis}, because an undo reads it, and because a zone's other node
 * may have records that are behind its zone's progress (where they are farther behind, it must reconcile); old contents and tombstones after the retention.
 */
public final class TrimPlan {
    private TrimPlan() {}

    /**
     * The limits.
     *
     * @param marginMillis the journal is kept for so long although every zone has passed it
     * @param oldMillis old contents and tombstones are kept for so long
     * @param silenceMillis a zone that was not heard of for longer must reconcile
     * @param silenceEntries so also one that was silent for {@link #SILENCE_MILLIS_MIN} and is behind by more entries of the log
     */
    public record Limits(long marginMillis, long oldMillis, long silenceMillis, long silenceEntries) {
        /** A zone that was heard of later than this is only slow. */
        public static final long SILENCE_MILLIS_MIN = 3_600_000;
    }

    /**
     * The commands that are due for one rule now, in order; empty where nothing is to be done.
     *
     * @param applied the index up to which the log is applied
     */
    public static List<Command> of(TableView view, RuleId rule, long applied, Limits limits) {
        RuleRow row = view.get(Tables.RULES, rule);
        if (row == null || row.removed()) {
            return List.of();
        }
        Long stored = view.get(Tables.TIMES, Tables.AGE);
        long age = stored == null ? 0 : stored;
        List<Command> due = new ArrayList<>(silent(view, rule, applied, age, limits));
        Version passed = Passed.byAll(view, rule);
        Version journal = least(passed, mark(view, age - limits.marginMillis()));
        Version old = Passed.isAnythingHeld(view, rule)
                ? Version.NONE
                : least(passed, mark(view, age - Math.max(limits.oldMillis(), limits.marginMillis())));
        if (journal.isAfter(row.trimmed()) || old.isAfter(row.forgotten())) {
            due.add(new Command.Trim(rule, Version.max(journal, row.trimmed()), Version.max(old, row.forgotten())));
        }
        return due;
    }

    private static List<Command> silent(TableView view, RuleId rule, long applied, long age, Limits limits) {
        List<Command> due = new ArrayList<>();
        int left = 0;
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> zones = Passed.zones(view, rule); zones.hasNext(); ) {
            Map.Entry<ZoneKey, ZoneRow> zone = zones.next();
            ZoneRow row = zone.getValue();
            if (row.state() == ZoneRow.State.MUST_RECONCILE) {
                continue;
            }
            if (isTooLong(row, applied, age, limits)) {
                due.add(new Command.RequireReconcile(rule, zone.getKey().zone(), row.heardMillis()));
            } else {
                left++;
            }
        }
        return left == 0 ? List.of() : due; // all at once: nobody is ahead, so nothing is to be gained
    }

    private static boolean isTooLong(ZoneRow row, long applied, long age, Limits limits) {
        long silence = age - row.heardMillis();
        long behind = applied - row.progress().lowWater().index();
        return silence > limits.silenceMillis()
                || (silence > Limits.SILENCE_MILLIS_MIN && behind > limits.silenceEntries());
    }

    private static Version least(Version a, Version b) {
        return a.isAfter(b) ? b : a;
    }

    /** The newest mark that was set when the membership was at most so old. */
    private static Version mark(TableView view, long ageMillis) {
        Version newest = Version.NONE;
        Iterator<Map.Entry<Version, Long>> marks = view.scan(Tables.MARKS, Version.NONE, null);
        while (marks.hasNext()) {
            Map.Entry<Version, Long> mark = marks.next();
            if (mark.getValue() > ageMillis) {
                break;
            }
            newest = mark.getKey();
        }
        return newest;
    }
}
