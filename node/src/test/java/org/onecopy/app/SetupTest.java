package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.config.StorageConfig;
import org.onecopy.problem.ProblemException;

/** A node that is set up without a question. */
final class SetupTest {
    @TempDir
    Path directory;

    private final List<String> steps = new ArrayList<>();
    private final RecordingMachine machine = new RecordingMachine();
    private NodeSetup.Places places = new NodeSetup.Places(Path.of(""), Path.of(""), Path.of(""));

    private static final class RecordingMachine implements NodeSetup.Machine {
        private final List<String> done = new ArrayList<>();

        @Override
        public void give(Path path) {
            done.add("give " + path.getFileName());
        }

        @Override
        public void show(Path file) {
            done.add("show " + file.getFileName());
        }

        @Override
        public boolean start() {
            done.add("start");
            return true;
        }
    }

    @BeforeEach
    void place() {
        places = new NodeSetup.Places(
                directory.resolve("etc"), directory.resolve("state"), directory.resolve("onecopy.service.d"));
    }

    private NodeSetup setup() {
        return new NodeSetup(places, new Induction(Clock.systemUTC()), machine, steps::add);
    }

    private Map<String, String> answers(String... more) {
        Map<String, String> answers = new HashMap<>(Map.of(
                "ONECOPY_ZONE", "oslo",
                "ONECOPY_NODE", "oslo-1",
                "ONECOPY_HOST", "oslo.example.org",
                "ONECOPY_STORAGE", "local:" + directory.resolve("it's data"),
                "ONECOPY_CREATE", "yes"));
        for (int i = 0; i < more.length; i += 2) {
            answers.put(more[i], more[i + 1]);
        }
        return answers;
    }

    private void run(String... more) {
        setup().run(SetupAnswers.read(answers(more), null));
    }

    @Test
    void writes_the_configuration_makes_the_network_and_starts_the_service() throws Exception {
        run("ONECOPY_PORTS", "+500", "ONECOPY_HEAP", "1g", "ONECOPY_PROFILE", "wan");
        NodeConfig config = NodeConfig.read(places.config());
        assertThat(config.node()).hasToString("oslo-1");
        assertThat(config.addresses().admin().advertised()).hasToString("oslo.example.org:8582");
        assertThat(config.addresses().agreement().bind()).hasToString("0.0.0.0:6944");
        assertThat(config.storage())
                .isInstanceOfSatisfying(
                        StorageConfig.Local.class,
                        local -> assertThat(local.directory()).isEqualTo(directory.resolve("it's data")));
        assertThat(config.heapAdvice().value()).isEqualTo(1L << 30);
        assertThat(config.network().isKnown()).isTrue();
        assertThat(directory.resolve("it's data")).isDirectory();
        assertThat(places.etc().resolve("setup.env")).content().contains("ONECOPY_HEAP=1g");
        assertThat(places.unit().resolve("storage.conf"))
                .content()
                .contains("[Service]", "ReadWritePaths=\"-" + directory.resolve("it's data") + "\"");
        assertThat(machine.done).containsExactly("give state", "give state", "show node.yaml", "show tokens", "start");
        assertThat(Files.getPosixFilePermissions(places.config())).hasSize(3);
    }

    @Test
    void changes_nothing_of_a_node_that_is_set_up_already() throws Exception {
        run();
        String network = NodeConfig.read(places.config()).network().id().toString();
        String text = Files.readString(places.config());
        steps.clear();
        run("ONECOPY_ZONE", "lyon");
        assertThat(Files.readString(places.config())).isEqualTo(text);
        assertThat(NodeConfig.read(places.config()).network().id()).hasToString(network);
        assertThat(steps).anyMatch(step -> step.contains("stays as it is")).anyMatch(step -> step.contains("already"));
    }

    @Test
    void takes_answers_from_a_file_and_lets_variables_win() throws Exception {
        Path file = Files.writeString(
                directory.resolve("answers"),
                "# of oslo\n\nONECOPY_ZONE=lyon\nONECOPY_STORAGE = none\nONECOPY_HOST=\"a.example.org\"\nONECOPY_START=no\n");
        setup().run(SetupAnswers.read(Map.of("ONECOPY_ZONE", "kyoto", "OTHER", "x"), file));
        NodeConfig config = NodeConfig.read(places.config());
        assertThat(config.zone()).hasToString("kyoto");
        assertThat(config.node().value()).startsWith("kyoto-");
        assertThat(config.storage()).isInstanceOf(StorageConfig.None.class);
        assertThat(config.addresses().content().advertised()).hasToString("a.example.org:7000");
        assertThat(machine.done).doesNotContain("start");
        assertThat(steps).last().asString().contains("belongs to no network yet");
    }

