package org.onecopy.core.namespace;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.namespace.Outcome.Status;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.Tables.HeldKey;
import org.onecopy.core.namespace.Tables.HeldRow;
import org.onecopy.core.namespace.Tables.OutcomeKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow.Guard;
import org.onecopy.model.Version;

/** A proposal of one zone's writer, applied: exactly once (H7), and through the zone's guard (H42). */
final class ProposalTurn {
    private final Turn turn;
    private final ZoneKey key;
    private final RuleRow rule;
    private final TreeChanges tree;
    private final long timeMillis;
    private ZoneRow zone;

    ProposalTurn(Turn turn, ZoneKey key, RuleRow rule, ZoneRow zone, long timeMillis) {
        this.turn = turn;
        this.key = key;
        this.rule = rule;
        this.zone = zone;
        this.timeMillis = turn.monotonic(timeMillis);
        tree = new TreeChanges(turn, key.rule(), key.zone(), this.timeMillis);
    }

    /**
     * Applies what is new in a proposal; nothing where a proposal before it is missing. Where many removed directories have to be
     * restored, only as many operations as fit into an entry: the writer proposes the rest again.
     */
    void propose(Command.Propose proposal) {
        if (proposal.firstNumber() > zone.lastNumber() + 1) {
            return;
        }
        if (proposal.firstNumber() + proposal.operations().size() > zone.lastNumber() + 1) {
            announce(proposal.announced()); // not again where the whole proposal comes again
        }
        MigrationTurn.Count count = new MigrationTurn.Count(turn.tables.get(Tables.MIGRATIONS, key.rule()), key, zone);
        long number = proposal.firstNumber();
        for (Operation operation : proposal.operations()) {
            if (turn.isFull()) {
                break;
            }
            if (number > zone.lastNumber()) {
                OpId id = new OpId(zone.epoch(), number);
                Outcome outcome = guarded(id, operation);
                turn.tables.put(Tables.OUTCOMES, new OutcomeKey(key, id), outcome);
                count.add(operation, outcome);
                zone = zone.withNumbers(number, zone.ackedNumber());
            }
            number++;
        }
        count.put(turn, key.rule());
        dropAcked(Math.min(proposal.ackedNumber(), zone.lastNumber()));
        turn.tables.put(Tables.ZONES, key, zone);
    }

    /** Goes on with what the guard holds: applies or refuses a bounded number, and closes the guard once nothing is left. */
    void decide(boolean release) {
        List<Map.Entry<HeldKey, HeldRow>> rows = turn.tables.first(
                Command.OPERATIONS_MAX + 1,
                Tables.HELD,
                new HeldKey(key, Version.NONE),
                new HeldKey(key, new Version(Long.MAX_VALUE)));
        int done = 0;
        for (Map.Entry<HeldKey, HeldRow> row : rows) {
            if (done == Command.OPERATIONS_MAX || turn.isFull()) {
                break;
            }
            OpId id = row.getValue().id();
            Outcome outcome = release
                    ? applyOne(id, row.getValue().operation())
                    : refuse(id, row.getValue().operation());
            if (id.epoch() == zone.epoch() && id.number() > zone.ackedNumber()) {
                turn.tables.put(Tables.OUTCOMES, new OutcomeKey(key, id), outcome);
            }
            turn.tables.delete(Tables.HELD, row.getKey());
            done++;
        }
        Guard guard = zone.guard();
        zone = zone.withGuard(
                done < rows.size()
                        ? new Guard(guard.windowStartMillis(), guard.counted(), true, guard.held() - done)
                        : new Guard(timeMillis, 0, false, 0));
        turn.tables.put(Tables.ZONES, key, zone);
    }

    private Outcome guarded(OpId id, Operation operation) {
        Inode lost = destroyed(operation);
        if (isHeld(operation, lost)) {
            return hold(id, operation);
        }
        Outcome outcome = applyOne(id, operation);
        if (lost != null && outcome.status() == Status.STOOD && lost.id().equals(outcome.file())) {
            Inode now = Objects.requireNonNull(turn.inode(lost.id()));
            turn.put(now.withCounted(Math.max(1, timeMillis)));
        }
        return outcome;
    }

    private Outcome applyOne(OpId id, Operation operation) {
        return new OperationTurn(turn, tree, key, rule.definition(), id).apply(operation);
    }

