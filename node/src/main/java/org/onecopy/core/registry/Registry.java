package org.onecopy.core.registry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.audit.AuditTurn;
import org.onecopy.core.namespace.Delta;
import org.onecopy.core.people.PeopleChange;
import org.onecopy.core.people.PeopleTurn;
import org.onecopy.core.registry.RegistryRefusal.Reason;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditHead;

/**
 * What an entry of the registry's log does to its tables: a pure function, the same at every node (R2). A refusal is a result like
 * any other.
 */
public final class Registry {
    /** So many outcomes are kept; a proposer reads its own as soon as the entry is applied. */
    public static final int OUTCOMES_MAX = 1000;

    private static final String OUTCOMES_COUNTED = "outcomes";
    private static final String RULES_COUNTED = "rules";
    private static final String AUDIT_COUNTED = "audit";

    private final Overlay tables;
    private final long index;
    private final Set<RuleId> touched = new TreeSet<>();

    private Registry(TableView view, long index) {
        tables = new Overlay(view);
        this.index = index;
    }

    /**
     * Applies one command.
     *
     * @param view the tables after all entries before this one
     * @param index of the entry in the log
     */
    public static Delta apply(TableView view, long index, RegistryCommand command) {
        Registry turn = new Registry(view, index);
        if (view.get(RegistryTables.OUTCOMES, command.request()) == null) {
            turn.remember(command.request(), turn.apply(command));
        }
        return new Delta(turn.tables.changes(), turn.touched);
    }

    private RegistryOutcome apply(RegistryCommand command) {
        return switch (command) {
            case RegistryCommand.PutZone put -> putZone(put);
            case RegistryCommand.PutNode put -> putNode(put);
            case RegistryCommand.ReserveRule reserve -> reserve(reserve);
            case RegistryCommand.ConfirmRule confirm -> confirm(confirm);
            case RegistryCommand.RelocateRule relocate -> relocate(relocate);
            case RegistryCommand.RuleRelocated relocated -> relocated(relocated);
            case RegistryCommand.LeaveMembership leave -> leave(leave);
            case RegistryCommand.EditMembership edit ->
                ended(new MembershipTurn(tables).apply(edit.membership(), edit.change()));
            case RegistryCommand.ReleaseRule release -> release(release);
            case RegistryCommand.RuleGone gone -> gone(gone);
            case RegistryCommand.PutTicket put -> ended(new Admission(tables).put(put.ticket()));
            case RegistryCommand.RevokeTicket revoke -> ended(new Admission(tables).revoke(revoke.ticket()));
            case RegistryCommand.SpoilTicket spoil -> ended(new Admission(tables).spoil(spoil.ticket()));
            case RegistryCommand.RedeemTicket redeem -> ended(new Admission(tables).redeem(redeem));
            case RegistryCommand.RetireNode retire -> ended(new Admission(tables).retire(retire.node()));
            case RegistryCommand.ReplaceNode replace ->
                ended(new Admission(tables).replace(replace.old(), replace.by()));
            case RegistryCommand.RemoveZone remove -> removeZone(remove.zone());
            case RegistryCommand.ChangePeople people -> people(people.change());
            case RegistryCommand.Audited audited -> audited(audited.act());
            case RegistryCommand.Recover recover -> recovered(recover.recovery());
            case RegistryCommand.RaiseLevel raise -> raised(raise.level());
            case RegistryCommand.SetTimeouts set -> timeouts(set);
            case RegistryCommand.PutBandwidth put -> putBandwidth(put.limit());
            case RegistryCommand.RemoveBandwidth remove -> removeBandwidth(remove.name());
        };
    }

    private RegistryOutcome putZone(RegistryCommand.PutZone command) {
        RegisteredZone zone = new RegisteredZone(command.zone(), command.storageType(), command.hasStorage());
        RegisteredZone before = tables.get(RegistryTables.ZONES, command.zone());
        if (before != null && !before.equals(zone)) {
            for (Reservation other : ReservationCheck.all(tables)) {
                if (other.definition().paths().containsKey(command.zone())) {
                    String name = other.definition().name().value();
                    return refused(new RegistryRefusal(Reason.ZONE_HAS_RULES, command.zone(), name), null);
                }
            }
        }
        tables.put(RegistryTables.ZONES, command.zone(), zone);
        return done(null, null);
    }

