package org.onecopy.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.Cursor;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree.ListSink;

/**
 * What the writer before this one may have put into the zone without this node having heard of it (H47): whatever was agreed in the time
 * between these records and the end of its epoch, at the names that it had in that time. Something of it that lies where it does not stand
 * any more is no user's: proposed as one's, what was removed would come back. Used by the writer's thread alone.
 */
final class FormerWriter {
    /** Of a time with more changes than this, the latest are remembered. */
    private static final int REMEMBERED_MAX = 200_000;

    private final Location location;
    private Version from = Version.NONE;
    private Version upTo = Version.NONE;
    private final Map<ChildKey, Set<FileId>> names = latest();
    private final Map<FileId, List<Brought>> contents = latest();

    /** What was agreed of a file, link or directory at one version. */
    private record Brought(
            Kind kind, @Nullable Content content, @Nullable String target, long mtimeNanos) {}

    private static <K, V> Map<K, V> latest() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED_MAX;
            }
        };
    }

    FormerWriter(Location location) {
        this.location = location;
    }

    /**
     * Whether it may have put a file, whose content is known, or a link at a name.
     *
     * @param exactly whether the time must be the agreed one too: a user who makes the same again makes it at another time
     */
    boolean hasPut(FileId parent, Name name, Stat stat, @Nullable Content content, boolean exactly) {
        return read().getOrDefault(new ChildKey(parent, name), Set.of()).stream()
                .anyMatch(file -> hasBrought(file, stat, content, exactly));
    }

    /** Whether it may have shown a file, whose content is known, or a link as it is. */
    boolean hasBrought(FileId file, Stat stat, @Nullable Content content) {
        read();
        return hasBrought(file, stat, content, false);
    }

    private boolean hasBrought(FileId file, Stat stat, @Nullable Content content, boolean exactly) {
        return contents.getOrDefault(file, List.of()).stream()
                .anyMatch(brought -> brought.kind == stat.kind()
                        && switch (brought.kind) {
                            case FILE ->
                                brought.content != null
                                        && content != null
                                        && brought.content.sameAs(content)
                                        && (!exactly || isOfThatTime(brought, stat));
                            case SYMLINK -> brought.target != null && brought.target.equals(stat.linkTarget());
                            case DIRECTORY -> false;
                        });
    }

    /**
     * Whether it may have made a directory at a name, with all that lies in it: files are told by their lengths and times.
     *
     * @param place where it lies now
     */
    boolean hasMade(FileId parent, Name name, Place place) {
        for (FileId file : read().getOrDefault(new ChildKey(parent, name), Set.of())) {
            boolean made =
                    contents.getOrDefault(file, List.of()).stream().anyMatch(brought -> brought.kind == Kind.DIRECTORY);
            if (made && isAllOf(file, place)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAllOf(FileId directory, Place place) {
        Map<Name, Stat> entries = new HashMap<>();
        boolean[] others = {false};
        location.tree().list(place, new ListSink() {
            @Override
            public void entry(Name name, Stat stat) {
                entries.put(name, stat);
            }

            @Override
            public void refused(String printableName, String reason) {
                others[0] = true;
            }
        });
        return !others[0]
                && entries.entrySet().stream()
                        .allMatch(child -> isOf(directory, child.getKey(), child.getValue(), place));
    }

    private boolean isOf(FileId directory, Name name, Stat stat, Place in) {
        if (stat.kind() == Kind.DIRECTORY) {
            return hasMade(directory, name, new Place(in.area(), in.path().resolve(name)));
        }
        if (stat.kind() == Kind.SYMLINK) {
            return hasPut(directory, name, stat, null, false);
        }
        return location.tree().capabilities().can(Ability.MTIMES)
                && names.getOrDefault(new ChildKey(directory, name), Set.of()).stream()
                        .flatMap(file -> contents.getOrDefault(file, List.of()).stream())
                        .anyMatch(brought -> brought.content != null
                                && brought.content.length() == stat.length()
                                && isOfThatTime(brought, stat));
    }

    private boolean isOfThatTime(Brought brought, Stat stat) {
        long step = location.tree().capabilities().mtimeStepNanos();
        return !location.tree().capabilities().can(Ability.MTIMES)
                || Math.abs(brought.mtimeNanos - stat.attributes().mtimeNanos()) <= step;
    }

    /** Lets go of what was read. */
    void forget() {
        if (!location.shown().cursor().isInherited()) {
            names.clear();
            contents.clear();
        }
    }

    /** The names that something had in that time. Still known when the first scan has ended, for what was not quiet then. */
    private Map<ChildKey, Set<FileId>> read() {
        Cursor cursor = location.shown().cursor();
        if (!cursor.isInherited() || (from.equals(cursor.aheadFrom()) && upTo.equals(cursor.aheadUpTo()))) {
            return names;
        }
        from = cursor.aheadFrom();
        upTo = cursor.aheadUpTo();
        names.clear();
        contents.clear();
        location.agreed().read(view -> {
            view.scan(
                            Tables.JOURNAL,
                            new JournalKey(location.rule(), from.next()),
                            new JournalKey(location.rule(), upTo.next()))
                    .forEachRemaining(row -> add(row.getValue()));
            return true;
        });
        return names;
    }

    private void add(JournalEntry entry) {
        FileId file = entry.file();
        if (file == null) {
            return;
        }
        switch (entry.effect()) {
            case Effect.Created created -> {
                name(created.parent(), created.name(), file);
                brought(
                        file,
                        new Brought(
                                created.kind(),
                                created.content(),
                                created.target(),
                                created.attributes().mtimeNanos()));
            }
            case Effect.Wrote wrote ->
                brought(
                        file,
                        new Brought(
                                wrote.content() == null ? Kind.SYMLINK : Kind.FILE,
                                wrote.content(),
                                wrote.target(),
                                wrote.mtimeNanos()));
            case Effect.Moved moved -> {
                name(moved.fromParent(), moved.fromName(), file);
                name(moved.parent(), moved.name(), file);
            }
            case Effect.Removed removed -> name(removed.parent(), removed.name(), file);
            case Effect.AttributesSet ignored -> {}
            case Effect.Unchanged ignored -> {}
        }
    }

    private void name(FileId parent, Name name, FileId file) {
        names.computeIfAbsent(new ChildKey(parent, name), any -> new HashSet<>())
                .add(file);
    }

    private void brought(FileId file, Brought brought) {
        contents.computeIfAbsent(file, any -> new ArrayList<>()).add(brought);
    }
}
