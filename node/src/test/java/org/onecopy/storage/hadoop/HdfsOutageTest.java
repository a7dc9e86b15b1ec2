package org.onecopy.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.inotify.MissingEventsException;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.storage.Place;
import org.onecopy.storage.Step;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Watch;

/** A NameNode that goes away and comes back, and edits that are gone. */
class HdfsOutageTest {
    private static MiniHdfs hdfs;

    @TempDir
    Path spool;

    @BeforeAll
    static void start() {
        hdfs = MiniHdfs.start();
    }

    @AfterAll
    static void stop() {
        hdfs.close();
    }

    private Storage storage() {
        return new HadoopStorage(HadoopSettings.hdfs(hdfs.uri(), MiniHdfs.superuser(), spool));
    }

    @Test
    void fails_soon_while_the_namenode_is_away_and_goes_on_when_it_is_back() throws IOException {
        HdfsWatchTest.Hints hints = new HdfsWatchTest.Hints();
        try (Storage storage = storage();
                Tree tree = storage.open("/zone", true);
                Watch watch = tree.watch(hints)) {
            HdfsFixture.stage(tree, "s", "text");
            String identity = tree.rootIdentity().token();
            Place place = HdfsFixture.at("f");
            hdfs.cluster().shutdownNameNode(0);
            long begun = System.nanoTime();
            HdfsFixture.assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> tree.move(HdfsFixture.staged("s"), place));
            HdfsFixture.assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> tree.stat(place));
            HdfsFixture.assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> HdfsFixture.stage(tree, "t", "x"));
            HdfsFixture.assertProblem(ProblemCode.STORAGE_UNAVAILABLE, tree::rootIdentity);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
            assertThat(watch.complete()).as("hints are late, not lost").isTrue();
            hdfs.cluster().restartNameNode(0);
            hdfs.cluster().waitActive();
            assertThat(tree.move(HdfsFixture.staged("s"), place)).isInstanceOf(Step.Done.class);
            assertThat(HdfsFixture.content(tree, place)).isEqualTo("text");
            assertThat(tree.rootIdentity().token()).isEqualTo(identity);
            MiniHdfs.writer(hdfs.system(), "/zone").write("g", "x");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> hints.changed.containsKey("") || hints.below.contains(""));
        }
    }

    @Test
    void wants_everything_to_be_looked_at_where_edits_are_gone() throws IOException {
        HdfsWatchTest.Hints hints = new HdfsWatchTest.Hints();
        DFSClient client = hdfs.system().getClient();
        hdfs.system().mkdirs(HdfsFixture.path("/gone/zone"));
        client.setSafeMode(SafeModeAction.SAFEMODE_ENTER, false);
        hdfs.system().saveNamespace();
        client.setSafeMode(SafeModeAction.SAFEMODE_LEAVE, false);
        hdfs.system().mkdirs(HdfsFixture.path("/after-the-gap"));
        deleteOldEdits();
        assertThatThrownBy(() -> client.getInotifyEventStream(0).poll()).isInstanceOf(MissingEventsException.class);
        try (Watch watch = HdfsWatch.start(client, client.getInotifyEventStream(0), "/gone/zone", hints)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> hints.below.contains(""));
            assertThat(watch.complete()).isTrue();
            MiniHdfs.writer(hdfs.system(), "/gone/zone").write("f", "x");
            await().atMost(Duration.ofSeconds(30)).until(() -> hints.changed.containsKey(TreePath.ROOT.toString()));
        }
    }

    /** As a NameNode does it that keeps no more than it needs itself. */
    private static void deleteOldEdits() throws IOException {
        for (URI directory : hdfs.cluster().getNameDirs(0)) {
            try (DirectoryStream<Path> old =
                    Files.newDirectoryStream(Path.of(directory).resolve("current"), "edits_*-*")) {
                for (Path edits : old) {
                    Files.delete(edits);
                }
            }
        }
    }
}
