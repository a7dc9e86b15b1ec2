package org.onecopy.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.MigrationCompare;
import org.onecopy.model.api.MigrationPlanPath;
import org.onecopy.model.api.MigrationPlanState;
import org.onecopy.problem.ProblemException;

/**
 * Finds out what a migration would do: reads the trees side by side, directory by directory, some at a time, and adds up. Keeps a page of each
 * tree for each directory that is looked at, and the directories that are still to come. Safe to call from many threads.
 */
final class MigrationPlan {
    private static final int AT_ONCE = 4;
    private static final int CONFLICTS_MAX = 100;

    private final SortedMap<ZoneName, Location> locations;
    private final @Nullable ZoneName source;
    private final MigrationCompare compare;
    private final Exclusions exclusions;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // the following are guarded by the lock
    private final Deque<Directory> toGo = new ArrayDeque<>();
    private final TreeMap<ZoneName, Sums> sums = new TreeMap<>();
    private final List<MigrationPlanPath> conflicts = new ArrayList<>();
    private long conflictsTotal;
    private long done;
    private int working;
    private MigrationPlanState state = MigrationPlanState.RUNNING;
    private @Nullable String reason;

    /** One tree. */
    record Location(String path, PagedTrees reader) {}

    private record Directory(TreePath path, Set<ZoneName> zones) {}

    /** What was found in one zone, and what would happen there. Guarded by the plan's lock. */
    static final class Sums {
        long files;
        long bytes;
        long directories;
        long equalFiles;
        long adoptedBytes;
        long bringFiles;
        long bringBytes;
        long keptFiles;
        long keptBytes;
        long trashFiles;
        long trashBytes;
        long unreadable;
    }

    /** As it is at one moment. */
    record Seen(
            MigrationPlanState state,
            @Nullable String reason,
            long done,
            long toGo,
            Map<ZoneName, Sums> sums,
            List<MigrationPlanPath> conflicts,
            long conflictsTotal) {}

    /** @param source whose tree is right; null: the union of all */
    MigrationPlan(
            SortedMap<ZoneName, Location> locations,
            @Nullable ZoneName source,
            MigrationCompare compare,
            Exclusions exclusions) {
        this.locations = new TreeMap<>(locations);
        this.source = source;
        this.compare = compare;
        this.exclusions = exclusions;
        locations.keySet().forEach(zone -> sums.put(zone, new Sums()));
        toGo.add(new Directory(TreePath.ROOT, locations.keySet()));
    }

    /** Begins; goes on by itself until there is nothing left. */
    void start() {
        for (int n = 0; n < AT_ONCE; n++) {
            Thread.ofVirtual().name("migration-plan-" + n).start(this::work);
        }
    }

    /** What is found out later is not added any more. */
    void cancel() {
        end(MigrationPlanState.CANCELLED, null);
    }

    /** Whether it still reads. */
    boolean isRunning() {
        lock.lock();
        try {
            return state == MigrationPlanState.RUNNING;
        } finally {
            lock.unlock();
        }
    }

    /** As it is now. The sums go on changing while it runs: to be read once. */
    Seen seen() {
        lock.lock();
        try {
            return new Seen(
                    state, reason, done, toGo.size() + working, copies(), List.copyOf(conflicts), conflictsTotal);
        } finally {
            lock.unlock();
        }
    }

    private Map<ZoneName, Sums> copies() {
        Map<ZoneName, Sums> copies = new TreeMap<>();
        sums.forEach((zone, sum) -> {
            Sums copy = new Sums();
            copy.files = sum.files;
            copy.bytes = sum.bytes;
            copy.directories = sum.directories;
            copy.equalFiles = sum.equalFiles;
            copy.adoptedBytes = sum.adoptedBytes;
            copy.bringFiles = sum.bringFiles;
            copy.bringBytes = sum.bringBytes;
            copy.keptFiles = sum.keptFiles;
            copy.keptBytes = sum.keptBytes;
            copy.trashFiles = sum.trashFiles;
            copy.trashBytes = sum.trashBytes;
            copy.unreadable = sum.unreadable;
            copies.put(zone, copy);
        });
        return copies;
    }

