package org.onecopy.cli.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.ApiJson;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

/** Finds free ports, and remembers them, because the consensus log of a second run still knows the addresses of the first. */
final class DemoPorts {
    private DemoPorts() {}

    /** The nodes with their ports: those of the last run, or new ones. */
    static List<DemoNode> nodes(DemoPlace place, List<ZoneName> zones) throws IOException {
        Path memo = place.root().resolve("ports.json");
        if (Files.exists(memo)) {
            List<DemoNode> known = ApiJson.strict().readValue(memo.toFile(), new TypeReference<List<DemoNode>>() {});
            known.forEach(DemoPorts::checkFree);
            return known;
        }
        List<DemoNode> nodes = find(zones);
        Files.writeString(
                memo, ApiJson.strict().writerWithDefaultPrettyPrinter().writeValueAsString(nodes) + "\n");
        return nodes;
    }

    private static List<DemoNode> find(List<ZoneName> zones) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            List<DemoNode> nodes = new ArrayList<>();
            for (ZoneName zone : zones) {
                nodes.add(new DemoNode(new NodeId(zone + "-1"), zone, take(held), take(held), take(held)));
            }
            return nodes;
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /** A free port, held until all are found, so that none is found twice. */
    private static int take(List<ServerSocket> held) throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(DemoNode.HOST));
        held.add(socket);
        return socket.getLocalPort();
    }

    private static void checkFree(DemoNode node) {
        for (int port : new int[] {node.agreement(), node.content(), node.admin()}) {
            try (ServerSocket socket = new ServerSocket()) {
                // As the nodes do: connections of the last run that are still winding down do not matter.
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral(DemoNode.HOST), port), 1);
            } catch (IOException e) {
                throw new ProblemException(
                        ProblemCode.ADDRESS_IN_USE,
                        "port " + port + " of node " + node.node()
                                + " is taken by another process: stop it (perhaps a node of"
                                + " an earlier run: 'pgrep -f " + node.node()
                                + "'), or say --dir with another directory",
                        e);
            }
        }
    }
}
