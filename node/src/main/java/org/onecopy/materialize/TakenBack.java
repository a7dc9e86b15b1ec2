package org.onecopy.materialize;

import java.util.Objects;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.shown.Entry;
import org.onecopy.location.Location;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.model.Version;

/** Something that this zone did with a file was refused: shows what the agreed tree says of it now, rather than what one change says. */
final class TakenBack {
    private final Location location;
    private final Relocation relocation;
    private final Placement placement;
    private final LostContents lostContents;
    private final AgreedAttributes attributes;

    TakenBack(
            Location location,
            Relocation relocation,
            Placement placement,
            LostContents lostContents,
            AgreedAttributes attributes) {
        this.location = location;
        this.relocation = relocation;
        this.placement = placement;
        this.lostContents = lostContents;
        this.attributes = attributes;
    }

    /** Shows what the agreed tree says of a file now, after something that this zone did with it was refused. */
    Result show(Item item, Entry entry, Inode inode) {
        Entry directory = location.shown().byFile(inode.parent());
        if (directory == null) {
            return Result.DONE; // the journal will bring it there
        }
        relocation.ensureDirectory(directory);
        Result result = entry.isShown()
                ? relocation.relocate(entry, directory, inode.name())
                : placement.place(item, agreed(item, entry, inode), directory, inode.name(), wanted(item, inode));
        if (result != Result.DONE) {
            return result;
        }
        attributes.show(Objects.requireNonNull(location.shown().entry(entry.id())), inode);
        return Result.DONE;
    }

    /** A refused removal would show a content again that no zone has. */
    Result lose(Item item, Entry entry, Inode inode) {
        Entry directory = location.shown().byFile(inode.parent());
        return directory == null
                ? Result.DONE // the journal will bring it there
                : lostContents.record(
                        item,
                        entry.withVersions(entry.written(), inode.placed(), entry.attributed()),
                        directory,
                        inode.name(),
                        item.written);
    }

    /** The content that was staged may be older than the one that stands by now: then the journal brings that one. */
    private static Version wanted(Item item, Inode inode) {
        return inode.kind() == Kind.FILE ? item.written : inode.written();
    }

    private static Entry agreed(Item item, Entry entry, Inode inode) {
        Attributes attributes = inode.kind() == Kind.FILE ? item.attributes : inode.attributes();
        return entry.withContent(entry.content(), inode.target()).withAttributesOf(attributes);
    }
}
