package org.onecopy.console.migrations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.rules.RulePlan;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.MigrationCompare;
import org.onecopy.model.api.MigrationPlanSpec;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationPlanZoneView;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.RuleView;

/** What is asked about a migration, and what is answered, in words. Knows no control. */
public final class MigrationWords {
    /** The choice for all trees. */
    public static final String UNION = "all: nothing goes";

    /** A comparison that guesses. */
    public static final String BY_SIZE = "length and time (quick, a guess)";

    /** A comparison that reads. */
    public static final String BY_DIGEST = "reading files of the same length";

    private static final String ZONE = "what lies in zone ";
    private static final String DIRECTORY = "path-";
    private static final int PRIORITY_MAX = 100;

    private MigrationWords() {}

    /** What can be taken for right, in words. */
    public static List<String> choices(List<ZoneName> zones) {
        List<String> choices = new ArrayList<>(List.of(UNION));
        zones.forEach(zone -> choices.add(ZONE + zone));
        return choices;
    }

    /** The choice that means a plan's. */
    public static String choice(@Nullable ZoneName source) {
        return source == null ? UNION : ZONE + source;
    }

    /** What is meant by such a choice. */
    public static Initial initial(String choice) {
        return choice.startsWith(ZONE) ? new Initial(new ZoneName(choice.substring(ZONE.length()))) : Initial.UNION;
    }

    /** How a field is called that asks for a zone's directory. */
    public static String field(ZoneName zone) {
        return DIRECTORY + zone;
    }

    /** Zone to directory: of those where one was typed. */
    public static Map<ZoneName, String> directories(Map<String, String> typed) {
        Map<ZoneName, String> places = new TreeMap<>();
        typed.forEach((id, text) -> {
            if (id.startsWith(DIRECTORY) && !text.isBlank()) {
                places.put(new ZoneName(id.substring(DIRECTORY.length())), text.strip());
            }
        });
        return places;
    }