    @Test
    void writes_what_buckets_and_clusters_need() {
        for (Map.Entry<String, String> each : Map.of(
                        "s3:photos/of/oslo", "bucket: 'photos', prefix: 'of/oslo'",
                        "hdfs://cluster:8020", "uri: 'hdfs://cluster:8020'",
                        "hdfs:/etc/hadoop/conf", "configuration: '/etc/hadoop/conf'")
                .entrySet()) {
            String text = SetupAnswers.read(answers("ONECOPY_STORAGE", each.getKey()), null)
                    .configuration(places.tokens(), places.state());
            assertThat(text).contains(each.getValue());
            NodeConfig.parse(places.config(), text);
        }
    }

    @Test
    void a_storage_that_cannot_be_made_is_a_wrong_answer_and_nothing_is_written() {
        assertThatThrownBy(
                        () -> setup().run(SetupAnswers.read(answers("ONECOPY_STORAGE", "local:/proc/nowhere"), null)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("ONECOPY_STORAGE=local:/proc/nowhere")
                .hasMessageContaining("cannot be made");
        assertThat(places.config()).doesNotExist();
    }

    @Test
    void asks_for_the_machines_own_name_only_where_an_answer_is_missing() {
        SetupAnswers.HostName nobody = () -> {
            throw new java.net.UnknownHostException("jdk.internal.util.Exceptions$NonSocketInfo@1");
        };
        Map<String, String> given =
                new HashMap<>(Map.of("ONECOPY_ZONE", "oslo", "ONECOPY_HOST", "10.0.0.1", "ONECOPY_NODE", "oslo-1"));
        assertThat(SetupAnswers.read(given, null).configuration(places.tokens(), places.state(), nobody))
                .contains("node: 'oslo-1'", "10.0.0.1:6444");
        for (String missing : List.of("ONECOPY_HOST", "ONECOPY_NODE")) {
            Map<String, String> fewer = new HashMap<>(given);
            fewer.remove(missing);
            assertThatThrownBy(
                            () -> SetupAnswers.read(fewer, null).configuration(places.tokens(), places.state(), nobody))
                    .hasMessageStartingWith(missing + " is missing")
                    .hasMessageNotContaining("jdk.internal");
        }
    }

    @Test
    void names_a_wrong_answer_and_writes_nothing() throws Exception {
        Map<String, String> wrong = Map.of(
                "ONECOPY_ZONE", "No Zone",
                "ONECOPY_PORTS", "1,2",
                "ONECOPY_HEAP", "much",
                "ONECOPY_STORAGE", "nfs:/x",
                "ONECOPY_CREATE", "perhaps",
                "ONECOPY_PROFILE", "moon",
                "ONECOPY_TICKET", "onecopy-1.x");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            assertThatThrownBy(() -> run(each.getKey(), each.getValue()))
                    .as(each.getKey())
                    .isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> setup().run(SetupAnswers.read(Map.of(), null))).hasMessageContaining("ONECOPY_ZONE");
        Path file = Files.writeString(directory.resolve("answers"), "ONECOPY_ZONE=oslo\nONECOPY_ZOEN=oslo\n");
        assertThatThrownBy(() -> SetupAnswers.read(Map.of(), file)).hasMessageContaining("answers:2: 'ONECOPY_ZOEN'");
        assertThat(places.config()).doesNotExist();
        assertThat(machine.done).isEmpty();
    }

    @Test
    void a_service_whose_storage_is_the_whole_machine_may_write_there() throws Exception {
        Path whole = Files.writeString(directory.resolve("whole.yaml"), """
                node: oslo-1
                zone: oslo
                dataDir: %s
                tokens: tokens
                storage: {type: local, root: /}
                """.formatted(places.state()));
        setup().run(SetupAnswers.read(Map.of("ONECOPY_CONFIG", whole.toString()), null));
        assertThat(places.config()).hasSameTextualContentAs(whole);
        assertThat(places.unit().resolve("storage.conf")).content().contains("ProtectSystem=yes", "ProtectHome=no");
    }
}
