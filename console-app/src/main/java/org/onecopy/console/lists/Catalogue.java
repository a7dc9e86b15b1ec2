package org.onecopy.console.lists;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.onecopy.console.session.Gateway;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.api.AlertSilence;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.ConflictView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.api.TokenView;
import org.onecopy.model.api.TransferView;
import org.onecopy.model.api.UserView;
import org.onecopy.model.api.ZoneView;
import org.onecopy.model.client.AdminClient;

/** All tables there are. */
public final class Catalogue {
    private static final Filter MANY = new Filter(null, null, Filter.LIMIT_MAX);

    private Catalogue() {}

    /** Rules. */
    public static final ListSpec<RuleView> RULES = new ListSpec<>(
            "rules",
            "Rules",
            "own-rule",
            RuleView.class,
            List.of(
                    Column.text("Rule", 150, RuleView::name),
                    Column.text("Status", 80, RuleView::status),
                    Column.text(
                            "Zones",
                            190,
                            rule -> rule.zones().stream()
                                    .map(location -> location.zone())
                                    .toList()),
                    Column.count("Files", 90, RuleView::files),
                    Column.number("Size", 90, RuleView::bytes, ByteCount::toString),
                    Column.text("Conflict", 120, RuleView::conflict),
                    Column.text("Preferred", 90, RuleView::preferredZone),
                    Column.text("Visibility", 90, RuleView::visibility),
                    Column.text("Hold", 60, RuleView::hold),
                    Column.count("Revision", 80, RuleView::revision),
                    Column.text("Exclusions", 160, RuleView::exclude)),
            plain(AdminClient::rules),
            RuleView::name,
            "No rule yet. Create one with Ctrl+N: it says which directories, one in each of its zones, hold the same tree.",
            true);

    /** Conflict copies. */
    public static final ListSpec<ConflictView> CONFLICTS = new ListSpec<>(
            "conflicts",
            "Conflicts",
            "fth-git-merge",
            ConflictView.class,
            List.of(
                    Column.text("Rule", 110, ConflictView::rule),
                    Column.text("Conflict copy", 330, ConflictView::path),
                    Column.text("Kept the name", 240, ConflictView::winner),
                    Column.text("Losing zone", 100, ConflictView::zone),
                    Column.number("Time", 150, ConflictView::time, Texts::of),
                    Column.number("Length", 90, ConflictView::length, ByteCount::toString)),
            gateway -> gateway.ask(client -> client.conflicts(MANY)),
            row -> row.rule() + "/" + row.path(),
            "No conflict copies. Where two zones change a file without knowing of each other, the losing content appears here.",
            true);

    /** Parked changes of all zones. */
    public static final ListSpec<ParkedView> PARKED = new ListSpec<>(
            "parked",
            "Parked",
            "fth-pause-circle",
            ParkedView.class,
            List.of(
                    Column.text("Rule", 100, ParkedView::rule),
                    Column.text("Zone", 80, ParkedView::zone),
                    Column.text("Path", 220, ParkedView::path),
                    Column.text("Reason", 150, ParkedView::reason),
                    Column.text("What happened", 260, ParkedView::message),
                    Column.text("What to do", 260, ParkedView::remedy),
                    Column.number("Since", 150, ParkedView::since, Texts::of),
                    Column.count("Tries", 60, row -> (long) row.tries()),
                    Column.text("Next try", 150, ParkedView::nextTry)),
            gateway -> together(
                    gateway, client -> client.parked(MANY), ParkedView::id, Comparator.comparing(ParkedView::since)),
            ParkedView::id,
            "Nothing is parked: every zone can show what is agreed.",
            true);

    /** Contents on their way, into all zones. */
    public static final ListSpec<TransferView> TRANSFERS = new ListSpec<>(
            "transfers",
            "Transfers",
            "fth-download-cloud",
            TransferView.class,
            List.of(
                    Column.text("Rule", 100, TransferView::rule),
                    Column.text("Path", 280, TransferView::path),
                    Column.text("From", 80, TransferView::from),
                    Column.text("To", 80, TransferView::to),
                    Column.text("State", 80, TransferView::state),
                    Column.number("Length", 90, TransferView::length, ByteCount::toString),
                    Column.number("Done", 70, Catalogue::percent, part -> part + " %"),
                    Column.number("Per second", 90, TransferView::ratePerSecond, ByteCount::toString),
                    Column.count("Tries", 60, row -> (long) row.tries()),
                    Column.text(
                            "Problem",
                            220,
                            row -> row.problem() == null ? null : row.problem().detail())),
            gateway -> together(
                    gateway,
                    client -> client.transfers(MANY),
                    row -> row.rule() + "/" + row.file() + "/" + row.to(),
                    Comparator.comparing(TransferView::state)),
            row -> row.rule() + "/" + row.file() + "/" + row.to(),
            "Nothing is on its way: every zone has the contents that it needs.",
            true);

