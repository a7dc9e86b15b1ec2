package org.onecopy.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.storage.Place;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;

/** How much is asked of a NameNode for one small file, and what happens between two of these calls. */
class HdfsCallCountTest extends HdfsFixture {
    private final Map<String, Integer> counted = new TreeMap<>();
    private boolean touchesWhatWasMoved;

    private Object count(FileCalls calls, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("ofTree")) {
            return counting((FileCalls) method.invoke(calls, arguments));
        }
        counted.merge(method.getName(), 1, Integer::sum);
        try {
            Object answer = method.invoke(calls, arguments);
            if (touchesWhatWasMoved && method.getName().equals("move")) {
                hdfs.system().setPermission(path(location + "/f"), new FsPermission((short) 0600));
            }
            return answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Tree countedTree(Connection connection) throws IOException {
        FileCalls calls = connection.calls();
        return ((HadoopStorage) storage).open(counting(calls), location, calls.find(location));
    }

    private FileCalls counting(FileCalls calls) {
        return (FileCalls) Proxy.newProxyInstance(
                FileCalls.class.getClassLoader(),
                new Class<?>[] {FileCalls.class},
                (proxy, method, arguments) -> count(calls, method, arguments));
    }

    private static Stat stage(Tree tree, Attributes attributes) {
        try (StageWriter writer = tree.stage(new Name("s"), 4)) {
            writer.write(0, bytes("text"));
            return writer.finish(attributes);
        }
    }

    @Test
    void publishes_a_small_file_with_few_calls() throws IOException {
        try (Connection connection = Connection.open(HadoopSettings.hdfs(hdfs.uri(), MiniHdfs.superuser(), spool));
                Tree few = countedTree(connection)) {
            Attributes attributes = new Attributes(0640, "alice", "staff", 1_500_000_000_123_000_000L);
            Place first = at("first");
            stage(few, attributes); // learns whose new files are
            few.move(staged("s"), first);
            counted.clear();
            Stat finished = stage(few, attributes);
            Step moved = few.move(staged("s"), at("f"));
            // These ask nobody, the last two where the rule does not.
            counted.keySet().removeAll(Set.of("complaint", "setExtras", "setAcl"));
            assertThat(counted).isEqualTo(Map.of("create", 1, "setTime", 1, "setOwner", 1, "find", 1, "move", 1));
            assertThat(moved).isEqualTo(new Step.Done(finished));
            assertThat(few.stat(at("f"))).isEqualTo(finished);
            assertThat(finished.attributes()).isEqualTo(attributes);
            assertThat(content(few, at("f"))).isEqualTo("text");
        }
    }

    @Test
    void does_not_take_for_its_own_what_a_user_did_right_after_a_file_got_its_name() throws IOException {
        try (Connection connection = Connection.open(HadoopSettings.hdfs(hdfs.uri(), MiniHdfs.superuser(), spool));
                Tree watched = countedTree(connection)) {
            Stat finished = stage(watched, PLAIN);
            touchesWhatWasMoved = true;
            Step.Done done = (Step.Done) watched.move(staged("s"), at("f"));
            assertThat(done.now()).isEqualTo(finished);
            assertThat(watched.stat(at("f")).fingerprint()).isNotEqualTo(finished.fingerprint());
        }
    }

    @Test
    void makes_its_folders_again_and_takes_the_place_of_what_an_earlier_attempt_left() throws IOException {
        hdfs.system().delete(path(location + "/.onecopy"), true);
        stage(tree, PLAIN);
        MiniHdfs.writer(hdfs.system(), location + "/.onecopy/stage").write("s", "longer than the text");
        Stat finished = stage(tree, new Attributes(0444, "", "", 5_000_000_000L));
        assertThat(finished.length()).isEqualTo(4);
        assertThat(finished.attributes().mode()).isEqualTo(0444);
        assertThat(finished.attributes().mtimeNanos()).isEqualTo(5_000_000_000L);
        assertThat(content(tree, staged("s"))).isEqualTo("text");
    }
}
