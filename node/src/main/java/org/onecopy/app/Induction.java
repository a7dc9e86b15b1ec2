package org.onecopy.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.onecopy.admin.AccessTokens;
import org.onecopy.app.config.NetworkFolder;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.config.StorageConfig.StorageType;
import org.onecopy.cli.NetworkCommand;
import org.onecopy.cli.NetworkFile;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Words;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.JoinAnswer;
import org.onecopy.model.api.JoinRequest;
import org.onecopy.model.api.RecoveryView;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;
import org.onecopy.model.client.UnreachableException;
import org.onecopy.network.identity.ApiToken;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.KeyRequest;
import org.onecopy.network.induction.InductionClient;
import org.onecopy.network.induction.TicketText;
import org.onecopy.problem.ProblemException;

/** Makes a network, or brings this node into one: what it leaves in the data directory is what the node's process starts from. */
final class Induction implements NetworkCommand.Local {
    private static final String ADMIN = "admin";
    private static final String TOKEN_FILE = "admin.token";
    private static final String CLIENT_FILE = "onecopy-network.json";
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Clock clock;

    Induction(Clock clock) {
        this.clock = clock;
    }

    @Override
    public NetworkCommand.Created create(Path file) {
        NodeConfig config = NodeConfig.read(file);
        NetworkFolder folder = unused(config);
        try {
            CertificateAuthority authority = CertificateAuthority.create(UUID.randomUUID(), clock);
            authority.store(folder.directory());
            folder.identity().store(authority.newIdentity(config.node(), config.zone(), hosts(config)));
            boolean newToken = !Files.exists(config.tokens());
            if (newToken) {
                ApiToken token = ApiToken.create();
                token.store(beside(config, TOKEN_FILE));
                Files.writeString(config.tokens(), AccessTokens.line(ADMIN, token.secret()) + "\n");
            }
            Path client = writeClient(config, folder);
            folder.write(authority.network(), true);
            return new NetworkCommand.Created(
                    authority.network().toString(),
                    config.node().value(),
                    config.zone().value(),
                    (newToken ? beside(config, TOKEN_FILE) : config.tokens()).toString(),
                    client.toString(),
                    newToken);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write beside " + config.tokens(), e);
        }
    }

    @Override
    public NetworkCommand.Joined join(Path file, String text, Consumer<String> steps) {
        NodeConfig config = NodeConfig.read(file);
        NetworkFolder folder = unused(config);
        TicketText ticket = TicketText.parse(text);
        if (!ticket.zone().equals(config.zone())) {
            throw new ProblemException(
                    ProblemCode.TICKET_INVALID,
                    "the ticket admits nodes of zone " + ticket.zone() + ", and " + file + " says zone " + config.zone()
                            + ": ask for a ticket of that zone, or correct the file");
        }
        KeyRequest key = folder.identity().keyToCertify(config.node());
        steps.accept("the key of node " + config.node() + " is in " + folder.directory() + " and stays there");
        JoinAnswer answer = new InductionClient(ticket).join(request(config, ticket, key));
        steps.accept("admitted to network " + answer.network() + " by node " + answer.inductor());
        steps.accept("fingerprint: " + answer.words() + " (the event 'node-inducted' at " + answer.inductor()
                + " shows the same)");
        folder.identity().store(key.key(), answer.certificate(), answer.authority(), answer.authorityKey());
        folder.identity().load(clock);
        try {
            if (!Files.exists(config.tokens())) {
                Files.createDirectories(config.tokens().resolveSibling(""));
                Files.write(config.tokens(), answer.tokens());
            }
            Path client = writeClient(config, folder);
            List<RecoveryView> recoveries = answer.recoveries() == null ? List.of() : answer.recoveries();
            if (!recoveries.isEmpty()) {
                RecoveryView last = recoveries.getLast();
                folder.write(new NetworkFolder.Recovered(last.incarnation(), last.registry(), false));
            }
            if (answer.timeouts() != null) {
                folder.write(answer.timeouts());
            }
            folder.write(answer.network(), false);
            steps.accept("its identity is in " + folder.directory());
            return new NetworkCommand.Joined(
                    answer.network().toString(),
                    config.node().value(),
                    config.zone().value(),
                    answer.inductor(),
                    answer.words(),
                    client.toString(),
                    recoveries);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write beside " + config.tokens(), e);
        }
    }

