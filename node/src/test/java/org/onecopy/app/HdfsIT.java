package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.permission.AclEntry;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.linux.ExtendedAttributes;
import org.onecopy.linux.Linux;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.Preserve;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.client.AdminClient;

/** A directory and a real HDFS as two zones: node, NameNode and DataNode processes, judged by Hadoop's own client. */
class HdfsIT {
    private static final String LOCATION = "/zones/lyon";
    private static final Set<String> NOT_FOR_HDFS = Set.of("12:30", "link");

    @TempDir
    Path temp;

    private HdfsProcesses hdfs;
    private NodeProcesses network;
    private Path oslo;

    private interface Story {
        void run() throws Exception;
    }

    @Test
    void a_directory_and_hdfs_show_one_copy_whoever_writes() throws Exception {
        run(() -> {
            filesArriveWhereverTheyWereWritten();
            changesOfBothKindsArrive();
            whatHdfsCannotHoldIsParked();
        });
    }

    @Test
    void what_a_rule_preserves_travels_and_survives_replacing() throws Exception {
        run(() -> {
            hdfs.write(LOCATION + "/f", "from lyon".getBytes(StandardCharsets.UTF_8));
            awaitEqual(1);
            network.ask("oslo-1", client -> client.editRule(NodeProcesses.RULE, preservingAll(client)));
            whatUsersOfHdfsSetIsShownInTheDirectory();
            whatUsersOfTheDirectorySetIsShownInHdfs();
        });
    }

    private static RuleSpec preservingAll(AdminClient client) {
        RuleSpec spec = client.rule(NodeProcesses.RULE).toSpec();
        return new RuleSpec(
                spec.name(),
                spec.zones(),
                spec.exclude(),
                spec.initial(),
                spec.conflict(),
                spec.preferredZone(),
                spec.hold(),
                spec.visibility(),
                spec.guard(),
                List.of(Preserve.values()),
                spec.revision());
    }

