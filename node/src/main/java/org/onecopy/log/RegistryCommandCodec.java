package org.onecopy.log;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.UUID;
import org.onecopy.core.registry.FeatureLevel;
import org.onecopy.core.registry.MembershipChange;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegisteredZone;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.log.proto.RegistryEntries;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;

/** The entries of the registry's log. Safe to call from many threads. */
public final class RegistryCommandCodec {
    /** The newest schema that this release reads; see {@code log.proto} for when an entry gets a higher one. */
    public static final int SCHEMA = 6;

    /** What an entry has that brings nothing which nodes of the first releases must not ignore. */
    private static final int FIRST_SCHEMA = 1;

    /** What an entry has that names what a rule preserves. */
    private static final int PRESERVE_SCHEMA = 2;

    /** What an entry has that changes users or tokens. */
    private static final int PEOPLE_SCHEMA = 3;

    /** As above, what brings nodes into the network, or out of it. */
    private static final int INDUCTION_SCHEMA = 3;

    /** What an entry has that says who did what. */
    private static final int AUDIT_SCHEMA = 4;
    /** As above, what changes who votes in a membership. */
    private static final int EDIT_SCHEMA = 4;

    /** What an entry has that begins a new incarnation of the network. */
    private static final int RECOVERY_SCHEMA = 5;

    /** What an entry has that raises the network's feature level. */
    private static final int LEVEL_SCHEMA = 6;

    /** What an entry has that replaces a node or a voter, takes a zone out of the network, or says with which timeouts nodes run. */
    private static final int NETWORK_SCHEMA = 6;

    /** Limits of bandwidth. */
    private static final int BANDWIDTH_SCHEMA = 6;

    private RegistryCommandCodec() {}

    public static byte[] encode(RegistryCommand command) {
        RegistryEntries.RegistryEntry.Builder entry = RegistryEntries.RegistryEntry.newBuilder()
                .setSchema(schema(command))
                .setRequest(RegistryForms.form(command.request()));
        switch (command) {
            case RegistryCommand.PutZone put ->
                entry.setPutZone(
                        RegistryForms.form(new RegisteredZone(put.zone(), put.storageType(), put.hasStorage())));
            case RegistryCommand.PutNode put ->
                entry.setPutNode(RegistryForms.form(new RegisteredNode(
                        put.node(), put.zone(), put.agreementAddress(), put.contentAddress(), put.adminAddress())));
            case RegistryCommand.ReserveRule asked -> entry.setReserveRule(form(asked));
            case RegistryCommand.ConfirmRule confirm ->
                entry.setConfirmRule(RegistryEntries.ConfirmRule.newBuilder()
                        .setRule(confirm.rule().value())
                        .setRevision(confirm.revision())
                        .setIndex(confirm.index()));
            case RegistryCommand.RelocateRule relocate ->
                entry.setRelocateRule(RegistryEntries.RelocateRule.newBuilder()
                        .setRule(relocate.rule().value())
                        .setLocations(RuleForms.form(relocate.locations())));
            case RegistryCommand.RuleRelocated relocated ->
                entry.setRuleRelocated(RegistryEntries.RuleRelocated.newBuilder()
                        .setRule(relocated.rule().value())
                        .setRevision(relocated.revision()));
            case RegistryCommand.LeaveMembership leave ->
                entry.setLeaveMembership(RegistryEntries.LeaveMembership.newBuilder()
                        .setMembership(RegistryForms.form(leave.membership()))
                        .setZone(leave.zone().value()));
            case RegistryCommand.EditMembership edit -> entry.setEditMembership(form(edit));
            case RegistryCommand.ReleaseRule release ->
                entry.setReleaseRule(release.rule().value());
            case RegistryCommand.RuleGone gone -> entry.setRuleGone(gone.rule().value());
            case RegistryCommand.PutTicket put -> entry.setPutTicket(RegistryForms.form(put.ticket()));
            case RegistryCommand.RevokeTicket revoke -> entry.setRevokeTicket(RegistryForms.form(revoke.ticket()));
            case RegistryCommand.SpoilTicket spoil -> entry.setSpoilTicket(RegistryForms.form(spoil.ticket()));
            case RegistryCommand.RedeemTicket redeem ->
                entry.setRedeemTicket(RegistryEntries.RedeemTicket.newBuilder()
                        .setTicket(RegistryForms.form(redeem.ticket()))
                        .setNode(RegistryForms.form(redeem.node()))
                        .setZone(RegistryForms.form(redeem.zone()))
                        .setKey(redeem.key())
                        .setNowMillis(redeem.nowMillis()));
            case RegistryCommand.RetireNode retire ->
                entry.setRetireNode(retire.node().value());
            case RegistryCommand.ReplaceNode replace ->
                entry.setReplaceNode(RegistryEntries.ReplaceNode.newBuilder()
                        .setOld(replace.old().value())
                        .setBy(replace.by().value()));
            case RegistryCommand.RemoveZone remove ->
                entry.setRemoveZone(remove.zone().value());
            case RegistryCommand.ChangePeople people -> entry.setPeopleChange(PeopleForms.form(people.change()));
            case RegistryCommand.Audited audited -> entry.setAudited(AuditForms.form(audited.act()));
            case RegistryCommand.Recover recover -> entry.setRecover(RegistryForms.form(recover.recovery()));
            case RegistryCommand.RaiseLevel raise -> entry.setRaiseLevel(raise.level());
            case RegistryCommand.PutBandwidth put -> entry.setPutBandwidth(BandwidthForms.form(put.limit()));
            case RegistryCommand.RemoveBandwidth remove -> entry.setRemoveBandwidth(remove.name());
            case RegistryCommand.SetTimeouts set -> entry.setSetTimeouts(TimeoutForms.form(set));
        }
        return entry.build().toByteArray();
    }

