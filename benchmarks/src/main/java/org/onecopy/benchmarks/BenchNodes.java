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
    private final List<Node> nodes = new ArrayList<>();

    private record Node(ZoneName zone, String storage, int agreement, int content, int admin) {
        NodeId id() {
            return new NodeId(zone.value() + "-1");
        }
    }

    private BenchNodes(Path home) {
        this.home = home;
    }

    /**
     * Starts a node for each zone, and waits until they serve.
     *
     * @param storages of each zone, as lines of the configuration file
     */
    static BenchNetwork start(BenchPlace place, Map<ZoneName, String> storages, Cleanup cleanup, Patience patience)
            throws IOException {
        BenchNodes made = new BenchNodes(place.fresh("nodes"));
        made.takePorts(storages);
        Path network = made.configure();
        NodeLauncher launcher = NodeLauncher.ofThisProgram(System.getenv());
        List<Process> processes = new ArrayList<>();
        List<NetworkFile.Node> entries = new ArrayList<>();
        for (Node node : made.nodes) {
            Path of = made.home.resolve(node.zone.value());
            Process process = launcher.start(of.resolve("node.yaml"), of.resolve("log"));
            cleanup.add(process::destroyForcibly);
            processes.add(process);
            entries.add(new NetworkFile.Node(
                    node.id(), node.zone, process.pid(), "https://" + HOST + ":" + node.admin, null));
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
                            node.id(), node.zone, address(node.agreement), address(node.content), address(node.admin)));
        }
        for (Node node : nodes) {
            Path of = Files.createDirectory(home.resolve(node.zone.value()));
            new IdentityFiles(of.resolve("identity"))
                    .store(authority.newIdentity(node.id(), node.zone, List.of(HOST, "localhost")));
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
                            address(node.agreement),
                            address(node.content),
                            address(node.admin),
                            node.storage,
                            authority.network(),
                            members));
        }
        return home.resolve("network.json");
    }

    private static String address(int port) {
        return HOST + ":" + port;
    }
}
