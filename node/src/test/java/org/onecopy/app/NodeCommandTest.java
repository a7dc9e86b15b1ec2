package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.app.config.ConfigReference;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.cli.OnecopyCommand;
import org.onecopy.cli.TestTerminal;
import org.onecopy.linux.NotifySocket;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** What is done on a node's own machine. */
final class NodeCommandTest {
    @TempDir
    Path directory;

    private static int run(TestTerminal terminal, NodeRunner runner, String... args) {
        var command = OnecopyCommand.create(terminal.terminal())
                .addSubcommand(NodeCommand.create(terminal.terminal(), runner, InputStream.nullInputStream()));
        return OnecopyCommand.settle(command, terminal.terminal()).execute(args);
    }

    private static NodeRunner.RunningNode none(NodeConfig config) {
        throw new AssertionError("not to be started");
    }

    @Test
    void checks_a_file_and_explains_all_keys() throws Exception {
        Path right = Files.writeString(directory.resolve("right.yaml"), ConfigReference.example());
        Path wrong = Files.writeString(directory.resolve("wrong.yaml"), ConfigReference.example() + "capturre: 1\n");
        assertThat(run(
                        new TestTerminal(Map.of()),
                        NodeCommandTest::none,
                        "node",
                        "config",
                        "--check",
                        right.toString()))
                .isZero();
        TestTerminal told = new TestTerminal(Map.of());
        assertThat(run(told, NodeCommandTest::none, "node", "config", "--check", wrong.toString()))
                .isEqualTo(2);
        assertThat(told.err()).contains("config-invalid").contains(wrong + ":").contains("did you mean 'capture'?");
        TestTerminal defaults = new TestTerminal(Map.of());
        assertThat(run(defaults, NodeCommandTest::none, "node", "config", "--defaults"))
                .isZero();
        assertThat(defaults.out()).isEqualTo(ConfigReference.example());
        TestTerminal reference = new TestTerminal(Map.of());
        assertThat(run(reference, NodeCommandTest::none, "node", "config", "--reference"))
                .isZero();
        assertThat(reference.out()).isEqualTo(ConfigReference.markdown());
        assertThat(run(new TestTerminal(Map.of()), NodeCommandTest::none, "node", "config"))
                .isEqualTo(2);
    }

    @Test
    void runs_a_node_until_its_parent_is_gone() throws Exception {
        Path file = Files.writeString(directory.resolve("node.yaml"), ConfigReference.example());
        AtomicReference<NodeConfig> started = new AtomicReference<>();
        NodeRunner runner = config -> {
            started.set(config);
            return () -> {};
        };
        TestTerminal terminal = new TestTerminal(Map.of());
        assertThat(run(terminal, runner, "node", "run", "--exit-with-parent", "--config", file.toString()))
                .as(terminal.err())
                .isZero();
        assertThat(started.get().node()).hasToString("oslo-1");
    }

    @Test
    void tells_the_service_manager_that_it_runs_and_that_it_lives() throws Exception {
        Path file = Files.writeString(directory.resolve("node.yaml"), ConfigReference.example());
        String name = directory.resolve("notify").toString();
        try (NotifySocket socket = new NotifySocket(name);
                InitSystem init = InitSystem.of(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "2000"))) {
            init.started("runs");
            assertThat(socket.next()).isEqualTo("READY=1\nSTATUS=runs");
            await().until(() -> "WATCHDOG=1".equals(socket.next()));
            await().until(() -> "WATCHDOG=1".equals(socket.next()));
        }
        String second = directory.resolve("second").toString();
        try (NotifySocket socket = new NotifySocket(second)) {
            TestTerminal terminal = new TestTerminal(Map.of("NOTIFY_SOCKET", second, "WATCHDOG_USEC", "x"));
            assertThat(run(
                            terminal,
                            config -> () -> {},
                            "node",
                            "run",
                            "--exit-with-parent",
                            "--config",
                            file.toString()))
                    .isZero();
            assertThat(socket.next()).isEqualTo("READY=1\nSTATUS=node oslo-1 of zone oslo runs");
            InitSystem.of(Map.of("NOTIFY_SOCKET", second)).stopping();
            assertThat(socket.next()).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void a_node_that_is_out_of_its_network_ends_with_a_code_of_its_own() {
        assertThat(Main.exitCode(new ProblemException(ProblemCode.NODE_RETIRED, "gone")))
                .isEqualTo(80);
        assertThat(Main.exitCode(new ProblemException(ProblemCode.NO_QUORUM, "x")))
                .isEqualTo(70);
        assertThat(Main.exitCode(new IllegalStateException("x"))).isEqualTo(70);
    }

    @Test
    void does_not_run_with_a_wrong_file_or_a_port_in_use() throws Exception {
        Path wrong = Files.writeString(directory.resolve("node.yaml"), "zone: oslo\n");
        TestTerminal terminal = new TestTerminal(Map.of());
        assertThat(run(terminal, NodeCommandTest::none, "node", "run", "--config", wrong.toString()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("'node' is missing").contains("'dataDir' is missing");
        Files.writeString(wrong, ConfigReference.example());
        NodeRunner taken = config -> {
            throw new ProblemException(ProblemCode.ADDRESS_IN_USE, "port 1 is taken");
        };
        TestTerminal port = new TestTerminal(Map.of());
        assertThat(run(port, taken, "node", "run", "--config", wrong.toString()))
                .isEqualTo(69);
        assertThat(port.err()).contains("onecopy: address-in-use: port 1 is taken");
    }
}
