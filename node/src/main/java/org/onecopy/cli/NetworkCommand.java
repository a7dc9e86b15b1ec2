package org.onecopy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.PeerRole;
import org.onecopy.model.api.RecoveryView;
import org.onecopy.model.api.TicketSpec;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.ProblemResponseException;
import org.onecopy.model.client.UnreachableException;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onecopy network}: how a network is made, and how nodes come into it. */
@Command(
        name = "network",
        mixinStandardHelpOptions = true,
        description = "Make a network, and bring nodes into it: create, ticket, join, leave, level.")
public final class NetworkCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private NetworkCommand() {}

    /** What is done on a node's own machine, before its process runs. */
    public interface Local {
        /**
         * Makes a network with this node as its first one.
         *
         * @param config the node's configuration
         */
        Created create(Path config);

        /**
         * Brings this node into a network.
         *
         * @param steps is told each step as it is done
         */
        Joined join(Path config, String ticket, java.util.function.Consumer<String> steps);

        /** Waits until the node's process, which is to be started meanwhile, serves. @return whether it did in time */
        boolean awaitReady(Path config, Duration atMost);
    }

    /**
     * A network that was made.
     *
     * @param client file by which {@code onecopy --network} reaches it
     * @param newToken whether an administrator's token was made, too
     */
    public record Created(String network, String node, String zone, String token, String client, boolean newToken) {}

    /**
     * A node that came into a network.
     *
     * @param inductor the node that admitted it
     * @param words the fingerprint that both sides show
     * @param recoveries the network's forced recoveries so far
     */
    public record Joined(
            String network,
            String node,
            String zone,
            String inductor,
            String words,
            String client,
            List<RecoveryView> recoveries) {
        public Joined {
            recoveries = List.copyOf(recoveries);
        }
    }

    /** The command with its subcommands. */
    public static CommandLine create(Terminal terminal, Local local) {
        return new CommandLine(new NetworkCommand())
                .addSubcommand(new Create(terminal, local))
                .addSubcommand(new MakeTicket(terminal))
                .addSubcommand(new Tickets(terminal))
                .addSubcommand(new Revoke(terminal))
                .addSubcommand(new Join(terminal, local))
                .addSubcommand(new Leave(terminal))
                .addSubcommand(new LevelCommand(terminal))
                .addSubcommand(new ProfileCommand(terminal));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "name a command: create, ticket, tickets, revoke, join, leave, level or profile");
        }
    }

    /** {@code onecopy network create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description =
                    "Make a network with this node as its first one: its authority, the node's certificate, and the first"
                            + " administrator's token. Run it on the node's own machine, before the node runs.")
    static final class Create implements Callable<Integer> {
        private final Terminal terminal;
        private final Local local;

        @CommandLine.Mixin
        private final Output output;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "The node's configuration (YAML)")
        private Path config = Path.of("");

        Create(Terminal terminal, Local local) {
            this.terminal = terminal;
            this.local = local;
            output = new Output(terminal);
        }

        @Override
        public Integer call() {
            Created created = local.create(config);
            output.print(
                    created,
                    () -> """
                    made network %s with node %s of zone %s
                    the administrator's token %s %s
                    start the node:     onecopy node run --config %s
                    see how it stands:  onecopy status --network %s
                    bring more nodes:   onecopy network ticket --zone ZONE --network %s
                    """.formatted(
                                    created.network,
                                    created.node,
                                    created.zone,
                                    created.newToken ? "is in" : "is as before: those of",
                                    created.token,
                                    config,
                                    created.client,
                                    created.client),
                    "");
            terminal.out().flush();
            return ExitCode.OK;
        }
    }

    /** {@code onecopy network ticket}. */
    @Command(
            name = "ticket",
            description =
                    "Make a ticket by which nodes of one zone come into the network. It holds a secret: hand it over as you would"
                            + " a password.")
    static final class MakeTicket extends AskCommand {
        @Option(names = "--zone", paramLabel = "ZONE", required = true, description = "The zone whose nodes it admits")
        private String zone = "";

        @Option(names = "--role", paramLabel = "ROLE", description = "voter, listener or witness (default: voter)")
        private @Nullable String role;

        @Option(names = "--uses", paramLabel = "N", description = "How many nodes it admits (default: 1)")
        private @Nullable Integer uses;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                description = "How long it is good, such as 15m or 7d (default: 15m)")
        private @Nullable String validity;

        @Option(
                names = "--authority",
                description = "The nodes that come by it get the network's signing key, and can admit others")
        private boolean authority;

        MakeTicket(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            TicketSpec wanted = new TicketSpec(
                    new ZoneName(zone),
                    role == null ? null : role(role),
                    uses,
                    validity == null ? null : minutes(validity),
                    authority ? true : null);
            TicketView made = connection.change(client -> client.makeTicket(wanted));
            output.print(made, () -> made.ticket() + "\n", "");
            if (output.isTable()) {
                terminal.err()
                        .println("onecopy: admits "
                                + (made.uses() == 1 ? "one node" : made.uses() + " nodes") + " of zone " + made.zone()
                                + " until "
                                + made.expires() + "; on that node: onecopy network join TICKET --config FILE");
            }
            Warnings.print(terminal, made.warnings());
            return ExitCode.OK;
        }

        private static PeerRole role(String text) {
            return Arrays.stream(PeerRole.values())
                    .filter(role -> role.word().equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("--role '" + text + "': expected voter, listener or witness"));
        }

        private static int minutes(String text) {
            long minutes = DurationText.parse(text).toMinutes();
            if (minutes < 1 || minutes > TicketSpec.MINUTES_MAX) {
                throw new IllegalArgumentException("--for '" + text + "': expected 1m to 31d");
            }
            return (int) minutes;
        }
    }

    /** {@code onecopy network tickets}. */
    @Command(name = "tickets", description = "List the tickets that were made, without their secrets.")
    static final class Tickets extends AskCommand {
        Tickets(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            List<TicketView> tickets = connection.ask(AdminClient::tickets);
            output.print(tickets, () -> table(tickets), "no tickets");
            return ExitCode.OK;
        }

        private static String table(List<TicketView> tickets) {
            Table table = Table.of("TICKET", "ZONE", "ROLE", "USES LEFT", "WRONG TRIES", "EXPIRES", "AUTHORITY");
            for (TicketView ticket : tickets) {
                table.row(
                        ticket.id(),
                        ticket.zone(),
                        ticket.role().word(),
                        ticket.uses(),
                        ticket.failures(),
                        ticket.expires(),
                        ticket.authority() ? "yes" : "no");
            }
            return table.render();
        }
    }

    /** {@code onecopy network revoke}. */
    @Command(name = "revoke", description = "Let a ticket admit nobody any more.")
    static final class Revoke extends AskCommand {
        @Parameters(paramLabel = "TICKET", description = "Its id, as onecopy network tickets shows it")
        private String id = "";

        Revoke(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            connection.change(client -> {
                client.revokeTicket(id);
                return id;
            });
            output.print(id, () -> "ticket " + id + " admits nobody any more\n", "");
            return ExitCode.OK;
        }
    }

    /** {@code onecopy network leave}. */
    @Command(
            name = "leave",
            description =
                    "Let a running node leave the network for good, by itself: others write and lead in its stead, it leaves all"
                            + " memberships, its certificate is worth nothing any more, and its process ends (exit code 80). What lies"
                            + " in its zone's storage stays. Ask the node itself. Shows first what would be left without it.")
    static final class Leave extends AskCommand {
        private static final Logger LOG = LoggerFactory.getLogger(Leave.class);
        private static final Duration PATIENCE = Duration.ofMinutes(1);
        private static final Duration LOOK_EVERY = Duration.ofMillis(200);

        @Parameters(paramLabel = "NODE", description = "The node that leaves")
        private String node = "";

        @Mixin
        private Consent consent = new Consent();

        Leave(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            NodeId id = new NodeId(node);
            consent.require(
                    terminal, "leaving the network", "; 'onecopy whatif remove " + id + "' shows what would be left");
            if (!consent.isGiven(terminal, () -> isWanted(id))) {
                return ExitCode.NEGATIVE;
            }
            connection.change(client -> {
                client.leave(id);
                return id;
            });
            if (!isGone(id)) {
                terminal.err()
                        .println("onecopy: node " + id + " has handed over, and has not left within "
                                + PATIENCE.toSeconds() + " s: see onecopy events");
                return ExitCode.NEGATIVE;
            }
            output.print(
                    id,
                    () -> "node " + id
                            + " has left the network for good, and its process ends; its data directory can be"
                            + " deleted\n",
                    "");
            return ExitCode.OK;
        }

        /** Waits until the asked node is gone, or another one says so. */
        private boolean isGone(NodeId id) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() - end < 0) {
                try {
                    if (connection.ask(AdminClient::nodes).stream()
                            .noneMatch(node -> node.id().equals(id))) {
                        return true;
                    }
                } catch (UnreachableException e) {
                    return true;
                } catch (ProblemResponseException | ProblemException e) {
                    LOG.debug("asked again", e);
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
            return false;
        }

        private boolean isWanted(NodeId id) {
            terminal.out().print(WhatIfCommand.describe(WhatIfCommand.ask(connection, List.of(), List.of(id))));
            return terminal.confirm("Let node " + id + " leave the network for good?");
        }
    }

    /** {@code onecopy network join}. */
    @Command(
            name = "join",
            mixinStandardHelpOptions = true,
            description =
                    "Bring this node into a network by a ticket. Run it on the node's own machine, before the node runs.")
    static final class Join implements Callable<Integer> {
        private final Terminal terminal;
        private final Local local;

        @CommandLine.Mixin
        private final Output output;

        @ArgGroup(multiplicity = "1")
        private Given given = new Given();

        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "The node's configuration (YAML)")
        private Path config = Path.of("");

        @Option(
                names = "--wait",
                paramLabel = "TIME",
                description =
                        "Then wait until the node, which somebody starts, has caught up; exit code 1 if it has not by then")
        private @Nullable String wait;

        /** One of these. */
        static final class Given {
            @Parameters(
                    paramLabel = "TICKET",
                    description = "The ticket; others on this machine can see it for a moment")
            private @Nullable String ticket;

            @Option(names = "--ticket-file", paramLabel = "FILE", description = "File with the ticket")
            private @Nullable Path file;

            String text() {
                try {
                    return file == null ? String.valueOf(ticket) : Files.readString(file);
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read " + file, e);
                }
            }
        }

        Join(Terminal terminal, Local local) {
            this.terminal = terminal;
            this.local = local;
            output = new Output(terminal);
        }

        @Override
        public Integer call() {
            Joined joined = local.join(config, given.text(), step -> {
                if (output.isTable()) {
                    terminal.out().println(step);
                    terminal.out().flush();
                }
            });
            boolean ready = wait == null || local.awaitReady(config, DurationText.parse(wait));
            output.print(
                    joined,
                    () -> wait == null
                            ? "start the node: onecopy node run --config " + config + "\n"
                            : ready
                                    ? "inducted, and caught up\n"
                                    : "inducted; the node has not caught up yet: see its log, and onecopy status --network "
                                            + joined.client + "\n",
                    "");
            return ready ? ExitCode.OK : ExitCode.NEGATIVE;
        }
    }
}
