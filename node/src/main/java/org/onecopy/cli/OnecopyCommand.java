package org.onecopy.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onecopy}: the root of all commands. */
@Command(
        name = "onecopy",
        mixinStandardHelpOptions = true,
        versionProvider = OnecopyCommand.Version.class,
        description = "One copy of your files in many places, written in every one of them.",
        footerHeading = "%n")
public final class OnecopyCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private OnecopyCommand() {}

    /** The command line without the commands that run a node or a demonstration: their owners add them. */
    public static CommandLine create(Terminal terminal) {
        CommandLine guard = new CommandLine(new GuardCommand(terminal))
                .addSubcommand(new GuardCommand.Release(terminal))
                .addSubcommand(new GuardCommand.Reject(terminal));
        CommandLine rules = new CommandLine(new RulesCommand(terminal))
                .addSubcommand(new RulesCommand.ListAll(terminal))
                .addSubcommand(new RulesCommand.Show(terminal))
                .addSubcommand(new RuleCreateCommand(terminal))
                .addSubcommand(new RuleEditCommand(terminal))
                .addSubcommand(new RuleTestCommand(terminal))
                .addSubcommand(new RulesCommand.Remove(terminal));
        return new CommandLine(new OnecopyCommand())
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(rules)
                .addSubcommand(new CommandLine(new ZonesCommand(terminal))
                        .addSubcommand(new ZonesCommand.Add(terminal))
                        .addSubcommand(new ZoneFilesCommand(terminal))
                        .addSubcommand(new ZonesCommand.Remove(terminal)))
                .addSubcommand(new CommandLine(new NodesCommand(terminal))
                        .addSubcommand(new NodesCommand.Remove(terminal))
                        .addSubcommand(new NodesCommand.Replace(terminal))
                        .addSubcommand(new NodesCommand.Address(terminal)))
                .addSubcommand(MembershipsCommand.create(terminal))
                .addSubcommand(WhatIfCommand.create(terminal))
                .addSubcommand(new LagCommand(terminal))
                .addSubcommand(new TransfersCommand(terminal))
                .addSubcommand(new CommandLine(new ConflictsCommand(terminal))
                        .addSubcommand(new ConflictsCommand.Show(terminal))
                        .addSubcommand(new ConflictsCommand.Resolve(terminal)))
                .addSubcommand(new LostCommand(terminal))
                .addSubcommand(
                        new CommandLine(new ParkedCommand(terminal)).addSubcommand(new ParkedCommand.Retry(terminal)))
                .addSubcommand(guard)
                .addSubcommand(TrashCommand.create(terminal))
                .addSubcommand(new UndoCommand(terminal))
                .addSubcommand(CheckCommand.create(terminal))
                .addSubcommand(RepairCommand.create(terminal))
                .addSubcommand(MigrateCommand.create(terminal))
                .addSubcommand(new CommandLine(new BandwidthCommand(terminal))
                        .addSubcommand(new BandwidthCommand.ListAll(terminal))
                        .addSubcommand(new BandwidthCommand.Set(terminal))
                        .addSubcommand(new BandwidthCommand.Remove(terminal)))
                .addSubcommand(AlertsCommand.create(terminal))
                .addSubcommand(new EventsCommand(terminal))
                .addSubcommand(AuditCommand.create(terminal))
                .addSubcommand(new SessionCommands.Login(terminal))
                .addSubcommand(new SessionCommands.Logout(terminal))
                .addSubcommand(new SessionCommands.Whoami(terminal))
                .addSubcommand(users(terminal))
                .addSubcommand(tokens(terminal))
                .addSubcommand(new CompletionCommand(terminal))
                .addSubcommand(new VersionCommand(terminal));
    }

    private static CommandLine users(Terminal terminal) {
        return new CommandLine(new UsersCommand(terminal))
                .addSubcommand(new UsersCommand.ListAll(terminal))
                .addSubcommand(new UsersCommand.Add(terminal))
                .addSubcommand(new UsersCommand.Edit(terminal))
                .addSubcommand(new UsersCommand.Passwd(terminal))
                .addSubcommand(new UsersCommand.Remove(terminal));
    }

    private static CommandLine tokens(Terminal terminal) {
        return new CommandLine(new TokensCommand(terminal))
                .addSubcommand(new TokensCommand.ListAll(terminal))
                .addSubcommand(new TokensCommand.Create(terminal))
                .addSubcommand(new TokensCommand.Revoke(terminal));
    }

    /** Settles how a finished command line prints and fails. Call it after the last subcommand was added. */
    public static CommandLine settle(CommandLine command, Terminal terminal) {
        Failures failures = new Failures(terminal);
        command.getCommandSpec()
                .usageMessage()
                .footer(ExitCode.TABLE.stripTrailing().split("\n", -1));
        return command.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.interactive() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "name a command");
        }
    }

    /** For {@code --version}. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"onecopy " + VersionCommand.version()};
        }
    }
}
