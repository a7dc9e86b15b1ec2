package org.onecopy.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.AddressChange;
import org.onecopy.model.api.AddressOutcome;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.PeerRole;
import org.onecopy.model.api.TicketSpec;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy nodes}. */
@Command(name = "nodes", description = "List the nodes with their addresses. The one that answers bears a star.")
final class NodesCommand extends AskCommand {
    NodesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<NodeView> nodes = connection.ask(AdminClient::nodes);
        output.print(nodes, () -> table(nodes), "no nodes");
        return ExitCode.OK;
    }

    /** {@code onecopy nodes remove}. */
    @Command(
            name = "remove",
            description =
                    "Take a node out of the network for good. Its certificate is worth nothing from then on, and no node"
                            + " ever gets its name again. Nothing in any storage is touched. Shows first what would be left"
                            + " without it.")
    static final class Remove extends AskCommand {
        @Parameters(paramLabel = "NODE", description = "The node")
        private String node = "";

        @Mixin
        private Consent consent = new Consent();

        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            NodeId id = new NodeId(node);
            consent.require(
                    terminal,
                    "removing a node",
                    "; 'onecopy whatif remove " + id + "' shows what would be left without it");
            if (!consent.isGiven(terminal, () -> isWanted(id))) {
                return ExitCode.NEGATIVE;
            }
            connection.change(client -> {
                client.retire(id);
                return id;
            });
            output.print(id, () -> "node " + id + " is no part of the network any more\n", "");
            return ExitCode.OK;
        }

        /** Shows the consequences, and asks. */
        private boolean isWanted(NodeId id) {
            WhatIfView left = WhatIfCommand.ask(connection, List.of(), List.of(id));
            terminal.out().print(WhatIfCommand.describe(left));
            return terminal.confirm("Take node " + id + " out of the network for good?");
        }
    }

    /** {@code onecopy nodes address}. */
    @Command(
            name = "address",
            description =
                    "Say where the others reach a node from now on. A node that is started with other addresses in its"
                            + " configuration says so itself; this is for one that cannot, or whose addresses changed while it runs.")
    static final class Address extends AskCommand {
        @Parameters(paramLabel = "NODE", description = "The node")
        private String node = "";

        @Option(names = "--agreement", paramLabel = "HOST:PORT", description = "Where it agrees with others")
        private @Nullable String agreement;

        @Option(names = "--content", paramLabel = "HOST:PORT", description = "Where it exchanges contents")
        private @Nullable String content;

        @Option(names = "--admin", paramLabel = "HOST:PORT", description = "Where its admin API is")
        private @Nullable String admin;

        @Mixin
        private Consent consent = new Consent();

        Address(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            NodeId id = new NodeId(node);
            AddressChange change = new AddressChange(agreement, content, admin);
            consent.require(terminal, "moving a node", "");
            if (!consent.isGiven(terminal, () -> isWanted(id, change))) {
                return ExitCode.NEGATIVE;
            }
            AddressOutcome outcome = connection.change(client -> client.move(id, change));
            Addresses now = outcome.addresses();
            output.print(
                    outcome,
                    () -> "node " + id + " is called at " + now.agreement() + " (agreement), " + now.content()
                            + " (content) and " + now.admin() + " (admin)\n"
                            + (outcome.agreed()
                                    ? ""
                                    : "there was no majority to agree on that: the asked node calls it there, and once"
                                            + " they hear each other, it is agreed by itself\n"),
                    "");
            return ExitCode.OK;
        }

        /** Shows what the others would call, and asks. */
        private boolean isWanted(NodeId id, AddressChange change) {
            NodeView now = connection.ask(AdminClient::nodes).stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the network has no node " + id));
            terminal.out()
                    .print(line("agreement", now.addresses().agreement(), change.agreement())
                            + line("content", now.addresses().content(), change.content())
                            + line("admin", now.addresses().admin(), change.admin())
                            + "All other nodes call it there from then on. Where it does not answer there, it counts as lost until"
                            + " the address is right.\n");
            return terminal.confirm("Call node " + id + " there?");
        }

        private static String line(String what, String now, @Nullable String next) {
            return what + ": " + now + (next == null || next.equals(now) ? ", as before" : " becomes " + next) + "\n";
        }
    }

    /** {@code onecopy nodes replace}. */
    @Command(
            name = "replace",
            description =
                    "Let a new node take the place of one whose machine or disk is lost: its zone, its votes, its storage."
                            + " The old one never votes again, and its certificate is worth nothing. With --ticket: make a ticket for"
                            + " the new node first.")
    static final class Replace extends AskCommand {
        @Parameters(index = "0", paramLabel = "OLD", description = "The node that is gone for good")
        private String old = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "NEW", description = "The node that came by the ticket")
        private @Nullable String by;

        @Option(names = "--ticket", description = "Print a ticket by which the new node comes into the network")
        private boolean ticket;

        @Mixin
        private Consent consent = new Consent();

        Replace(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            NodeId gone = new NodeId(old);
            if (ticket == (by != null)) {
                throw new IllegalArgumentException(
                        "give either the new node, or --ticket to bring one into the network first");
            }
            if (by == null) {
                return makeTicket(gone);
            }
            NodeId coming = new NodeId(by);
            consent.require(
                    terminal,
                    "replacing a node",
                    "; 'onecopy whatif remove " + gone + "' shows what is left until the new node has caught up");
            if (!consent.isGiven(terminal, () -> isWanted(gone, coming))) {
                return ExitCode.NEGATIVE;
            }
            connection.change(client -> {
                client.replace(gone, coming);
                return coming;
            });
            output.print(
                    coming,
                    () -> "node " + coming + " has the place of node " + gone
                            + ", which is no part of the network any more; it votes once it has caught up (onecopy memberships)\n",
                    "");
            return ExitCode.OK;
        }

        private int makeTicket(NodeId gone) {
            NodeView node = connection.ask(AdminClient::nodes).stream()
                    .filter(one -> one.id().equals(gone))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the network has no node " + gone));
            boolean stores = connection.ask(AdminClient::zones).stream()
                    .anyMatch(zone -> zone.name().equals(node.zone()) && zone.storage() != null);
            TicketView made = connection.change(client ->
                    client.makeTicket(new TicketSpec(node.zone(), stores ? null : PeerRole.WITNESS, null, null, null)));
            output.print(made, () -> made.ticket() + "\n", "");
            if (output.isTable()) {
                terminal.err()
                        .println("onecopy: admits one node of zone " + made.zone() + " until " + made.expires()
                                + ", under another name than " + gone
                                + ". On the new machine, with the zone's storage in its configuration: onecopy network join TICKET"
                                + " --config FILE, then onecopy node run; then here: onecopy nodes replace " + gone
                                + " NEW");
            }
            return ExitCode.OK;
        }

        /** Shows the consequences, and asks. */
        private boolean isWanted(NodeId gone, NodeId coming) {
            WhatIfView left = WhatIfCommand.ask(connection, List.of(), List.of(gone));
            terminal.out()
                    .print("Until node " + coming + " has caught up, it is as without node " + gone + ":\n"
                            + WhatIfCommand.describe(left)
                            + "The zone's storage stays as it is: what lies there with the agreed content is adopted, and not"
                            + " transferred again.\n");
            return terminal.confirm("Let node " + coming + " take the place of node " + gone + " for good?");
        }
    }

    private static String table(List<NodeView> nodes) {
        Table table = Table.of("NODE", "ZONE", "STATE", "VERSION", "SEEN", "AGREEMENT", "CONTENT", "ADMIN");
        for (NodeView node : nodes) {
            table.row(
                    node.id() + (node.self() ? "*" : ""),
                    node.zone(),
                    node.state().word(),
                    node.version(),
                    node.self() ? "now" : seconds(node.silenceSeconds()),
                    node.addresses().agreement(),
                    node.addresses().content(),
                    node.addresses().admin());
        }
        return table.render();
    }
}
