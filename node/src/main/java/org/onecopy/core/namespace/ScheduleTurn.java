package org.onecopy.core.namespace;

import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/** The commands about schedules of checks. */
final class ScheduleTurn {
    /** So many a rule may have. */
    static final int SCHEDULES_MAX = 20;

    private final Turn turn;

    ScheduleTurn(Turn turn) {
        this.turn = turn;
    }

    /** Nothing where the rule is gone or has too many. */
    void put(Command.PutSchedule command) {
        RuleRow rule = turn.tables.get(Tables.RULES, command.rule());
        int present = turn.tables
                .first(
                        SCHEDULES_MAX,
                        Tables.SCHEDULES,
                        new JournalKey(command.rule(), Version.NONE),
                        new JournalKey(new RuleId(command.rule().value() + 1), Version.NONE))
                .size();
        if (rule == null || rule.removed() || present == SCHEDULES_MAX) {
            return;
        }
        turn.touch(command.rule());
        turn.tables.put(Tables.SCHEDULES, new JournalKey(command.rule(), turn.nextVersion()), command.schedule());
    }

    void remove(Command.RemoveSchedule command) {
        JournalKey key = new JournalKey(command.rule(), command.schedule());
        if (turn.tables.get(Tables.SCHEDULES, key) != null) {
            turn.touch(command.rule());
            turn.tables.delete(Tables.SCHEDULES, key);
        }
    }

    /** Whether a check is to begin for a time of a schedule: once for each time, whoever leads and however often it is proposed. */
    boolean take(RuleId rule, Command.BeginCheck.Turn of) {
        JournalKey key = new JournalKey(rule, of.schedule());
        CheckSchedule schedule = turn.tables.get(Tables.SCHEDULES, key);
        if (schedule == null || of.dueMillis() <= schedule.lastMillis()) {
            return false;
        }
        turn.tables.put(Tables.SCHEDULES, key, schedule.begun(of.dueMillis()));
        return true;
    }
}
