package org.onecopy.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.config.StorageConfig;
import org.onecopy.cli.NetworkFile.StoragePlace;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/** Which storages a demonstration has, and what is made for them before anything runs. */
final class DemoZonesTest {
    @TempDir
    Path directory;

    private DemoPlace place;

    @BeforeEach
    void open() throws Exception {
        place = DemoPlace.open(directory.resolve("de mo"));
    }

    @AfterEach
    void close() throws Exception {
        place.close();
    }

    @Test
    void a_directory_keeps_its_zones() throws Exception {
        assertThat(DemoZones.choose(place, "local,local,local")).containsOnly("local");
        assertThat(DemoZones.choose(place, null)).containsExactly("local", "local", "local");
        assertThatThrownBy(() -> DemoZones.choose(place, "local,hdfs,s3"))
                .hasMessageContaining("has zones local,local,local")
                .hasMessageContaining("--dir");
    }

    @Test
    void one_that_was_made_before_there_were_other_storages_has_directories() throws Exception {
        Files.writeString(place.root().resolve("ports.json"), "[]");
        assertThat(DemoZones.choose(place, null)).containsExactly("local", "local", "local");
    }

    @Test
    void a_new_one_has_three_unlike_storages() throws Exception {
        assertThat(DemoZones.choose(place, null)).containsExactly("local", "hdfs", "s3");
    }

    @Test
    void servers_get_the_same_ports_again_unless_others_took_one() throws Exception {
        Path memo = directory.resolve("zone/ports.json");
        List<Integer> first = DemoPorts.servers(memo, 5, Set.of());
        assertThat(first).hasSize(5).doesNotHaveDuplicates();
        assertThat(DemoPorts.servers(memo, 5, Set.of())).isEqualTo(first);
        try (ServerSocket other = new ServerSocket(first.get(3), 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(DemoPorts.servers(memo, 5, Set.of()))
                    .hasSize(5)
                    .doesNotContain(other.getLocalPort())
                    .isNotEqualTo(first);
        }
    }

    @Test
    void nodes_are_configured_for_their_storages_and_outsiders_are_told_where_they_are() throws Exception {
        List<DemoNode> nodes = DemoZones.ZONES.stream()
                .map(zone -> new DemoNode(new NodeId(zone + "-1"), zone, 17_001, 17_002, 17_003))
                .toList();
        Map<ZoneName, DemoStorage> storages = DemoZones.open(place, List.of("local", "hdfs", "s3"), nodes);
        DemoIdentities identities = new DemoIdentities(place, java.time.InstantSource.system());
        java.util.UUID network = identities.prepare(place, nodes);
        for (DemoNode node : nodes) {
            DemoConfiguration.write(place, node, storages.get(node.zone()), nodes, network, identities.tokens());
        }
        assertThat(storage(nodes.get(0))).isInstanceOf(StorageConfig.Local.class);
        StoragePlace.Hdfs hdfs =
                (StoragePlace.Hdfs) storages.get(new ZoneName("lyon")).place(Map.of("lyon-namenode", 7L));
        assertThat(storage(nodes.get(1)))
                .isInstanceOfSatisfying(
                        StorageConfig.Hadoop.class,
                        storage -> assertThat(storage.configuration())
                                .hasValueSatisfying(conf -> assertThat(conf.resolve("core-site.xml"))
                                        .content()
                                        .contains(hdfs.uri())));
        assertThat(hdfs.servers())
                .containsExactly(
                        new StoragePlace.Server("lyon-namenode", 7L), new StoragePlace.Server("lyon-datanode", null));
        StoragePlace.S3 s3 =
                (StoragePlace.S3) storages.get(new ZoneName("kyoto")).place(Map.of());
        assertThat(storage(nodes.get(2)).root()).isEqualTo("s3://" + s3.bucket() + "/");
        Path credentials = Path.of(s3.credentials());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials)))
                .isEqualTo("rw-------");
        String key = Files.readString(credentials);
        DemoZones.open(place, List.of("local", "hdfs", "s3"), nodes);
        assertThat(credentials).hasContent(key);
    }

    private StorageConfig storage(DemoNode node) {
        return NodeConfig.read(DemoConfiguration.file(place, node)).storage();
    }

    @Test
    void words_of_a_shell_are_quoted_where_they_must_be() {
        assertThat(Shell.quoted("/tmp/a-b_c.d")).isEqualTo("/tmp/a-b_c.d");
        assertThat(Shell.quoted("/tmp/it's here")).isEqualTo("'/tmp/it'\\''s here'");
    }
}
