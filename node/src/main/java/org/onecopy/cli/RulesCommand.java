package org.onecopy.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.onecopy.model.DurationText;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.LocationView;
import org.onecopy.model.api.Preserve;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code onecopy rules}, which is {@code onecopy rules list}. */
@Command(name = "rules", description = "List, show, create, edit and remove replication rules.")
class RulesCommand extends AskCommand {
    RulesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<RuleView> rules = connection.ask(AdminClient::rules);
        output.print(rules, () -> table(rules), "no rules: make one with 'onecopy rules create'");
        return ExitCode.OK;
    }

    private static String table(List<RuleView> rules) {
        Table table = Table.of("RULE", ">REVISION", "STATUS", "ZONES", ">FILES", ">BYTES");
        for (RuleView rule : rules) {
            table.row(
                    rule.name(),
                    rule.revision(),
                    rule.status().word(),
                    rule.zones().stream()
                            .map(zone -> zone.zone() + "=" + zone.path())
                            .collect(Collectors.joining(" ")),
                    rule.files(),
                    rule.bytes());
        }
        return table.render();
    }

    /** A rule in full. */
    static String describe(RuleView rule) {
        Table facts = Table.of("", "")
                .row("rule", rule.name() + " (number " + rule.id() + ")")
                .row("status", rule.status().word() + ", revision " + rule.revision())
                .row("membership", rule.membership())
                .row(
                        "witnesses",
                        rule.witnesses().stream().map(Object::toString).collect(Collectors.joining(" ")))
                .row("files", rule.files() + ", " + rule.bytes())
                .row("conflict", rule.conflict().word())
                .row("preferred zone", rule.preferredZone())
                .row("visibility", rule.visibility().word())
                .row("hold", DurationText.exact(rule.hold()))
                .row("initial", rule.initial())
                .row("exclude", String.join(" ", rule.exclude()))
                .row("preserve", rule.preserve().stream().map(Preserve::word).collect(Collectors.joining(" ")))
                .row(
                        "guard",
                        rule.guard().files() + " files or " + rule.guard().percent() + " % in "
                                + DurationText.exact(rule.guard().window()));
        Table zones = Table.of("ZONE", "STATE", "WRITER", "PATH");
        for (LocationView zone : rule.zones()) {
            zones.row(zone.zone(), zone.state().word(), zone.writer(), zone.path());
        }
        return facts.render().stripLeading() + "\n" + zones.render();
    }

    /** {@code onecopy rules list}. */
    @Command(name = "list", description = "List the rules.")
    static final class ListAll extends RulesCommand {
        ListAll(Terminal terminal) {
            super(terminal);
        }
    }

    /** {@code onecopy rules show NAME}. */
    @Command(name = "show", description = "Show a rule in full.")
    static final class Show extends AskCommand {
        @Parameters(paramLabel = "NAME")
        private String name = "";

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            RuleView rule = connection.ask(client -> client.rule(new RuleName(name)));
            output.print(rule, () -> describe(rule), "");
            Warnings.print(terminal, rule.warnings());
            return ExitCode.OK;
        }
    }

    /** {@code onecopy rules remove NAME}. */
    @Command(
            name = "remove",
            description = "Remove a rule. Deletes no data: the zones keep their files and go their own ways.")
    static final class Remove extends AskCommand {
        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Mixin
        private Consent consent = new Consent();

        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            RuleName rule = new RuleName(name);
            consent.require(terminal, "removing a rule", "");
            String question = "Remove rule '" + rule + "'? Its zones keep their files and go their own ways.";
            if (!consent.isGiven(terminal, () -> terminal.confirm(question))) {
                return ExitCode.NEGATIVE;
            }
            connection.change(client -> {
                client.removeRule(rule);
                return rule;
            });
            if (output.isTable()) {
                terminal.out().println("removed; no data was deleted");
            }
            return ExitCode.OK;
        }
    }
}
