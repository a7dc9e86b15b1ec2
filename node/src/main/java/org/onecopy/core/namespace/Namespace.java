package org.onecopy.core.namespace;

import java.util.Map;
import org.onecopy.core.namespace.Tables.HashKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.table.TableView;

/**
 * What an entry of a membership's log does to its tables: a pure function, the same at every node (R2). A command that no longer
 * fits (an old epoch, a stale revision, a rule that is gone) changes nothing, which is a result like any other.
 */
public final class Namespace {
    private static final int HASHES_MAX = 1000;

    /** Reports that are older than this many entries are dropped. */
    private static final long HASHES_BEHIND_MAX = 8192;

    private Namespace() {}

    /**
     * Applies one command.
     *
     * @param view the tables after all entries before this one
     * @param incarnation of the log, see {@link org.onecopy.model.Version}
     * @param index of the entry in the log
     */
    public static Delta apply(TableView view, int incarnation, long index, Command command) {
        Turn turn = new Turn(view, incarnation, index);
        switch (command) {
            case Command.Propose propose -> propose(turn, propose);
            case Command.DecideGuard decide -> decide(turn, decide);
            case Command.ReviseRule revise -> new RuleTurn(turn).revise(revise);
            case Command.RemoveRule remove -> new RuleTurn(turn).remove(remove);
            case Command.AssignWriter assign -> new RuleTurn(turn).assign(assign);
            case Command.ReportProgress report -> new RuleTurn(turn).report(report);
            case Command.Trim trim -> new Trimming(turn).trim(trim);
            case Command.Age age -> new Trimming(turn).age(age);
            case Command.ReportHash report -> reportHash(turn, report);
            case Command.Reap reap -> new Reaping(turn).reap(reap.rule());
            case Command.RequireReconcile require -> new Trimming(turn).requireReconcile(require);
            case Command.BeginCheck begin -> new CheckTurn(turn).begin(begin);
            case Command.ReportCheck report -> new CheckTurn(turn).report(report);
            case Command.CancelCheck cancel -> new CheckTurn(turn).cancel(cancel);
            case Command.PutSchedule put -> new ScheduleTurn(turn).put(put);
            case Command.RemoveSchedule remove -> new ScheduleTurn(turn).remove(remove);
            case Command.BeginRepair begin -> new RepairTurn(turn).begin(begin);
            case Command.ReportRepair report -> new RepairTurn(turn).report(report);
            case Command.CancelRepair cancel -> new RepairTurn(turn).cancel(cancel);
            case Command.BeginFence begin -> new FenceTurn(turn).begin(begin);
            case Command.ReportFence report -> new FenceTurn(turn).report(report);
            case Command.LiftFence lift -> new FenceTurn(turn).lift(lift);
            case Command.BeginMigration begin -> new MigrationTurn(turn).begin(begin);
            case Command.SteerMigration steer -> new MigrationTurn(turn).steer(steer);
            case Command.ReportMigration report -> new MigrationTurn(turn).report(report);
            case Command.Amend amend -> {
                if (!new AmendTurn(turn, amend).amend()) {
                    return new Turn(view, incarnation, index).delta();
                }
            }
        }
        return turn.delta();
    }

    /** Keeps the reports of the last few indexes. */
    private static void reportHash(Turn turn, Command.ReportHash report) {
        turn.tables.put(Tables.HASHES, new HashKey(report.before(), report.node()), report.hash());
        for (Map.Entry<HashKey, String> row : turn.tables.first(HASHES_MAX + 1, Tables.HASHES, HashKey.FIRST, null)) {
            if (row.getKey().before() < report.before() - HASHES_BEHIND_MAX) {
                turn.tables.delete(Tables.HASHES, row.getKey());
            }
        }
    }

    private static void propose(Turn turn, Command.Propose command) {
        ZoneKey key = new ZoneKey(command.rule(), command.zone());
        RuleRow rule = turn.tables.get(Tables.RULES, command.rule());
        ZoneRow zone = turn.tables.get(Tables.ZONES, key);
        if (rule != null
                && !rule.removed()
                && zone != null
                && zone.epoch() == command.epoch()
                && zone.state() != ZoneRow.State.MUST_RECONCILE
                && turn.tables.get(Tables.FENCES, key) == null) {
            new ProposalTurn(turn, key, rule, zone, command.timeMillis()).propose(command);
        }
    }

    private static void decide(Turn turn, Command.DecideGuard command) {
        ZoneKey key = new ZoneKey(command.rule(), command.zone());
        RuleRow rule = turn.tables.get(Tables.RULES, command.rule());
        ZoneRow zone = turn.tables.get(Tables.ZONES, key);
        if (rule != null && !rule.removed() && zone != null && zone.guard().tripped()) {
            new ProposalTurn(turn, key, rule, zone, command.timeMillis()).decide(command.release());
        }
    }
}
