package org.onecopy.storage.local;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.linux.DirectoryReader;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;
import org.onecopy.linux.RawStat;
import org.onecopy.linux.Utf8;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree.ListSink;

/** Reads one directory, names as bytes. */
final class Listing {
    private static final byte[] WORK = Layout.WORK.toBytes();

    private final Layout layout;
    private final Stats stats;

    Listing(Layout layout, Stats stats) {
        this.layout = layout;
        this.stats = stats;
    }

    boolean list(Place place, ListSink sink) {
        try (Handles opened = new Handles()) {
            int fd = layout.open(opened, place, Linux.O_RDONLY | Linux.O_DIRECTORY);
            if (Faults.isMissing(fd)) {
                return false;
            }
            RawStat raw = new RawStat();
            int result = fd < 0 ? fd : Linux.stat(fd, "", raw);
            if (result < 0) {
                throw Faults.of(result, "list", layout.show(place));
            }
            boolean atRoot = place.area() == Place.Area.TREE && place.path().isRoot();
            list(fd, place, atRoot, raw, sink);
            return true;
        }
    }

    private void list(int fd, Place place, boolean atRoot, RawStat raw, ListSink sink) {
        long device = raw.device();
        try (DirectoryReader reader = new DirectoryReader(fd)) {
            while (reader.next()) {
                byte[] name = reader.name();
                if (atRoot && Arrays.equals(name, WORK)) {
                    continue;
                }
                int result = reader.stat(raw);
                if (result == -Errno.ENOENT) {
                    continue;
                }
                if (result < 0) {
                    throw Faults.of(result, "look at " + Utf8.printable(name) + " in", layout.show(place));
                }
                boolean mounted = raw.device() != device || raw.isMountRoot();
                tell(new Found(reader, fd, name, raw), mounted, sink);
            }
            if (reader.error() != 0) {
                throw Faults.of(-reader.error(), "list", layout.show(place));
            }
        }
    }

    /** A name of the open directory that is being read. */
    @SuppressWarnings("ArrayRecordComponent") // a name as the kernel gives it; nobody compares them
    private record Found(DirectoryReader reader, int directory, byte[] name, RawStat raw) {}

    private void tell(Found found, boolean mounted, ListSink sink) {
        byte[] name = found.name;
        RawStat raw = found.raw;
        String text = Utf8.decode(name);
        if (text == null) {
            sink.refused(Utf8.printable(name), "the name is not UTF-8");
        } else if (mounted) {
            sink.refused(Utf8.printable(name), "another file system is mounted here");
        } else if (raw.isLink()) {
            tellLink(found.reader, text, sink);
        } else {
            Stat stat = stats.stat(raw, found.directory, text);
            if (stat == null) {
                sink.refused(Utf8.printable(name), "a " + raw.kind() + " is never replicated");
            } else {
                sink.entry(new Name(text), stat);
            }
        }
    }

    /** The text is read through a descriptor, so that it is of the same link as the rest. */
    private void tellLink(DirectoryReader reader, String name, ListSink sink) {
        try (Handles opened = new Handles()) {
            int link = opened.keep(reader.openPath());
            if (link == -Errno.ENOENT) {
                return;
            }
            @Nullable Stat stat = link < 0 ? null : stats.stat(link, name);
            if (link < 0) {
                throw Faults.of(link, "look at", name);
            } else if (stat == null) {
                sink.refused(Utf8.printable(reader.name()), "the link's text is not UTF-8");
            } else {
                sink.entry(new Name(name), stat);
            }
        }
    }
}
