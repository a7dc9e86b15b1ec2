package org.onecopy.app;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.core.namespace.CheckSchedule;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.registry.Reservation;
import org.onecopy.index.MembershipIndex;
import org.onecopy.log.CommandCodec;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.network.RuleKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the checks that schedules ask for, where this node leads a rule's membership. A check begins once for each time, because its entry
 * says for which: one that was proposed twice, or by two leaders, has no effect the second time. While a check of the rule is under way,
 * the next waits; of several times that have come meanwhile, or while nobody led, one check is begun, and the others are told as missed.
 */
final class CheckSchedules {
    private static final Logger LOG = LoggerFactory.getLogger(CheckSchedules.class);

    private final NodeId self;
    private final Agreement agreement;
    private final RegistryClient registry;
    private final Memberships memberships;
    private final InstantSource clock;
    private final EventLog events;

    CheckSchedules(
            NodeId self,
            Agreement agreement,
            RegistryClient registry,
            Memberships memberships,
            InstantSource clock,
            EventLog events) {
        this.self = self;
        this.agreement = agreement;
        this.registry = registry;
        this.memberships = memberships;
        this.clock = clock;
        this.events = events;
    }

    /** Looks at all of them; to be called now and then. */
    void look() {
        try {
            for (Reservation reservation : RuleKeeper.reservations(registry)) {
                MembershipIndex index = memberships.index(reservation.membership());
                boolean isOurs = index != null
                        && reservation.status() == Reservation.Status.ACTIVE
                        && reservation.wanted() == null
                        && self.equals(agreement
                                .status(new GroupId(reservation.membership()))
                                .leader());
                if (index != null && isOurs && !isChecked(index, reservation.rule())) {
                    ScheduleRequests.rows(index, reservation.rule()).stream()
                            .filter(row -> row.getValue().due(clock.instant()) != null)
                            .findFirst()
                            .ifPresent(row -> begin(reservation, row));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("schedules of checks are looked at again soon", e);
        }
    }

    private static boolean isChecked(MembershipIndex index, RuleId rule) {
        return index.read(view -> view
                .first(
                        Integer.MAX_VALUE,
                        Tables.CHECKS,
                        new JournalKey(rule, Version.NONE),
                        new JournalKey(new RuleId(rule.value() + 1), Version.NONE))
                .stream()
                .anyMatch(row -> row.getValue().isRunning()));
    }

    private void begin(Reservation reservation, Map.Entry<JournalKey, CheckSchedule> row) {
        CheckSchedule schedule = row.getValue();
        Version version = row.getKey().version();
        CheckSchedule.Due due = schedule.due(clock.instant());
        if (due == null) {
            return;
        }
        List<ZoneName> zones = schedule.zones().isEmpty()
                ? List.copyOf(reservation.definition().paths().keySet())
                : schedule.zones();
        Command command = new Command.BeginCheck(
                reservation.rule(),
                schedule.path(),
                schedule.digests(),
                zones,
                "schedule " + version + " of " + schedule.by(),
                clock.millis(),
                new Command.BeginCheck.Turn(version, due.at().toEpochMilli()));
        RuleName rule = reservation.definition().name();
        var _ = agreement
                .propose(new GroupId(reservation.membership()), CommandCodec.encode(command))
                .whenComplete((at, problem) -> {
                    if (problem == null) {
                        tell(rule, version, due);
                    } else {
                        LOG.info("the check that schedule {} of rule {} asks for is begun again", version, rule);
                    }
                });
    }

    private void tell(RuleName rule, Version schedule, CheckSchedule.Due due) {
        events.append(
                NewEvent.info("check-started", "a check of rule " + rule + " was started by its schedule " + schedule)
                        .of(rule));
        if (due.missed() > 0) {
            events.append(NewEvent.warning(
                            "checks-missed",
                            "schedule " + schedule + " of rule " + rule + " has come " + due.missed()
                                    + " times more while no check could begin: another one was under way, or nobody led")
                    .of(rule));
        }
    }
}
