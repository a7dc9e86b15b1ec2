package org.onecopy.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.OutsideWriter;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;

/** A tree in the shared cluster, somebody who writes there without Onecopy, and short words for its calls. */
abstract class HdfsFixture {
    static final Attributes PLAIN = new Attributes(0755, "", "", 0);

    @TempDir
    Path spool;

    final String location = MiniHdfs.unusedLocation();
    final MiniHdfs hdfs = MiniHdfs.shared();
    Storage storage;
    Tree tree;
    OutsideWriter outside;

    @BeforeEach
    final void open() {
        storage = new HadoopStorage(HadoopSettings.hdfs(hdfs.uri(), MiniHdfs.superuser(), spool));
        tree = storage.open(location, true);
        outside = MiniHdfs.writer(hdfs.system(), location);
    }

    @AfterEach
    final void close() {
        tree.close();
        storage.close();
    }

    static Place at(String path) {
        return Place.inTree(TreePath.parse(path));
    }

    static Place staged(String name) {
        return Place.item(Area.STAGE, new Name(name));
    }

    static Place held(String name) {
        return Place.item(Area.HELD, new Name(name));
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stat stage(Tree tree, String name, String text) {
        try (StageWriter writer = tree.stage(new Name(name), text.length())) {
            writer.write(0, bytes(text));
            return writer.finish(new Attributes(0644, "", "", 1_000_000_000L));
        }
    }

    static String content(Tree tree, Place place) {
        try (ContentReader reader = tree.read(place)) {
            if (reader == null) {
                return null;
            }
            ByteBuffer into = ByteBuffer.allocate((int) reader.stat().length() + 1);
            while (reader.read(into.position(), into) >= 0) {}
            return new String(into.array(), 0, into.position(), StandardCharsets.UTF_8);
        }
    }

    record Listed(Map<String, Stat> entries, List<String> refused) {}

    static Listed list(Tree tree, Place directory) {
        Listed listed = new Listed(new TreeMap<>(), new ArrayList<>());
        assertThat(tree.list(directory, new Tree.ListSink() {
                    @Override
                    public void entry(Name name, Stat stat) {
                        listed.entries().put(name.value(), stat);
                    }

                    @Override
                    public void refused(String printableName, String reason) {
                        listed.refused().add(printableName);
                    }
                }))
                .isTrue();
        return listed;
    }

    static void assertProblem(ProblemCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        problem -> assertThat(problem.code())
                                .as(problem.getMessage())
                                .isEqualTo(code));
    }

    static org.apache.hadoop.fs.Path path(String text) {
        return new org.apache.hadoop.fs.Path(text);
    }
}
