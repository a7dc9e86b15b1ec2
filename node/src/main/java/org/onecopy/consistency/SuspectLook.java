package org.onecopy.consistency;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.consistency.Beside.Difference;
import org.onecopy.consistency.CheckRecords.Result;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.Hole;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree;

/** Looks again at something that differed: whether it still does, and whether that is settled. */
final class SuspectLook {
    /** The token of an item that says that moves are not known any more. */
    static final String UNKNOWN_MOVES = "moves";

    private final Zone zone;
    private final Paths paths;
    private final Beside beside;
    private final boolean digests;
    private final ZoneCheck.Help help;
    private final long patienceMillis;
    private volatile Map<FileId, Hole> holes = Map.of();

    SuspectLook(Zone zone, Paths paths, Beside beside, boolean digests, ZoneCheck.Help help, long patienceMillis) {
        this.zone = zone;
        this.paths = paths;
        this.beside = beside;
        this.digests = digests;
        this.help = help;
        this.patienceMillis = patienceMillis;
    }

    /** Reads once what is the same for all suspects of a round. */
    void beginRound() {
        Map<FileId, Hole> now = new HashMap<>();
        zone.shown().get().holes().forEach(row -> now.put(row.getValue().file(), row.getValue()));
        holes = now;
    }

    /** What is agreed and what lies there, in one look. */
    private record Sight(
            Inode directory,
            TreePath path,
            @Nullable Inode agreed,
            @Nullable Stat seen,
            @Nullable Difference difference) {
        String token() {
            return new Sights.Sight(directory, path, agreed, seen).token();
        }
    }

    Result look(CheckItem item, Exclusions exclusions) {
        Result result = new Result();
        if (item.token().equals(UNKNOWN_MOVES)) {
            result.finding(item);
            return result;
        }
        Paths.Directory directory = paths.directory(item.directory());
        if (directory == null) {
            return result; // gone since, with all that was in it
        }
        TreePath path =
                item.name().isEmpty() ? directory.path() : directory.path().resolve(new Name(item.name()));
        if (exclusions.excludes(path)) {
            return result;
        }
        Sight sight = sight(item, directory, path, exclusions);
        Difference difference = sight.difference;
        if (difference == null) {
            resolved(item, sight, result);
            return result;
        }
        Rest rest = rest(item, sight);
        boolean same = item.token().equals(sight.token());
        long now = zone.ticks().wallMillis();
        boolean isLate = now - item.sinceMillis() > patienceMillis;
        if (same && (rest.isSettled() || (isLate && !rest.isOnItsWay))) {
            result.finding(with(item, difference.kind(), sight.token(), path, rest.after(reason(sight, difference))));
        } else if (isLate && now - item.sinceMillis() > 2 * patienceMillis) {
            result.finding(with(
                    item,
                    CheckItem.Kind.IN_FLUX,
                    sight.token(),
                    path,
                    rest.isSettled()
                            ? difference.message() + "; it goes on changing"
                            : rest.after(difference.message())));
        } else {
            result.again(with(item, difference.kind(), sight.token(), path, difference.message()));
            help.look(item.name().isEmpty() || path.parent() == null ? path : path.parent());
        }
        return result;
    }

    /**
     * Whether something has come to rest.
     *
     * @param isOnItsWay something agreed or proposed is still to be shown, so that it will come to rest
     * @param why it has not; null where it has
     */
    private record Rest(boolean isOnItsWay, @Nullable String why) {
        static final Rest SETTLED = new Rest(false, null);

        boolean isSettled() {
            return why == null;
        }

        String after(String message) {
            return why == null ? message : message + "; " + why;
        }
    }

    private static CheckItem with(CheckItem item, CheckItem.Kind kind, String token, TreePath path, String message) {
        return new CheckItem(item.directory(), item.name(), kind, token, item.sinceMillis(), path.toString(), message);
    }

    /** It is as agreed by now. What is in a directory that was not compared before is to be compared. */
    private void resolved(CheckItem item, Sight sight, Result result) {
        Inode inode = sight.agreed;
        if (inode == null) {
            return;
        }
        if (!inode.isDirectory()) {
            result.counts = new CheckShare.Counts(0, 1, digests ? inode.length() : 0, 0, 0, 0, 0, 0, 0);
        } else if (item.kind() != CheckItem.Kind.ATTRIBUTES) {
            result.directory(inode.id());
        }
    }

    private Sight sight(CheckItem item, Paths.Directory directory, TreePath path, Exclusions exclusions) {
        Inode agreed = item.name().isEmpty()
                ? directory.inode()
                : zone.agreed()
                        .read(view -> Sights.child(view, directory.inode().id(), new Name(item.name())));
        Stat seen = null;
        try {
            seen = zone.tree().stat(Place.inTree(path));
            Difference difference = beside.compare(agreed, seen);
            if (difference == null && agreed != null && seen != null) {
                difference = inside(agreed, seen, path);
            }
            boolean left = agreed == null
                    && seen != null
                    && seen.kind() == Kind.DIRECTORY
                    && holdsOnlyExcluded(path, exclusions);
            return new Sight(directory.inode(), path, agreed, seen, left ? null : difference);
        } catch (StorageException e) {
            if (e.concernsWholeTree()) {
                throw e;
            }
            return new Sight(
                    directory.inode(),
                    path,
                    agreed,
                    seen,
                    new Difference(CheckItem.Kind.UNREADABLE, String.valueOf(e.getMessage())));
        }
    }

