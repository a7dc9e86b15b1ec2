package org.onecopy.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.onecopy.app.NodeRunner.RunningNode;
import org.onecopy.app.config.ConfigReference;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.cli.ExitCode;
import org.onecopy.cli.Terminal;
import org.onecopy.model.ByteCount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onecopy node}: what is done on a node's own machine. */
@Command(name = "node", mixinStandardHelpOptions = true, description = "Run a node, or look at its configuration.")
public final class NodeCommand implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

    @Spec
    private @Nullable CommandSpec spec;

    private NodeCommand() {}

    /**
     * The command with its subcommands.
     *
     * @param parent what is at its end when the parent process is gone: the process's standard input
     */
    public static CommandLine create(Terminal terminal, NodeRunner runner, InputStream parent) {
        return new CommandLine(new NodeCommand())
                .addSubcommand(new Run(terminal, runner, parent))
                .addSubcommand(new Config(terminal));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "name a command: run, config or setup");
        }
    }

    /** {@code onecopy node run}. */
    @Command(name = "run", mixinStandardHelpOptions = true, description = "Run a node until it is stopped by a signal.")
    static final class Run implements Callable<Integer> {
        private final Terminal terminal;
        private final NodeRunner runner;
        private final InputStream parent;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "The node's configuration (YAML)")
        private Path config = Path.of("");

        @Option(
                names = "--exit-with-parent",
                description =
                        "Stop when standard input ends, which it does when the process that holds its other end is gone")
        private boolean exitWithParent;

        Run(Terminal terminal, NodeRunner runner, InputStream parent) {
            this.terminal = terminal;
            this.runner = runner;
            this.parent = parent;
        }

        @Override
        public Integer call() throws InterruptedException {
            NodeConfig read = NodeConfig.read(config);
            adviseHeap(read.heapAdvice());
            InitSystem init = InitSystem.of(terminal.environment());
            RunningNode node = runner.start(read);
            LOG.info(
                    "node {} of zone {} runs; admin API at https://{}",
                    read.node(),
                    read.zone(),
                    read.addresses().admin().advertised());
            CountDownLatch stopped = new CountDownLatch(1);
            Thread stop = new Thread(
                    () -> {
                        init.stopping();
                        node.close();
                        stopped.countDown();
                    },
                    "node-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            // Not only once it is ready: without a quorum it would never be, and is not to be started again for that.
            init.started("node " + read.node() + " of zone " + read.zone() + " runs");
            // Either way the process ends by its hooks: main exits when this returns.
            if (exitWithParent) {
                awaitEnd(parent);
                LOG.info("the parent process is gone: stopping");
            } else {
                stopped.await();
            }
            return ExitCode.OK;
        }

        private static void awaitEnd(InputStream parent) {
            byte[] ignored = new byte[256];
            try {
                while (parent.read(ignored) >= 0) {
                    // What the parent says does not matter, only that it is there.
                }
            } catch (IOException e) {
                LOG.info("standard input is broken: {}", e.getMessage());
            }
        }

        private static void adviseHeap(ByteCount advice) {
            ByteCount heap = ByteCount.of(Runtime.getRuntime().maxMemory());
            // The JVM rounds, and keeps some for itself.
            if (heap.value() < advice.value() / 10 * 9) {
                LOG.warn("the heap is {}, advised are {}: start Java with -Xmx{}m", heap, advice, advice.value() >> 20);
            }
        }
    }

    /** {@code onecopy node config}. */
    @Command(name = "config", mixinStandardHelpOptions = true, description = "Check or explain a node's configuration.")
    static final class Config implements Callable<Integer> {
        private final Terminal terminal;

        @ArgGroup(multiplicity = "1")
        private Wish wish = new Wish();

        Config(Terminal terminal) {
            this.terminal = terminal;
        }

        /** One of these. */
        static final class Wish {
            @SuppressWarnings("UnusedVariable") // it is what is left when neither of the others was said
            @Option(names = "--defaults", description = "Print a commented example with every key")
            private boolean defaults;

            @Option(names = "--reference", description = "Print the table of all keys (docs/configuration.md)")
            private boolean reference;

            @Option(
                    names = "--check",
                    paramLabel = "FILE",
                    description = "Say what is wrong with a file; exit code 2 if something is")
            private @Nullable Path check;
        }

        @Override
        public Integer call() {
            if (wish.check != null) {
                NodeConfig config = NodeConfig.read(wish.check);
                terminal.out().println(wish.check + " is right: node " + config.node() + " of zone " + config.zone());
            } else if (wish.reference) {
                terminal.out().print(ConfigReference.markdown());
            } else {
                terminal.out().print(ConfigReference.example());
            }
            terminal.out().flush();
            return ExitCode.OK;
        }
    }
}