    private Outcome refuse(OpId id, Operation operation) {
        Inode inode = destroyed(operation);
        Version at = tree.unchanged(inode == null ? null : inode.id(), true, id);
        return new Outcome(Status.REFUSED, inode == null ? null : inode.id(), at);
    }

    private Outcome hold(OpId id, Operation operation) {
        Version at = turn.nextVersion();
        turn.tables.put(Tables.HELD, new HeldKey(key, at), new HeldRow(id, operation));
        Guard guard = zone.guard();
        zone = zone.withGuard(new Guard(guard.windowStartMillis(), guard.counted(), true, guard.held() + 1));
        Inode inode = destroyed(operation);
        return new Outcome(Status.HELD, inode == null ? null : inode.id(), at);
    }

    /** Trips the guard before the first of many, where the writer has said how many will come. */
    private void announce(long files) {
        Guard guard = window();
        boolean tooMany = files > 0 && policy().isExceeded(guard.counted() + files, filesOfRule() + guard.counted());
        zone = zone.withGuard(
                new Guard(guard.windowStartMillis(), guard.counted(), guard.tripped() || tooMany, guard.held()));
    }

    /** Whether the guard holds an operation; counts it where it does not. */
    private boolean isHeld(Operation operation, @Nullable Inode lost) {
        if (zone.guard().tripped()
                && (operation instanceof Operation.Remove || lost != null || followsHeld(operation))) {
            return true;
        }
        Guard guard = window();
        if (lost == null || lost.isDirectory() || isCounted(lost, guard)) {
            return false;
        }
        long counted = guard.counted() + 1;
        boolean tripped = policy().isExceeded(counted, filesOfRule() + guard.counted());
        zone = zone.withGuard(
                new Guard(guard.windowStartMillis(), tripped ? guard.counted() : counted, tripped, guard.held()));
        return tripped;
    }

    /** Whether it overwrites what a held write of its own zone would write: it must not come before that. */
    private boolean followsHeld(Operation operation) {
        if (operation instanceof Operation.Write write && write.base() instanceof Base.Own own) {
            Outcome outcome = turn.tables.get(Tables.OUTCOMES, new OutcomeKey(key, own.operation()));
            return outcome != null && outcome.status() == Status.HELD;
        }
        return false;
    }

    /** Whether this zone has been counted for this file in the window: what another zone wrote since then is another loss. */
    private boolean isCounted(Inode inode, Guard guard) {
        return inode.origin().equals(key.zone())
                && inode.countedMillis() != 0
                && inode.countedMillis() >= guard.windowStartMillis();
    }

    /** The live file whose content an operation would destroy in the tree, or null. */
    private @Nullable Inode destroyed(Operation operation) {
        Inode inode = switch (operation) {
            case Operation.Remove remove -> OperationTurn.subject(turn, key, remove.file(), remove.written());
            case Operation.Write write -> overwritten(write);
            case Operation.Create ignored -> null;
            case Operation.Move ignored -> null;
            case Operation.SetAttributes ignored -> null;
        };
        return inode == null || !inode.isLive() ? null : inode;
    }

    private @Nullable Inode overwritten(Operation.Write write) {
        Inode inode = OperationTurn.subject(turn, key, write.file(), write.base());
        Content before = inode == null ? null : inode.content();
        Content after = write.content();
        boolean grows = before != null && after != null && after.length() > before.length();
        return before == null || before.length() == 0 || grows ? null : inode;
    }

    private Guard window() {
        Guard guard = zone.guard();
        return timeMillis - guard.windowStartMillis() > policy().windowMillis() && !guard.tripped()
                ? new Guard(timeMillis, 0, false, guard.held())
                : guard;
    }

    private GuardPolicy policy() {
        return rule.definition().guard();
    }

    private long filesOfRule() {
        RuleRow now = turn.tables.get(Tables.RULES, key.rule());
        return now == null ? 0 : now.files();
    }

    private void dropAcked(long upTo) {
        long room = turn.rowsLeft() - 1L; // the zone's own row is still to come
        long last = Math.min(upTo, zone.ackedNumber() + room);
        for (long number = zone.ackedNumber() + 1; number <= last; number++) {
            turn.tables.delete(Tables.OUTCOMES, new OutcomeKey(key, new OpId(zone.epoch(), number)));
        }
        zone = zone.withNumbers(zone.lastNumber(), Math.max(last, zone.ackedNumber()));
    }
}