    private void whatUsersOfHdfsSetIsShownInTheDirectory() throws IOException {
        org.apache.hadoop.fs.Path inHdfs = new org.apache.hadoop.fs.Path(LOCATION + "/f");
        hdfs.client().setReplication(inHdfs, (short) 2);
        hdfs.client().modifyAclEntries(inHdfs, AclEntry.parseAclSpec("user:lyon-ann:rw-", true));
        hdfs.client().setXAttr(inHdfs, "user.origin", "lyon".getBytes(StandardCharsets.UTF_8));
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
            assertThat(xattr("f", ExtendedAttributes.USER + "origin"))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("lyon");
            // user 12345, who is called lyon-ann in lyon, may read and write; mask and owning group as in HDFS
            assertThat(HexFormat.of().formatHex(xattr("f", ExtendedAttributes.ACCESS_ACL)))
                    .isEqualTo("02000000" + "01000600ffffffff" + "0200060039300000" + "04000400ffffffff"
                            + "10000600ffffffff" + "20000400ffffffff");
        });
    }

    private void whatUsersOfTheDirectorySetIsShownInHdfs() throws IOException {
        Path file = oslo.resolve("f");
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                .write("project", StandardCharsets.UTF_8.encode("one"));
        Files.writeString(file, "another content, from oslo");
        org.apache.hadoop.fs.Path inHdfs = new org.apache.hadoop.fs.Path(LOCATION + "/f");
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
            assertThat(hdfs.read(LOCATION + "/f"))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("another content, from oslo");
            assertThat(hdfs.client().getXAttrs(inHdfs).keySet())
                    .containsExactlyInAnyOrder("user.origin", "user.project");
        });
        assertThat(hdfs.client().getXAttr(inHdfs, "user.project"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("one");
        assertThat(hdfs.client().getAclStatus(inHdfs).getEntries())
                .containsExactlyInAnyOrderElementsOf(AclEntry.parseAclSpec("user:lyon-ann:rw-,group::r--", true));
        assertThat(hdfs.client().getFileStatus(inHdfs).getReplication()).isEqualTo((short) 2);

        hdfs.client().removeXAttr(inHdfs, "user.origin");
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                                .list())
                        .containsExactly("project"));
    }

    private byte[] xattr(String name, String attribute) {
        int fd = Linux.open(Linux.AT_FDCWD, oslo.resolve(name).toString(), Linux.O_RDONLY, 0);
        try {
            return ExtendedAttributes.of(fd).value(attribute);
        } finally {
            Linux.close(fd);
        }
    }

    @Test
    @Tag("full")
    void both_sides_of_a_conflict_are_kept_and_a_killed_namenode_heals() throws Exception {
        run(() -> {
            filesArriveWhereverTheyWereWritten();
            conflictingChangesAreBothKept();
            theNameNodeIsKilledAndComesBack();
        });
    }

    private void run(Story story) throws Exception {
        try (HdfsProcesses cluster = HdfsProcesses.start(temp.resolve("hdfs"))) {
            hdfs = cluster;
            Map<String, String> zones = new LinkedHashMap<>();
            zones.put("oslo-1", "oslo");
            zones.put("lyon-1", "lyon");
            String storage =
                    "storage: {type: hdfs, principals: {users: {'12345': lyon-ann}}, hadoop: {configuration: '%s'}}"
                            .formatted(hdfs.configuration());
            try (NodeProcesses nodes = NodeProcesses.start(
                    temp.resolve("network"), zones, Map.of("lyon", new NodeProcesses.Elsewhere(storage, LOCATION)))) {
                network = nodes;
                oslo = network.zone("oslo");
                network.makeRule();
                story.run();
            } catch (Throwable t) {
                System.err.println("lyon-1 wrote:\n" + network.log("lyon-1"));
                throw t;
            }
        }
    }

    private void filesArriveWhereverTheyWereWritten() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            byte[] bytes = new byte[random.nextInt(40_000)];
            random.nextBytes(bytes);
            Files.write(Files.createDirectories(oslo.resolve("d" + i % 4)).resolve("from-oslo-" + i), bytes);
            hdfs.write(LOCATION + "/d" + i % 4 + "/from-lyon-" + i, bytes);
        }
        byte[] large = new byte[9_000_000];
        random.nextBytes(large);
        Files.write(oslo.resolve("large-from-oslo"), large);
        hdfs.write(LOCATION + "/large-from-lyon", large);
        awaitEqual(4 + 82);
        assertThat(hdfs.read(LOCATION + "/large-from-oslo")).isEqualTo(large);
        assertThat(oslo.resolve("large-from-lyon")).hasBinaryContent(large);
    }

    private void changesOfBothKindsArrive() throws IOException {
        org.apache.hadoop.fs.Path inHdfs = new org.apache.hadoop.fs.Path(LOCATION + "/d0/from-oslo-0");
        hdfs.client().setPermission(inHdfs, new FsPermission((short) 0600));
        Files.writeString(oslo.resolve("d1/from-lyon-1"), "written over in oslo");
        hdfs.write(LOCATION + "/d2/from-oslo-2", "written over in lyon".getBytes(StandardCharsets.UTF_8));
        hdfs.client()
                .rename(
                        new org.apache.hadoop.fs.Path(LOCATION + "/d3"),
                        new org.apache.hadoop.fs.Path(LOCATION + "/e"));
        Files.move(oslo.resolve("large-from-oslo"), oslo.resolve("moved-in-oslo"));
        Files.delete(oslo.resolve("large-from-lyon"));
        awaitEqual(4 + 81);
        assertThat(oslo.resolve("e/from-oslo-3")).exists();
        assertThat(oslo.resolve("d2/from-oslo-2")).hasContent("written over in lyon");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Files.getPosixFilePermissions(oslo.resolve("d0/from-oslo-0")))
                        .hasSize(2));
        FileStatus status = hdfs.client().getFileStatus(new org.apache.hadoop.fs.Path(LOCATION + "/moved-in-oslo"));
        assertThat(status.getModificationTime())
                .isEqualTo(
                        Files.getLastModifiedTime(oslo.resolve("moved-in-oslo")).toMillis());
    }

    /** A name with a colon and a symbolic link: listed with reasons, and the rest goes on. They stay in oslo alone. */
    private void whatHdfsCannotHoldIsParked() throws IOException {
        Files.writeString(oslo.resolve("12:30"), "a colon");
        Files.createSymbolicLink(oslo.resolve("link"), Path.of("d0"));
        Files.writeString(oslo.resolve("after-them"), "goes on");
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(parked())
                        .extracting(ParkedView::reason)
                        .containsExactlyInAnyOrder("storage-name-illegal", "storage-unrepresentable"));
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(hdfs.read(LOCATION + "/after-them"))
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("goes on"));
    }

    private List<ParkedView> parked() {
        return network.ask("lyon-1", client -> client.parked(Filter.FIRST)).items();
    }

    /** Oslo's node sleeps while both zones write over the same file. */
    private void conflictingChangesAreBothKept() throws Exception {
        network.signal("oslo-1", "STOP");
        Files.writeString(oslo.resolve("d1/from-oslo-1"), "oslo's own");
        hdfs.write(LOCATION + "/d1/from-oslo-1", "lyon's own".getBytes(StandardCharsets.UTF_8));
        network.signal("oslo-1", "CONT");
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> {
            SortedMap<String, String> tree = tree();
            assertThat(hdfs.tree(LOCATION)).isEqualTo(tree);
            assertThat(tree.keySet()).anyMatch(name -> name.startsWith("d1/_conflict-"));
        });
        String copy = tree().keySet().stream()
                .filter(name -> name.startsWith("d1/_conflict-"))
                .findFirst()
                .orElseThrow();
        assertThat(new String[] {Files.readString(oslo.resolve("d1/from-oslo-1")), Files.readString(oslo.resolve(copy))
                })
                .containsExactlyInAnyOrder("oslo's own", "lyon's own");
    }

    private void theNameNodeIsKilledAndComesBack() throws Exception {
        int before = tree().size();
        for (int i = 0; i < 30; i++) {
            Files.writeString(oslo.resolve("d0/around-the-kill-" + i), "o" + i);
            if (i == 10) {
                hdfs.killNameNode();
            }
        }
        Files.write(oslo.resolve("large-while-it-is-away"), new byte[6_000_000]);
        Files.delete(oslo.resolve("d0/from-lyon-0"));
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(network.ask("lyon-1", client -> client.events(null, 500))
                                .items())
                        .anyMatch(event -> event.type().equals("storage-unavailable")));
        hdfs.startNameNode();
        hdfs.awaitWritable();
        hdfs.write(LOCATION + "/d0/after-the-kill", "back".getBytes(StandardCharsets.UTF_8));
        awaitEqual(before + 30 + 1 + 1 - 1 - 1);
    }

    private SortedMap<String, String> tree() throws IOException {
        SortedMap<String, String> tree = Trees.digests(oslo);
        tree.keySet().removeIf(name -> name.startsWith(".onecopy") || NOT_FOR_HDFS.contains(name));
        return tree;
    }

    /** @param entries how many files and directories there are then, without the root */
    private void awaitEqual(int entries) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    SortedMap<String, String> tree = tree();
                    assertThat(hdfs.tree(LOCATION)).isEqualTo(tree);
                    assertThat(tree).hasSize(entries + 1);
                });
    }
}
