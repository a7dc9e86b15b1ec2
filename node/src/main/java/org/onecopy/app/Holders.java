package org.onecopy.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.transfer.ContentKey;

/** Who should have a content: the zone that wrote it first, then those that show it already, then the others. Hints only (H10). */
final class Holders {
    private final ZoneName own;
    private final RegistryClient registry;
    private final Memberships memberships;

    Holders(ZoneName own, RegistryClient registry, Memberships memberships) {
        this.own = own;
        this.registry = registry;
        this.memberships = memberships;
    }

    /** The content endpoints of the writers of the rule's other zones. */
    List<String> of(ContentKey key) {
        Reservation reservation = registry.read(view -> view.get(RegistryTables.RESERVATIONS, key.rule()));
        MembershipIndex index = reservation == null ? null : memberships.index(reservation.membership());
        if (reservation == null || index == null) {
            return List.of();
        }
        JournalEntry journal = index.read(view -> view.get(Tables.JOURNAL, new JournalKey(key.rule(), key.version())));
        Set<ZoneName> zones = new LinkedHashSet<>();
        if (journal != null && journal.origin() != null) {
            zones.add(journal.origin());
        }
        List<ZoneName> others = new ArrayList<>();
        for (ZoneName zone : reservation.definition().paths().keySet()) {
            ZoneRow row = row(index, key, zone);
            boolean shows = row != null && row.progress().lowWater().compareTo(key.version()) >= 0;
            if (shows) {
                zones.add(zone);
            } else {
                others.add(zone);
            }
        }
        zones.addAll(others);
        zones.remove(own);
        List<String> endpoints = new ArrayList<>();
        for (ZoneName zone : zones) {
            ZoneRow row = row(index, key, zone);
            NodeId writer = row == null ? null : row.writer();
            RegisteredNode node = writer == null ? null : registry.read(view -> view.get(RegistryTables.NODES, writer));
            if (node != null) {
                endpoints.add(node.contentAddress());
            }
        }
        return endpoints;
    }

    private static @Nullable ZoneRow row(MembershipIndex index, ContentKey key, ZoneName zone) {
        return index.read(view -> view.get(Tables.ZONES, new ZoneKey(key.rule(), zone)));
    }
}
