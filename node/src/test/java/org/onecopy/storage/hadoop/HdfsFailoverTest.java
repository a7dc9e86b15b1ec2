package org.onecopy.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSNNTopology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.storage.Step;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Watch;

/** A nameservice of two NameNodes, of which the active one is lost: a node knows the name of the service alone. */
@Tag("full")
class HdfsFailoverTest {
    private static final String SERVICE = "both";

    @TempDir
    Path temp;

    @Test
    void goes_on_with_the_other_namenode_when_one_is_lost() throws IOException {
        Configuration conf = new HdfsConfiguration();
        conf.set("hadoop.tmp.dir", temp.resolve("tmp").toString());
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, temp.resolve("dfs").toString());
        conf.set("dfs.ha.tail-edits.period", "1s");
        conf.set("dfs.heartbeat.interval", "1");
        conf.set("dfs.namenode.safemode.extension", "0");
        try (MiniDFSCluster cluster = new MiniDFSCluster.Builder(conf)
                .nnTopology(MiniDFSNNTopology.simpleHATopology())
                .numDataNodes(1)
                .build()) {
            cluster.waitActive();
            cluster.transitionToActive(0);
            try (Storage storage = new HadoopStorage(settings(cluster));
                    Tree tree = storage.open("/zone", true)) {
                loseOneInTheMiddle(cluster, tree);
            }
        }
    }

    private static void loseOneInTheMiddle(MiniDFSCluster cluster, Tree tree) throws IOException {
        HdfsWatchTest.Hints hints = new HdfsWatchTest.Hints();
        try (Watch watch = tree.watch(hints)) {
            HdfsFixture.stage(tree, "s", "before");
            assertThat(tree.move(HdfsFixture.staged("s"), HdfsFixture.at("f"))).isInstanceOf(Step.Done.class);
            HdfsFixture.stage(tree, "t", "staged before");
            String identity = tree.rootIdentity().token();
            cluster.shutdownNameNode(0);
            cluster.transitionToActive(1);
            assertThat(tree.move(HdfsFixture.staged("t"), HdfsFixture.at("g"))).isInstanceOf(Step.Done.class);
            HdfsFixture.stage(tree, "u", "after");
            assertThat(tree.move(HdfsFixture.staged("u"), HdfsFixture.at("h"))).isInstanceOf(Step.Done.class);
            assertThat(HdfsFixture.content(tree, HdfsFixture.at("f"))).isEqualTo("before");
            assertThat(HdfsFixture.content(tree, HdfsFixture.at("g"))).isEqualTo("staged before");
            assertThat(HdfsFixture.content(tree, HdfsFixture.at("h"))).isEqualTo("after");
            assertThat(tree.rootIdentity().token()).isEqualTo(identity);
            DistributedFileSystem other = cluster.getFileSystem(1);
            other.mkdirs(HdfsFixture.path("/zone/made-after"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hints.changed.containsKey("") || hints.below.contains(""));
            assertThat(watch.complete()).isTrue();
        }
    }

    private HadoopSettings settings(MiniDFSCluster cluster) throws IOException {
        Map<String, String> hdfs = new LinkedHashMap<>();
        hdfs.put("dfs.nameservices", SERVICE);
        hdfs.put("dfs.ha.namenodes." + SERVICE, "one,two");
        hdfs.put("dfs.namenode.rpc-address." + SERVICE + ".one", "127.0.0.1:" + cluster.getNameNodePort(0));
        hdfs.put("dfs.namenode.rpc-address." + SERVICE + ".two", "127.0.0.1:" + cluster.getNameNodePort(1));
        hdfs.put(
                "dfs.client.failover.proxy.provider." + SERVICE,
                "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider");
        Path files = Files.createDirectories(temp.resolve("conf"));
        write(files.resolve("core-site.xml"), Map.of("fs.defaultFS", "hdfs://" + SERVICE));
        write(files.resolve("hdfs-site.xml"), hdfs);
        return new HadoopSettings(
                true,
                Optional.empty(),
                Optional.of(files),
                Optional.of(MiniHdfs.superuser()),
                Optional.empty(),
                Optional.empty(),
                temp.resolve("spool"),
                Optional.empty(),
                Optional.empty());
    }

    private static void write(Path file, Map<String, String> properties) throws IOException {
        StringBuilder xml = new StringBuilder("<configuration>\n");
        properties.forEach((key, value) ->
                xml.append("<property><name>%s</name><value>%s</value></property>\n".formatted(key, value)));
        Files.writeString(file, xml.append("</configuration>\n"));
    }
}
