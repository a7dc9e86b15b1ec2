package org.onecopy.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onecopy completion bash}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print a completion script: source <(onecopy completion bash)")
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "SHELL", description = "bash (zsh reads it after 'autoload bashcompinit; bashcompinit')")
    private String shell = "";

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!shell.equals("bash")) {
            throw new IllegalArgumentException("there is no completion for '" + shell + "', only for bash");
        }
        if (spec != null) {
            terminal.out().print(AutoComplete.bash("onecopy", spec.root().commandLine()));
            terminal.out().flush();
        }
        return ExitCode.OK;
    }
}