    /** What differs in something that looks right from outside. */
    private @Nullable Difference inside(Inode agreed, Stat seen, TreePath path) {
        if (agreed.isDirectory()) {
            zone.tree().list(Place.inTree(path), new Nobody()); // whether it can be
            return null;
        }
        Content wanted = agreed.content();
        if (wanted == null || !(digests || beside.isOfAnotherTime(agreed, seen))) {
            return null;
        }
        Content there = help.content(Place.inTree(path));
        if (there == null) {
            return new Difference(CheckItem.Kind.IN_FLUX, "changed while it was read");
        }
        return there.sameAs(wanted)
                ? null
                : new Difference(
                        CheckItem.Kind.CONTENT,
                        "has the digest " + there.digest() + ", and agreed is " + wanted.digest());
    }

    /** A directory that stays because of what the rule leaves alone in it. */
    private boolean holdsOnlyExcluded(TreePath path, Exclusions exclusions) {
        Only only = new Only(path, exclusions);
        zone.tree().list(Place.inTree(path), only);
        return only.excluded
                && !only.others
                && only.directories.stream().allMatch(each -> holdsOnlyExcluded(each, exclusions));
    }

    /** Receives a listing of which nothing matters. */
    private static final class Nobody implements Tree.ListSink {
        @Override
        public void entry(Name name, Stat stat) {
            // it could be listed, and that was the question
        }

        @Override
        public void refused(String printableName, String reason) {
            // likewise
        }
    }

    /** Finds out whether everything in a directory is excluded. */
    private static final class Only implements Tree.ListSink {
        private final TreePath path;
        private final Exclusions exclusions;
        private final java.util.List<TreePath> directories = new java.util.ArrayList<>();
        private boolean excluded;
        private boolean others;

        Only(TreePath path, Exclusions exclusions) {
            this.path = path;
            this.exclusions = exclusions;
        }

        @Override
        public void entry(Name name, Stat stat) {
            TreePath at = path.resolve(name);
            if (exclusions.excludes(at)) {
                excluded = true;
            } else if (stat.kind() == Kind.DIRECTORY) {
                directories.add(at);
                excluded = true;
            } else {
                others = true;
            }
        }

        @Override
        public void refused(String printableName, String reason) {
            excluded = true;
        }
    }

    /** Whether a difference that looks the same twice will stay. */
    private Rest rest(CheckItem item, Sight sight) {
        ShownTree shown = zone.shown().get();
        Version shownUpTo = shown.cursor().lowWater();
        Inode agreed = sight.agreed;
        if (sight.difference != null && sight.difference.kind() == CheckItem.Kind.IN_FLUX) {
            return new Rest(true, sight.difference.message());
        }
        if (agreed != null && latest(agreed).isAfter(shownUpTo)) {
            return new Rest(true, "it is agreed at " + latest(agreed) + ", and the zone is at " + shownUpTo);
        }
        Hole hole = agreed == null ? null : holes.get(agreed.id());
        if (hole != null && !hole.parked()) {
            return new Rest(true, "a change of it is on its way: " + hole.message());
        }
        Entry entry = entry(shown, item, agreed);
        if (entry != null && entry.pending() != null) {
            return new Rest(true, "a change of it is proposed");
        }
        FileId file = entry == null ? null : entry.file();
        Inode known = file == null || (agreed != null && file.equals(agreed.id()))
                ? null
                : zone.agreed().read(view -> view.get(Tables.INODES, file));
        if (known != null && latest(known).isAfter(shownUpTo)) {
            return new Rest(true, "what lay there is agreed to be elsewhere, and the zone is at " + shownUpTo);
        }
        return isTakenUp(entry, sight.seen)
                ? Rest.SETTLED
                : new Rest(false, "it is not taken up as a change of this zone");
    }

    /** Whether the zone's records know of what lies there: else it was changed here, and is about to be proposed. */
    private static boolean isTakenUp(@Nullable Entry entry, @Nullable Stat seen) {
        String recorded = entry == null ? "" : entry.fingerprint();
        return recorded.equals(seen == null ? "" : seen.fingerprint().token());
    }

    private static @Nullable Entry entry(ShownTree shown, CheckItem item, @Nullable Inode agreed) {
        Entry known = agreed == null ? null : shown.byFile(agreed.id());
        if (known != null || item.name().isEmpty()) {
            return known;
        }
        Entry directory = shown.byFile(item.directory());
        return directory == null ? null : shown.child(directory.id(), new Name(item.name()));
    }

    private static Version latest(Inode inode) {
        Version latest = Version.max(Version.max(inode.placed(), inode.written()), inode.attributed());
        return Version.max(latest, inode.removed());
    }

    private String reason(Sight sight, Difference difference) {
        Hole hole = sight.agreed == null ? null : holes.get(sight.agreed.id());
        return hole == null ? difference.message() : difference.message() + "; parked: " + hole.message();
    }
}
