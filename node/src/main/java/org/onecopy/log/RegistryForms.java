package org.onecopy.log;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.registry.Inducted;
import org.onecopy.core.registry.NodeRole;
import org.onecopy.core.registry.Recovery;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegisteredZone;
import org.onecopy.core.registry.Ticket;
import org.onecopy.log.proto.RegistryEntries;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/** The form of what commands and rows of the registry share. */
final class RegistryForms {
    private RegistryForms() {}

    static RegistryEntries.Uuid form(UUID id) {
        return RegistryEntries.Uuid.newBuilder()
                .setMost(id.getMostSignificantBits())
                .setLeast(id.getLeastSignificantBits())
                .build();
    }

    static UUID uuid(RegistryEntries.Uuid form) {
        return new UUID(form.getMost(), form.getLeast());
    }

    static @Nullable UUID uuidOrNull(boolean present, RegistryEntries.Uuid form) {
        return present ? uuid(form) : null;
    }

    static RegistryEntries.Zone form(RegisteredZone zone) {
        return RegistryEntries.Zone.newBuilder()
                .setName(zone.name().value())
                .setStorageType(zone.storageType())
                .setHasStorage(zone.hasStorage())
                .build();
    }

    static RegisteredZone zone(RegistryEntries.Zone form) {
        return new RegisteredZone(new ZoneName(form.getName()), form.getStorageType(), form.getHasStorage());
    }

    static RegistryEntries.NodeRole form(NodeRole role) {
        return switch (role) {
            case VOTER -> RegistryEntries.NodeRole.NODE_ROLE_VOTER;
            case LISTENER -> RegistryEntries.NodeRole.NODE_ROLE_LISTENER;
            case WITNESS -> RegistryEntries.NodeRole.NODE_ROLE_WITNESS;
        };
    }

    static NodeRole role(RegistryEntries.NodeRole form) {
        return switch (form) {
            case NODE_ROLE_VOTER -> NodeRole.VOTER;
            case NODE_ROLE_LISTENER -> NodeRole.LISTENER;
            case NODE_ROLE_WITNESS -> NodeRole.WITNESS;
            case NODE_ROLE_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("the role of a node");
        };
    }

    static RegistryEntries.Ticket form(Ticket ticket) {
        return RegistryEntries.Ticket.newBuilder()
                .setId(form(ticket.id()))
                .setDigest(ticket.digest())
                .setZone(ticket.zone().value())
                .setRole(form(ticket.role()))
                .setUses(ticket.uses())
                .setFailures(ticket.failures())
                .setExpiresMillis(ticket.expiresMillis())
                .setAuthority(ticket.authority())
                .build();
    }

    static Ticket ticket(RegistryEntries.Ticket form) {
        return new Ticket(
                uuid(form.getId()),
                form.getDigest(),
                new ZoneName(form.getZone()),
                role(form.getRole()),
                form.getUses(),
                form.getFailures(),
                form.getExpiresMillis(),
                form.getAuthority());
    }

    static RegistryEntries.Inducted form(Inducted inducted) {
        return RegistryEntries.Inducted.newBuilder()
                .setRole(form(inducted.role()))
                .setKey(inducted.key())
                .setTicket(form(inducted.ticket()))
                .build();
    }

    static Inducted inducted(RegistryEntries.Inducted form) {
        return new Inducted(role(form.getRole()), form.getKey(), uuid(form.getTicket()));
    }

    static RegistryEntries.Node form(RegisteredNode node) {
        return RegistryEntries.Node.newBuilder()
                .setId(node.id().value())
                .setZone(node.zone().value())
                .setAgreementAddress(node.agreementAddress())
                .setContentAddress(node.contentAddress())
                .setAdminAddress(node.adminAddress())
                .build();
    }

    static RegisteredNode node(RegistryEntries.Node form) {
        return new RegisteredNode(
                new NodeId(form.getId()),
                new ZoneName(form.getZone()),
                form.getAgreementAddress(),
                form.getContentAddress(),
                form.getAdminAddress());
    }

    static RegistryEntries.Recovery form(Recovery recovery) {
        RegistryEntries.Recovery.Builder form = RegistryEntries.Recovery.newBuilder()
                .setIncarnation(recovery.incarnation())
                .setSeed(recovery.seed().value())
                .setRegistry(form(recovery.registry()))
                .setTimeMillis(recovery.timeMillis());
        recovery.lost().forEach(node -> form.addLost(node.value()));
        recovery.groups()
                .forEach(group -> form.addGroups(RegistryEntries.Recovery.Group.newBuilder()
                        .setBefore(form(group.before()))
                        .setNow(form(group.now()))
                        .setSeed(group.seed().value())
                        .setIndex(group.index())));
        return form.build();
    }

    static Recovery recovery(RegistryEntries.Recovery form) {
        return new Recovery(
                form.getIncarnation(),
                new NodeId(form.getSeed()),
                uuid(form.getRegistry()),
                form.getTimeMillis(),
                form.getLostList().stream().map(NodeId::new).toList(),
                form.getGroupsList().stream()
                        .map(group -> new Recovery.Group(
                                uuid(group.getBefore()),
                                uuid(group.getNow()),
                                new NodeId(group.getSeed()),
                                group.getIndex()))
                        .toList());
    }
}
