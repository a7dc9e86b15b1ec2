package org.onecopy.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ExclusionsView;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy rules edit}. */
@Command(
        name = "edit",
        description =
                "Change a rule. What is not named stays. A location's path cannot change: remove the zone, then add it again.")
final class RuleEditCommand extends AskCommand {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Option(names = "--add-zone", paramLabel = "ZONE=/PATH", description = "Add a location")
    private List<String> addZones = List.of();

    @Option(
            names = "--remove-zone",
            paramLabel = "ZONE",
            description = "Take a zone out; its files stay where they are")
    private List<String> removeZones = List.of();

    @Option(
            names = "--initial",
            paramLabel = "POLICY",
            description = "What holds of files that lie in an added location: union or source=ZONE")
    private @Nullable String initial;

    @Option(
            names = "--force",
            description = "Take zones out although they alone hold contents; these are lost to the others")
    private boolean force;

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Leave these paths alone, too")
    private List<String> exclude = List.of();

    @Option(
            names = "--exclude-template",
            paramLabel = "NAME",
            description = "Leave the usual housekeeping alone: " + ExcludeTemplate.WORDS)
    private List<String> templates = List.of();

    @Option(names = "--include", paramLabel = "GLOB", description = "Take back an exclusion")
    private List<String> include = List.of();

    @Option(names = "--plan", description = "Only show what the changed exclusions would leave alone")
    private boolean plan;

    @Option(names = "--based-on", paramLabel = "REVISION", description = "Refuse unless the rule is at this revision")
    private @Nullable Long basedOn;

    @Mixin
    private final RuleOptions options = new RuleOptions();

    RuleEditCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        RuleName rule = new RuleName(name);
        if (plan) {
            List<String> added = ExcludeTemplate.with(exclude, templates);
            ExclusionsView view = connection.ask(client -> client.exclusions(rule, List.of(), added, include));
            output.print(view, () -> RuleTestCommand.plan(view), "");
            return ExitCode.OK;
        }
        RuleView edited = connection.change(client -> client.editRule(rule, changed(client.rule(rule)), force));
        output.print(edited, () -> RulesCommand.describe(edited), "");
        Warnings.print(terminal, edited.warnings());
        return ExitCode.OK;
    }

    private RuleSpec changed(RuleView present) {
        RuleSpec spec = present.toSpec();
        Map<ZoneName, String> zones = new TreeMap<>(spec.zones());
        for (String zone : removeZones) {
            if (zones.remove(new ZoneName(zone)) == null) {
                throw new IllegalArgumentException("zone '" + zone + "' is not in rule '" + name + "'");
            }
        }
        zones.putAll(RuleOptions.zones(addZones));
        // What held in the beginning does not matter any more; and its source may be the zone that goes.
        Initial before = spec.initial();
        boolean sourceGoes = before != null && before.source() != null && !zones.containsKey(before.source());
        boolean forgets = sourceGoes || !addZones.isEmpty();
        List<String> globs = RuleOptions.changed(spec.exclude(), ExcludeTemplate.with(exclude, templates), include);
        return options.over(new RuleSpec(
                spec.name(),
                zones,
                globs,
                initial != null ? Initial.parse(initial) : forgets ? null : before,
                spec.conflict(),
                spec.preferredZone(),
                spec.hold(),
                spec.visibility(),
                spec.guard(),
                spec.preserve(),
                spec.witnesses(),
                basedOn == null ? spec.revision() : basedOn));
    }
}
