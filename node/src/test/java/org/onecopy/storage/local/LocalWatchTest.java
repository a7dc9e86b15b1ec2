package org.onecopy.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.Place;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Watch;

/** Hints are late, repeated and wrong, but every change is covered by one. */
final class LocalWatchTest {
    private record Hint(String path, boolean below, boolean settled) {
        boolean covers(String directory) {
            return path.equals(directory) || (below && (path.isEmpty() || directory.startsWith(path + "/")));
        }
    }

    /** Takes hints down; may be told to wait before it takes one. */
    private static final class Hints implements HintSink {
        final List<Hint> all = new CopyOnWriteArrayList<>();
        volatile CountDownLatch hold = new CountDownLatch(0);

        @Override
        public void changed(TreePath directory, boolean settled) {
            take(new Hint(directory.toString(), false, settled));
        }

        @Override
        public void lookBelow(TreePath directory) {
            take(new Hint(directory.toString(), true, false));
        }

        private void take(Hint hint) {
            try {
                assertThat(hold.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            all.add(hint);
        }

        void awaitCovered(String directory) {
            await().untilAsserted(() -> assertThat(all).anyMatch(hint -> hint.covers(directory)));
        }

        void awaitChanged(String directory, boolean settled) {
            await().untilAsserted(() -> assertThat(all).contains(new Hint(directory, false, settled)));
        }

        void awaitBelow(String directory) {
            await().untilAsserted(() -> assertThat(all).contains(new Hint(directory, true, false)));
        }
    }

    @TempDir
    Path directory;

    private Path zone;
    private Tree tree;
    private Watch watch;
    private final Hints hints = new Hints();

    @BeforeEach
    void watchTree() throws IOException {
        zone = directory.resolve("zone");
        Files.createDirectories(zone.resolve("a/b/c"));
        tree = new LocalStorage(Path.of("/"), null).open(zone.toString(), true);
        watch = tree.watch(hints);
    }

    @AfterEach
    void end() {
        hints.hold.countDown();
        watch.close();
        tree.close();
    }

    @Test
    void tells_of_a_closed_file_as_settled() throws IOException {
        assertThat(watch.complete()).isTrue();
        Files.writeString(zone.resolve("a/b/c/file"), "x");
        hints.awaitChanged("a/b/c", true);
        Files.writeString(zone.resolve("file"), "x");
        hints.awaitChanged("", true);
    }

    @Test
    void tells_of_removed_moved_and_changed_names() throws IOException {
        Files.writeString(zone.resolve("a/file"), "x");
        hints.awaitChanged("a", true);
        hints.all.clear();
        Files.delete(zone.resolve("a/file"));
        hints.awaitChanged("a", false);
        Files.createSymbolicLink(zone.resolve("a/b/link"), Path.of("x"));
        hints.awaitChanged("a/b", false);
        Files.createFile(zone.resolve("a/b/f"));
        hints.all.clear();
        Files.move(zone.resolve("a/b/f"), zone.resolve("a/b/c/f"));
        hints.awaitChanged("a/b/c", true);
        hints.awaitCovered("a/b");
        hints.all.clear();
        Files.setPosixFilePermissions(zone.resolve("a/b/c/f"), Set.of());
        hints.awaitChanged("a/b/c", false);
    }

    @Test
    void covers_all_files_in_directories_that_come_quickly() throws IOException {
        List<String> directories = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String path = "new" + i + "/x/y";
            Files.createDirectories(zone.resolve(path));
            for (int k = 0; k < 10; k++) {
                Files.writeString(zone.resolve(path + "/" + k), "x");
            }
            directories.add(path);
        }
        await().untilAsserted(() ->
                assertThat(directories).allMatch(path -> hints.all.stream().anyMatch(hint -> hint.covers(path))));
        hints.all.clear();
        for (String path : directories) {
            Files.writeString(zone.resolve(path + "/later"), "x");
        }
        await().untilAsserted(() ->
                assertThat(directories).allMatch(path -> hints.all.contains(new Hint(path, false, true))));
    }

