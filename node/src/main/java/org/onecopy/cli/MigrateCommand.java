package org.onecopy.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.FenceView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.HeldChangeView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.RuleView;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onecopy migrate}: existing trees come under a rule, and users move from one zone to the others. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description =
                "Bring existing trees under a rule while they are in use: plan, plans, start, list, show, pause, resume, cancel,"
                        + " priority. Cut over from a zone: cutover, fences, held.")
final class MigrateCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private MigrateCommand() {}

    /** The command with its subcommands. */
    static CommandLine create(Terminal terminal) {
        return new CommandLine(new MigrateCommand())
                .addSubcommand(new MigrationPlanCommands.Plan(terminal))
                .addSubcommand(new MigrationPlanCommands.Plans(terminal))
                .addSubcommand(new MigrationCommands.Start(terminal))
                .addSubcommand(new MigrationCommands.ListAll(terminal))
                .addSubcommand(new MigrationCommands.Show(terminal))
                .addSubcommand(new MigrationCommands.Pause(terminal))
                .addSubcommand(new MigrationCommands.Resume(terminal))
                .addSubcommand(new MigrationCommands.Cancel(terminal))
                .addSubcommand(new MigrationCommands.Priority(terminal))
                .addSubcommand(new CutoverCommand(terminal))
                .addSubcommand(new Fences(terminal))
                .addSubcommand(new Held(terminal));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "name a command: plan, plans, start, list, show, pause, resume, cancel, priority, cutover, fences or held");
        }
    }

    /** {@code onecopy migrate fences [RULE]}. */
    @Command(name = "fences", description = "List the zones that are fenced, and how far the others are.")
    static final class Fences extends AskCommand {
        @Parameters(paramLabel = "RULE", arity = "0..1", description = "Only of this rule")
        private @Nullable String rule;

        Fences(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            List<RuleName> rules = rule == null
                    ? connection.ask(client ->
                            client.rules().stream().map(RuleView::name).toList())
                    : List.of(new RuleName(rule));
            List<FenceView> fences = new ArrayList<>();
            rules.forEach(name -> fences.addAll(connection.ask(client -> client.fences(name))));
            output.print(fences, () -> table(fences), "no zone is fenced");
            return ExitCode.OK;
        }

        private static String table(List<FenceView> fences) {
            Table table =
                    Table.of("RULE", "ZONE", "STATE", "FENCE", "SINCE", "BY", ">FILES", ">BYTES", ">HELD", "REASON");
            for (FenceView fence : fences) {
                table.row(
                        fence.rule(),
                        fence.zone(),
                        fence.state().word(),
                        fence.fence(),
                        fence.since(),
                        fence.by(),
                        fence.files(),
                        fence.bytes(),
                        fence.held(),
                        fence.reason());
            }
            return table.render();
        }
    }

    /** {@code onecopy migrate held RULE --zone ZONE}. */
    @Command(
            name = "held",
            description =
                    "List what users changed in a fenced zone: it waits there, and reaches no other zone before the"
                            + " fence is lifted.")
    static final class Held extends AskCommand {
        @Parameters(paramLabel = "RULE", description = "The rule")
        private String rule = "";

        @Option(names = "--zone", paramLabel = "ZONE", required = true, description = "The fenced zone")
        private String zone = "";

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "1000",
                description = "At most this many (default: 1000)")
        private int limit = Filter.LIMIT_DEFAULT;

        Held(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            ZoneName of = new ZoneName(zone);
            Listing<HeldChangeView> held =
                    connection.askIn(of, client -> client.fenceHeld(new RuleName(rule), of, 0, limit));
            output.print(held.items(), () -> table(held.items()), "nothing waits in zone " + of);
            noteCut(held.items().size(), held.total());
            return ExitCode.OK;
        }

        private static String table(List<HeldChangeView> held) {
            Table table = Table.of("ZONE", "WHAT", "PATH", ">BYTES", "SINCE");
            held.forEach(each -> table.row(each.zone(), each.kind().word(), each.path(), each.bytes(), each.time()));
            return table.render();
        }
    }
}
