package org.onecopy.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.storage.Ability;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;

/** What is peculiar to HDFS. */
class HdfsTreeTest extends HdfsFixture {
    @Test
    void never_moves_into_a_directory_that_has_the_name() {
        stage(tree, "s", "text");
        outside.makeDirectory("d");
        assertThat(tree.move(staged("s"), at("d"))).isInstanceOf(Step.TargetExists.class);
        assertThat(list(tree, at("d")).entries()).isEmpty();
        assertThat(content(tree, staged("s"))).isEqualTo("text");
    }

    @Test
    void makes_no_directory_that_is_there_already_and_leaves_nothing_behind() throws IOException {
        outside.makeDirectory("d");
        Stat before = tree.stat(at("d"));
        assertThat(tree.makeDirectory(at("d"), new Attributes(0700, "", "", 0)))
                .isEqualTo(new Step.TargetExists(before));
        assertThat(tree.stat(at("d"))).isEqualTo(before);
        assertThat(hdfs.system().listStatus(path(location + "/.onecopy/made"))).isEmpty();
    }

    @Test
    void removes_what_a_stop_left_where_directories_are_made_once_it_is_old() throws IOException {
        outside.makeDirectory(".onecopy/made/old");
        outside.makeDirectory(".onecopy/made/new");
        hdfs.system().setTimes(path(location + "/.onecopy/made/old"), 1_000_000_000_000L, -1);
        storage.open(location, false).close();
        assertThat(hdfs.system().listStatus(path(location + "/.onecopy/made")))
                .extracting(status -> status.getPath().getName())
                .containsExactly("new");
    }

    @Test
    void puts_nothing_into_another_directory_than_the_one_meant() {
        outside.makeDirectory("d");
        ObjectIdentity meant = tree.stat(at("d")).identity();
        outside.move("d", "elsewhere");
        outside.makeDirectory("d");
        stage(tree, "s", "text");
        Place place = new Place(Place.Area.TREE, TreePath.parse("d/f"), meant);
        assertThat(tree.move(staged("s"), place)).isEqualTo(new Step.Missing());
        assertThat(tree.makeDirectory(place, PLAIN)).isEqualTo(new Step.Missing());
        outside.delete("d");
        outside.move("elsewhere", "d");
        assertThat(tree.move(staged("s"), place)).isInstanceOf(Step.Done.class);
        assertThat(MiniHdfs.read(hdfs.system(), location + "/d/f")).isEqualTo("text");
    }

    @Test
    void keeps_what_somebody_puts_there_between_the_two_moves_of_a_replace() {
        outside.write("f", "old");
        stage(tree, "s", "ours");
        try (Tree raced = raced(() -> outside.write("f", "theirs"))) {
            assertProblem(ProblemCode.STORAGE_FAILED, () -> raced.replace(staged("s"), at("f"), held("h")));
        }
        assertThat(content(tree, at("f"))).isEqualTo("theirs");
        assertThat(content(tree, held("h"))).isEqualTo("old");
        assertThat(content(tree, staged("s"))).isEqualTo("ours");
    }

    @Test
    void puts_back_what_it_moved_aside_where_the_new_content_is_gone() {
        outside.write("f", "old");
        stage(tree, "s", "ours");
        try (Tree raced = raced(() -> tree.purge(staged("s")))) {
            assertThat(raced.replace(staged("s"), at("f"), held("h"))).isEqualTo(new Step.Missing());
        }
        assertThat(content(tree, at("f"))).isEqualTo("old");
        assertThat(tree.stat(held("h"))).isNull();
    }