    private RegistryOutcome putNode(RegistryCommand.PutNode command) {
        NodeId id = command.node();
        if (tables.get(RegistryTables.ZONES, command.zone()) == null) {
            return refused(new RegistryRefusal(Reason.ZONE_UNKNOWN, command.zone(), ""), null);
        }
        if (tables.get(RegistryTables.RETIRED, id) != null) {
            return refused(new RegistryRefusal(Reason.NODE_RETIRED, null, id.value()), null);
        }
        RegisteredNode before = tables.get(RegistryTables.NODES, id);
        if (before != null && !before.zone().equals(command.zone())) {
            return refused(new RegistryRefusal(Reason.NODE_IN_OTHER_ZONE, before.zone(), id.value()), null);
        }
        RegisteredNode node = new RegisteredNode(
                id, command.zone(), command.agreementAddress(), command.contentAddress(), command.adminAddress());
        tables.put(RegistryTables.NODES, id, node);
        return done(null, null);
    }

    private RegistryOutcome reserve(RegistryCommand.ReserveRule command) {
        RegistryRefusal refusal = new ReservationCheck(tables).check(command);
        if (refusal != null) {
            return refused(refusal, null);
        }
        RuleId rule = new RuleId(next(RULES_COUNTED));
        UUID membership = MembershipChoice.findOrMake(tables, command);
        Reservation reservation = new Reservation(
                ReservationCheck.numbered(command.definition(), rule),
                membership,
                Reservation.Status.PENDING,
                0,
                0,
                null);
        put(reservation);
        tables.put(RegistryTables.RULE_NAMES, command.definition().name(), rule);
        return done(rule, membership);
    }

    private RegistryOutcome confirm(RegistryCommand.ConfirmRule command) {
        Reservation reservation = tables.get(RegistryTables.RESERVATIONS, command.rule());
        if (reservation == null || reservation.status() == Reservation.Status.REMOVING) {
            return unknown(command.rule());
        }
        if (command.revision() > reservation.revision()) {
            put(reservation.confirmed(command.revision(), command.index()));
        }
        return done(command.rule(), reservation.membership());
    }

    private RegistryOutcome relocate(RegistryCommand.RelocateRule command) {
        Reservation reservation = tables.get(RegistryTables.RESERVATIONS, command.rule());
        if (reservation == null || reservation.status() != Reservation.Status.ACTIVE) {
            return unknown(command.rule());
        }
        if (command.locations().equals(reservation.wanted())) {
            return done(command.rule(), reservation.membership());
        }
        RegistryRefusal refusal = new ReservationCheck(tables).check(reservation, command.locations());
        if (refusal != null) {
            return refused(refusal, command.rule());
        }
        put(reservation.wanting(command.locations()));
        MembershipChoice.add(
                tables, reservation.membership(), command.locations().paths().keySet());
        return done(command.rule(), reservation.membership());
    }

    private RegistryOutcome relocated(RegistryCommand.RuleRelocated command) {
        Reservation reservation = tables.get(RegistryTables.RESERVATIONS, command.rule());
        if (reservation == null) {
            return unknown(command.rule());
        }
        if (reservation.wanted() != null) {
            put(reservation.relocated(command.revision()));
        }
        return done(command.rule(), reservation.membership());
    }

    private RegistryOutcome leave(RegistryCommand.LeaveMembership command) {
        Membership membership = tables.get(RegistryTables.MEMBERSHIPS, command.membership());
        boolean used = ReservationCheck.all(tables).stream()
                .anyMatch(rule -> rule.membership().equals(command.membership()) && rule.uses(command.zone()));
        if (membership != null && !used) {
            tables.put(
                    RegistryTables.MEMBERSHIPS,
                    membership.id(),
                    membership.without(command.zone(), MembershipChoice.nodesOf(tables, command.zone())));
        }
        return done(null, command.membership());
    }

    private RegistryOutcome release(RegistryCommand.ReleaseRule command) {
        Reservation reservation = tables.get(RegistryTables.RESERVATIONS, command.rule());
        if (reservation == null) {
            return unknown(command.rule());
        }
        if (reservation.status() != Reservation.Status.REMOVING) {
            put(reservation.removing());
        }
        return done(command.rule(), reservation.membership());
    }

    private RegistryOutcome gone(RegistryCommand.RuleGone command) {
        Reservation reservation = tables.get(RegistryTables.RESERVATIONS, command.rule());
        if (reservation == null) {
            return unknown(command.rule());
        }
        if (reservation.status() != Reservation.Status.REMOVING) {
            String rule = command.rule().toString();
            return refused(new RegistryRefusal(Reason.RULE_NOT_RELEASED, null, rule), command.rule());
        }
        touched.add(command.rule());
        tables.delete(RegistryTables.RESERVATIONS, command.rule());
        tables.delete(RegistryTables.RULE_NAMES, reservation.definition().name());
        dropLimits(limit -> command.rule().equals(limit.rule()));
        return done(command.rule(), reservation.membership());
    }

