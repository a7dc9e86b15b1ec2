package org.onecopy.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.table.TableView;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * Contents that, as far as is agreed, one zone alone holds (H10): written there, still the file's content, and shown by no other zone
 * yet. What came inside proposals is with every member, and is not at risk.
 *
 * <p>Of a zone with holes it is agreed how many there are and which is the first, not which they are. Of what lies between, as many of
 * the longest contents count as there are further holes: never less than is at risk, and hardly more.
 */
public final class AtRisk {
    /** So many paths are listed at most. */
    static final int PATHS_MAX = 100;

    /** So many entries are read at most below, and so many above what every zone shows; the figures are then at least these. */
    private static final int ENTRIES_MAX = 100_000;

    private AtRisk() {}

    /**
     * What one zone alone holds.
     *
     * @param contents how many
     * @param oldestMillis when the oldest of them was agreed; 0 where there is none
     */
    record Figures(long bytes, long contents, long oldestMillis) {
        static final Figures NONE = new Figures(0, 0, 0);

        private Figures with(Candidate one) {
            return new Figures(
                    bytes + one.bytes,
                    contents + 1,
                    oldestMillis == 0 ? one.timeMillis : Math.min(oldestMillis, one.timeMillis));
        }
    }

    /** How far a zone shows a rule. */
    record Mark(Version passed, Version lowWater, Version firstHole, long holes) {
        static final Mark NONE = new Mark(Version.NONE, Version.NONE, Version.NONE, 0);

        /** @param own what its writer knows beyond the agreed report, where it is this node; counts only where there are no holes */
        static Mark of(ZoneRow.Progress progress, @Nullable Version own) {
            if (progress.holes() > 0) {
                return new Mark(progress.passed(), progress.lowWater(), progress.firstHole(), progress.holes());
            }
            Version mark = own == null ? progress.lowWater() : Version.max(own, progress.lowWater());
            return new Mark(mark, mark, Version.NONE, 0);
        }

        boolean surelyShows(Version version) {
            return passed.compareTo(version) >= 0;
        }

        /** There is a hole somewhere here, and it may be this one. */
        boolean mayShow(Version version) {
            return lowWater.compareTo(version) >= 0 && !version.equals(firstHole);
        }
    }

    private record Candidate(long bytes, long timeMillis) {}

    /** What each zone of a rule alone holds; zones that hold nothing alone are left out. */
    static Map<ZoneName, Figures> figures(TableView view, RuleId rule, Map<ZoneName, Mark> marks) {
        Map<ZoneName, Figures> figures = new HashMap<>();
        Map<ZoneName, List<Candidate>> perhaps = new HashMap<>();
        if (marks.isEmpty()) {
            return figures;
        }
        Version lowest = new Version(Long.MAX_VALUE);
        Version shown = new Version(Long.MAX_VALUE);
        long furtherHoles = 0;
        for (Mark mark : marks.values()) {
            lowest = mark.passed.compareTo(lowest) < 0 ? mark.passed : lowest;
            shown = mark.lowWater.compareTo(shown) < 0 ? mark.lowWater : shown;
            furtherHoles = Math.max(furtherHoles, mark.holes - (mark.firstHole.equals(Version.NONE) ? 0 : 1));
        }
        // An old hole must not keep the newest entries from being looked at.
        Version end = new Version(Long.MAX_VALUE);
        scan(view, rule, lowest, shown.next(), marks, figures, perhaps);
        scan(view, rule, shown, end, marks, figures, perhaps);
        for (Map.Entry<ZoneName, List<Candidate>> zone : perhaps.entrySet()) {
            zone.getValue().sort(Comparator.comparingLong(Candidate::bytes).reversed());
            for (Candidate one : zone.getValue().stream().limit(furtherHoles).toList()) {
                figures.merge(zone.getKey(), Figures.NONE.with(one), (now, more) -> now.with(one));
            }
        }
        return figures;
    }

    private static void scan(
            TableView view,
            RuleId rule,
            Version after,
            Version to,
            Map<ZoneName, Mark> marks,
            Map<ZoneName, Figures> figures,
            Map<ZoneName, List<Candidate>> perhaps) {
        if (after.next().compareTo(to) >= 0) {
            return;
        }
        Iterator<Map.Entry<JournalKey, JournalEntry>> journal =
                view.scan(Tables.JOURNAL, new JournalKey(rule, after.next()), new JournalKey(rule, to));
        for (int n = 0; n < ENTRIES_MAX && journal.hasNext(); n++) {
            Map.Entry<JournalKey, JournalEntry> entry = journal.next();
            Version version = entry.getKey().version();
            ZoneName origin = entry.getValue().origin();
            if (origin == null || isShownElsewhere(version, origin, marks)) {
                continue;
            }
            Inode inode = atRisk(view, entry);
            if (inode != null) {
                Candidate one = new Candidate(inode.length(), entry.getValue().timeMillis());
                if (mayBeShownElsewhere(version, origin, marks)) {
                    perhaps.computeIfAbsent(origin, zone -> new ArrayList<>()).add(one);
                } else {
                    figures.merge(origin, Figures.NONE.with(one), (now, more) -> now.with(one));
                }
            }
        }
    }

