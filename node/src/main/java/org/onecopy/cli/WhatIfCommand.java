package org.onecopy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.QuorumView;
import org.onecopy.model.api.RemedyView;
import org.onecopy.model.api.RiskView;
import org.onecopy.model.api.RuleOutlook;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.api.ZoneAccess;
import org.onecopy.model.api.ZoneOutlook;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onecopy whatif}: what an administrator asks before something is lost. */
@Command(
        name = "whatif",
        mixinStandardHelpOptions = true,
        description = "Show what would be left if zones or nodes were lost or taken out. Changes nothing.")
final class WhatIfCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private WhatIfCommand() {}

    static CommandLine create(Terminal terminal) {
        return new CommandLine(new WhatIfCommand())
                .addSubcommand(new Lose(terminal))
                .addSubcommand(new Remove(terminal));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "name a command: lose or remove");
        }
    }

    /** {@code onecopy whatif lose}. */
    @Command(
            name = "lose",
            description =
                    "Show who could still write and who could only read if these were lost, what no zone that is left"
                            + " would hold, and the one change beforehand that would help. Exit code 1 where a zone that is left"
                            + " could not write.")
    static final class Lose extends AskCommand {
        @Parameters(
                paramLabel = "ZONE|NODE",
                arity = "1..*",
                description = "Zones, which are lost with their storages, and nodes, whose storages stay")
        private List<String> names = List.of();

        Lose(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            WhatIfView left = ask(connection, names, List.of());
            output.print(left, () -> describe(left), "");
            return goesOn(left) ? ExitCode.OK : ExitCode.NEGATIVE;
        }
    }

    /** {@code onecopy whatif remove}. */
    @Command(
            name = "remove",
            description =
                    "Show what would be left if a node were taken out of the network for good (onecopy nodes remove).")
    static final class Remove extends AskCommand {
        @Parameters(paramLabel = "NODE", description = "The node")
        private String node = "";

        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            WhatIfView left = ask(connection, List.of(), List.of(new NodeId(node)));
            output.print(left, () -> describe(left), "");
            return goesOn(left) ? ExitCode.OK : ExitCode.NEGATIVE;
        }
    }

    /** Of the rules in which the node that answers takes no part, the others are asked. */
    static WhatIfView ask(Connection connection, List<String> lose, List<NodeId> remove) {
        WhatIfView first = connection.ask(client -> client.whatIf(lose, remove));
        if (first.rules().stream().allMatch(rule -> rule.risk() != null)) {
            return first;
        }
        Map<String, RuleOutlook> known = new LinkedHashMap<>();
        first.rules().forEach(rule -> known.put(rule.rule().value(), rule));
        for (Network.Answer<WhatIfView> other : connection.askAll(client -> client.whatIf(lose, remove))) {
            other.value().rules().stream()
                    .filter(rule -> rule.risk() != null)
                    .forEach(rule -> known.put(rule.rule().value(), rule));
        }
        return new WhatIfView(
                first.zones(), first.nodes(), first.removed(), first.registry(), List.copyOf(known.values()));
    }

    private static boolean goesOn(WhatIfView left) {
        return left.registry().agrees()
                && left.rules().stream()
                        .flatMap(rule -> rule.zones().stream())
                        .noneMatch(zone -> zone.access() == ZoneAccess.READS);
    }

    /** The whole answer, for people. */
    static String describe(WhatIfView left) {
        StringBuilder text = new StringBuilder();
        if (!left.removed().isEmpty()) {
            text.append("taken out: ").append(joined(left.removed())).append('\n');
        }
        if (!left.nodes().isEmpty() || !left.zones().isEmpty()) {
            text.append("lost: ")
                    .append(joined(
                            Stream.concat(left.zones().stream().map(zone -> "zone " + zone), left.nodes().stream())
                                    .toList()))
                    .append('\n');
        }
        text.append('\n').append(quorums(left));
        if (!left.rules().isEmpty()) {
            text.append('\n').append(zones(left.rules())).append('\n').append(risks(left.rules()));
        }
        return text.append(remedies(left)).toString();
    }

    private static String quorums(WhatIfView left) {
        Table table = Table.of("WHO", "CHANGES AGREED", ">VOTERS LEFT", ">NEEDED", ">MAY STILL LOSE", "LED BY");
        row(table, "(registry)", left.registry());
        left.rules().forEach(rule -> row(table, "rule " + rule.rule(), rule.quorum()));
        return table.render();
    }

    private static void row(Table table, String who, QuorumView quorum) {
        table.row(
                who,
                quorum.agrees() ? "yes" : "no",
                quorum.left() + " of " + quorum.voters(),
                quorum.majority(),
                quorum.agrees() ? quorum.margin() : "-",
                quorum.leaders().stream().map(NodeId::value).collect(Collectors.joining("|")));
    }

    private static String zones(List<RuleOutlook> rules) {
        Table table = Table.of("RULE", "ZONE", "THEN");
        for (RuleOutlook rule : rules) {
            for (ZoneOutlook zone : rule.zones()) {
                table.row(rule.rule(), zone.zone(), words(zone.access()));
            }
        }
        return table.render();
    }

    private static String words(ZoneAccess access) {
        return switch (access) {
            case WRITES -> "reads and writes";
            case READS -> "only reads: what is changed there waits until a majority is there again";
            case CUT_OFF -> "has no node: what is changed there is not seen, nothing new is shown";
            case GONE -> "is gone";
        };
    }

    private static String risks(List<RuleOutlook> rules) {
        Table table = Table.of("RULE", ">AT RISK", ">CONTENTS", ">OLDEST", "AMONG THEM");
        for (RuleOutlook rule : rules) {
            RiskView risk = rule.risk();
            if (risk == null) {
                table.row(rule.rule(), "unknown", null, null, "ask a node of its zones");
            } else if (risk.all()) {
                table.row(
                        rule.rule(), risk.bytes(), risk.contents(), null, "all: no zone is left that holds any of it");
            } else {
                table.row(
                        rule.rule(),
                        risk.bytes(),
                        risk.contents(),
                        risk.contents() == 0 ? "-" : DurationText.rough(risk.oldestSeconds()),
                        risk.paths().stream().limit(3).collect(Collectors.joining(", ")));
            }
        }
        return table.render();
    }

    private static String remedies(WhatIfView left) {
        StringBuilder text = new StringBuilder();
        List<RemedyView> told = new ArrayList<>();
        remedy(text, told, "the registry", left.registry());
        left.rules().forEach(rule -> remedy(text, told, "rule " + rule.rule(), rule.quorum()));
        return text.toString();
    }

    /** What helps several rules of one membership is said once. */
    private static void remedy(StringBuilder text, List<RemedyView> told, String who, QuorumView quorum) {
        RemedyView remedy = quorum.remedy();
        if (remedy != null && !told.contains(remedy)) {
            told.add(remedy);
            text.append("\nwhat would help ")
                    .append(who)
                    .append(": ")
                    .append(remedy.message())
                    .append('\n');
            remedy.commands()
                    .forEach(command -> text.append("    ").append(command).append('\n'));
        } else if (remedy == null && !quorum.agrees()) {
            text.append("\nno single change would keep ").append(who).append(" going\n");
        }
    }

    private static String joined(List<?> items) {
        return items.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
