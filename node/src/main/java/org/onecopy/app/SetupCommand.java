package org.onecopy.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.cli.ExitCode;
import org.onecopy.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onecopy node setup}: an installed node, from answers and without a question. Packages call it where answers are given. */
@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        description =
                "Set this machine's node up without a question: write /etc/onecopy/node.yaml, make or join a network, start the"
                        + " service. The answers are variables of the environment, or lines NAME=VALUE of a file: ONECOPY_ZONE;"
                        + " ONECOPY_TICKET or ONECOPY_TICKET_FILE to join a network, or ONECOPY_CREATE=yes to make one; where wanted"
                        + " ONECOPY_STORAGE (local:/DIR, s3:BUCKET, hdfs://NAME, none), ONECOPY_NODE, ONECOPY_HOST, ONECOPY_BIND,"
                        + " ONECOPY_PORTS, ONECOPY_PROFILE, ONECOPY_HEAP, ONECOPY_START=no; or ONECOPY_CONFIG, a whole configuration."
                        + " What is set up already stays as it is.")
final class SetupCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Function<Consumer<String>, NodeSetup> setup;

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "File with answers; variables of the environment win")
    private @Nullable Path file;

    /** @param setup makes the setup that tells its steps */
    SetupCommand(Terminal terminal, Function<Consumer<String>, NodeSetup> setup) {
        this.terminal = terminal;
        this.setup = setup;
    }

    @Override
    public Integer call() {
        SetupAnswers answers = SetupAnswers.read(terminal.environment(), file);
        setup.apply(step -> {
                    terminal.out().println(step);
                    terminal.out().flush();
                })
                .run(answers);
        return ExitCode.OK;
    }
}
