package org.onecopy.model.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.onecopy.model.ZoneName;

/**
 * Storages, and what it means that one rule joins them.
 *
 * @param zones by name
 * @param notes those that keep a rule from being made first
 */
public record StorageJoin(List<StorageAbilities> zones, List<StorageNote> notes) {
    private static final String CASE = "case-sensitive";
    private static final String TIMES = "mtimes";
    private static final String REPLICATION = "replication";

    public StorageJoin {
        zones = List.copyOf(zones);
        notes = List.copyOf(notes);
    }

    /** Compares them. */
    public static StorageJoin of(List<StorageAbilities> storages) {
        List<StorageAbilities> zones = storages.stream()
                .sorted(Comparator.comparing(StorageAbilities::zone))
                .toList();
        List<StorageNote> notes = new ArrayList<>();
        addCase(zones, notes);
        addNames(zones, notes);
        addTimes(zones, notes);
        for (String ability : StorageMeaning.words()) {
            List<ZoneName> without = where(zones, zone -> !zone.can(ability));
            boolean nobodys = ability.equals(REPLICATION) && without.size() == zones.size();
            boolean shown = ability.equals(CASE) || ability.equals("durable-steps") || nobodys;
            if (!shown && !without.isEmpty()) {
                notes.add(new StorageNote(ability, CheckResult.WARN, without, StorageMeaning.ofLack(ability)));
            }
        }
        notes.sort(Comparator.comparing((StorageNote note) -> note.result() != CheckResult.FAIL));
        return new StorageJoin(zones, notes);
    }

    private static List<ZoneName> where(List<StorageAbilities> zones, Predicate<StorageAbilities> holds) {
        return zones.stream().filter(holds).map(StorageAbilities::zone).toList();
    }

    private static void addCase(List<StorageAbilities> zones, List<StorageNote> notes) {
        List<ZoneName> folding = where(zones, zone -> !zone.can(CASE));
        if (!folding.isEmpty() && folding.size() < zones.size()) {
            notes.add(new StorageNote(
                    CASE,
                    CheckResult.FAIL,
                    folding,
                    "names that differ by case only are one name there and two elsewhere: no rule can join them"));
        } else if (!folding.isEmpty()) {
            notes.add(new StorageNote(CASE, CheckResult.WARN, folding, StorageMeaning.ofLack(CASE)));
        }
    }

    private static void addNames(List<StorageAbilities> zones, List<StorageNote> notes) {
        int longestPath =
                zones.stream().mapToInt(StorageAbilities::pathBytesMax).max().orElse(0);
        int longestName =
                zones.stream().mapToInt(StorageAbilities::nameBytesMax).max().orElse(0);
        for (StorageAbilities zone : zones) {
            List<String> parked = new ArrayList<>();
            for (char illegal : zone.illegal().toCharArray()) {
                if (zones.stream().anyMatch(other -> other.illegal().indexOf(illegal) < 0)) {
                    parked.add("names with '" + illegal + "'");
                }
            }
            if (zone.nameBytesMax() < longestName) {
                parked.add("names of more than " + zone.nameBytesMax() + " bytes");
            }
            if (zone.pathBytesMax() < longestPath) {
                parked.add("paths of more than " + zone.pathBytesMax() + " bytes");
            }
            if (!parked.isEmpty()) {
                notes.add(new StorageNote(
                        "names",
                        CheckResult.WARN,
                        List.of(zone.zone()),
                        String.join(", ", parked) + " from other zones are parked there, never renamed"));
            }
        }
    }

    private static void addTimes(List<StorageAbilities> zones, List<StorageNote> notes) {
        long finest = zones.stream()
                .filter(zone -> zone.can(TIMES))
                .mapToLong(StorageAbilities::mtimeStepNanos)
                .min()
                .orElse(1);
        for (StorageAbilities zone : zones) {
            if (zone.can(TIMES) && zone.mtimeStepNanos() > finest) {
                notes.add(new StorageNote(
                        "times",
                        CheckResult.WARN,
                        List.of(zone.zone()),
                        "times of files are shown rounded down to " + step(zone.mtimeStepNanos())
                                + "; other zones keep them as they were"));
            }
        }
    }

    /** A step of times as people say it. */
    public static String step(long nanos) {
        if (nanos >= 1_000_000_000) {
            return nanos / 1_000_000_000 + " s";
        }
        if (nanos >= 1_000_000) {
            return nanos / 1_000_000 + " ms";
        }
        return nanos >= 1000 ? nanos / 1000 + " µs" : nanos + " ns";
    }
}
