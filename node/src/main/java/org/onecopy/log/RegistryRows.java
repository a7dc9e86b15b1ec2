package org.onecopy.log;

import java.util.UUID;
import org.onecopy.core.registry.Inducted;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.Recovery;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegisteredZone;
import org.onecopy.core.registry.RegistryOutcome;
import org.onecopy.core.registry.RegistryRefusal;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.registry.Ticket;
import org.onecopy.log.proto.RegistryEntries;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;

/** The rows of {@link org.onecopy.core.registry.RegistryTables}. */
public final class RegistryRows {
    public static final RowCodec<RegisteredNode> NODE =
            RowCodec.of(RegistryForms::form, RegistryEntries.Node.parser(), RegistryForms::node);
    public static final RowCodec<RegisteredZone> ZONE =
            RowCodec.of(RegistryForms::form, RegistryEntries.Zone.parser(), RegistryForms::zone);
    public static final RowCodec<Inducted> INDUCTED =
            RowCodec.of(RegistryForms::form, RegistryEntries.Inducted.parser(), RegistryForms::inducted);
    public static final RowCodec<Ticket> TICKET =
            RowCodec.of(RegistryForms::form, RegistryEntries.Ticket.parser(), RegistryForms::ticket);
    public static final RowCodec<Recovery> RECOVERY =
            RowCodec.of(RegistryForms::form, RegistryEntries.Recovery.parser(), RegistryForms::recovery);
    public static final RowCodec<Membership> MEMBERSHIP =
            RowCodec.of(RegistryRows::form, RegistryEntries.Membership.parser(), RegistryRows::membership);
    public static final RowCodec<Reservation> RESERVATION =
            RowCodec.of(RegistryRows::form, RegistryEntries.Reservation.parser(), RegistryRows::reservation);
    public static final RowCodec<RegistryOutcome> OUTCOME =
            RowCodec.of(RegistryRows::form, RegistryEntries.RegistryOutcome.parser(), RegistryRows::outcome);
    public static final RowCodec<RuleId> RULE = RowCodec.of(
            rule -> RegistryEntries.RuleRef.newBuilder().setRule(rule.value()).build(),
            RegistryEntries.RuleRef.parser(),
            form -> new RuleId(form.getRule()));
    public static final RowCodec<UUID> REQUEST =
            RowCodec.of(RegistryForms::form, RegistryEntries.Uuid.parser(), RegistryForms::uuid);

    private RegistryRows() {}

    private static RegistryEntries.Membership form(Membership membership) {
        RegistryEntries.Membership.Builder form = RegistryEntries.Membership.newBuilder()
                .setId(RegistryForms.form(membership.id()))
                .setIncarnation(membership.incarnation());
        membership.zones().forEach(zone -> form.addZones(zone.value()));
        membership
                .peers()
                .forEach(peer -> form.addPeers(RegistryEntries.Membership.Peer.newBuilder()
                        .setNode(peer.node().value())
                        .setRole(
                                switch (peer.role()) {
                                    case VOTER -> RegistryEntries.Membership.Role.ROLE_VOTER;
                                    case LISTENER -> RegistryEntries.Membership.Role.ROLE_LISTENER;
                                })
                        .setPriority(peer.priority())
                        .setLate(peer.late())));
        return form.build();
    }

    private static Membership membership(RegistryEntries.Membership form) {
        return new Membership(
                RegistryForms.uuid(form.getId()),
                form.getZonesList().stream().map(ZoneName::new).toList(),
                form.getPeersList().stream().map(RegistryRows::peer).toList(),
                form.getIncarnation());
    }

    private static Membership.Peer peer(RegistryEntries.Membership.Peer form) {
        Membership.Role role = switch (form.getRole()) {
            case ROLE_VOTER -> Membership.Role.VOTER;
            case ROLE_LISTENER -> Membership.Role.LISTENER;
            case ROLE_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("the role of a member");
        };
        return new Membership.Peer(new NodeId(form.getNode()), role, form.getPriority(), form.getLate());
    }

    private static RegistryEntries.Reservation form(Reservation reservation) {
        RegistryEntries.Reservation.Builder form = RegistryEntries.Reservation.newBuilder()
                .setDefinition(RuleForms.form(reservation.definition()))
                .setMembership(RegistryForms.form(reservation.membership()))
                .setStatus(
                        switch (reservation.status()) {
                            case PENDING -> RegistryEntries.Reservation.Status.STATUS_PENDING;
                            case ACTIVE -> RegistryEntries.Reservation.Status.STATUS_ACTIVE;
                            case REMOVING -> RegistryEntries.Reservation.Status.STATUS_REMOVING;
                        })
                .setActiveIndex(reservation.activeIndex())
                .setRevision(reservation.revision());
        if (reservation.wanted() != null) {
            form.setWanted(RuleForms.form(reservation.wanted()));
        }
        return form.build();
    }

    private static Reservation reservation(RegistryEntries.Reservation form) {
        Reservation.Status status = switch (form.getStatus()) {
            case STATUS_PENDING -> Reservation.Status.PENDING;
            case STATUS_ACTIVE -> Reservation.Status.ACTIVE;
            case STATUS_REMOVING -> Reservation.Status.REMOVING;
            case STATUS_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("the status of a rule");
        };
        return new Reservation(
                RuleForms.definition(form.getDefinition()),
                RegistryForms.uuid(form.getMembership()),
                status,
                form.getActiveIndex(),
                form.getRevision(),
                form.hasWanted() ? RuleForms.locations(form.getWanted()) : null);
    }

    private static RegistryEntries.RegistryOutcome form(RegistryOutcome outcome) {
        RegistryEntries.RegistryOutcome.Builder form =
                RegistryEntries.RegistryOutcome.newBuilder().setIndex(outcome.index());
        if (outcome.refusal() != null) {
            form.setRefusal(form(outcome.refusal()));
        }
        if (outcome.rule() != null) {
            form.setRule(outcome.rule().value());
        }
        if (outcome.membership() != null) {
            form.setMembership(RegistryForms.form(outcome.membership()));
        }
        return form.build();
    }

    private static RegistryOutcome outcome(RegistryEntries.RegistryOutcome form) {
        return new RegistryOutcome(
                form.getIndex(),
                form.hasRefusal() ? refusal(form.getRefusal()) : null,
                form.hasRule() ? new RuleId(form.getRule()) : null,
                RegistryForms.uuidOrNull(form.hasMembership(), form.getMembership()));
    }

    private static RegistryEntries.RegistryOutcome.Refusal form(RegistryRefusal refusal) {
        RegistryEntries.RegistryOutcome.Refusal.Builder form = RegistryEntries.RegistryOutcome.Refusal.newBuilder()
                // the names of both enums are the same, see the test that goes through all
                .setReason(RegistryEntries.RegistryOutcome.Reason.valueOf(
                        refusal.reason().name()))
                .setSubject(refusal.subject());
        if (refusal.zone() != null) {
            form.setZone(refusal.zone().value());
        }
        return form.build();
    }

    private static RegistryRefusal refusal(RegistryEntries.RegistryOutcome.Refusal form) {
        RegistryEntries.RegistryOutcome.Reason reason = form.getReason();
        if (reason == RegistryEntries.RegistryOutcome.Reason.REASON_UNSPECIFIED
                || reason == RegistryEntries.RegistryOutcome.Reason.UNRECOGNIZED) {
            throw Unreadable.unknown("the reason of a refusal");
        }
        return new RegistryRefusal(
                RegistryRefusal.Reason.valueOf(reason.name()),
                ValueForms.zoneOrNull(form.hasZone(), form.getZone()),
                form.getSubject());
    }
}
