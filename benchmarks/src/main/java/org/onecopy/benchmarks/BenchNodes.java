package org.onecopy.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.onecopy.cli.NetworkFile;
import org.onecopy.cli.demo.NodeLauncher;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.network.identity.ApiToken;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.IdentityFiles;

/** Nodes with the storages that a measurement asks for: their identities, configurations and processes. */
final class BenchNodes {
    private static final String HOST = "127.0.0.1";

    private final Path home;
    private final Sites sites;
    private final List<Node> nodes = new ArrayList<>();

    private record Node(ZoneName zone, String storage, int agreement, int content, int admin) {
        NodeId id() {
            return new NodeId(zone.value() + "-1");
        }
    }

    /** Where the zones' nodes run. */
    interface Sites {
        /** All side by side. */
        Sites LOOPBACK = new Sites() {
            @Override
            public String host(ZoneName zone) {
                return HOST;
            }

            @Override
            public Process start(ZoneName zone, ProcessBuilder process) throws IOException {
                return process.start();
            }

            @Override
            public int door(ZoneName zone, int port) {
                return port;
            }
        };

        /** The address at which the others reach a zone's node. */
        String host(ZoneName zone);

        Process start(ZoneName zone, ProcessBuilder process) throws IOException;

        /** The port of this machine's loopback address at which a port of a zone's node is reached from here. */
        int door(ZoneName zone, int port) throws IOException;
    }

    private BenchNodes(Path home, Sites sites) {
        this.home = home;
        this.sites = sites;
    }

    /**
     * Starts a node for each zone, and waits until they serve.
     *
     * @param storages of each zone, as lines of the configuration file
     */
    static BenchNetwork start(BenchPlace place, Map<ZoneName, String> storages, Cleanup cleanup, Patience patience)
            throws IOException {
        return start(place, storages, Sites.LOOPBACK, cleanup, patience);
    }

    /** The same elsewhere than side by side. */
    static BenchNetwork start(
            BenchPlace place, Map<ZoneName, String> storages, Sites sites, Cleanup cleanup, Patience patience)
            throws IOException {
        BenchNodes made = new BenchNodes(place.fresh("nodes"), sites);
        made.takePorts(storages);
        Path network = made.configure();
        NodeLauncher launcher = NodeLauncher.ofThisProgram(System.getenv());
        List<Process> processes = new ArrayList<>();
        List<NetworkFile.Node> entries = new ArrayList<>();
        for (Node node : made.nodes) {
            Path of = made.home.resolve(node.zone.value());
            Process process = sites.start(node.zone, launcher.prepare(of.resolve("node.yaml"), of.resolve("log")));
            cleanup.add(process::destroyForcibly);
            processes.add(process);
            entries.add(new NetworkFile.Node(
                    node.id(),
                    node.zone,
                    process.pid(),
                    "https://" + HOST + ":" + sites.door(node.zone, node.admin),
                    null));
        }
        Path authority = made.home.resolve("authority");
        new NetworkFile(
                        entries,
                        authority.resolve("network-ca.crt").toString(),
                        made.home.resolve("admin.token").toString(),
                        null)
                .write(network);
        Path log = made.home.resolve(made.nodes.getLast().zone.value()).resolve("log");
        return BenchNetwork.of(processes, network, log, cleanup, patience);
    }

    private void takePorts(Map<ZoneName, String> storages) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (Map.Entry<ZoneName, String> zone : storages.entrySet()) {
                nodes.add(new Node(zone.getKey(), zone.getValue(), take(held), take(held), take(held)));
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static int take(List<ServerSocket> held) throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST));
        held.add(socket);
        return socket.getLocalPort();
    }

    private Path configure() throws IOException {
        CertificateAuthority authority = CertificateAuthority.create(UUID.randomUUID(), InstantSource.system());
        authority.store(home.resolve("authority"));
        ApiToken token = ApiToken.create();
        Files.writeString(home.resolve("tokens"), "admin " + token.digest() + "\n");
        token.store(home.resolve("admin.token"));
        StringBuilder members = new StringBuilder();
        for (Node node : nodes) {
            members.append("    - {node: %s, zone: %s, agreement: '%s', content: '%s', admin: '%s'}\n"
                    .formatted(
                            node.id(),
                            node.zone,
                            address(node, node.agreement),
                            address(node, node.content),
                            address(node, node.admin)));
        }
        for (Node node : nodes) {
            Path of = Files.createDirectory(home.resolve(node.zone.value()));
            new IdentityFiles(of.resolve("identity"))
                    .store(authority.newIdentity(
                            node.id(),
                            node.zone,
                            Stream.of(sites.host(node.zone), HOST, "localhost")
                                    .distinct()
                                    .toList()));
            Files.writeString(of.resolve("node.yaml"), """
                    node: %s
                    zone: %s
                    dataDir: data
                    tokens: '%s'
                    addresses:
                      agreement: {bind: '%s'}
                      content: {bind: '%s'}
                      admin: {bind: '%s'}
                    %s
                    network:
                      id: %s
                      ca: identity/network-ca.crt
                      certificate: identity/node.crt
                      key: identity/node.key
                      members:
                    %slimits: {dataDirFreeMin: 256MiB, storageFreeMin: 64MiB}
                    """.formatted(
                            node.id(),
                            node.zone,
                            Objects.requireNonNull(home.resolve("tokens")),
                            address(node, node.agreement),
                            address(node, node.content),
                            address(node, node.admin),
                            node.storage,
                            authority.network(),
                            members));
        }
        return home.resolve("network.json");
    }

    private String address(Node node, int port) {
        return sites.host(node.zone) + ":" + port;
    }
}
