package org.onecopy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onecopy recover}: how survivors go on after a disaster, and how a zone comes back. All of it where the node does not run. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = {
            "Go on after a disaster without a majority: plan and run, on the survivors; return, where a zone comes back.",
            "Only where a majority is lost for good: see docs/runbooks/forced-recovery.md."
        })
public final class RecoverCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private RecoverCommand() {}

    /** What is done on a node's own machine, while its process does not run. */
    public interface Local {
        /** How the node stands, as a document for {@link #plan}. */
        String standing(Path config, List<String> lost);

        /**
         * Makes a plan, and changes nothing.
         *
         * @param config of the node on this machine; null where only standings count
         * @param standings files with the documents of the other survivors
         * @param lost names of zones and nodes
         */
        Plan plan(@Nullable Path config, List<Path> standings, List<String> lost);

        /**
         * Does this node's part of a plan.
         *
         * @param who is named in the audit
         * @param steps is told each step as it is done
         */
        void run(Path config, Path plan, int incarnation, String who, Consumer<String> steps);

        /** Brings a node back that a recovery left behind. */
        NetworkCommand.Joined comeBack(Path config, String ticket, Consumer<String> steps);
    }

    /**
     * A plan.
     *
     * @param document for {@link Local#run}
     * @param lines what it says, for a person
     * @param warnings what to know before
     */
    public record Plan(String document, List<String> lines, List<String> warnings, int incarnation) {
        public Plan {
            lines = List.copyOf(lines);
            warnings = List.copyOf(warnings);
        }
    }

    /** The command with its subcommands. */
    public static CommandLine create(Terminal terminal, Local local) {
        return new CommandLine(new RecoverCommand())
                .addSubcommand(new Standing(terminal, local))
                .addSubcommand(new MakePlan(terminal, local))
                .addSubcommand(new Run(terminal, local))
                .addSubcommand(new Return(terminal, local));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "name a command: standing, plan, run or return");
        }
    }

    /** What all of them share. */
    @Command(mixinStandardHelpOptions = true)
    abstract static class OfNode implements Callable<Integer> {
        final Terminal terminal;
        final Local local;

        OfNode(Terminal terminal, Local local) {
            this.terminal = terminal;
            this.local = local;
        }

        void say(String line) {
            terminal.out().println(line);
            terminal.out().flush();
        }

        void write(@Nullable Path file, String document) {
            if (file == null) {
                terminal.out().print(document);
                terminal.out().flush();
                return;
            }
            try {
                Files.writeString(file, document, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
            say("written into " + file);
        }
    }

    /** {@code onecopy recover standing}. */
    @Command(
            name = "standing",
            description =
                    "Say how this node stands, for a plan that is made on another survivor. The node must not run.")
    static final class Standing extends OfNode {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "The node's configuration (YAML)")
        private Path config = Path.of("");

        @Option(
                names = "--lost",
                paramLabel = "ZONE|NODE",
                required = true,
                description = "What is lost for good: a zone with all its nodes, or a node; may be repeated")
        private List<String> lost = List.of();

        @Option(names = "--out", paramLabel = "FILE", description = "Write it there instead of printing it")
        private @Nullable Path out;

        Standing(Terminal terminal, Local local) {
            super(terminal, local);
        }

        @Override
        public Integer call() {
            write(out, local.standing(config, lost));
            return ExitCode.OK;
        }
    }

    /** {@code onecopy recover plan}. */
    @Command(
            name = "plan",
            description =
                    "Say what a recovery would do, and what would be lost with it; changes nothing. No survivor may run meanwhile.")
    static final class MakePlan extends OfNode {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "The configuration of the survivor on this machine")
        private @Nullable Path config;

        @Option(
                names = "--standing",
                paramLabel = "FILE",
                description = "How another survivor stands (onecopy recover standing); one for each")
        private List<Path> standings = List.of();

        @Option(
                names = "--lost",
                paramLabel = "ZONE|NODE",
                required = true,
                description = "What is lost for good: a zone with all its nodes, or a node; may be repeated")
        private List<String> lost = List.of();

        @Option(names = "--out", paramLabel = "FILE", description = "Write the plan there, for onecopy recover run")
        private @Nullable Path out;

        MakePlan(Terminal terminal, Local local) {
            super(terminal, local);
        }

        @Override
        public Integer call() {
            Plan plan = local.plan(config, standings, lost);
            plan.lines().forEach(this::say);
            plan.warnings().forEach(warning -> terminal.err().println("onecopy: warning: " + warning));
            if (out != null) {
                write(out, plan.document());
                say(
                        "the lost must never come up again with their old state unless they can reach a survivor; then, on each"
                                + " survivor:");
                say("  onecopy recover run --config FILE --plan " + out + " --incarnation " + plan.incarnation());
            }
            return ExitCode.OK;
        }
    }

    /** {@code onecopy recover run}. */
    @Command(
            name = "run",
            description =
                    "Do this survivor's part of a plan. Cannot be undone. The node must not run; start it afterwards.")
    static final class Run extends OfNode {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "The node's configuration (YAML)")
        private Path config = Path.of("");

        @Option(names = "--plan", paramLabel = "FILE", required = true, description = "From onecopy recover plan --out")
        private Path plan = Path.of("");

        @Option(
                names = "--incarnation",
                paramLabel = "N",
                required = true,
                description = "The number that the plan names, to say that it was read")
        private int incarnation;

        Run(Terminal terminal, Local local) {
            super(terminal, local);
        }

        @Override
        public Integer call() {
            String user = terminal.environment().getOrDefault("SUDO_USER", System.getProperty("user.name", "somebody"));
            local.run(config, plan, incarnation, user + " (on the node's machine)", this::say);
            say("start the node: onecopy node run --config " + config);
            return ExitCode.OK;
        }
    }

    /** {@code onecopy recover return}. */
    @Command(
            name = "return",
            description = {
                "Bring a node back that a recovery left behind, with its storage, under another name. The node must not run.",
                "What users did in its zone meanwhile is found in the storage and merged; what differs is kept twice."
            })
    static final class Return extends OfNode {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "The node's configuration (YAML), with another 'node:' than before")
        private Path config = Path.of("");

        @Parameters(paramLabel = "TICKET", description = "Of onecopy network ticket, on a survivor that runs")
        private String ticket = "";

        Return(Terminal terminal, Local local) {
            super(terminal, local);
        }

        @Override
        public Integer call() {
            NetworkCommand.Joined joined = local.comeBack(config, ticket, this::say);
            say("node " + joined.node() + " is part of network " + joined.network()
                    + " again; start it: onecopy node run" + " --config " + config);
            return ExitCode.OK;
        }
    }
}