    /** Guards against mass changes. */
    public static final ListSpec<GuardView> GUARD = new ListSpec<>(
            "guard",
            "Guard",
            "fth-shield",
            GuardView.class,
            List.of(
                    Column.text("Rule", 150, GuardView::rule),
                    Column.text("Zone", 110, GuardView::zone),
                    Column.text("State", 100, GuardView::state),
                    Column.count("Counted", 100, GuardView::counted),
                    Column.count("Limit", 100, GuardView::limit),
                    Column.count("Held operations", 130, GuardView::heldOperations),
                    Column.text("Since", 160, GuardView::since)),
            plain(AdminClient::guard),
            row -> row.rule() + "/" + row.zone(),
            "No rule, and so nothing to guard.",
            true);

    /** Alerts that have begun and not ended. */
    public static final ListSpec<AlertView> ALERTS = new ListSpec<>(
            "alerts",
            "Alerts",
            "fth-bell",
            AlertView.class,
            List.of(
                    Column.text("Severity", 80, AlertView::severity),
                    Column.text("Alert", 190, AlertView::id),
                    Column.text("What is the matter", 380, AlertView::message),
                    Column.number("Value", 90, AlertView::value, value -> "" + Math.round(value)),
                    Column.number("Since", 150, AlertView::since, Texts::of),
                    Column.text("Reporter", 100, AlertView::reporter),
                    Column.text("Silenced until", 150, AlertView::silencedUntil)),
            plain(AdminClient::alerts),
            AlertView::id,
            "No alerts: nothing is so bad for so long that somebody should be told.",
            true);

    /** Alerts of which no messages are sent. */
    public static final ListSpec<AlertSilence> SILENCES = new ListSpec<>(
            "silences",
            "Silences",
            "fth-bell-off",
            AlertSilence.class,
            List.of(
                    Column.text("Alert", 260, AlertSilence::id),
                    Column.number("Until", 160, AlertSilence::until, Texts::of),
                    Column.text("Why", 400, AlertSilence::why)),
            plain(AdminClient::silences),
            AlertSilence::id,
            "Messages of all alerts are sent.",
            false);

    /** Zones. */
    public static final ListSpec<ZoneView> ZONES = new ListSpec<>(
            "zones",
            "Zones",
            "own-zone",
            ZoneView.class,
            List.of(
                    Column.text("Zone", 110, ZoneView::name),
                    Column.text(
                            "Storage",
                            90,
                            zone -> zone.storage() == null
                                    ? "witness"
                                    : zone.storage().type()),
                    Column.text(
                            "Root",
                            260,
                            zone -> zone.storage() == null
                                    ? null
                                    : zone.storage().root()),
                    Column.text("Nodes", 140, ZoneView::nodes),
                    Column.text("Reachable", 90, zone -> zone.reachable() ? "yes" : "no"),
                    Column.number("Free", 90, ZoneView::free, ByteCount::toString),
                    Column.number("Size", 90, ZoneView::total, ByteCount::toString),
                    Column.text("Problem", 300, ZoneView::problem)),
            plain(AdminClient::zones),
            ZoneView::name,
            "No zones are known.",
            true);

    /** Nodes. */
    public static final ListSpec<NodeView> NODES = new ListSpec<>(
            "nodes",
            "Nodes",
            "own-node",
            NodeView.class,
            List.of(
                    Column.text("Node", 120, NodeView::id),
                    Column.text("Zone", 90, NodeView::zone),
                    Column.text("State", 100, NodeView::state),
                    Column.number("Silent for", 90, NodeView::silenceSeconds, DurationText::rough),
                    Column.text("Version", 140, NodeView::version),
                    Column.text("Admin", 160, node -> node.addresses().admin()),
                    Column.text("Agreement", 160, node -> node.addresses().agreement()),
                    Column.text("Content", 160, node -> node.addresses().content())),
            plain(AdminClient::nodes),
            NodeView::id,
            "No nodes are known.",
            true);

