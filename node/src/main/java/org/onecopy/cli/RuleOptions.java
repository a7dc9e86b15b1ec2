package org.onecopy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Preserve;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.Visibility;
import picocli.CommandLine.Option;

/** The policies of a rule as options; what is not said stays as it is. */
final class RuleOptions {
    @Option(names = "--conflict", paramLabel = "POLICY", description = "keep-both or preferred-zone")
    private @Nullable String conflict;

    @Option(
            names = "--preferred-zone",
            paramLabel = "ZONE",
            description = "Where the leader should live, and who wins conflicts")
    private @Nullable String preferredZone;

    @Option(names = "--hold", paramLabel = "TIME", description = "How long a slow content is waited for (15m)")
    private @Nullable String hold;

    @Option(names = "--visibility", paramLabel = "ORDER", description = "ordered or eager")
    private @Nullable String visibility;

    @Option(
            names = "--guard-files",
            paramLabel = "N",
            description = "Mass changes above this many files stop and ask (1000)")
    private @Nullable Long guardFiles;

    @Option(names = "--guard-percent", paramLabel = "N", description = "… or above this part of the rule's files (5)")
    private @Nullable Integer guardPercent;

    @Option(names = "--guard-window", paramLabel = "TIME", description = "… within this time (10m)")
    private @Nullable String guardWindow;

    @Option(
            names = "--preserve",
            paramLabel = "KINDS",
            split = ",",
            description = "What travels beyond mode, owner and time: acl, xattrs, replication, or none")
    private @Nullable List<String> preserve;

    /** A specification with these options instead of its own values. */
    RuleSpec over(RuleSpec spec) {
        GuardPolicy guard = spec.guard();
        Duration window = guardWindow == null ? guard.window() : DurationText.parse(guardWindow);
        return new RuleSpec(
                spec.name(),
                spec.zones(),
                spec.exclude(),
                spec.initial(),
                conflict == null ? spec.conflict() : Words.parse(ConflictPolicy.class, conflict),
                preferredZone == null ? spec.preferredZone() : new ZoneName(preferredZone),
                hold == null ? spec.hold() : DurationText.parse(hold),
                visibility == null ? spec.visibility() : Words.parse(Visibility.class, visibility),
                new GuardPolicy(
                        guardFiles == null ? guard.files() : guardFiles,
                        guardPercent == null ? guard.percent() : guardPercent,
                        window),
                preserve == null ? spec.preserve() : kinds(preserve),
                spec.witnesses(),
                spec.revision());
    }

    private static List<Preserve> kinds(List<String> words) {
        return words.equals(List.of("none"))
                ? List.of()
                : words.stream().map(word -> Words.parse(Preserve.class, word)).toList();
    }

    /** Zones from {@code NAME=PATH}. */
    static Map<ZoneName, String> zones(Iterable<String> texts) {
        Map<ZoneName, String> zones = new TreeMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "'" + text + "': expected ZONE=/PATH, for example oslo=/data/photos");
            }
            ZoneName zone = new ZoneName(text.substring(0, equals));
            if (zones.put(zone, text.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(
                        "zone '" + zone + "' is named twice: a rule has one location in a zone");
            }
        }
        return zones;
    }

    /** Adds and removes, in this order of precedence: what is added is there. */
    static List<String> changed(List<String> all, List<String> added, List<String> removed) {
        var result = new ArrayList<>(all);
        result.removeAll(removed);
        added.stream().filter(item -> !result.contains(item)).forEach(result::add);
        return result;
    }
}