    private static int schema(RegistryCommand command) {
        return switch (command) {
            case RegistryCommand.ReserveRule reserve
            when !reserve.definition().preserve().isEmpty() -> PRESERVE_SCHEMA;
            case RegistryCommand.ChangePeople people -> PEOPLE_SCHEMA;
            case RegistryCommand.PutTicket ticket -> INDUCTION_SCHEMA;
            case RegistryCommand.RevokeTicket ticket -> INDUCTION_SCHEMA;
            case RegistryCommand.SpoilTicket ticket -> INDUCTION_SCHEMA;
            case RegistryCommand.RedeemTicket ticket -> INDUCTION_SCHEMA;
            case RegistryCommand.RetireNode node -> INDUCTION_SCHEMA;
            case RegistryCommand.Audited audited -> AUDIT_SCHEMA;
            case RegistryCommand.EditMembership edit ->
                edit.change() instanceof MembershipChange.Relieve ? NETWORK_SCHEMA : EDIT_SCHEMA;
            case RegistryCommand.ReplaceNode replace -> NETWORK_SCHEMA;
            case RegistryCommand.RemoveZone remove -> NETWORK_SCHEMA;
            case RegistryCommand.Recover recover -> RECOVERY_SCHEMA;
            case RegistryCommand.RaiseLevel raise -> LEVEL_SCHEMA;
            case RegistryCommand.PutBandwidth put -> BANDWIDTH_SCHEMA;
            case RegistryCommand.RemoveBandwidth remove -> BANDWIDTH_SCHEMA;
            case RegistryCommand.SetTimeouts set -> NETWORK_SCHEMA;
            default -> FIRST_SCHEMA;
        };
    }