    /** Memberships. */
    public static final ListSpec<MembershipView> MEMBERSHIPS = new ListSpec<>(
            "memberships",
            "Memberships",
            "fth-users",
            MembershipView.class,
            List.of(
                    Column.text(
                            "Membership",
                            110,
                            row -> row.registry()
                                    ? "registry"
                                    : row.id().toString().substring(0, 8)),
                    Column.text("Rules", 160, MembershipView::rules),
                    Column.text("Leader", 110, MembershipView::leader),
                    Column.text(
                            "Members",
                            380,
                            row -> row.peers().stream()
                                    .map(peer ->
                                            peer.node() + " (" + peer.role().word() + ")")
                                    .toList()),
                    Column.count("Term", 60, MembershipView::term),
                    Column.count("Committed", 100, MembershipView::committedIndex),
                    Column.count("Applied", 100, MembershipView::appliedIndex)),
            plain(AdminClient::memberships),
            MembershipView::id,
            "No memberships are known.",
            true);

    /** What the storages can do. */
    public static final ListSpec<StorageAbilities> STORAGE = new ListSpec<>(
            "storage",
            "Storage",
            "fth-hard-drive",
            StorageAbilities.class,
            List.of(
                    Column.text("Zone", 100, StorageAbilities::zone),
                    Column.text("Type", 80, StorageAbilities::type),
                    Column.text("Location", 220, StorageAbilities::location),
                    Column.text("Abilities", 560, StorageAbilities::abilities)),
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
    public static final ListSpec<TicketView> TICKETS = new ListSpec<>(
            "tickets",
            "Tickets",
            "fth-tag",
            TicketView.class,
            List.of(
                    Column.text("Ticket", 290, TicketView::id),
                    Column.text("Zone", 110, TicketView::zone),
                    Column.text("Role", 90, TicketView::role),
                    Column.count("Uses left", 90, row -> (long) row.uses()),
                    Column.count("Failures", 80, row -> (long) row.failures()),
                    Column.number("Expires", 160, TicketView::expires, Texts::of),
                    Column.text("Can admit others", 130, row -> row.authority() ? "yes" : "no")),
            plain(AdminClient::tickets),
            TicketView::id,
            "No tickets. A node comes into the network with one: make it here, and run the command on the node's machine.",
            true);

    /** Users. */
    public static final ListSpec<UserView> USERS = new ListSpec<>(
            "users",
            "Users",
            "fth-user",
            UserView.class,
            List.of(
                    Column.text("User", 160, UserView::name),
                    Column.text("Roles", 420, UserView::roles),
                    Column.text("State", 100, user -> user.disabled() ? "disabled" : "enabled")),
            plain(client -> client.people().users()),
            UserView::name,
            "No users yet: whoever has a token of a tokens file can do everything. Add users with roles here.",
            false);

    /** Tokens and sessions. */
    public static final ListSpec<TokenView> TOKENS = new ListSpec<>(
            "tokens",
            "Tokens",
            "fth-key",
            TokenView.class,
            List.of(
                    Column.text("Name", 150, TokenView::name),
                    Column.text("Kind", 80, token -> token.session() ? "session" : "token"),
                    Column.text("Owner", 120, TokenView::owner),
                    Column.text("Roles", 240, TokenView::roles),
                    Column.number("Expires", 160, TokenView::expires, Texts::of),
                    Column.text(
                            "State",
                            90,
                            token -> token.revoked()
                                    ? "revoked"
                                    : token.expires().isBefore(Instant.now()) ? "expired" : "good"),
                    Column.text("Id", 150, TokenView::id)),
            plain(client -> client.people().tokens()),
            TokenView::id,
            "No tokens and no sessions.",
            false);

    /** All, in the order of the menu. */
    public static List<ListSpec<?>> all() {
        return List.of(
                RULES,
                CONFLICTS,
                PARKED,
                TRANSFERS,
                GUARD,
                ALERTS,
                SILENCES,
                ZONES,
                NODES,
                MEMBERSHIPS,
                STORAGE,
                TICKETS,
                USERS,
                TOKENS);
    }

    private static long percent(TransferView row) {
        return row.length().value() == 0
                ? 100
                : row.done().value() * 100 / row.length().value();
    }

    private static <T> Function<Gateway, Listing<T>> plain(Function<AdminClient, List<T>> question) {
        return gateway -> {
            List<T> all = gateway.ask(question);
            return new Listing<>(all, all.size());
        };
    }

    /** What each node knows of its own zone, each once. */
    private static <T> Listing<T> together(
            Gateway gateway, Function<AdminClient, Listing<T>> question, Function<T, Object> key, Comparator<T> order) {
        Map<Object, T> all = new LinkedHashMap<>();
        long more = 0;
        for (Listing<T> answer : gateway.askAll(question)) {
            answer.items().forEach(item -> all.putIfAbsent(key.apply(item), item));
            more += answer.total() - answer.items().size();
        }
        List<T> sorted = all.values().stream().sorted(order).toList();
        return new Listing<>(sorted, sorted.size() + more);
    }
}
