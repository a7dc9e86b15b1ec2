package org.onecopy.app;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.registry.Reservation;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** Proposes an administrator's changes of a rule's tree, and tells which of them stood. Blocks until this node has applied them. */
final class Amendments {
    private final ZoneName zone;
    private final InstantSource clock;
    private final RuleRequests rules;

    /** @param zone this node's */
    Amendments(ZoneName zone, InstantSource clock, RuleRequests rules) {
        this.zone = zone;
        this.clock = clock;
        this.rules = rules;
    }

    /**
     * What an entry did.
     *
     * @param index of the entry
     * @param effects by file, the last of each
     */
    record Done(long index, Map<FileId, Effect> effects) {
        /** Whether it did nothing at all. */
        boolean isNothing() {
            return effects.isEmpty();
        }
    }

    /**
     * Proposes operations of known files with bases that were seen.
     *
     * @param operations at most {@link Command#OPERATIONS_MAX}
     * @param whole whether all or none are to have an effect
     */
    Done amend(Reservation reservation, List<Operation> operations, boolean whole) {
        MembershipIndex index = rules.index(reservation);
        RuleId rule = reservation.rule();
        Command command = new Command.Amend(rule, zone, whole, clock.instant().toEpochMilli(), operations);
        long at = rules.propose(reservation, command);
        rules.awaitUntil(() -> index.appliedIndex() >= at);
        Map<FileId, Effect> effects = new HashMap<>();
        index.read(view -> {
            view.scan(
                            Tables.JOURNAL,
                            new JournalKey(rule, Version.of(index.incarnation(), at, 0)),
                            new JournalKey(rule, Version.of(index.incarnation(), at + 1, 0)))
                    .forEachRemaining(row -> {
                        JournalEntry entry = row.getValue();
                        if (entry.file() != null) {
                            effects.put(entry.file(), entry.effect());
                        }
                    });
            return true;
        });
        return new Done(at, effects);
    }
}