    private static RegistryEntries.EditMembership form(RegistryCommand.EditMembership edit) {
        RegistryEntries.EditMembership.Builder form =
                RegistryEntries.EditMembership.newBuilder().setMembership(RegistryForms.form(edit.membership()));
        switch (edit.change()) {
            case MembershipChange.AddWitness witness ->
                form.setAddWitness(witness.node().value());
            case MembershipChange.Promote promote ->
                form.setPromote(promote.node().value());
            case MembershipChange.Demote demote -> form.setDemote(demote.node().value());
            case MembershipChange.Relieve relieve ->
                form.setRelieve(RegistryEntries.ReplaceNode.newBuilder()
                        .setOld(relieve.silent().value())
                        .setBy(relieve.by().value()));
            case MembershipChange.Prefer prefer -> form.setPrefer(prefer.zone().value());
        }
        return form.build();
    }

    private static MembershipChange change(RegistryEntries.EditMembership form) {
        return switch (form.getChangeCase()) {
            case ADD_WITNESS -> new MembershipChange.AddWitness(new NodeId(form.getAddWitness()));
            case PROMOTE -> new MembershipChange.Promote(new NodeId(form.getPromote()));
            case DEMOTE -> new MembershipChange.Demote(new NodeId(form.getDemote()));
            case PREFER -> new MembershipChange.Prefer(new ZoneName(form.getPrefer()));
            case RELIEVE ->
                new MembershipChange.Relieve(
                        new NodeId(form.getRelieve().getOld()),
                        new NodeId(form.getRelieve().getBy()));
            case CHANGE_NOT_SET -> throw Unreadable.unknown("the change of a membership");
        };
    }

    private static RegistryEntries.ReserveRule form(RegistryCommand.ReserveRule reserve) {
        RegistryEntries.ReserveRule.Builder form = RegistryEntries.ReserveRule.newBuilder()
                .setDefinition(RuleForms.form(reserve.definition()))
                .setMembership(RegistryForms.form(reserve.membership()));
        reserve.witnesses().forEach(witness -> form.addWitnesses(witness.value()));
        if (reserve.leaderZone() != null) {
            form.setLeaderZone(reserve.leaderZone().value());
        }
        return form.build();
    }

    /**
     * The opposite of {@link #encode}.
     *
     * @throws org.onecopy.problem.ProblemException {@code INTERNAL} where the entry is damaged, or is of a schema or type that this
     *     release does not know: the node must stop (H62)
     */
    public static RegistryCommand decode(byte[] bytes) {
        RegistryEntries.RegistryEntry entry;
        try {
            entry = RegistryEntries.RegistryEntry.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw Unreadable.damaged("an entry of the registry's log", e);
        }
        if (entry.getSchema() < 1 || entry.getSchema() > SCHEMA) {
            throw Unreadable.unknown("schema " + entry.getSchema() + " of an entry of the registry's log");
        }
        return command(RegistryForms.uuid(entry.getRequest()), entry);
    }