    @Test
    void follows_a_directory_that_moves_within_the_tree() throws IOException {
        Files.move(zone.resolve("a/b"), zone.resolve("moved"));
        hints.awaitBelow("moved");
        hints.awaitChanged("a", false);
        Files.writeString(zone.resolve("moved/c/file"), "x");
        hints.awaitChanged("moved/c", true);
        Files.createDirectories(zone.resolve("a/b/c"));
        hints.awaitCovered("a/b/c");
        Files.writeString(zone.resolve("a/b/c/file"), "x");
        hints.awaitChanged("a/b/c", true);
    }

    @Test
    void forgets_a_directory_that_leaves_the_tree_and_meets_it_again() throws IOException {
        Files.move(zone.resolve("a/b"), directory.resolve("away"));
        hints.awaitChanged("a", false);
        Files.writeString(directory.resolve("away/c/file"), "x");
        Files.move(directory.resolve("away"), zone.resolve("back"));
        hints.awaitBelow("back");
        Files.writeString(zone.resolve("back/c/file"), "y");
        hints.awaitChanged("back/c", true);
        assertThat(hints.all).noneMatch(hint -> hint.path().startsWith("a/b"));
    }

    @Test
    void meets_another_directory_under_the_name_of_a_removed_one() throws IOException {
        for (int i = 0; i < 20; i++) {
            Files.createDirectory(zone.resolve("again"));
            Files.delete(zone.resolve("again"));
        }
        Files.createDirectory(zone.resolve("again"));
        hints.awaitCovered("again");
        Files.writeString(zone.resolve("again/file"), "x");
        hints.awaitChanged("again", true);
    }

    @Test
    void says_nothing_of_the_working_area() throws IOException {
        try (StageWriter writer = tree.stage(new Name("s"), 0)) {
            writer.finish(Attributes.NONE);
        }
        Place staged = Place.item(Place.Area.STAGE, new Name("s"));
        tree.move(staged, Place.item(Place.Area.TRASH, new Name("s")));
        Files.writeString(zone.resolve("a/last"), "x");
        hints.awaitChanged("a", true);
        assertThat(hints.all).allMatch(hint -> hint.path().equals("a"));
    }

    @Test
    void says_after_an_overflow_that_everything_must_be_looked_at() throws IOException {
        int limit = Integer.parseInt(Files.readAllLines(Path.of("/proc/sys/fs/inotify/max_queued_events"))
                .getFirst());
        assumeTrue(limit <= 100_000, "the queue of events is too long to fill: " + limit);
        hints.hold = new CountDownLatch(1);
        for (int i = 0; i < limit; i++) {
            Path file = zone.resolve(i % 2 == 0 ? "a/f" : "a/b/f");
            Files.createFile(file);
            Files.delete(file);
        }
        Files.createDirectories(zone.resolve("unseen/d"));
        hints.hold.countDown();
        hints.awaitBelow("");
        assertThat(watch.complete()).isTrue();
        hints.all.clear();
        Files.writeString(zone.resolve("unseen/d/file"), "x");
        hints.awaitChanged("unseen/d", true);
    }

    @Test
    void is_not_complete_once_the_root_has_moved() throws IOException {
        Files.move(zone, directory.resolve("away"));
        hints.awaitBelow("");
        assertThat(watch.complete()).isFalse();
        Files.move(directory.resolve("away"), zone);
    }

    @Test
    void is_not_complete_where_the_limit_on_watches_is_reached() {
        Layout layout = new Layout(RootDirectory.at(zone.toString()), null);
        try (Watch partial = LocalWatch.start(layout, new Hints(), true, 2)) {
            assertThat(partial.complete()).isFalse();
        }
        try (Watch whole = LocalWatch.start(layout, new Hints(), true, 4)) {
            assertThat(whole.complete()).isTrue();
        }
    }

    @Test
    void tells_nothing_after_it_was_closed() throws IOException {
        watch.close();
        watch.close();
        assertThat(watch.complete()).isFalse();
        Hints others = new Hints();
        try (Watch other = tree.watch(others)) {
            assertThat(other.complete()).isTrue();
            Files.writeString(zone.resolve("a/file"), "x");
            others.awaitChanged("a", true);
        }
        assertThat(hints.all).isEmpty();
    }
}
