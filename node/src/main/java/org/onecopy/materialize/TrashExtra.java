package org.onecopy.materialize;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.consistency.Sights.Sight;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.Entry;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree.ListSink;

/** Moves what lies in the storage and is not agreed to the zone's trash; what the rule leaves alone stays, with the directories around it. */
final class TrashExtra implements Mend {
    private final MendingParts parts;
    private final CheckItem finding;
    private long trashed;
    private @Nullable Ending ending;

    TrashExtra(MendingParts parts, CheckItem finding) {
        this.parts = parts;
        this.finding = finding;
    }

    private record Found(Name name, Stat stat) {}

    @Override
    public @Nullable Ending ending() {
        return ending;
    }

    @Override
    public void drop() {
        // each step is whole
    }

    @Override
    public boolean step() {
        if (ending == null) {
            ending = trash();
            return true;
        }
        return false;
    }

    private Ending trash() {
        Sight sight = parts.sights.of(finding);
        Stat seen = sight == null ? null : sight.seen();
        if (sight == null || seen == null || sight.agreed() != null) {
            return sight == null || parts.sights.difference(sight) == null
                    ? Ending.mended(RepairShare.Counts.NONE)
                    : Ending.left("it was changed since the check: left to whoever did");
        }
        Entry entry = parts.entry(finding, sight);
        if (entry != null && parts.isConcerned(entry)) {
            return Ending.left("something agreed is known to lie here, or a change is under way: check again");
        }
        List<String> excluded = parts.excluded();
        boolean whole = seen.kind() != Kind.DIRECTORY || excluded.isEmpty();
        boolean gone = whole ? take(sight.path(), seen) : empty(sight.path(), new Exclusions(excluded));
        if (gone && entry != null) {
            parts.forget(entry);
        }
        RepairShare.Counts counts = new RepairShare.Counts(0, 0, 0, 0, 0, trashed, 0);
        return gone
                ? Ending.mended(counts)
                : Ending.left("it was changed at the last moment, or holds what the rule leaves alone", counts);
    }

    private boolean take(TreePath path, Stat seen) {
        boolean taken = parts.trash(Place.inTree(path), seen);
        trashed += taken ? 1 : 0;
        return taken;
    }

    /** @return whether nothing is left of it */
    private boolean empty(TreePath directory, Exclusions exclusions) {
        List<Found> found = new ArrayList<>();
        parts.location.tree().list(Place.inTree(directory), new ListSink() {
            @Override
            public void entry(Name name, Stat stat) {
                found.add(new Found(name, stat));
            }

            @Override
            public void refused(String printableName, String reason) {
                // keeps the directory
            }
        });
        for (Found each : found) {
            TreePath path = directory.resolve(each.name);
            if (exclusions.excludes(path)) {
                continue;
            }
            if (each.stat.kind() == Kind.DIRECTORY) {
                empty(path, exclusions);
            } else {
                take(path, each.stat);
            }
        }
        parts.location.tree().removeDirectory(Place.inTree(directory));
        return parts.location.tree().stat(Place.inTree(directory)) == null;
    }
}
