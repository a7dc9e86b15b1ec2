package org.onecopy.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** {@code onecopy manpage}: the manual page that packages hold, of the commands as they are. */
@Command(name = "manpage", hidden = true, description = "Print the manual page (roff).")
public final class ManPageCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    public ManPageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            terminal.out().print(page(spec.root()));
            terminal.out().flush();
        }
        return ExitCode.OK;
    }

    /** The page of a command with all below it. */
    static String page(CommandSpec root) {
        StringBuilder page = new StringBuilder();
        page.append(".TH ONECOPY 1 \"\" \"onecopy ")
                .append(text(VersionCommand.version()))
                .append("\" \"Onecopy\"\n");
        page.append(".SH NAME\nonecopy \\- one copy of files in many places\n");
        page.append(".SH SYNOPSIS\n.B onecopy\n.I COMMAND\n[\\fIOPTION\\fR ...]\n");
        page.append(".SH DESCRIPTION\n").append(description(root)).append("\n");
        page.append(".SH COMMANDS\n");
        for (CommandSpec command : commands(root)) {
            append(page, command);
        }
        page.append(".SH EXIT STATUS\n");
        for (String line : ExitCode.TABLE.lines().skip(1).toList()) {
            String[] parts = line.strip().split(" +", 2);
            page.append(".TP\n.B ")
                    .append(parts[0])
                    .append('\n')
                    .append(text(parts[1]))
                    .append('\n');
        }
        page.append("""
                .SH FILES
                .TP
                .I /etc/onecopy/node.yaml
                the node's configuration; the service starts once it is there
                .TP
                .I /etc/onecopy/onecopy.env
                heap and options of Java
                .TP
                .I /var/lib/onecopy
                the node's state: its key, its log, its index
                .SH SEE ALSO
                .I /usr/share/doc/onecopy
                """);
        return page.toString();
    }

    private static List<CommandSpec> commands(CommandSpec above) {
        List<CommandSpec> all = new ArrayList<>();
        for (CommandLine line : above.subcommands().values().stream().distinct().toList()) {
            CommandSpec command = line.getCommandSpec();
            if (!command.usageMessage().hidden()) {
                all.add(command);
                all.addAll(commands(command));
            }
        }
        return all;
    }

    private static void append(StringBuilder page, CommandSpec command) {
        page.append(".SS ").append(text(command.qualifiedName())).append('\n');
        page.append(description(command)).append('\n');
        for (PositionalParamSpec argument : command.positionalParameters()) {
            item(page, argument.paramLabel(), argument);
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
                String names = String.join(", ", option.names());
                boolean flag = option.arity().max() == 0 || option.typeInfo().isBoolean();
                item(page, flag ? names : names + " " + option.paramLabel(), option);
            }
        }
    }

    private static void item(StringBuilder page, String name, ArgSpec argument) {
        page.append(".TP\n.B ").append(text(name)).append('\n');
        page.append(plain(argument.description())).append('\n');
    }

    private static String description(CommandSpec command) {
        return plain(command.usageMessage().description());
    }

    private static String plain(String[] lines) {
        String all = Arrays.stream(lines)
                .map(line -> Help.Ansi.OFF.string(String.format(Locale.ROOT, line)))
                .reduce("", (a, b) -> a + " " + b)
                .strip();
        return text(all.isEmpty() ? "-" : all);
    }

    /** Text that roff takes as it is; a line of it may begin with anything. */
    private static String text(String plain) {
        String safe = plain.replace("\\", "\\e").replace("-", "\\-").replace('\n', ' ');
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
