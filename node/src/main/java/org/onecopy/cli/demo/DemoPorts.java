package org.onecopy.cli.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.onecopy.cli.demo.servers.FreePorts;
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
        List<Integer> ports = FreePorts.find(3 * zones.size(), Set.of());
        List<DemoNode> nodes = new ArrayList<>();
        for (ZoneName zone : zones) {
            int first = 3 * nodes.size();
            nodes.add(new DemoNode(
                    new NodeId(zone + "-1"), zone, ports.get(first), ports.get(first + 1), ports.get(first + 2)));
        }
        return nodes;
    }

    /**
     * The ports of a zone's servers: those of the last run, or, where there was none or others listen there by now, new ones.
     *
     * @param memo file that remembers them
     * @param others that are taken although nobody listens yet
     */
    static List<Integer> servers(Path memo, int count, Set<Integer> others) throws IOException {
        if (Files.exists(memo)) {
            List<Integer> known = ApiJson.strict().readValue(memo.toFile(), new TypeReference<List<Integer>>() {});
            if (known.size() == count && known.stream().allMatch(FreePorts::isFree)) {
                return known;
            }
        }
        List<Integer> ports = FreePorts.find(count, others);
        Files.createDirectories(memo.resolveSibling(""));
        Files.writeString(memo, ApiJson.strict().writeValueAsString(ports) + "\n");
        return ports;
    }

    private static void checkFree(DemoNode node) {
        for (int port : new int[] {node.agreement(), node.content(), node.admin()}) {
            if (!FreePorts.isFree(port)) {
                throw new ProblemException(
                        ProblemCode.ADDRESS_IN_USE,
                        "port " + port + " of node " + node.node()
                                + " is taken by another process: stop it (perhaps a node of"
                                + " an earlier run: 'pgrep -f " + node.node()
                                + "'), or say --dir with another directory");
            }
        }
    }
}
