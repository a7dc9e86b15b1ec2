package org.onecopy.log;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegisteredZone;
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
}
