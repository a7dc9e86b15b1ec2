package org.onecopy.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.Visibility;
import org.onecopy.model.client.AdminClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy rules create}. */
@Command(name = "create", description = "Create a rule. Asking twice with the same definition does nothing more.")
final class RuleCreateCommand extends AskCommand {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Option(
            names = "--zone",
            paramLabel = "ZONE=/PATH",
            required = true,
            description = "A zone and the path there; at least two")
    private List<String> zones = List.of();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Leave these paths alone")
    private List<String> exclude = List.of();

    @Option(
            names = "--exclude-template",
            paramLabel = "NAME",
            description = "Leave the usual housekeeping alone: " + ExcludeTemplate.WORDS)
    private List<String> templates = List.of();

    @Option(
            names = "--initial",
            paramLabel = "source=ZONE|union",
            description = "What holds where more than one location has files already: one zone's tree, or all of them")
    private @Nullable String initial;

    @Option(
            names = "--witness",
            paramLabel = "NODE|ZONE",
            description = "A node or zone without storage that votes too, so that either of two zones may be lost")
    private List<String> witnesses = List.of();

    @Mixin
    private final RuleOptions options = new RuleOptions();

    RuleCreateCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        // preferred-zone needs a zone, so the policies are laid over defaults that need nothing.
        RuleSpec spec = options.over(new RuleSpec(
                new RuleName(name),
                RuleOptions.zones(zones),
                ExcludeTemplate.with(exclude, templates),
                initial == null ? null : Initial.parse(initial),
                ConflictPolicy.KEEP_BOTH,
                null,
                RuleSpec.HOLD_DEFAULT,
                Visibility.ORDERED,
                GuardPolicy.DEFAULT,
                List.of(),
                witnesses.isEmpty() ? List.of() : zonesOf(connection.ask(AdminClient::nodes)),
                null));
        RuleView rule = connection.change(client -> client.createRule(spec));
        output.print(rule, () -> RulesCommand.describe(rule), "");
        Warnings.print(terminal, rule.warnings());
        return ExitCode.OK;
    }

    /** A witness may be named by its zone or by a node of it. */
    private List<ZoneName> zonesOf(List<NodeView> nodes) {
        List<ZoneName> zones = new ArrayList<>();
        for (String witness : witnesses) {
            zones.add(nodes.stream()
                    .filter(node -> node.zone().value().equals(witness)
                            || node.id().value().equals(witness))
                    .findFirst()
                    .map(NodeView::zone)
                    .orElseThrow(() -> new IllegalArgumentException("--witness '" + witness
                            + "': no node and no zone with a node is called so; bring one in with 'onecopy network ticket"
                            + " --zone PLACE --role witness'")));
        }
        return zones;
    }
}