    private static RegistryCommand command(UUID request, RegistryEntries.RegistryEntry entry) {
        return switch (entry.getCommandCase()) {
            case PUT_ZONE -> {
                RegisteredZone zone = RegistryForms.zone(entry.getPutZone());
                yield new RegistryCommand.PutZone(request, zone.name(), zone.storageType(), zone.hasStorage());
            }
            case PUT_NODE -> putNode(request, RegistryForms.node(entry.getPutNode()));
            case RESERVE_RULE -> {
                RegistryEntries.ReserveRule form = entry.getReserveRule();
                yield new RegistryCommand.ReserveRule(
                        request,
                        RuleForms.definition(form.getDefinition()),
                        form.getWitnessesList().stream().map(ZoneName::new).toList(),
                        ValueForms.zoneOrNull(form.hasLeaderZone(), form.getLeaderZone()),
                        RegistryForms.uuid(form.getMembership()));
            }
            case CONFIRM_RULE -> {
                RegistryEntries.ConfirmRule form = entry.getConfirmRule();
                yield new RegistryCommand.ConfirmRule(
                        request, new RuleId(form.getRule()), form.getRevision(), form.getIndex());
            }
            case RELOCATE_RULE ->
                new RegistryCommand.RelocateRule(
                        request,
                        new RuleId(entry.getRelocateRule().getRule()),
                        RuleForms.locations(entry.getRelocateRule().getLocations()));
            case RULE_RELOCATED ->
                new RegistryCommand.RuleRelocated(
                        request,
                        new RuleId(entry.getRuleRelocated().getRule()),
                        entry.getRuleRelocated().getRevision());
            case LEAVE_MEMBERSHIP ->
                new RegistryCommand.LeaveMembership(
                        request,
                        RegistryForms.uuid(entry.getLeaveMembership().getMembership()),
                        new ZoneName(entry.getLeaveMembership().getZone()));
            case EDIT_MEMBERSHIP ->
                new RegistryCommand.EditMembership(
                        request,
                        RegistryForms.uuid(entry.getEditMembership().getMembership()),
                        change(entry.getEditMembership()));
            case RELEASE_RULE -> new RegistryCommand.ReleaseRule(request, new RuleId(entry.getReleaseRule()));
            case RULE_GONE -> new RegistryCommand.RuleGone(request, new RuleId(entry.getRuleGone()));
            case PUT_TICKET -> new RegistryCommand.PutTicket(request, RegistryForms.ticket(entry.getPutTicket()));
            case REVOKE_TICKET ->
                new RegistryCommand.RevokeTicket(request, RegistryForms.uuid(entry.getRevokeTicket()));
            case SPOIL_TICKET -> new RegistryCommand.SpoilTicket(request, RegistryForms.uuid(entry.getSpoilTicket()));
            case REDEEM_TICKET -> redeem(request, entry.getRedeemTicket());
            case RETIRE_NODE -> new RegistryCommand.RetireNode(request, new NodeId(entry.getRetireNode()));
            case REPLACE_NODE -> replace(request, entry.getReplaceNode());
            case REMOVE_ZONE -> new RegistryCommand.RemoveZone(request, new ZoneName(entry.getRemoveZone()));
            case PEOPLE_CHANGE ->
                new RegistryCommand.ChangePeople(request, PeopleForms.change(entry.getPeopleChange()));
            case AUDITED -> new RegistryCommand.Audited(request, AuditForms.act(entry.getAudited()));
            case RECOVER -> new RegistryCommand.Recover(request, RegistryForms.recovery(entry.getRecover()));
            case RAISE_LEVEL -> raise(request, entry.getRaiseLevel());
            case PUT_BANDWIDTH -> BandwidthForms.put(request, entry.getPutBandwidth());
            case REMOVE_BANDWIDTH -> new RegistryCommand.RemoveBandwidth(request, entry.getRemoveBandwidth());
            case SET_TIMEOUTS -> TimeoutForms.command(request, entry.getSetTimeouts());
            case COMMAND_NOT_SET -> throw Unreadable.unknown("the type of an entry of the registry's log");
        };
    }

    private static RegistryCommand putNode(UUID request, RegisteredNode node) {
        return new RegistryCommand.PutNode(
                request, node.id(), node.zone(), node.agreementAddress(), node.contentAddress(), node.adminAddress());
    }

    private static RegistryCommand raise(UUID request, int level) {
        if (level > FeatureLevel.NEWEST) {
            throw Unreadable.unknown("feature level " + level + ", to which the network was raised,");
        }
        return new RegistryCommand.RaiseLevel(request, level);
    }

    private static RegistryCommand replace(UUID request, RegistryEntries.ReplaceNode form) {
        return new RegistryCommand.ReplaceNode(request, new NodeId(form.getOld()), new NodeId(form.getBy()));
    }

    private static RegistryCommand redeem(UUID request, RegistryEntries.RedeemTicket form) {
        return new RegistryCommand.RedeemTicket(
                request,
                RegistryForms.uuid(form.getTicket()),
                RegistryForms.node(form.getNode()),
                RegistryForms.zone(form.getZone()),
                form.getKey(),
                form.getNowMillis());
    }
}