    private void put(Reservation reservation) {
        touched.add(reservation.rule());
        tables.put(RegistryTables.RESERVATIONS, reservation.rule(), reservation);
    }

    private RegistryOutcome people(PeopleChange change) {
        PeopleTurn.Refusal refusal = new PeopleTurn(tables).apply(change);
        return refusal == null ? done(null, null) : refused(RegistryRefusal.of(refusal), null);
    }

    private RegistryOutcome recovered(Recovery recovery) {
        new RecoveryTurn(tables).apply(recovery);
        ReservationCheck.all(tables).forEach(rule -> touched.add(rule.rule()));
        return done(null, null);
    }

    private RegistryOutcome removeZone(ZoneName zone) {
        RegistryOutcome outcome = ended(new Admission(tables).removeZone(zone));
        if (outcome.refusal() == null) {
            dropLimits(limit -> zone.equals(limit.from()) || zone.equals(limit.to()));
        }
        return outcome;
    }

    private RegistryOutcome raised(int level) {
        FeatureLevel.raise(tables, level);
        return done(null, null);
    }

    private RegistryOutcome timeouts(RegistryCommand.SetTimeouts set) {
        AgreedTimeouts.put(tables, set.profile(), set.by());
        return done(null, null);
    }

    /** One more than there may be is refused: the node that was asked looked before, and somebody else was faster. */
    private RegistryOutcome putBandwidth(BandwidthLimit limit) {
        boolean full = limits().size() >= BandwidthLimit.COUNT_MAX
                && tables.get(RegistryTables.BANDWIDTH, limit.name()) == null;
        if (full) {
            return refused(new RegistryRefusal(Reason.TOO_MANY_LIMITS, null, limit.name()), null);
        }
        tables.put(RegistryTables.BANDWIDTH, limit.name(), limit);
        return done(null, null);
    }

    private RegistryOutcome removeBandwidth(String name) {
        tables.delete(RegistryTables.BANDWIDTH, name);
        return done(null, null);
    }

    private List<BandwidthLimit> limits() {
        return tables.first(BandwidthLimit.COUNT_MAX, RegistryTables.BANDWIDTH, "", null).stream()
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Limits of what is gone go with it. */
    private void dropLimits(Predicate<BandwidthLimit> gone) {
        for (BandwidthLimit limit : limits()) {
            if (gone.test(limit)) {
                tables.delete(RegistryTables.BANDWIDTH, limit.name());
            }
        }
    }

    private RegistryOutcome audited(AuditAct act) {
        AuditTurn.append(tables, next(AUDIT_COUNTED), act);
        return done(null, null);
    }

    /** How far the agreed audit has come. */
    public static AuditHead auditHead(TableView view) {
        Long last = view.get(RegistryTables.COUNTERS, AUDIT_COUNTED);
        return AuditTurn.head(view, last == null ? 0 : last);
    }

    private RegistryOutcome done(@Nullable RuleId rule, @Nullable UUID membership) {
        return new RegistryOutcome(index, null, rule, membership);
    }

    private RegistryOutcome ended(@Nullable RegistryRefusal refusal) {
        return refusal == null ? done(null, null) : refused(refusal, null);
    }

    private RegistryOutcome unknown(RuleId rule) {
        return refused(new RegistryRefusal(Reason.RULE_UNKNOWN, null, rule.toString()), rule);
    }

    private RegistryOutcome refused(RegistryRefusal refusal, @Nullable RuleId rule) {
        return new RegistryOutcome(index, refusal, rule, null);
    }

    /** Keeps an outcome in the place of the oldest one. */
    private void remember(UUID request, RegistryOutcome outcome) {
        Long slot = next(OUTCOMES_COUNTED) % OUTCOMES_MAX;
        UUID oldest = tables.get(RegistryTables.RECENT, slot);
        if (oldest != null) {
            tables.delete(RegistryTables.OUTCOMES, oldest);
        }
        tables.put(RegistryTables.RECENT, slot, request);
        tables.put(RegistryTables.OUTCOMES, request, outcome);
    }

    private long next(String what) {
        Long last = tables.get(RegistryTables.COUNTERS, what);
        long number = last == null ? 1 : last + 1;
        tables.put(RegistryTables.COUNTERS, what, number);
        return number;
    }
}
