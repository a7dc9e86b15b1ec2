package org.onecopy.app;

import java.time.Clock;
import java.util.function.Consumer;
import org.onecopy.agreement.FailStop;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.recovery.ForcedRecovery;
import org.onecopy.cli.ExitCode;
import org.onecopy.cli.ManPageCommand;
import org.onecopy.cli.NetworkCommand;
import org.onecopy.cli.OnecopyCommand;
import org.onecopy.cli.RecoverCommand;
import org.onecopy.cli.StorageCommand;
import org.onecopy.cli.Terminal;
import org.onecopy.cli.demo.DemoCommand;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;

/** {@code onecopy}. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Terminal terminal = Terminal.ofProcess();
        System.exit(commandLine(terminal).execute(args));
    }

    /** All commands. */
    static CommandLine commandLine(Terminal terminal) {
        CommandLine command = OnecopyCommand.create(terminal)
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(StorageCommand.create(
                        terminal, (config, path) -> StorageTrials.offline(NodeConfig.read(config), path)))
                .addSubcommand(NetworkCommand.create(terminal, new Induction(Clock.systemUTC())))
                .addSubcommand(NodeCommand.create(terminal, Main::start, System.in)
                        .addSubcommand(new SetupCommand(terminal, Main::setup)))
                .addSubcommand(RecoverCommand.create(
                        terminal, new ForcedRecovery(new Induction(Clock.systemUTC()), Clock.systemUTC())))
                .addSubcommand(new ManPageCommand(terminal));
        return OnecopyCommand.settle(command, terminal);
    }

    private static NodeSetup setup(Consumer<String> steps) {
        return new NodeSetup(
                NodeSetup.Places.OF_THIS_MACHINE, new Induction(Clock.systemUTC()), new SetupMachine(), steps);
    }

    private static NodeRunner.RunningNode start(NodeConfig config) {
        Node node = Node.start(config, Main::halt);
        return node::close;
    }

    /** Ends the process at once, without its shutdown hooks: they would wait for the thread that calls this. */
    private static void halt(String what, Throwable cause) {
        LOG.error("the node stops, because it must not go on: {}", what, cause);
        Runtime.getRuntime().halt(exitCode(cause));
    }

    /** What the service manager learns of a stop: after most it starts the node again, but not where that would never help. */
    static int exitCode(Throwable cause) {
        return cause instanceof ProblemException problem
                        && (problem.code() == ProblemCode.NODE_RETIRED
                                || problem.code() == ProblemCode.NETWORK_RECOVERED)
                ? ExitCode.RETIRED
                : FailStop.EXIT_CODE;
    }
}
