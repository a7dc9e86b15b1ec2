package org.onecopy.consistency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.table.TableView;
import org.onecopy.model.FileId;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree;

/**
 * Compares one directory with what is agreed of it. Memory: eight bytes for each of its entries, and what {@link #BATCH} of them take.
 */
final class DirectoryLook {
    private static final int BATCH = 1000;
    private static final Name FIRST_NAME = new Name("\u0001");

    private final Zone zone;
    private final Paths paths;
    private final Beside beside;
    private final boolean digests;
    private final ZoneCheck.Help help;

    DirectoryLook(Zone zone, Paths paths, Beside beside, boolean digests, ZoneCheck.Help help) {
        this.zone = zone;
        this.paths = paths;
        this.beside = beside;
        this.digests = digests;
        this.help = help;
    }

    /** What lies at a name. */
    private record Seen(Name name, Stat stat) {}

    Result look(FileId id, Exclusions exclusions) {
        Result result = new Result();
        Paths.Directory directory = paths.directory(id);
        if (directory != null) {
            new Look(directory, exclusions, result).look();
        }
        return result;
    }

    /** One directory under comparison. */
    private final class Look implements Tree.ListSink {
        private final Paths.Directory directory;
        private final Exclusions exclusions;
        private final Result result;
        private final List<Seen> batch = new ArrayList<>(BATCH);
        private final List<Inode> toRead = new ArrayList<>();
        private long[] matched = new long[64];
        private int matches;
        private long files;
        private long bytes;

        Look(Paths.Directory directory, Exclusions exclusions, Result result) {
            this.directory = directory;
            this.exclusions = exclusions;
            this.result = result;
        }

        void look() {
            boolean there;
            try {
                there = zone.tree().list(Place.inTree(directory.path()), this);
            } catch (StorageException e) {
                if (e.concernsWholeTree()) {
                    throw e;
                }
                suspect(null, new Difference(CheckItem.Kind.UNREADABLE, String.valueOf(e.getMessage())));
                return;
            }
            if (!there) {
                suspect(null, new Difference(CheckItem.Kind.MISSING, "no directory lies here"));
                return;
            }
            compareBatch();
            findMissing();
            toRead.forEach(this::read);
            result.counts = new CheckShare.Counts(1, files, bytes, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void entry(Name name, Stat stat) {
            if (!exclusions.excludes(directory.path().resolve(name))) {
                batch.add(new Seen(name, stat));
                if (batch.size() == BATCH) {
                    compareBatch();
                }
            }
        }

        @Override
        public void refused(String printableName, String reason) {
            // nobody agreed it, and the administrator was told of it
        }

        private void compareBatch() {
            List<ChildKey> names = batch.stream()
                    .map(seen -> new ChildKey(directory.inode().id(), seen.name))
                    .toList();
            List<@Nullable Inode> inodes =
                    zone.agreed().read(view -> inodes(view, view.getAll(Tables.CHILDREN, names)));
            for (int n = 0; n < inodes.size(); n++) {
                compare(inodes.get(n), batch.get(n));
            }
            batch.clear();
        }

        /** Of each file its inode; null where it has none, or there is no file. */
        private static List<@Nullable Inode> inodes(TableView view, List<@Nullable FileId> files) {
            Iterator<@Nullable Inode> found = view.getAll(
                            Tables.INODES,
                            files.stream().filter(Objects::nonNull).toList())
                    .iterator();
            List<@Nullable Inode> inodes = new ArrayList<>(files.size());
            for (FileId file : files) {
                inodes.add(file == null ? null : found.next());
            }
            return inodes;
        }

        private void compare(@Nullable Inode inode, Seen seen) {
            if (inode != null) {
                match(inode.id());
            }
            Difference difference = beside.compare(inode, seen.stat);
            if (difference != null) {
                suspect(seen.name, difference);
            }
            if (inode != null && inode.isDirectory() && seen.stat.kind() == Kind.DIRECTORY) {
                result.directory(inode.id());
            } else if (inode != null && difference == null) {
                files++;
                if (inode.kind() == Kind.FILE && (digests || beside.isOfAnotherTime(inode, seen.stat))) {
                    toRead.add(inode);
                }
            }
        }

        private void match(FileId file) {
            if (matches == matched.length) {
                matched = Arrays.copyOf(matched, matches * 2);
            }
            matched[matches++] = file.packed();
        }

        /** What is agreed and was not listed. */
        private void findMissing() {
            Arrays.sort(matched, 0, matches);
            FileId id = directory.inode().id();
            ChildKey end = new ChildKey(FileId.ofPacked(id.packed() + 1), FIRST_NAME);
            ChildKey from = new ChildKey(id, FIRST_NAME);
            while (true) {
                ChildKey start = from;
                List<Map.Entry<ChildKey, FileId>> rows =
                        zone.agreed().read(view -> view.first(BATCH, Tables.CHILDREN, start, end));
                for (Map.Entry<ChildKey, FileId> row : rows) {
                    boolean listed = Arrays.binarySearch(
                                    matched, 0, matches, row.getValue().packed())
                            >= 0;
                    Name name = row.getKey().name();
                    if (!listed && !exclusions.excludes(directory.path().resolve(name))) {
                        suspect(name, new Difference(CheckItem.Kind.MISSING, "nothing lies here"));
                    }
                }
                if (rows.size() < BATCH) {
                    return;
                }
                from = new ChildKey(id, new Name(rows.getLast().getKey().name().value() + "\u0001"));
            }
        }

        private void read(Inode inode) {
            TreePath path = directory.path().resolve(inode.name());
            Content agreed = inode.content();
            try {
                Content there = help.content(Place.inTree(path));
                bytes += inode.length();
                if (there == null || agreed == null || !there.sameAs(agreed)) {
                    files--;
                    suspect(inode.name(), new Difference(CheckItem.Kind.CONTENT, "other bytes than agreed"));
                }
            } catch (StorageException e) {
                if (e.concernsWholeTree()) {
                    throw e;
                }
                files--;
                suspect(inode.name(), new Difference(CheckItem.Kind.UNREADABLE, String.valueOf(e.getMessage())));
            }
        }

        /** @param name null: the directory itself */
        private void suspect(@Nullable Name name, Difference difference) {
            TreePath path = name == null ? directory.path() : directory.path().resolve(name);
            result.suspect(new CheckItem(
                    directory.inode().id(),
                    name == null ? "" : name.value(),
                    difference.kind(),
                    "",
                    zone.ticks().wallMillis(),
                    path.toString(),
                    difference.message()));
        }
    }
}
