package org.onecopy.materialize;

import java.util.Objects;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * Shows one agreed effect of another zone in this zone's storage, with its record: finds what the effect means for what is shown here,
 * and has it placed, replaced, moved or withdrawn. Each method may be repeated after a crash at any of its steps. What users did meanwhile
 * is never overwritten: see {@link SetAside}.
 */
final class Publisher {
    private final Location location;
    private final Relocation relocation;
    private final Withdrawal withdrawal;
    private final Placement placement;
    private final Replacement replacement;
    private final AgreedAttributes attributes;
    private final TakenBack takenBack;
    private final WholeFile whole;

    Publisher(Location location, Steps steps) {
        this.location = location;
        SetAside setAside = new SetAside(location, steps);
        LostContents lostContents = new LostContents(location, setAside, steps);
        relocation = new Relocation(location, setAside, steps);
        withdrawal = new Withdrawal(location, setAside, steps);
        placement = new Placement(location, setAside, relocation, lostContents, steps);
        replacement = new Replacement(location, setAside, placement, lostContents, steps);
        attributes = new AgreedAttributes(location, steps);
        takenBack = new TakenBack(location, relocation, placement, lostContents, attributes);
        whole = new WholeFile(location, this, setAside, steps);
    }

    Relocation relocation() {
        return relocation;
    }

    Withdrawal withdrawal() {
        return withdrawal;
    }

    Replacement replacement() {
        return replacement;
    }

    AgreedAttributes attributes() {
        return attributes;
    }

    TakenBack takenBack() {
        return takenBack;
    }

    /** What became of an effect. */
    enum Result {
        DONE,
        /** It depends on something that is not shown (a hole). */
        BLOCKED,
        /** The storage moved on under the step: try the same again. */
        AGAIN
    }

    Result show(Item item) {
        FileId file = item.journal.file();
        if (file == null) {
            return Result.DONE;
        }
        if (item.whole) {
            return whole.show(item, file);
        }
        return switch (item.journal.effect()) {
            case Effect.Created created -> created(item, file, created);
            case Effect.Wrote wrote -> wrote(item, file, wrote);
            case Effect.Moved moved -> moved(item, file, moved);
            case Effect.Removed ignored -> withdrawal.removed(item, file);
            case Effect.AttributesSet set -> attributes.set(item, file, set);
            case Effect.Unchanged ignored -> Result.DONE;
        };
    }

    Result created(Item item, FileId file, Effect.Created created) {
        ShownTree shown = location.shown();
        Entry directory = shown.byFile(created.parent());
        if (directory == null) {
            return Result.BLOCKED;
        }
        Entry own = shown.byFile(file);
        boolean isAhead = own != null && own.placed().compareTo(item.version) >= 0;
        if (own != null && isAhead && own.written().compareTo(created.written()) >= 0) {
            return Result.DONE; // it was ended ahead of its turn before a restart, or shown again by a refusal
        }
        if (own != null && (own.isShown() || isAhead)) {
            return adoptKept(item, own, directory, created);
        }
        Entry ghost = own != null
                ? own.withContent(null, created.target())
                        .withAttributesOf(created.attributes())
                        .withVersions(own.written(), item.version, created.attributed())
                : new Entry(
                        shown.nextEntry(),
                        directory.id(),
                        created.name(),
                        created.kind(),
                        file,
                        Version.NONE,
                        item.version,
                        created.attributed(),
                        null,
                        created.target(),
                        created.attributes(),
                        "",
                        "",
                        null);
        return placement.place(item, ghost, directory, created.name(), created.written());
    }

    /** A removal that was not shown here, because a user had changed the object: its restoration finds it in place. */
    private Result adoptKept(Item item, Entry own, Entry directory, Effect.Created created) {
        if (own.placed().compareTo(item.version) < 0) {
            Result moved = relocation.relocate(own, directory, created.name());
            if (moved != Result.DONE) {
                return moved;
            }
        }
        Entry at = Objects.requireNonNull(location.shown().entry(own.id()));
        Version attributed = Version.max(at.attributed(), created.attributed());
        if (!at.attributed()
                .isAfter(created.attributed())) { // what a user set here may have been refused with the removal
            at = at.withAttributesOf(
                    created.attributes().withMtimeNanos(at.attributes().mtimeNanos()));
        }
        at = at.withVersions(at.written(), Version.max(at.placed(), item.version), attributed);
        location.shown().put(at);
        Content content = item.content;
        boolean other = content != null
                ? at.content() == null || !content.sameAs(at.content())
                : !Objects.equals(created.target(), at.target());
        if (item.mergedInto == null && other && created.written().isAfter(at.written())) {
            return replacement.replace(item, at.withContent(at.content(), created.target()), created.written());
        }
        return Result.DONE;
    }

    private Result wrote(Item item, FileId file, Effect.Wrote wrote) {
        Entry entry = location.shown().byFile(file);
        if (entry == null) {
            return Result.BLOCKED;
        }
        if (item.mergedInto != null || entry.written().compareTo(item.version) >= 0) {
            return Result.DONE;
        }
        Entry changed = entry.withContent(entry.content(), wrote.target() == null ? entry.target() : wrote.target());
        return replacement.replace(item, changed, item.version);
    }

    private Result moved(Item item, FileId file, Effect.Moved moved) {
        ShownTree shown = location.shown();
        Entry entry = shown.byFile(file);
        Entry directory = shown.byFile(moved.parent());
        if (entry == null || directory == null) {
            return Result.BLOCKED;
        }
        if (entry.placed().compareTo(item.version) >= 0) {
            return Result.DONE;
        }
        if (location.zone().equals(moved.yields()) && entry.pending() != null) {
            return yieldTo(item, entry, directory, moved);
        }
        relocation.ensureDirectory(directory);
        Result result = relocation.relocate(entry, directory, moved.name());
        if (result == Result.DONE) {
            Entry at = Objects.requireNonNull(shown.entry(entry.id()));
            boolean seen = at.isShown() || entry.fingerprint().isEmpty();
            if (seen) {
                shown.put(at.withVersions(at.written(), item.version, at.attributed()));
            }
        }
        return result;
    }

    /** The object here is this zone's own change, which won by policy; the file that it was changed from is shown anew elsewhere. */
    private Result yieldTo(Item item, Entry entry, Entry directory, Effect.Moved moved) {
        ShownTree shown = location.shown();
        FileId file = Objects.requireNonNull(entry.file());
        shown.put(entry.withFile(null).withVersions(Version.NONE, Version.NONE, Version.NONE));
        Entry ghost = new Entry(
                shown.nextEntry(),
                directory.id(),
                moved.name(),
                entry.kind(),
                file,
                Version.NONE,
                item.version,
                entry.attributed(),
                null,
                entry.target(),
                entry.attributes(),
                "",
                "",
                null);
        shown.put(ghost);
        return item.content == null && entry.kind() == Kind.FILE
                ? Result.DONE
                : placement.place(item, ghost, directory, moved.name(), item.written);
    }
}
