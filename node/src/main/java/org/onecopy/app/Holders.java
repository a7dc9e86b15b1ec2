package org.onecopy.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.transfer.ContentKey;

/** Who should have a content: the zone that wrote it first, then those that show it already, then the others. Hints only (H10). */
final class Holders {
    private static final NodeId FIRST_NODE = new NodeId("a");

    private final ZoneName own;
    private final RegistryClient registry;
    private final Memberships memberships;
    private final Predicate<String> reachable;

    /** @param reachable whether a node, by its content endpoint, could be reached lately; must be quick */
    Holders(ZoneName own, RegistryClient registry, Memberships memberships, Predicate<String> reachable) {
        this.reachable = reachable;
        this.own = own;
        this.registry = registry;
        this.memberships = memberships;
    }

    /**
     * The content endpoints of the writers of the rule's other zones; where a writer cannot be reached, also of the other nodes of its
     * zone, which have its records and the same storage.
     */
    List<String> of(ContentKey key) {
        Reservation reservation = registry.read(view -> view.get(RegistryTables.RESERVATIONS, key.rule()));
        MembershipIndex index = reservation == null ? null : memberships.index(reservation.membership());
        if (reservation == null || index == null) {
            return List.of();
        }
        List<NodeId> writers = index.read(view -> writers(view, reservation, key));
        return registry.read(view -> endpoints(view, writers));
    }

    /** The writers of the other zones: of the one that wrote the content, of those that show it, then of the rest. */
    private List<NodeId> writers(TableView view, Reservation reservation, ContentKey key) {
        JournalEntry journal = view.get(Tables.JOURNAL, new JournalKey(key.rule(), key.version()));
        ZoneName origin = journal == null ? null : journal.origin();
        List<NodeId> first = new ArrayList<>();
        List<NodeId> showing = new ArrayList<>();
        List<NodeId> others = new ArrayList<>();
        Set<ZoneName> zones =
                new LinkedHashSet<>(reservation.definition().paths().keySet());
        if (origin != null) {
            zones.add(origin);
        }
        zones.remove(own);
        for (ZoneName zone : zones) {
            ZoneRow row = view.get(Tables.ZONES, new ZoneKey(key.rule(), zone));
            if (row != null && row.writer() != null) {
                boolean shows = row.progress().lowWater().compareTo(key.version()) >= 0;
                (zone.equals(origin) ? first : shows ? showing : others).add(row.writer());
            }
        }
        first.addAll(showing);
        first.addAll(others);
        return first;
    }

    private List<String> endpoints(TableView view, List<NodeId> writers) {
        List<String> endpoints = new ArrayList<>();
        for (NodeId writer : writers) {
            RegisteredNode node = view.get(RegistryTables.NODES, writer);
            if (node != null) {
                endpoints.add(node.contentAddress());
            }
            if (node != null && !reachable.test(node.contentAddress())) {
                endpoints.addAll(othersOf(view, node));
            }
        }
        return endpoints;
    }

    private static List<String> othersOf(TableView view, RegisteredNode writer) {
        List<String> others = new ArrayList<>();
        view.scan(RegistryTables.NODES, FIRST_NODE, null).forEachRemaining(row -> {
            RegisteredNode node = row.getValue();
            if (node.zone().equals(writer.zone()) && !node.id().equals(writer.id())) {
                others.add(node.contentAddress());
            }
        });
        return others;
    }
}
