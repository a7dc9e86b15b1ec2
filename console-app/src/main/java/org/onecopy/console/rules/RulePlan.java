package org.onecopy.console.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Gateway;
import org.onecopy.model.DurationText;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckResult;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.StorageJoin;
import org.onecopy.model.api.StorageNote;
import org.onecopy.model.api.Visibility;
import org.onecopy.model.client.AdminClient;

/** What follows from making or changing a rule, said before it is done. */
public final class RulePlan {
    private RulePlan() {}

    /** One consequence; {@code FAIL} where it cannot be done. */
    public record Line(CheckResult result, String text) {}

    /** What the storages of these zones can do; a zone of which no node answers is left out. Blocks. */
    public static List<StorageAbilities> abilities(Gateway gateway, List<ZoneName> zones) {
        Map<ZoneName, StorageAbilities> found = new HashMap<>();
        for (List<StorageAbilities> answer : gateway.askAll(AdminClient::storage)) {
            answer.forEach(storage -> found.putIfAbsent(storage.zone(), storage));
        }
        return zones.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /** The consequences, the graver first within each kind. */
    public static List<Line> of(@Nullable RuleView before, RuleSpec spec, List<StorageAbilities> storages) {
        List<Line> lines = new ArrayList<>();
        if (before == null) {
            addBeginning(spec, lines);
        } else {
            addChanges(before, spec, lines);
        }
        if (spec.conflict() == ConflictPolicy.KEEP_BOTH) {
            lines.add(ok(
                    "Where two zones change a file without knowing of each other, the first in the agreed order keeps"
                            + " the name and the other becomes a conflict copy."));
        } else {
            lines.add(ok("Where two zones change a file without knowing of each other, " + spec.preferredZone()
                    + " keeps the name and the other becomes a conflict copy."));
        }
        lines.add(ok(
                spec.visibility() == Visibility.ORDERED
                        ? "Other zones' changes show in their order; a slow content is waited for at most "
                                + DurationText.exact(spec.hold()) + "."
                        : "Other zones' changes show as soon as what they depend on is there, not in their order."));
        lines.add(ok("More than " + spec.guard().files() + " files or "
                + spec.guard().percent()
                + " % deleted or overwritten in a zone within "
                + DurationText.exact(spec.guard().window()) + " stop and ask."));
        addStorages(spec, storages, lines);
        return lines;
    }

    private static void addBeginning(RuleSpec spec, List<Line> lines) {
        spec.zones()
                .forEach((zone, path) -> lines.add(ok(zone + ": " + path + " will show and take the common tree.")));
        addVotes(spec, lines);
        if (spec.initial() == null) {
            lines.add(ok("If more than one of the directories has files already, nothing is done and you are asked what"
                    + " is to hold."));
        } else if (spec.initial().source() == null) {
            lines.add(
                    ok("All files that are there stay; where files of one name differ, one becomes a conflict copy."));
        } else {
            lines.add(new Line(
                    CheckResult.WARN,
                    "The tree of " + spec.initial().source()
                            + " holds: what other zones have beside it moves to their trash."));
        }
    }

    private static void addVotes(RuleSpec spec, List<Line> lines) {
        if (!spec.witnesses().isEmpty()) {
            lines.add(ok("Nodes of " + spec.witnesses() + " vote on changes, and hold no data."));
        } else if (spec.zones().size() == 2) {
            lines.add(new Line(
                    CheckResult.WARN,
                    "With two zones and no witness, the loss of one of them stops changes in the other, too: let a node of"
                            + " a third place vote, which needs no storage."));
        }
    }

    private static void addChanges(RuleView before, RuleSpec spec, List<Line> lines) {
        RuleSpec old = before.toSpec();
        spec.zones().forEach((zone, path) -> {
            String was = old.zones().get(zone);
            if (was == null) {
                lines.add(ok(zone + " joins at " + path + " and fetches " + before.files() + " files (" + before.bytes()
                        + ")."));
            } else if (!was.equals(path)) {
                lines.add(new Line(
                        CheckResult.FAIL,
                        zone + " cannot move from " + was + " to " + path + ": take it out, and let it join anew."));
            }
        });
        old.zones().keySet().stream()
                .filter(zone -> !spec.zones().containsKey(zone))
                .forEach(zone -> lines.add(new Line(
                        CheckResult.WARN,
                        zone + " leaves: its files stay where they are, and are no longer kept equal.")));
        if (!old.exclude().equals(spec.exclude())) {
            lines.add(new Line(
                    CheckResult.WARN, "Exclusions change: paths that begin to match are left alone from now on."));
        }
        lines.add(ok("Revision " + before.revision() + " is replaced; if somebody was quicker, nothing is overwritten"
                + " and you are told."));
    }

    private static void addStorages(RuleSpec spec, List<StorageAbilities> storages, List<Line> lines) {
        List<ZoneName> silent = spec.zones().keySet().stream()
                .filter(zone ->
                        storages.stream().noneMatch(storage -> storage.zone().equals(zone)))
                .toList();
        if (!silent.isEmpty()) {
            lines.add(new Line(CheckResult.WARN, "Unknown what the storage can do: no node answers in " + silent));
        }
        if (storages.size() > 1) {
            for (StorageNote note : StorageJoin.of(storages).notes()) {
                if (note.result() != CheckResult.OK) {
                    lines.add(new Line(note.result(), note.subject() + " " + note.zones() + ": " + note.meaning()));
                }
            }
        }
    }

    private static Line ok(String text) {
        return new Line(CheckResult.OK, text);
    }

    /** What to type for making or changing the rule so. */
    public static String cli(@Nullable RuleView before, RuleSpec spec) {
        StringBuilder line = new StringBuilder(before == null ? "onecopy rules create " : "onecopy rules edit ");
        line.append(spec.name());
        RuleSpec old = before == null ? null : before.toSpec();
        spec.zones().forEach((zone, path) -> {
            if (old == null || !old.zones().containsKey(zone)) {
                option(line, old == null ? "--zone" : "--add-zone", zone + "=" + path);
            }
        });
        if (old != null) {
            old.zones().keySet().stream()
                    .filter(zone -> !spec.zones().containsKey(zone))
                    .forEach(zone -> option(line, "--remove-zone", zone.value()));
            old.exclude().stream()
                    .filter(glob -> !spec.exclude().contains(glob))
                    .forEach(glob -> option(line, "--include", glob));
        }
        spec.exclude().stream()
                .filter(glob -> old == null || !old.exclude().contains(glob))
                .forEach(glob -> option(line, "--exclude", glob));
        if (old == null) {
            spec.witnesses().forEach(zone -> option(line, "--witness", zone.value()));
        }
        if (spec.initial() != null) {
            option(line, "--initial", spec.initial().toString());
        }
        addPolicies(line, spec, old);
        if (before != null) {
            option(line, "--based-on", "" + before.revision());
        }
        return line.toString();
    }

    private static void addPolicies(StringBuilder line, RuleSpec spec, @Nullable RuleSpec old) {
        RuleSpec base = old != null
                ? old
                : new RuleSpec(
                        spec.name(),
                        spec.zones(),
                        List.of(),
                        null,
                        ConflictPolicy.KEEP_BOTH,
                        null,
                        RuleSpec.HOLD_DEFAULT,
                        Visibility.ORDERED,
                        GuardPolicy.DEFAULT,
                        List.of(),
                        null);
        if (spec.preferredZone() != null && !spec.preferredZone().equals(base.preferredZone())) {
            option(line, "--preferred-zone", spec.preferredZone().value());
        }
        if (spec.conflict() != base.conflict()) {
            option(line, "--conflict", Words.of(spec.conflict()));
        }
        if (!spec.hold().equals(base.hold())) {
            option(line, "--hold", DurationText.exact(spec.hold()));
        }
        if (spec.visibility() != base.visibility()) {
            option(line, "--visibility", Words.of(spec.visibility()));
        }
        if (!spec.guard().files().equals(base.guard().files())) {
            option(line, "--guard-files", "" + spec.guard().files());
        }
        if (!spec.guard().percent().equals(base.guard().percent())) {
            option(line, "--guard-percent", "" + spec.guard().percent());
        }
        if (!spec.guard().window().equals(base.guard().window())) {
            option(line, "--guard-window", DurationText.exact(spec.guard().window()));
        }
        if (!spec.preserve().equals(base.preserve())) {
            String kinds =
                    String.join(",", spec.preserve().stream().map(Words::of).toList());
            option(line, "--preserve", kinds.isEmpty() ? "none" : kinds);
        }
    }

    private static void option(StringBuilder line, String name, String value) {
        line.append(' ').append(name).append(' ').append(quote(value));
    }

    /** As a shell takes it for one word. */
    public static String quote(String text) {
        return text.matches("[A-Za-z0-9_./:=,@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
