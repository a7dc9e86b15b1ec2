package org.onecopy.console.whatif;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Gateway;
import org.onecopy.model.DurationText;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.CheckResult;
import org.onecopy.model.api.QuorumView;
import org.onecopy.model.api.RemedyView;
import org.onecopy.model.api.RiskView;
import org.onecopy.model.api.RuleOutlook;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.api.ZoneAccess;
import org.onecopy.model.api.ZoneOutlook;

/**
 * What would be left, in words.
 *
 * @param verdict the whole in a sentence
 * @param result how bad it would be
 * @param rows the registry first, then the rules by name
 * @param remedies what would help, each once
 */
public record Outlook(CheckResult result, String verdict, List<Row> rows, List<Remedy> remedies) {
    public Outlook {
        rows = List.copyOf(rows);
        remedies = List.copyOf(remedies);
    }

    /**
     * What would become of the registry or a rule.
     *
     * @param left voters, of how many
     * @param margin how many more could be lost; empty where changes could not be agreed
     * @param zones what could be done in each zone
     * @param risk what no zone that is left would hold
     */
    public record Row(
            CheckResult result,
            String who,
            boolean agrees,
            String left,
            String margin,
            String leaders,
            String zones,
            String risk) {}

    /** What would help somebody. */
    public record Remedy(String whom, RemedyView what) {}

    /** Asks; of the rules in which the node that answers takes no part, the others are asked. Blocks. */
    public static WhatIfView ask(Gateway gateway, List<String> lose, List<NodeId> remove) {
        WhatIfView first = gateway.ask(client -> client.whatIf(lose, remove));
        if (first.rules().stream().allMatch(rule -> rule.risk() != null)) {
            return first;
        }
        Map<String, RuleOutlook> known = new LinkedHashMap<>();
        first.rules().forEach(rule -> known.put(rule.rule().value(), rule));
        for (WhatIfView other : gateway.askAll(client -> client.whatIf(lose, remove))) {
            other.rules().stream()
                    .filter(rule -> rule.risk() != null)
                    .forEach(rule -> known.put(rule.rule().value(), rule));
        }
        return new WhatIfView(
                first.zones(), first.nodes(), first.removed(), first.registry(), List.copyOf(known.values()));
    }

    /** An answer in words. */
    public static Outlook of(WhatIfView answer) {
        List<Row> rows = new ArrayList<>();
        rows.add(row("the network itself", answer.registry(), List.of(), null));
        for (RuleOutlook rule : answer.rules()) {
            rows.add(row("rule " + rule.rule(), rule.quorum(), rule.zones(), rule.risk()));
        }
        long stopped = answer.rules().stream()
                .filter(rule -> rule.zones().stream().anyMatch(zone -> zone.access() == ZoneAccess.READS))
                .count();
        long risky = answer.rules().stream()
                .filter(rule -> rule.risk() != null && rule.risk().contents() > 0)
                .count();
        CheckResult worst =
                rows.stream().map(Row::result).max(CheckResult::compareTo).orElse(CheckResult.OK);
        return new Outlook(
                stopped > 0 || !answer.registry().agrees() ? CheckResult.FAIL : worst,
                verdict(answer, stopped, risky),
                rows,
                remedies(answer));
    }

    private static String verdict(WhatIfView answer, long stopped, long risky) {
        List<String> parts = new ArrayList<>();
        if (stopped > 0) {
            parts.add("In " + rules(stopped) + " zones that are left could only read.");
        }
        if (!answer.registry().agrees()) {
            parts.add("Rules, nodes and users could not be changed.");
        }
        if (risky > 0) {
            parts.add("In " + rules(risky) + " some contents would be held nowhere.");
        }
        return parts.isEmpty()
                ? "All would go on: every zone that is left reads and writes, and nothing would be held nowhere."
                : String.join(" ", parts);
    }

    private static String rules(long count) {
        return count == 1 ? "one rule" : count + " rules";
    }

    private static Row row(String who, QuorumView quorum, List<ZoneOutlook> zones, @Nullable RiskView risk) {
        boolean isBad = !quorum.agrees();
        boolean risky = risk != null && (risk.contents() > 0);
        return new Row(
                isBad ? CheckResult.FAIL : risky || quorum.margin() == 0 ? CheckResult.WARN : CheckResult.OK,
                who,
                quorum.agrees(),
                quorum.left() + " of " + quorum.voters() + " (needs " + quorum.majority() + ")",
                quorum.agrees() ? "" + quorum.margin() : "",
                quorum.leaders().stream().map(NodeId::value).collect(Collectors.joining(" or ")),
                zones.stream()
                        .map(zone -> zone.zone() + " " + words(zone.access()))
                        .collect(Collectors.joining(", ")),
                zones.isEmpty() ? "" : words(risk));
    }

    private static String words(ZoneAccess access) {
        return switch (access) {
            case WRITES -> "reads and writes";
            case READS -> "only reads";
            case CUT_OFF -> "has no node";
            case GONE -> "is gone";
        };
    }

    private static String words(@Nullable RiskView risk) {
        if (risk == null) {
            return "unknown: no node of its zones answers";
        }
        if (risk.all()) {
            return "all: " + risk.bytes() + " in " + risk.contents() + " contents";
        }
        if (risk.contents() == 0) {
            return "nothing";
        }
        return risk.bytes() + " in " + risk.contents() + " contents, for up to "
                + DurationText.rough(risk.oldestSeconds()) + ": "
                + risk.paths().stream().limit(3).collect(Collectors.joining(", "));
    }

    private static List<Remedy> remedies(WhatIfView answer) {
        Map<RemedyView, String> told = new LinkedHashMap<>();
        RemedyView first = answer.registry().remedy();
        if (first != null) {
            told.put(first, "the network itself");
        }
        for (RuleOutlook rule : answer.rules()) {
            RemedyView remedy = rule.quorum().remedy();
            if (remedy != null) {
                told.putIfAbsent(remedy, "rule " + rule.rule());
            }
        }
        return told.entrySet().stream()
                .map(entry -> new Remedy(entry.getValue(), entry.getKey()))
                .toList();
    }
}