    private static boolean isShownElsewhere(Version version, ZoneName origin, Map<ZoneName, Mark> marks) {
        return marks.entrySet().stream()
                .anyMatch(
                        zone -> !zone.getKey().equals(origin) && zone.getValue().surelyShows(version));
    }

    private static boolean mayBeShownElsewhere(Version version, ZoneName origin, Map<ZoneName, Mark> marks) {
        return marks.entrySet().stream()
                .anyMatch(
                        zone -> !zone.getKey().equals(origin) && zone.getValue().mayShow(version));
    }

    /** The file whose present content came with an entry and travels by itself, or null. */
    static @Nullable Inode atRisk(TableView view, Map.Entry<JournalKey, JournalEntry> entry) {
        FileId file = entry.getValue().file();
        Inode inode = file == null ? null : view.get(Tables.INODES, file);
        if (inode == null
                || !inode.isLive()
                || !inode.written().equals(entry.getKey().version())
                || inode.length() == 0) {
            return null;
        }
        Content content = view.get(Tables.CONTENTS, new ContentKey(inode.id(), inode.written()));
        return content == null || content.inline() != null ? null : inode;
    }

    /**
     * What some zones together hold alone.
     *
     * @param paths some of them, the oldest first
     */
    public record Sum(long contents, long bytes, List<String> paths) {
        public Sum {
            paths = List.copyOf(paths);
        }
    }

    /** What is agreed of a rule and held by none but these zones, as far as is agreed; at least that much. */
    public static Sum among(TableView view, RuleId rule, Set<ZoneName> alone) {
        Map<ZoneName, Mark> marks = new HashMap<>();
        var zones = view.scan(
                Tables.ZONES,
                new ZoneKey(rule, new ZoneName("a")),
                new ZoneKey(new RuleId(rule.value() + 1), new ZoneName("a")));
        zones.forEachRemaining(row -> {
            if (!alone.contains(row.getKey().zone())) {
                marks.put(row.getKey().zone(), Mark.of(row.getValue().progress(), null));
            }
        });
        Map<ZoneName, Figures> figures = figures(view, rule, marks);
        figures.keySet().retainAll(alone);
        long contents = figures.values().stream().mapToLong(Figures::contents).sum();
        return new Sum(
                contents,
                figures.values().stream().mapToLong(Figures::bytes).sum(),
                contents == 0 ? List.of() : paths(view, rule, alone));
    }

    /** Paths of what a zone alone holds, the oldest first; rather too many than too few where other zones have holes. */
    static List<String> paths(TableView view, RuleId rule, ZoneName zone) {
        return paths(view, rule, Set.of(zone));
    }

    /** As {@link #paths(TableView, RuleId, ZoneName)}, of several zones. */
    static List<String> paths(TableView view, RuleId rule, Set<ZoneName> alone) {
        Version held = heldElsewhere(view, rule, alone);
        List<String> paths = new ArrayList<>();
        Iterator<Map.Entry<JournalKey, JournalEntry>> journal = view.scan(
                Tables.JOURNAL, new JournalKey(rule, held.next()), new JournalKey(rule, new Version(Long.MAX_VALUE)));
        while (journal.hasNext() && paths.size() < PATHS_MAX) {
            Map.Entry<JournalKey, JournalEntry> entry = journal.next();
            ZoneName origin = entry.getValue().origin();
            Inode inode = origin != null && alone.contains(origin) ? atRisk(view, entry) : null;
            if (inode != null) {
                paths.add(RuleLists.path(view, inode.id()));
            }
        }
        return paths;
    }

    /** Up to where some other zone shows everything, without a hole: what is later may be in these zones alone. */
    private static Version heldElsewhere(TableView view, RuleId rule, Set<ZoneName> alone) {
        Version held = Version.NONE;
        var zones = view.scan(
                Tables.ZONES,
                new ZoneKey(rule, new ZoneName("a")),
                new ZoneKey(new RuleId(rule.value() + 1), new ZoneName("a")));
        while (zones.hasNext()) {
            Map.Entry<ZoneKey, ZoneRow> other = zones.next();
            if (!alone.contains(other.getKey().zone())) {
                held = Version.max(held, other.getValue().progress().passed());
            }
        }
        return held;
    }
}
