package org.onecopy.console.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.provision.ProvisionModel;
import org.onecopy.console.provision.ProvisionWindow;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Ask;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.whatif.Arrival;
import org.onecopy.console.whatif.OutlookPane;
import org.onecopy.console.whatif.WhatIfModel;
import org.onecopy.model.DurationText;
import org.onecopy.model.NodeId;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckResult;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.PeerRole;
import org.onecopy.model.api.StorageCheck;
import org.onecopy.model.api.StorageReport;
import org.onecopy.model.api.TicketSpec;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.api.ZoneView;

/** Nodes that come and go, and trying out storages. */
final class NetworkActs {
    private static final double PREVIEW_HEIGHT = 110;
    private static final double OUTLOOK_HEIGHT = 260;

    private NetworkActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.of(
                        "network.ticket",
                        "Induct a node…",
                        "fth-user-plus",
                        Menu.NETWORK,
                        context -> ticket(desk, context))
                .withKey("Shortcut+I")
                .connected()
                .asCli(context -> "onecopy network ticket --zone ZONE", "network ticket")
                .asRest(
                        "POST /api/v1/network/tickets",
                        "{\"zone\":\"ZONE\",\"role\":\"voter\",\"uses\":1,\"minutes\":15}"));
        commands.add(Command.of(
                "network.provision",
                "Provision machines…",
                "fth-upload-cloud",
                Menu.NETWORK,
                context -> new ProvisionWindow(
                                desk.stage(),
                                new ProvisionModel(
                                        desk.work(), ProvisionModel.Places.usual(), ProvisionModel.Runner.SSH),
                                () -> context.connected().map(Session::gateway).orElse(null))
                        .show()));
        commands.add(Command.on(
                        TicketView.class,
                        "ticket.revoke",
                        "Revoke ticket",
                        "fth-x-circle",
                        Menu.NETWORK,
                        context -> revoke(desk, context))
                .asCli(
                        context -> "onecopy network revoke "
                                + context.word(TicketView.class, one -> "" + one.id(), "TICKET"),
                        "network revoke")
                .asRest("DELETE /api/v1/network/tickets/{ticket}"));
        commands.add(Command.on(
                        NodeView.class,
                        "node.remove",
                        "Remove node…",
                        "fth-trash-2",
                        Menu.NETWORK,
                        context -> remove(desk, context))
                .asCli(
                        context -> "onecopy nodes remove "
                                + context.word(NodeView.class, one -> one.id().value(), "NODE"),
                        "nodes remove")
                .asRest("DELETE /api/v1/nodes/{node}"));
        commands.add(Command.on(
                        ZoneView.class,
                        "storage.verify",
                        "Try out the storage",
                        "fth-check-square",
                        Menu.NETWORK,
                        context -> verify(desk, context))
                .asCli(
                        context -> "onecopy storage verify --zone "
                                + context.word(ZoneView.class, one -> one.name().value(), "ZONE"),
                        "storage verify")
                .asRest("POST /api/v1/storage/verify"));
    }

    private static TicketSpec spec(Map<String, String> values) {
        String uses = values.getOrDefault("uses", "1").strip();
        long minutes =
                DurationText.parse(values.getOrDefault("for", "15m").strip()).toMinutes();
        boolean authority = "true".equals(values.get("authority"));
        try {
            return new TicketSpec(
                    new ZoneName(values.getOrDefault("zone", "").strip()),
                    Words.parse(PeerRole.class, values.getOrDefault("role", "voter")),
                    Integer.valueOf(uses),
                    (int) Math.min(Integer.MAX_VALUE, minutes),
                    authority ? true : null);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("uses must be a whole number, not '" + uses + "'", e);
        }
    }

    private static String cli(Map<String, String> values) {
        TicketSpec spec = spec(values);
        return "onecopy network ticket --zone " + spec.zone() + " --role " + values.get("role") + " --uses "
                + spec.uses() + " --for " + values.getOrDefault("for", "15m").strip()
                + (spec.authority() == null ? "" : " --authority");
    }

    private static void ticket(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        Ask ask = new Ask(desk.stage(), "Induct a node", "Make the ticket");
        ask.plan("A ticket lets a node of one zone into the network. It holds a secret: hand it over as you would a"
                + " password. The zone need not exist yet.");
        ask.text("zone", "Zone of the node", "", "lyon");
        ask.choice(
                "role",
                "Role",
                Arrays.stream(PeerRole.values()).map(PeerRole::word).toList(),
                "voter");
        ask.text("uses", "How many nodes", "1", "1");
        ask.text("for", "Good for", "15m", "15m");
        ask.flag("authority", "They can admit others (they get the signing key)", false);
        ask.cli(NetworkActs::cli);
        VBox preview = new VBox(4);
        preview.setMinHeight(PREVIEW_HEIGHT);
        ask.content(preview, 620);
        ask.whenTyped(values -> preview(preview, session, values));
        ask.check(values -> spec(values).zone().value().isEmpty() ? Optional.of("Name the zone.") : Optional.empty());
        ask.show()
                .map(NetworkActs::spec)
                .ifPresent(spec -> desk.change(
                        session,
                        "Make a ticket for zone " + spec.zone(),
                        client -> client.makeTicket(spec),
                        made -> handOver(desk, session, made)));
    }

    /** The network's quorum before and after, as far as what is typed makes sense. */
    private static void preview(VBox preview, Session session, Map<String, String> values) {
        preview.getChildren().clear();
        Snapshot now = session.snapshot().get();
        TicketSpec spec;
        try {
            spec = spec(values);
        } catch (IllegalArgumentException e) {
            return; // the dialog says what is wrong
        }
        if (now != null) {
            PeerRole role = spec.role() == null ? PeerRole.VOTER : spec.role();
            int uses = spec.uses() == null ? 1 : spec.uses();
            now.memberships().stream()
                    .filter(MembershipView::registry)
                    .findFirst()
                    .ifPresent(registry -> Arrival.of(registry, spec.zone(), role, uses)
                            .forEach(line -> preview.getChildren().add(line(line))));
        }
    }

    private static Label line(Arrival.Line line) {
        Label label = new Label(line.text());
        label.setGraphic(Icons.of(line.result() == CheckResult.OK ? "fth-check" : "fth-alert-triangle"));
        label.getStyleClass().add(line.result() == CheckResult.OK ? "good" : "warn");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /** Shows a new ticket, and says so when its node comes. */
    static void handOver(Desk desk, Session session, TicketView made) {
        String line = "onecopy network join " + made.ticket() + " --config node.yaml";
        Ask ask = new Ask(desk.stage(), "Ticket for zone " + made.zone(), "Watch for the node");
        ask.plan("This is shown once. On the new node's machine, run this, then onecopy node run:");
        ask.area("line", "Command", line);
        ask.plan("Good until " + Texts.of(made.expires()) + ", for " + made.uses() + " node(s).");
        made.warnings().forEach(warning -> {
            ask.plan("Afterwards: " + warning.message());
            warning.commands().forEach(command -> ask.plan("   " + command));
        });
        ask.cli(values -> line);
        List<String> before = names(session);
        ask.show().ifPresent(values -> {
            desk.open("nodes");
            desk.say("Waiting for a node of zone " + made.zone() + ".");
            session.snapshot().addListener(new ChangeListener<>() {
                @Override
                public void changed(
                        ObservableValue<? extends @Nullable Snapshot> property,
                        @Nullable Snapshot old,
                        @Nullable Snapshot now) {
                    names(session).stream()
                            .filter(name -> !before.contains(name))
                            .findFirst()
                            .ifPresent(name -> {
                                session.snapshot().removeListener(this);
                                desk.say("Node " + name + " is inducted.");
                            });
                }
            });
        });
    }

    private static List<String> names(Session session) {
        List<String> names = new ArrayList<>();
        if (session.snapshot().get() != null) {
            session.snapshot().get().nodes().forEach(node -> names.add(node.id().value()));
        }
        return names;
    }

    private static void revoke(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(TicketView.class)
                .ifPresent(ticket -> desk.order(
                        session,
                        "Revoke the ticket for zone " + ticket.zone(),
                        client -> client.revokeTicket(ticket.id().toString())));
    }

    private static void remove(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(NodeView.class).ifPresent(node -> {
            Ask ask = new Ask(desk.stage(), "Remove node " + node.id() + " for good?", "Remove node");
            ask.plan("The node votes no more, stops, and its name is never given to another node.");
            ask.plan("The files in zone " + node.zone() + " stay where they are.");
            outlook(desk, session, ask, node.id());
            ask.typeToConfirm(node.id().value());
            ask.cli(values -> "onecopy nodes remove " + node.id());
            ask.show()
                    .ifPresent(values ->
                            desk.order(session, "Remove node " + node.id(), client -> client.retire(node.id())));
        });
    }

    /** Shows in a question what would be left without a node. */
    static void outlook(Desk desk, Session session, Ask ask, NodeId without) {
        WhatIfModel left = new WhatIfModel(desk.work());
        OutlookPane outlook = new OutlookPane();
        outlook.follow(left);
        left.remove(without, true);
        left.ask(session.gateway());
        ScrollPane scroll = new ScrollPane(outlook);
        scroll.setFitToWidth(true);
        scroll.setMinHeight(OUTLOOK_HEIGHT);
        scroll.setPrefHeight(OUTLOOK_HEIGHT);
        ask.content(scroll, 820);
    }

    private static void verify(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(ZoneView.class)
                .ifPresent(zone -> desk.act(
                        session,
                        "Try out the storage of " + zone.name(),
                        () -> session.gateway().askIn(zone.name(), client -> client.verifyStorage(null)),
                        reports -> report(desk, zone, reports)));
    }

    private static void report(Desk desk, ZoneView zone, List<StorageReport> reports) {
        Ask ask = new Ask(desk.stage(), "Storage of " + zone.name(), "Close");
        for (StorageReport report : reports) {
            ask.plan(report.path() + ": " + (report.passed() ? "can be used" : "CANNOT be used"));
            for (StorageCheck check : report.checks()) {
                ask.plan("   " + check.result().word() + "  " + check.check() + ": " + check.found()
                        + (check.remedy().isEmpty() ? "" : " → " + check.remedy()));
            }
        }
        if (reports.isEmpty()) {
            ask.plan("No rule has a location in this zone, so there is nothing to try out.");
        }
        ask.cli(values -> "onecopy storage verify --zone " + zone.name());
        if (ask.show().isPresent()) {
            desk.refresh();
        }
    }
}