    /** The same tree, where something happens just after the first move. */
    private Tree raced(Runnable between) {
        HdfsCalls real = new HdfsCalls(hdfs.system(), new HdfsCalls.Defaults((short) 0, 0));
        boolean[] done = new boolean[1];
        FileCalls calls = (FileCalls) Proxy.newProxyInstance(
                FileCalls.class.getClassLoader(), new Class<?>[] {FileCalls.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(real, arguments);
                        if (method.getName().equals("move") && !done[0]) {
                            done[0] = true;
                            between.run();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        try {
            Found root = real.find(location);
            Layout layout = new Layout(calls, location, root);
            return new HadoopTree(calls, layout, HdfsCalls.usual(), spool);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void refuses_names_that_hdfs_cannot_hold_or_has_a_use_for() {
        for (String name : new String[] {"a:b", ".snapshot", ".Trash"}) {
            stage(tree, "s", "x");
            assertProblem(ProblemCode.STORAGE_NAME_ILLEGAL, () -> tree.move(staged("s"), at(name)));
            assertProblem(ProblemCode.STORAGE_NAME_ILLEGAL, () -> tree.makeDirectory(at(name), PLAIN));
            assertProblem(ProblemCode.STORAGE_NAME_ILLEGAL, () -> tree.move(staged("s"), at(name + "/x")));
            assertThat(tree.stat(at(name))).isNull();
        }
        stage(tree, "s", "x");
        assertThat(tree.move(staged("s"), at(".reserved"))).isInstanceOf(Step.Done.class);
        outside.makeDirectory(".Trash");
        assertThat(list(tree, Place.inTree(TreePath.ROOT)).entries()).containsOnlyKeys(".reserved");
        assertThat(list(tree, Place.inTree(TreePath.ROOT)).refused()).containsExactly(".Trash");
    }

    @Test
    void reads_no_file_before_its_writer_has_closed_it() throws IOException {
        try (FSDataOutputStream out = hdfs.system().create(path(location + "/log"))) {
            out.writeBytes("first line\n");
            out.hsync();
            assertThat(list(tree, Place.inTree(TreePath.ROOT)).entries()).containsOnlyKeys("log");
            assertProblem(ProblemCode.STORAGE_FAILED, () -> tree.read(at("log")));
            out.writeBytes("second line\n");
        }
        Stat whole = tree.stat(at("log"));
        assertThat(content(tree, at("log"))).isEqualTo("first line\nsecond line\n");
        try (FSDataOutputStream out = hdfs.system().append(path(location + "/log"))) {
            out.writeBytes("third line\n");
        }
        assertThat(tree.stat(at("log")).fingerprint()).isNotEqualTo(whole.fingerprint());
    }

    @Test
    void notices_that_the_root_is_gone_or_another() {
        String identity = tree.rootIdentity().token();
        assertThat(identity).startsWith("BP-");
        stage(tree, "s", "text");
        MiniHdfs.run(() -> hdfs.system().rename(path(location), path(location + "-moved")));
        assertProblem(ProblemCode.STORAGE_UNAVAILABLE, tree::rootIdentity);
        assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> tree.stat(at("f")));
        MiniHdfs.run(() -> hdfs.system().mkdirs(path(location)));
        assertThat(tree.rootIdentity().token()).isNotEqualTo(identity);
        assertProblem(ProblemCode.STORAGE_ROOT_CHANGED, () -> tree.stat(at("f")));
        assertProblem(ProblemCode.STORAGE_ROOT_CHANGED, () -> tree.list(at("d"), new IgnoredListing()));
        MiniHdfs.run(() -> hdfs.system().delete(path(location), true));
        MiniHdfs.run(() -> hdfs.system().rename(path(location + "-moved"), path(location)));
        assertThat(tree.rootIdentity().token()).isEqualTo(identity);
        assertThat(content(tree, staged("s"))).isEqualTo("text");
    }

    private static final class IgnoredListing implements Tree.ListSink {
        @Override
        public void entry(Name name, Stat stat) {}

        @Override
        public void refused(String printableName, String reason) {}
    }

    @Test
    void says_that_a_quota_is_exceeded_and_knows_what_it_leaves() {
        MiniHdfs.run(() -> hdfs.system().setQuota(path(location), HdfsConstants.QUOTA_DONT_SET, 1_000_000L));
        try (Tree limited = storage.open(location, false)) {
            assertThat(limited.spaceAvailable()).isLessThanOrEqualTo(1_000_000L);
            assertProblem(ProblemCode.STORAGE_NO_SPACE, () -> stage(limited, "large", "x".repeat(2_000_000)));
        }
        MiniHdfs.run(() -> hdfs.system().setQuota(path(location), 1L, HdfsConstants.QUOTA_RESET));
        assertProblem(ProblemCode.STORAGE_NO_SPACE, () -> tree.makeDirectory(at("d"), PLAIN));
        MiniHdfs.run(
                () -> hdfs.system().setQuota(path(location), HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_RESET));
        assertThat(tree.makeDirectory(at("d"), PLAIN)).isInstanceOf(Step.Done.class);
    }

    @Test
    void waits_for_the_end_of_safe_mode() {
        stage(tree, "s", "x");
        MiniHdfs.run(() -> hdfs.system().getClient().setSafeMode(HdfsConstants.SafeModeAction.SAFEMODE_ENTER, false));
        try {
            assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> tree.move(staged("s"), at("f")));
            assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> tree.makeDirectory(at("d"), PLAIN));
            assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> stage(tree, "t", "x"));
        } finally {
            MiniHdfs.run(
                    () -> hdfs.system().getClient().setSafeMode(HdfsConstants.SafeModeAction.SAFEMODE_LEAVE, false));
        }
        assertThat(tree.move(staged("s"), at("f"))).isInstanceOf(Step.Done.class);
    }

    @Test
    void a_plain_user_gives_no_files_away_and_is_told_of_no_changes() {
        MiniHdfs.run(() -> hdfs.system().setOwner(path(location), "bob", "bobs"));
        MiniHdfs.run(() -> hdfs.system().delete(path(location + "/.onecopy"), true));
        try (Storage as = new HadoopStorage(HadoopSettings.hdfs(hdfs.uri(), "bob", spool));
                Tree own = as.open(location, false)) {
            assertThat(own.capabilities().can(Ability.HINTS)).isFalse();
            assertThat(tree.capabilities().can(Ability.HINTS)).isTrue();
            assertThat(own.watch(new HdfsWatchTest.Hints())).isNull();
            stage(own, "s", "x");
            Step.Done done = (Step.Done) own.setAttributes(staged("s"), new Attributes(0600, "alice", "staff", 0));
            assertThat(done.now().attributes().mode()).isEqualTo(0600);
            assertThat(done.now().attributes().owner()).isEqualTo("bob");
            assertThat(own.move(staged("s"), at("f"))).isInstanceOf(Step.Done.class);
            outside.makeDirectory("closed");
            MiniHdfs.run(() -> hdfs.system().setPermission(path(location + "/closed"), new FsPermission((short) 0700)));
            assertProblem(ProblemCode.STORAGE_DENIED, () -> own.makeDirectory(at("closed/d"), PLAIN));
            assertProblem(ProblemCode.STORAGE_DENIED, () -> own.list(at("closed"), new IgnoredListing()));
        }
    }

    @Test
    void says_that_there_is_no_such_cluster() {
        HadoopSettings nowhere =
                HadoopSettings.hdfs(java.net.URI.create("hdfs://127.0.0.1:1"), MiniHdfs.superuser(), spool);
        try (Storage none = new HadoopStorage(nowhere)) {
            assertProblem(ProblemCode.STORAGE_UNAVAILABLE, () -> none.open("/x", true));
        }
    }
}
