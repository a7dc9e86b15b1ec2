package org.onecopy.console.lists;

import static org.onecopy.console.lists.Column.count;
import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.api.ZoneView;
import org.onecopy.model.client.AdminClient;

/** Tables of zones, nodes and who agrees. */
final class NetworkTables {
    private NetworkTables() {}

    /** Zones. */
    static final ListSpec<ZoneView> ZONES = new ListSpec<>(
            "zones",
            "Zones",
            "own-zone",
            ZoneView.class,
            List.of(
                    text("Zone", 110, ZoneView::name),
                    text(
                            "Storage",
                            90,
                            zone -> zone.storage() == null
                                    ? "witness"
                                    : zone.storage().type()),
                    text(
                            "Root",
                            260,
                            zone -> zone.storage() == null
                                    ? null
                                    : zone.storage().root()),
                    text("Nodes", 140, ZoneView::nodes),
                    text("Reachable", 90, zone -> zone.reachable() ? "yes" : "no"),
                    number("Free", 90, ZoneView::free, ByteCount::toString),
                    number("Size", 90, ZoneView::total, ByteCount::toString),
                    text("Problem", 300, ZoneView::problem)),
            Sources.plain(AdminClient::zones),
            ZoneView::name,
            "No zones are known.",
            true);

    /** Nodes. */
    static final ListSpec<NodeView> NODES = new ListSpec<>(
            "nodes",
            "Nodes",
            "own-node",
            NodeView.class,
            List.of(
                    text("Node", 120, NodeView::id),
                    text("Zone", 90, NodeView::zone),
                    text("State", 100, NodeView::state),
                    number("Silent for", 90, NodeView::silenceSeconds, DurationText::rough),
                    text("Version", 140, NodeView::version),
                    text("Admin", 160, node -> node.addresses().admin()),
                    text("Agreement", 160, node -> node.addresses().agreement()),
                    text("Content", 160, node -> node.addresses().content())),
            Sources.plain(AdminClient::nodes),
            NodeView::id,
            "No nodes are known.",
            true);

    /** Memberships. */
    static final ListSpec<MembershipView> MEMBERSHIPS = new ListSpec<>(
            "memberships",
            "Memberships",
            "fth-users",
            MembershipView.class,
            List.of(
                    text(
                            "Membership",
                            110,
                            row -> row.registry()
                                    ? "registry"
                                    : row.id().toString().substring(0, 8)),
                    text("Rules", 160, MembershipView::rules),
                    text("Leader", 110, MembershipView::leader),
                    text(
                            "Members",
                            380,
                            row -> row.peers().stream()
                                    .map(peer ->
                                            peer.node() + " (" + peer.role().word() + ")")
                                    .toList()),
                    count("Term", 60, MembershipView::term),
                    count("Committed", 100, MembershipView::committedIndex),
                    count("Applied", 100, MembershipView::appliedIndex)),
            Sources.plain(AdminClient::memberships),
            MembershipView::id,
            "No memberships are known.",
            true);

    /** What the storages can do. */
    static final ListSpec<StorageAbilities> STORAGE = new ListSpec<>(
            "storage",
            "Storage",
            "fth-hard-drive",
            StorageAbilities.class,
            List.of(
                    text("Zone", 100, StorageAbilities::zone),
                    text("Type", 80, StorageAbilities::type),
                    text("Location", 220, StorageAbilities::location),
                    text("Abilities", 560, StorageAbilities::abilities)),
            gateway -> {
                List<StorageAbilities> all = new ArrayList<>();
                gateway.askAll(AdminClient::storage).forEach(all::addAll);
                all.sort(Comparator.comparing(StorageAbilities::zone));
                return new Listing<>(all.stream().distinct().toList(), all.size());
            },
            row -> row.zone() + "/" + row.location(),
            "No zone has a storage.",
            false);

    /** Tickets. */
    static final ListSpec<TicketView> TICKETS = new ListSpec<>(
            "tickets",
            "Tickets",
            "fth-tag",
            TicketView.class,
            List.of(
                    text("Ticket", 290, TicketView::id),
                    text("Zone", 110, TicketView::zone),
                    text("Role", 90, TicketView::role),
                    count("Uses left", 90, row -> (long) row.uses()),
                    count("Failures", 80, row -> (long) row.failures()),
                    number("Expires", 160, TicketView::expires, Texts::of),
                    text("Can admit others", 130, row -> row.authority() ? "yes" : "no")),
            Sources.plain(AdminClient::tickets),
            TicketView::id,
            "No tickets. A node comes into the network with one: make it here, and run the command on the node's machine.",
            true);
}
