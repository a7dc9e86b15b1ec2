package org.onecopy.console.repairs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.rules.RulePlan;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.RepairPlan;
import org.onecopy.model.api.RepairSource;
import org.onecopy.model.api.RepairSpec;
import org.onecopy.model.api.RepairView;

/** What a repair takes for right, and what it would do, in words. Knows no control. */
public final class RepairWords {
    /** The choice for what is agreed. */
    public static final String AGREED = "what is agreed";
    /** The choice for both. */
    public static final String UNION = "both: nothing goes";

    private static final String ZONE = "what lies in zone ";

    private RepairWords() {}

    /** What can be taken for right, in words. */
    public static List<String> choices(List<ZoneName> zones) {
        List<String> choices = new ArrayList<>(List.of(AGREED, UNION));
        zones.forEach(zone -> choices.add(ZONE + zone));
        return choices;
    }

    /** The repair that is meant by such a choice: of what was found by {@code of.check()}, below {@code of.path()}. */
    public static RepairSpec spec(RepairSpec of, String choice) {
        if (choice.startsWith(ZONE)) {
            return new RepairSpec(
                    of.check(), of.path(), RepairSource.ZONE, new ZoneName(choice.substring(ZONE.length())));
        }
        return new RepairSpec(
                of.check(), of.path(), choice.equals(UNION) ? RepairSource.UNION : RepairSource.AGREED, null);
    }

    /** What follows from a choice. */
    public static String meaning(RepairSource source, @Nullable ZoneName zone) {
        return switch (source) {
            case AGREED ->
                "What is agreed is right: zones show it again. What lies there and is not agreed goes to the zone's trash.";
            case ZONE ->
                "What lies in zone " + zone + " is right: it is proposed as that zone's change, and all others follow.";
            case UNION -> "Both are right: nothing goes, and of contents that differ both are kept.";
        };
    }

    /** The sum of the zones' plans, in a few lines. */
    public static List<String> summary(List<RepairPlan> plans) {
        List<String> lines = new ArrayList<>();
        long differences = plans.stream().mapToLong(RepairPlan::differences).sum();
        if (differences == 0) {
            return List.of("Nothing differs: nothing is to be mended.");
        }
        lines.add(Texts.many(differences, "difference") + "; brought: "
                + Texts.many(sum(plans).files(), "file") + " (" + sum(plans).bytes() + ").");
        add(lines, plans.stream().mapToLong(RepairPlan::overwrites).sum(), "Replaced, and to the trash");
        add(lines, plans.stream().mapToLong(RepairPlan::removals).sum(), "To the trash");
        add(lines, plans.stream().mapToLong(RepairPlan::proposals).sum(), "Proposed as changes for all zones");
        add(lines, plans.stream().mapToLong(RepairPlan::proposedRemovals).sum(), "Proposed to be removed in ALL zones");
        add(lines, plans.stream().mapToLong(RepairPlan::left).sum(), "Left as they are");
        plans.stream()
                .map(RepairPlan::secondsLeft)
                .filter(seconds -> seconds != null)
                .mapToLong(Long::longValue)
                .max()
                .ifPresent(seconds -> lines.add("It takes about " + DurationText.rough((double) seconds) + "."));
        return lines;
    }

    private record Sum(long files, ByteCount bytes) {}

    private static Sum sum(List<RepairPlan> plans) {
        return new Sum(
                plans.stream().mapToLong(RepairPlan::files).sum(),
                new ByteCount(
                        plans.stream().mapToLong(plan -> plan.bytes().value()).sum()));
    }

    private static void add(List<String> lines, long count, String what) {
        if (count > 0) {
            lines.add(what + ": " + count + ".");
        }
    }

    /** Whether something goes, somewhere, that lies there now. */
    public static boolean takesAway(List<RepairPlan> plans) {
        return plans.stream().anyMatch(plan -> plan.overwrites() + plan.removals() + plan.proposedRemovals() > 0);
    }

    /** What to type for it. */
    public static String cli(RuleName rule, RepairSpec spec) {
        RepairSource source = spec.source() == null ? RepairSource.AGREED : spec.source();
        return "onecopy repair start " + rule
                + switch (source) {
                    case AGREED -> " --source agreed";
                    case ZONE -> " --source " + spec.zone();
                    case UNION -> " --union";
                }
                + (spec.check() == null ? "" : " --check " + spec.check())
                + (spec.path() == null ? "" : " --path " + RulePlan.quote(spec.path()));
    }

    /** How it stands, in one line. */
    public static String heading(RepairView repair) {
        ZoneName zone = repair.sourceZone();
        return "Repair of rule " + repair.rule() + " at " + repair.repair() + ", of what the check at "
                + repair.check() + " found" + (repair.path().isEmpty() ? "" : " below " + repair.path())
                + "; right is " + (zone == null ? repair.source().word() : "zone " + zone) + ": "
                + repair.state().word()
                + (repair.cancelledBy() == null ? "" : " by " + repair.cancelledBy()) + ", " + repair.mended()
                + " mended, " + repair.left() + " left";
    }
}
