package org.onecopy.materialize;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;

/**
 * What must not be shown before something that is not shown: the same file, the same name, what lies in a directory that is not there,
 * and markers, which announce everything before them (H27).
 */
final class Dependencies {
    private static final Pattern MARKER = Pattern.compile("_SUCCESS|_committed_.*|.*\\.metadata\\.json|[0-9]+\\.json");

    private final Location location;
    private final Set<FileId> files = new HashSet<>();
    private final Set<ChildKey> names = new HashSet<>();
    private final Set<FileId> directories = new HashSet<>();

    Dependencies(Location location) {
        this.location = location;
    }

    /** From now on, what depends on this waits. */
    void add(Item hole) {
        if (hole.journal.file() != null) {
            files.add(hole.journal.file());
        }
        for (ChildKey name : namesOf(hole.journal.effect())) {
            names.add(name);
            directories.add(name.parent());
        }
    }

    boolean isEmpty() {
        return files.isEmpty() && names.isEmpty();
    }

    void clear() {
        files.clear();
        names.clear();
        directories.clear();
    }

    boolean dependsOn(Item item) {
        if (isEmpty()) {
            return false;
        }
        FileId file = item.journal.file();
        if (file != null && files.contains(file)) {
            return true;
        }
        if (file != null && item.journal.effect() instanceof Effect.Removed && directories.contains(file)) {
            return true; // what lies in it has to come and go first
        }
        for (ChildKey name : namesOf(item.journal.effect())) {
            if (names.contains(name) || files.contains(name.parent()) || isMarker(name.name())) {
                return true;
            }
        }
        return item.journal.effect() instanceof Effect.Wrote && file != null && isMarkerFile(file);
    }

    private boolean isMarkerFile(FileId file) {
        var entry = location.shown().byFile(file);
        return entry != null && isMarker(entry.name());
    }

    /** Whether a name announces what was agreed before it. */
    static boolean isMarker(Name name) {
        return MARKER.matcher(name.value()).matches();
    }

    /** Whether an item brings or takes away a name that announces what was agreed before it. */
    static boolean isMarker(Item item) {
        return namesOf(item.journal.effect()).stream().anyMatch(name -> isMarker(name.name()));
    }

    private static List<ChildKey> namesOf(Effect effect) {
        return switch (effect) {
            case Effect.Created created -> List.of(new ChildKey(created.parent(), created.name()));
            case Effect.Moved moved ->
                List.of(new ChildKey(moved.fromParent(), moved.fromName()), new ChildKey(moved.parent(), moved.name()));
            case Effect.Removed removed -> List.of(new ChildKey(removed.parent(), removed.name()));
            case Effect.Wrote ignored -> List.of();
            case Effect.AttributesSet ignored -> List.of();
            case Effect.Unchanged ignored -> List.of();
        };
    }
}