    /**
     * What is to be found out.
     *
     * @param rule that is there, whose locations take part anyhow; null where there is none
     * @throws IllegalArgumentException where something typed makes no sense; the message says what
     */
    public static MigrationPlanSpec spec(@Nullable RuleView rule, Map<String, String> typed) {
        Map<ZoneName, String> places = directories(typed);
        places.forEach((zone, path) -> {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("The directory of zone " + zone + " begins with a slash.");
            }
        });
        if (rule == null && places.size() < 2) {
            throw new IllegalArgumentException("Name the directories of at least two zones.");
        }
        Initial initial = initial(typed.getOrDefault("right", UNION));
        ZoneName source = initial.source();
        boolean takesPart = source == null
                || places.containsKey(source)
                || (rule != null && rule.toSpec().zones().containsKey(source));
        if (!takesPart) {
            throw new IllegalArgumentException("Zone " + source + " is right, and has no directory here.");
        }
        String rate = typed.getOrDefault("rate", "").strip();
        return new MigrationPlanSpec(
                rule == null ? null : rule.name(),
                places,
                globs(typed.getOrDefault("exclude", "")),
                initial,
                BY_DIGEST.equals(typed.get("compare")) ? MigrationCompare.DIGEST : MigrationCompare.SIZE,
                rate.isEmpty() ? null : ByteCount.parse(rate));
    }

    /** One a line. */
    public static List<String> globs(String typed) {
        return Arrays.stream(typed.split("\n", -1))
                .map(String::strip)
                .filter(glob -> !glob.isEmpty())
                .toList();
    }

    /** What to type for such a plan. */
    public static String cli(MigrationPlanSpec spec) {
        StringBuilder line = new StringBuilder("onecopy migrate plan");
        if (spec.rule() != null) {
            line.append(' ').append(spec.rule());
        }
        trees(line, spec.zones(), spec.initial());
        if (spec.compare() == MigrationCompare.DIGEST) {
            line.append(" --compare digest");
        }
        if (spec.rate() != null) {
            line.append(" --rate ").append(spec.rate().exact());
        }
        spec.exclude().forEach(glob -> line.append(" --exclude ").append(RulePlan.quote(glob)));
        return line.append(" --no-wait").toString();
    }

    /**
     * What to type to begin.
     *
     * @param zones of a rule that is made, or those that are added to it; none where it is as it was
     */
    public static String cli(
            RuleName rule, Map<ZoneName, String> zones, Initial initial, List<String> exclude, int priority) {
        StringBuilder line = new StringBuilder("onecopy migrate start ").append(rule);
        if (!zones.isEmpty()) {
            trees(line, zones, initial);
            exclude.forEach(glob -> line.append(" --exclude ").append(RulePlan.quote(glob)));
        }
        line.append(" --priority ").append(priority);
        return zones.isEmpty() || initial.source() == null
                ? line.toString()
                : line.append(" --yes").toString();
    }

    private static void trees(StringBuilder line, Map<ZoneName, String> zones, @Nullable Initial initial) {
        new TreeMap<>(zones).forEach((zone, path) -> line.append(" --zone ").append(RulePlan.quote(zone + "=" + path)));
        if (initial != null) {
            line.append(initial.source() == null ? " --union" : " --source " + initial.source());
        }
    }

    /** The number of a priority. */
    public static int priority(String typed) {
        if (!typed.strip().matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("A priority is a number from 1 to 100; higher ones go first.");
        }
        int priority = Integer.parseInt(typed.strip());
        if (priority < 1 || priority > PRIORITY_MAX) {
            throw new IllegalArgumentException("A priority is a number from 1 to 100; higher ones go first.");
        }
        return priority;
    }

    /** The rule whose locations are those of a plan, or whose locations are among them. */
    public static Optional<RuleView> rule(MigrationPlanView plan, List<RuleView> rules) {
        Map<ZoneName, String> planned = places(plan);
        return rules.stream()
                .filter(rule ->
                        planned.entrySet().containsAll(rule.toSpec().zones().entrySet()))
                .findFirst();
    }

    /** Zone to directory, as a plan has read them. */
    public static Map<ZoneName, String> places(MigrationPlanView plan) {
        Map<ZoneName, String> places = new TreeMap<>();
        plan.zones().forEach(zone -> places.put(zone.zone(), zone.path()));
        return places;
    }

    /** How a plan stands, and what it would do in all, in a few lines. */
    public static List<String> summary(MigrationPlanView plan) {
        List<String> lines = new ArrayList<>();
        lines.add("Plan " + plan.plan() + " of node " + plan.node() + ": "
                + plan.state().word() + ", "
                + Texts.many(plan.directoriesDone(), "directory") + " compared"
                + (plan.directoriesToGo() == 0 ? "" : ", " + plan.directoriesToGo() + " or more to go")
                + (plan.reason() == null ? "" : "; " + plan.reason()) + ". "
                + (plan.source() == null
                        ? "All are right: nothing goes, and of files that differ all are kept."
                        : "What zone " + plan.source() + " has is right."));
        lines.add("Brought: " + Texts.many(sum(plan, MigrationPlanZoneView::bringFiles), "file") + " ("
                + new ByteCount(sum(plan, zone -> zone.bringBytes().value())) + "). Stay where they lie: "
                + Texts.many(sum(plan, MigrationPlanZoneView::equalFiles), "file") + ".");
        add(lines, sum(plan, MigrationPlanZoneView::keptFiles), "Kept beside another of the same name");
        add(lines, sum(plan, MigrationPlanZoneView::trashFiles), "To the trash of their zones");
        add(lines, sum(plan, MigrationPlanZoneView::unreadable), "Could not be read, and are left");
        plan.zones().stream()
                .map(MigrationPlanZoneView::secondsNeeded)
                .filter(seconds -> seconds != null)
                .mapToLong(Long::longValue)
                .max()
                .ifPresent(seconds -> lines.add("It takes about " + DurationText.rough((double) seconds) + "."));
        if (plan.compare() == MigrationCompare.SIZE) {
            lines.add("Files of the same length and time were taken for the same: a guess. The migration reads them.");
        }
        return lines;
    }

    private static long sum(MigrationPlanView plan, ToLongFunction<MigrationPlanZoneView> part) {
        return plan.zones().stream().mapToLong(part).sum();
    }

    private static void add(List<String> lines, long count, String what) {
        if (count > 0) {
            lines.add(what + ": " + count + ".");
        }
    }

    /** Whether something goes, somewhere, that lies there now. */
    public static boolean takesAway(MigrationPlanView plan) {
        return plan.source() != null && sum(plan, MigrationPlanZoneView::trashFiles) > 0;
    }

    /** How a migration stands, in one line. */
    public static String heading(MigrationView migration) {
        return "Migration of rule " + migration.rule() + " at " + migration.migration() + ", priority "
                + migration.priority() + ": " + migration.state().word()
                + (migration.stateBy() == null ? "" : " by " + migration.stateBy())
                + (migration.end() == null ? "" : "; all zones have what was there at " + migration.end());
    }
}
