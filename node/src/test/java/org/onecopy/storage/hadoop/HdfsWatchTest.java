package org.onecopy.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.Place;
import org.onecopy.storage.Step;
import org.onecopy.storage.Watch;

/** Hints from the NameNode's edits. */
class HdfsWatchTest extends HdfsFixture {
    /** What was hinted at. */
    static final class Hints implements HintSink {
        final Map<String, Boolean> changed = new ConcurrentHashMap<>();
        final Set<String> below = ConcurrentHashMap.newKeySet();

        @Override
        public void changed(TreePath directory, boolean settled) {
            changed.merge(directory.toString(), settled, Boolean::logicalOr);
        }

        @Override
        public void lookBelow(TreePath directory) {
            below.add(directory.toString());
        }
    }

    private final Hints hints = new Hints();

    private void awaitHint(String directory, boolean settled) {
        await(directory)
                .atMost(Duration.ofSeconds(20))
                .until(() -> hints.changed.containsKey(directory) && (!settled || hints.changed.get(directory)));
        hints.changed.clear();
    }

    @Test
    void hints_at_the_directory_of_every_change() throws Exception {
        outside.makeDirectory("a");
        outside.makeDirectory("a/b");
        try (Watch watch = tree.watch(hints)) {
            assertThat(watch.complete()).isTrue();
            outside.write("a/b/f", "text");
            awaitHint("a/b", true);
            outside.rewrite("a/b/f", "other");
            awaitHint("a/b", true);
            hdfs.system().setTimes(path(location + "/a/b/f"), 5, -1);
            awaitHint("a/b", false);
            outside.move("a/b/f", "a/g");
            awaitHint("a", true);
            outside.delete("a/g");
            awaitHint("a", false);
            outside.makeDirectory("c");
            awaitHint("", false);
            try (FSDataOutputStream out = hdfs.system().create(path(location + "/c/open"))) {
                out.writeBytes("x");
                out.hsync();
                await().atMost(Duration.ofSeconds(20)).until(() -> hints.changed.containsKey("c"));
                assertThat(hints.changed.get("c"))
                        .as("settled while it is open")
                        .isFalse();
            }
            awaitHint("c", true);
            assertThat(hints.below).isEmpty();
        }
    }

    @Test
    void says_nothing_of_the_working_area_of_its_own_moves_and_of_other_locations() {
        outside.makeDirectory("d");
        try (Watch watch = tree.watch(hints)) {
            stage(tree, "s", "text");
            MiniHdfs.writer(hdfs.system(), location + "-other").write("f", "x");
            assertThat(tree.move(staged("s"), at("f"))).isInstanceOf(Step.Done.class);
            assertThat(tree.move(at("f"), Place.item(Place.Area.TRASH, new Name("t"))))
                    .isInstanceOf(Step.Done.class);
            outside.write("d/f", "x");
            await().atMost(Duration.ofSeconds(20)).until(() -> hints.changed.containsKey("d"));
            assertThat(hints.changed).containsOnlyKeys("d");
            assertThat(hints.below).isEmpty();
            assertThat(watch.complete()).isTrue();
        }
    }

    @Test
    void wants_everything_to_be_looked_at_when_something_above_changes() {
        try (Watch watch = tree.watch(hints)) {
            MiniHdfs.run(() -> hdfs.system().rename(path(location), path(location + "-moved")));
            await().atMost(Duration.ofSeconds(20)).until(() -> hints.below.contains(""));
            assertThat(watch.complete()).isTrue();
        }
    }

    @Test
    void ends_when_it_is_closed() {
        Watch watch = tree.watch(hints);
        watch.close();
        watch.close();
        outside.write("f", "x");
        assertThat(watch.complete()).isFalse();
        assertThat(hints.changed).isEmpty();
    }
}
