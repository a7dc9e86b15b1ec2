package org.onecopy.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Writes the configuration file of a node. */
final class DemoConfiguration {
    private DemoConfiguration() {}

    static Path file(DemoPlace place, DemoNode node) {
        return place.node(node.node()).resolve("node.yaml");
    }

    static void write(
            DemoPlace place, DemoNode node, DemoStorage storage, List<DemoNode> all, UUID network, Path tokens)
            throws IOException {
        StringBuilder members = new StringBuilder();
        for (DemoNode member : all) {
            members.append("    - {node: %s, zone: %s, agreement: '%s', content: '%s', admin: '%s'}\n"
                    .formatted(
                            member.node(),
                            member.zone(),
                            address(member.agreement()),
                            address(member.content()),
                            address(member.admin())));
        }
        Path home = place.node(node.node());
        Files.createDirectories(home.resolve("work"));
        Files.writeString(file(place, node), """
                # Made by 'onecopy demo'; made again at each start. See docs/configuration.md.
                node: %s
                zone: %s
                dataDir: data
                tokens: %s
                addresses:
                  agreement: {bind: '%s'}
                  content: {bind: '%s'}
                  admin: {bind: '%s'}
                storage:
                %snetwork:
                  id: %s
                  ca: identity/network-ca.crt
                  certificate: identity/node.crt
                  key: identity/node.key
                  members:
                %slimits:
                  # A demonstration may run on a small machine.
                  dataDirFreeMin: 256MiB
                  storageFreeMin: 64MiB
                """.formatted(
                        node.node(),
                        node.zone(),
                        quoted(tokens),
                        address(node.agreement()),
                        address(node.content()),
                        address(node.admin()),
                        storage.configuration(),
                        network,
                        members));
    }

    private static String address(int port) {
        return DemoNode.HOST + ":" + port;
    }

    /** A path as YAML has it. */
    static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