    private void end(MigrationPlanState how, @Nullable String why) {
        lock.lock();
        try {
            if (state == MigrationPlanState.RUNNING) {
                state = how;
                reason = why;
                toGo.clear();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (Directory next = take(); next != null; next = take()) {
            boolean isOver = false;
            try {
                merge(next);
                isOver = true;
            } catch (ProblemException e) {
                end(MigrationPlanState.FAILED, "below '" + next.path + "': " + e.getMessage());
                isOver = true;
            } finally {
                if (!isOver) {
                    end(MigrationPlanState.FAILED, "a fault of ours; see the node's log");
                }
                over();
            }
        }
    }

    /** The deepest one first, so that few wait; null where nothing is left. */
    private @Nullable Directory take() {
        lock.lock();
        try {
            while (state == MigrationPlanState.RUNNING && toGo.isEmpty() && working > 0) {
                changed.awaitUninterruptibly();
            }
            if (state != MigrationPlanState.RUNNING || toGo.isEmpty()) {
                return null;
            }
            working++;
            return toGo.removeLast();
        } finally {
            lock.unlock();
        }
    }

    private void over() {
        boolean last;
        lock.lock();
        try {
            working--;
            done++;
            last = working == 0 && toGo.isEmpty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last) {
            end(MigrationPlanState.DONE, null);
        }
    }

    /** One zone's entries of a directory, in order. */
    private static final class Entries {
        private final Location location;
        private final TreePath directory;
        private PagedTrees.Page page;
        private int at;

        Entries(Location location, TreePath directory) {
            this.location = location;
            this.directory = directory;
            page = location.reader.page(location.path, directory, "");
        }

        PagedTrees.@Nullable Item peek() {
            if (at == page.items().size() && page.more()) {
                page = location.reader.page(
                        location.path, directory, page.items().getLast().name());
                at = 0;
            }
            return at < page.items().size() ? page.items().get(at) : null;
        }

        PagedTrees.Item next() {
            PagedTrees.Item item = Objects.requireNonNull(peek());
            at++;
            return item;
        }
    }

    private void merge(Directory directory) {
        TreeMap<ZoneName, Entries> entries = new TreeMap<>();
        for (ZoneName zone : directory.zones) {
            Entries of = new Entries(Objects.requireNonNull(locations.get(zone)), directory.path);
            entries.put(zone, of);
            add(zone, sum -> sum.unreadable += of.page.refused());
        }
        while (isRunning()) {
            Name first = null;
            for (Entries each : entries.values()) {
                PagedTrees.Item item = each.peek();
                Name name = item == null ? null : new Name(item.name());
                first = name == null || (first != null && first.compareTo(name) <= 0) ? first : name;
            }
            if (first == null) {
                return;
            }
            TreeMap<ZoneName, PagedTrees.Item> items = new TreeMap<>();
            for (Map.Entry<ZoneName, Entries> each : entries.entrySet()) {
                PagedTrees.Item item = each.getValue().peek();
                if (item != null && item.name().equals(first.value())) {
                    items.put(each.getKey(), each.getValue().next());
                }
            }
            TreePath path = directory.path.resolve(first);
            if (!exclusions.excludes(path)) {
                consider(path, items);
            }
        }
    }

    private void add(ZoneName zone, java.util.function.Consumer<Sums> change) {
        lock.lock();
        try {
            change.accept(Objects.requireNonNull(sums.get(zone)));
        } finally {
            lock.unlock();
        }
    }

    private void consider(TreePath path, SortedMap<ZoneName, PagedTrees.Item> items) {
        Set<ZoneName> directories = new TreeSet<>();
        TreeMap<ZoneName, PagedTrees.Item> files = new TreeMap<>();
        items.forEach((zone, item) -> {
            if (item.kind() == Kind.DIRECTORY) {
                directories.add(zone);
                add(zone, sum -> sum.directories++);
            } else {
                files.put(zone, item);
                add(zone, sum -> {
                    sum.files++;
                    sum.bytes += item.length();
                });
            }
        });
        if (!directories.isEmpty()) {
            lock.lock();
            try {
                if (state == MigrationPlanState.RUNNING) {
                    toGo.addLast(new Directory(path, directories));
                    changed.signal();
                }
            } finally {
                lock.unlock();
            }
        }
        if (!files.isEmpty()) {
            Sameness same = new Sameness(path);
            if (source == null) {
                unite(path, files, !directories.isEmpty(), same);
            } else {
                follow(path, files, source, same);
            }
        }
    }

    /** What the first zone has keeps the name; what is the same stays where it lies; all else is kept beside it, and goes everywhere. */
    private void unite(TreePath path, SortedMap<ZoneName, PagedTrees.Item> files, boolean isTaken, Sameness same) {
        ZoneName winner = isTaken ? null : files.firstKey();
        boolean differs = isTaken;
        for (Map.Entry<ZoneName, PagedTrees.Item> each : files.entrySet()) {
            ZoneName zone = each.getKey();
            PagedTrees.Item item = each.getValue();
            boolean isEqual = winner != null && !zone.equals(winner) && same.are(winner, files.get(winner), zone, item);
            if (isEqual) {
                add(zone, sum -> {
                    sum.equalFiles++;
                    sum.adoptedBytes += item.length();
                });
                continue;
            }
            boolean isKept = !zone.equals(winner);
            differs |= isKept;
            if (isKept) {
                add(zone, sum -> {
                    sum.keptFiles++;
                    sum.keptBytes += item.length();
                });
            }
            for (ZoneName other : locations.keySet()) {
                boolean has = other.equals(zone)
                        || (!isKept
                                && files.containsKey(other)
                                && same.are(zone, item, other, Objects.requireNonNull(files.get(other))));
                if (!has) {
                    bring(other, item);
                }
            }
        }
        if (differs) {
            conflict(
                    path,
                    files.keySet(),
                    "all are kept: the first that is agreed has the name, the others lie beside it");
        }
    }

    private void bring(ZoneName zone, PagedTrees.Item item) {
        add(zone, sum -> {
            sum.bringFiles++;
            sum.bringBytes += item.length();
        });
    }

    /** What one zone has is right; what else lies at its place, or where it has nothing, goes to the zones' trash. */
    private void follow(TreePath path, SortedMap<ZoneName, PagedTrees.Item> files, ZoneName right, Sameness same) {
        PagedTrees.Item there = files.get(right);
        boolean differs = false;
        for (ZoneName zone : locations.keySet()) {
            PagedTrees.Item item = files.get(zone);
            if (zone.equals(right) || (there == null && item == null)) {
                continue;
            }
            if (there != null && item != null && same.are(right, there, zone, item)) {
                add(zone, sum -> {
                    sum.equalFiles++;
                    sum.adoptedBytes += item.length();
                });
                continue;
            }
            if (item != null) {
                differs |= there != null;
                add(zone, sum -> {
                    sum.trashFiles++;
                    sum.trashBytes += item.length();
                });
            }
            if (there != null) {
                bring(zone, there);
            }
        }
        if (differs) {
            conflict(path, files.keySet(), "what zone " + right + " has stands; the others go to their zones' trash");
        }
    }

    private void conflict(TreePath path, Set<ZoneName> zones, String what) {
        lock.lock();
        try {
            conflictsTotal++;
            if (conflicts.size() < CONFLICTS_MAX) {
                conflicts.add(new MigrationPlanPath(path.toString(), List.copyOf(zones), what));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether zones have the same at one path; each is read once at most. */
    private final class Sameness {
        private final TreePath path;
        private final Map<ZoneName, String> digests = new HashMap<>();

        Sameness(TreePath path) {
            this.path = path;
        }

        boolean are(ZoneName one, PagedTrees.@Nullable Item first, ZoneName other, PagedTrees.Item second) {
            if (first == null || first.kind() != second.kind() || first.length() != second.length()) {
                return false;
            }
            if (first.kind() == Kind.SYMLINK) {
                return Objects.equals(first.target(), second.target());
            }
            return switch (compare) {
                case SIZE -> first.mtimeMillis() / 1000 == second.mtimeMillis() / 1000;
                case DIGEST -> {
                    String digest = digest(one);
                    yield !digest.isEmpty() && digest.equals(digest(other));
                }
            };
        }

        /** Empty where it cannot be read. */
        private String digest(ZoneName zone) {
            return digests.computeIfAbsent(zone, of -> {
                Location location = Objects.requireNonNull(locations.get(of));
                String digest = location.reader.digest(location.path, path);
                if (digest == null) {
                    add(of, sum -> sum.unreadable++);
                }
                return digest == null ? "" : digest;
            });
        }
    }
}