    private JoinRequest request(NodeConfig config, TicketText ticket, KeyRequest key) {
        NodeConfig.Addresses at = config.addresses();
        StorageType storage = config.storage().type();
        return new JoinRequest(
                ticket.id(),
                ticket.secret(),
                config.node(),
                config.zone(),
                Words.of(storage),
                new Addresses(
                        at.agreement().advertised().toString(),
                        at.content().advertised().toString(),
                        at.admin().advertised().toString()),
                key.pem(),
                clock.millis());
    }

    private static NetworkFolder unused(NodeConfig config) {
        NetworkFolder folder = NetworkFolder.of(config.dataDir());
        if (config.network().isKnown()) {
            throw new ProblemException(
                    ProblemCode.NODE_EXISTS,
                    "node " + config.node() + " belongs to network "
                            + config.network().id()
                            + " already; a node is in one network only: give another node another configuration and data directory");
        }
        if (Files.exists(config.dataDir().resolve("registry"))) {
            throw new ProblemException(
                    ProblemCode.NODE_EXISTS,
                    config.dataDir() + " holds what a node of another network has left: use an empty data directory");
        }
        return folder;
    }

    private static List<String> hosts(NodeConfig config) {
        NodeConfig.Addresses at = config.addresses();
        return List.of(at.agreement(), at.content(), at.admin()).stream()
                .map(address -> address.advertised().host())
                .distinct()
                .toList();
    }

    private static Path beside(NodeConfig config, String name) {
        return config.tokens().resolveSibling(name);
    }

    /** The command line finds this node at another address, where it was found by the file that was made with the node. */
    static void followAddress(NodeConfig config, String admin) throws IOException {
        Path file = beside(config, CLIENT_FILE);
        if (!Files.isWritable(file)) {
            return;
        }
        NetworkFile before = ApiJson.lenient().readValue(Files.readString(file), NetworkFile.class);
        String url = "https://" + admin;
        List<NetworkFile.Node> nodes = before.nodes().stream()
                .map(node -> node.node().equals(config.node())
                        ? new NetworkFile.Node(node.node(), node.zone(), node.pid(), url, node.storage())
                        : node)
                .toList();
        if (!nodes.equals(before.nodes())) {
            new NetworkFile(nodes, before.ca(), before.token(), before.rule()).write(file);
        }
    }

    /** How the command line reaches the network by this node. */
    private static Path writeClient(NodeConfig config, NetworkFolder folder) throws IOException {
        Path file = beside(config, CLIENT_FILE);
        new NetworkFile(
                        List.of(new NetworkFile.Node(
                                config.node(),
                                config.zone(),
                                null,
                                "https://" + config.addresses().admin().advertised(),
                                null)),
                        folder.identity().authorityFile().toString(),
                        TOKEN_FILE,
                        null)
                .write(file);
        return file;
    }

    @Override
    public boolean awaitReady(Path file, Duration atMost) {
        NodeConfig config = NodeConfig.read(file);
        Path unread = config.tokens(); // whether it is ready is told without a token
        AdminEndpoint endpoint = new AdminEndpoint(
                java.net.URI.create("https://" + config.addresses().admin().advertised()),
                config.network().ca(),
                unread);
        long end = System.nanoTime() + atMost.toNanos();
        try (AdminClient client = AdminClient.of(endpoint, Duration.ofSeconds(5))) {
            while (System.nanoTime() - end < 0) {
                if (isReady(client)) {
                    return true;
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
        return false;
    }

    private static boolean isReady(AdminClient client) {
        try {
            return client.ready();
        } catch (UnreachableException e) {
            return false; // not started yet
        }
    }
}
