package org.onecopy.console.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.command.Rest;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.AddressChange;
import org.onecopy.model.api.AddressOutcome;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.PeerRole;
import org.onecopy.model.api.TicketSpec;

/** Nodes that move, that are replaced, and that leave by themselves. */
final class NodeActs {
    private static final String BY_TICKET = "a new one, which comes by a ticket";
    private static final double WIDE = 620;

    private NodeActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(on("node.address", "Where it is reached…", "fth-map-pin", context -> address(desk, context))
                .asCli(context -> "onecopy nodes address " + name(context) + " --admin HOST:PORT", "nodes address")
                .asRest("PUT /api/v1/nodes/{node}/addresses", "{\"admin\":\"HOST:PORT\"}"));
        commands.add(on("node.replace", "Replace a lost node…", "fth-refresh-cw", context -> replace(desk, context))
                .asCli(context -> "onecopy nodes replace " + name(context) + " NEW", "nodes replace")
                .asRest("POST /api/v1/nodes/{node}/replacement", "{\"by\":\"NEW\"}"));
        commands.add(on("node.leave", "Let it leave…", "fth-log-out", context -> leave(desk, context))
                .asCli(context -> "onecopy network leave " + name(context), "network leave")
                .asRest("POST /api/v1/nodes/{node}/leave"));
    }

    private static Command on(String id, String label, String icon, Consumer<Context> action) {
        return Command.on(NodeView.class, id, label, icon, Menu.NETWORK, action);
    }

    private static String name(Context context) {
        return context.word(NodeView.class, NodeView::id, "NODE");
    }

    // ---- where it is reached

    private static void address(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(NodeView.class).ifPresent(node -> address(desk, session, node));
    }

    private static void address(Desk desk, Session session, NodeView node) {
        Addresses now = node.addresses();
        Ask ask = new Ask(desk.stage(), "Where is node " + node.id() + " reached?", "Call it there");
        ask.plan("A node that is started with other addresses says so itself; this is for one that cannot, or whose"
                + " addresses changed while it runs.");
        ask.plan(
                "All other nodes call it there from then on. Where it does not answer there, it counts as lost until the"
                        + " address is right.");
        ask.text("agreement", "Agreement", now.agreement(), now.agreement());
        ask.text("content", "Contents", now.content(), now.content());
        ask.text("admin", "Admin API", now.admin(), now.admin());
        VBox becomes = new VBox(4);
        ask.content(becomes, WIDE);
        ask.whenTyped(values -> becomes.getChildren()
                .setAll(becomes(now, values).stream().map(NodeActs::line).toList()));
        ask.check(values -> wrong(now, values));
        ask.cli(values -> cli(node.id(), change(now, values)));
        ask.rest(values ->
                Rest.line(session, "PUT", "/api/v1/nodes/" + node.id() + "/addresses", Rest.json(change(now, values))));
        ask.show()
                .map(values -> change(now, values))
                .ifPresent(change -> desk.change(
                        session,
                        "Call node " + node.id() + " elsewhere",
                        client -> client.move(node.id(), change),
                        outcome -> moved(desk, outcome)));
    }

    /** What would change, a line each. */
    static List<String> becomes(Addresses now, Map<String, String> values) {
        List<String> lines = new ArrayList<>();
        becomes(lines, "Agreement", now.agreement(), values.get("agreement"));
        becomes(lines, "Contents", now.content(), values.get("content"));
        becomes(lines, "Admin API", now.admin(), values.get("admin"));
        return lines;
    }

    private static void becomes(List<String> lines, String what, String now, @Nullable String typed) {
        String next = other(now, typed);
        lines.add(what + ": " + now + (next == null ? ", as before" : " becomes " + next));
    }

    private static @Nullable String other(String now, @Nullable String typed) {
        String text = typed == null ? "" : typed.strip();
        return text.isEmpty() || text.equals(now) ? null : text;
    }

    /** What is wrong with what was typed; empty where it can be asked for. */
    static Optional<String> wrong(Addresses now, Map<String, String> values) {
        List<String> next = Stream.of(
                        other(now.agreement(), values.get("agreement")),
                        other(now.content(), values.get("content")),
                        other(now.admin(), values.get("admin")))
                .filter(Objects::nonNull)
                .toList();
        if (next.isEmpty()) {
            return Optional.of("Change at least one.");
        }
        return next.stream()
                .filter(text -> !text.matches("\\S+:\\d{1,5}"))
                .findFirst()
                .map(text -> "'" + text + "' is no address: HOST:PORT.");
    }

    private static AddressChange change(Addresses now, Map<String, String> values) {
        return new AddressChange(
                other(now.agreement(), values.get("agreement")),
                other(now.content(), values.get("content")),
                other(now.admin(), values.get("admin")));
    }

    private static String cli(NodeId node, AddressChange change) {
        return "onecopy nodes address " + node
                + (change.agreement() == null ? "" : " --agreement " + change.agreement())
                + (change.content() == null ? "" : " --content " + change.content())
                + (change.admin() == null ? "" : " --admin " + change.admin());
    }

    private static void moved(Desk desk, AddressOutcome outcome) {
        if (outcome.agreed()) {
            return;
        }
        Ask ask = new Ask(desk.stage(), "Node " + outcome.node() + " is called elsewhere, by one node so far", "Close");
        ask.plan(
                "There was no majority to agree on that. The node that was asked calls it there; once they hear each other,"
                        + " it is agreed by itself.");
        ask.tell();
    }

    private static Label line(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    // ---- replaced

    private static void replace(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        Snapshot now = session.snapshot().get();
        Optional<NodeView> selected = context.selected(NodeView.class);
        if (now == null || selected.isEmpty()) {
            return;
        }
        NodeView lost = selected.get();
        List<String> others = new ArrayList<>(now.nodes().stream()
                .filter(node -> node.zone().equals(lost.zone()) && !node.id().equals(lost.id()))
                .map(node -> node.id().value())
                .toList());
        others.add(BY_TICKET);
        Ask ask = new Ask(desk.stage(), "Who takes the place of node " + lost.id() + "?", "Next");
        ask.plan("Where a machine or its disk is lost, another node of zone " + lost.zone()
                + " takes its place: its votes and its storage. The old one never votes again, and its certificate is worth"
                + " nothing.");
        if (others.size() == 1) {
            ask.plan("Zone " + lost.zone() + " has no other node yet: bring one into the network first.");
        }
        ask.choice("by", "The new node", others, others.getFirst());
        ask.cli(values -> "onecopy nodes replace " + lost.id() + " "
                + (BY_TICKET.equals(values.get("by")) ? "--ticket" : values.get("by")));
        ask.show().map(values -> values.getOrDefault("by", BY_TICKET)).ifPresent(by -> {
            if (by.equals(BY_TICKET)) {
                ticket(desk, session, now, lost);
            } else {
                replace(desk, session, lost, new NodeId(by));
            }
        });
    }

    private static void ticket(Desk desk, Session session, Snapshot now, NodeView lost) {
        boolean stores =
                now.zones().stream().anyMatch(zone -> zone.name().equals(lost.zone()) && zone.storage() != null);
        TicketSpec spec = new TicketSpec(lost.zone(), stores ? null : PeerRole.WITNESS, null, null, null);
        desk.change(
                session,
                "Make a ticket for zone " + lost.zone(),
                client -> client.makeTicket(spec),
                made -> NetworkActs.handOver(desk, session, made));
    }

    private static void replace(Desk desk, Session session, NodeView lost, NodeId by) {
        Ask ask = new Ask(desk.stage(), "Node " + by + " takes the place of " + lost.id(), "Replace the node");
        ask.plan("Node " + lost.id() + " votes no more, and its name is never given to another node. Node " + by
                + " votes once it has caught up. What is left until then:");
        NetworkActs.outlook(desk, session, ask, lost.id());
        ask.typeToConfirm(lost.id().value());
        ask.cli(values -> "onecopy nodes replace " + lost.id() + " " + by);
        ask.rest(values ->
                Rest.line(session, "POST", "/api/v1/nodes/" + lost.id() + "/replacement", "{\"by\":\"" + by + "\"}"));
        ask.show()
                .ifPresent(values -> desk.order(
                        session,
                        "Node " + by + " takes the place of " + lost.id(),
                        client -> client.replace(lost.id(), by)));
    }

    // ---- leaves by itself

    private static void leave(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(NodeView.class).ifPresent(node -> {
            Ask ask = new Ask(desk.stage(), "Let node " + node.id() + " leave the network for good?", "Let it leave");
            ask.plan(
                    "The node hands over what it leads and writes, leaves, and its process ends. Its name is never given to"
                            + " another node. The files in zone " + node.zone() + " stay where they are.");
            ask.plan("It is asked itself, so it must run; one that is lost is removed instead.");
            NetworkActs.outlook(desk, session, ask, node.id());
            ask.typeToConfirm(node.id().value());
            ask.cli(values -> "onecopy network leave " + node.id());
            ask.rest(values -> Rest.line(session, "POST", "/api/v1/nodes/" + node.id() + "/leave", ""));
            ask.show()
                    .ifPresent(values -> desk.act(
                            session,
                            "Node " + node.id() + " hands over",
                            () -> session.gateway().askAt(node.id(), client -> {
                                client.leave(node.id());
                                return node.id();
                            }),
                            asked -> watch(desk, session, asked)));
        });
    }

    /** Says so once a node is not in the network any more. */
    private static void watch(Desk desk, Session session, NodeId leaving) {
        session.snapshot().addListener(new ChangeListener<>() {
            @Override
            public void changed(
                    ObservableValue<? extends @Nullable Snapshot> property,
                    @Nullable Snapshot old,
                    @Nullable Snapshot now) {
                if (now != null
                        && now.nodes().stream().noneMatch(node -> node.id().equals(leaving))) {
                    session.snapshot().removeListener(this);
                    desk.say("Node " + leaving + " has left the network; its data directory can be deleted.");
                }
            }
        });
    }
}
