package org.onecopy.installers.provisioning.cli;

import picocli.CommandLine;

/** {@code onecopy provision}: {@code ./onecopy} runs it. */
public final class ProvisionMain {
    private ProvisionMain() {}

    /** @param args what stands after {@code provision} */
    public static void main(String[] args) {
        System.exit(commandLine(Surroundings.ofProcess()).execute(args));
    }

    /** All commands. */
    static CommandLine commandLine(Surroundings surroundings) {
        Failures failures = new Failures(surroundings);
        CommandLine command = new CommandLine(new ProvisionCommand())
                .addSubcommand(new ProvisionCommand.Check(surroundings))
                .addSubcommand(new ProvisionCommand.Install(surroundings))
                .addSubcommand(new ProvisionCommand.Upgrade(surroundings))
                .addSubcommand(new ProvisionCommand.Uninstall(surroundings));
        return command.setOut(surroundings.out())
                .setErr(surroundings.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }
}
