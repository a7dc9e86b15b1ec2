package org.onecopy.storage.local;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.Preserve;
import org.onecopy.linux.Linux;
import org.onecopy.linux.OpenFile;
import org.onecopy.linux.RawStat;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Watch;

/** A directory tree of a Linux file system. */
public final class LocalTree implements Tree {
    private static final int WATCHES_MAX = 400_000;
    private static final int THIS = Linux.O_PATH | Linux.O_NOFOLLOW;

    private final Layout layout;
    private final Capabilities capabilities;
    private final Stats stats;
    private final AttributeWriter attributeWriter;
    private final Publishing publishing;
    private final Listing listing;
    private final Durability durability;

    LocalTree(Layout layout, Capabilities capabilities, Stats stats) {
        this.layout = layout;
        this.capabilities = capabilities;
        this.stats = stats;
        this.attributeWriter = new AttributeWriter(stats);
        this.publishing = new Publishing(layout, stats, attributeWriter, capabilities.can(Ability.ATOMIC_REPLACE));
        this.listing = new Listing(layout, stats);
        this.durability = new Durability(layout);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void preserve(Set<Preserve> kinds) {
        stats.extras().preserve(kinds);
    }

    @Override
    public Attributes shown(Attributes agreed) {
        return stats.extras().shown(agreed);
    }

    @Override
    public ObjectIdentity rootIdentity() {
        return layout.tree().identityNow();
    }

    @Override
    public long spaceAvailable() {
        try (Handles opened = new Handles()) {
            RootDirectory root = layout.tree();
            return RootDirectory.fileSystem(root.path(), root.enter(opened)).bytesAvailable();
        }
    }

    @Override
    public @Nullable Stat stat(Place place) {
        try (Handles opened = new Handles()) {
            int fd = layout.open(opened, place, THIS);
            if (Faults.isMissing(fd)) {
                return null;
            }
            if (fd < 0) {
                throw Faults.of(fd, "look at", layout.show(place));
            }
            return stats.stat(fd, layout.show(place));
        }
    }

    @Override
    public boolean list(Place directory, ListSink sink) {
        return listing.list(directory, sink);
    }

    @Override
    public @Nullable ContentReader read(Place place) {
        String path = layout.show(place);
        try (Handles opened = new Handles()) {
            int fd = layout.open(opened, place, THIS);
            if (Faults.isMissing(fd)) {
                return null;
            }
            RawStat raw = new RawStat();
            int result = fd < 0 ? fd : Linux.stat(fd, "", raw);
            if (result >= 0 && !raw.isFile()) {
                return null;
            }
            // Only now, knowing that it is a file, is that very object opened: a pipe would block, a device might act.
            int content = result < 0 ? result : Linux.open(Linux.AT_FDCWD, Linux.self(fd), Linux.O_RDONLY, 0);
            if (content < 0) {
                throw Faults.of(content, "read", path);
            }
            return new LocalReader(new OpenFile(content), path, stats);
        }
    }

    @Override
    public StageWriter stage(Name name, long length) {
        Place place = Place.item(Area.STAGE, name);
        String path = layout.show(place);
        durability.begin();
        int fd = openStaged(place);
        if (Faults.isMissing(fd) && layout.makeFolders()) {
            fd = openStaged(place);
        }
        if (fd < 0) {
            throw Faults.ofNaming(fd, "stage", path);
        }
        OpenFile file = new OpenFile(fd);
        RawStat raw = new RawStat();
        Linux.stat(fd, "", raw);
        if (!raw.isFile()) {
            file.close();
            throw Faults.taken("stage", path);
        }
        return new LocalStageWriter(file, path, length, stats, attributeWriter);
    }

    private int openStaged(Place place) {
        try (Handles opened = new Handles()) {
            int folder = layout.parent(opened, place);
            int flags = Linux.O_RDWR | Linux.O_CREAT | Linux.O_NOFOLLOW | Linux.O_NONBLOCK;
            return folder < 0 ? folder : Linux.openBeneath(folder, Layout.name(place), flags, 0600);
        }
    }

    @Override
    public Step makeDirectory(Place place, Attributes attributes) {
        return change(() -> publishing.makeDirectory(place, attributes), place);
    }

    @Override
    public Step makeLink(Place place, String target) {
        return change(() -> publishing.makeLink(place, target), place);
    }

    @Override
    public Step move(Place from, Place to) {
        return change(() -> publishing.move(from, to), to);
    }

    @Override
    public Step replace(Place from, Place to, Place displaced) {
        return change(() -> publishing.replace(from, to, displaced), displaced);
    }

    @Override
    public boolean differByMoveOnly(Fingerprint before, Fingerprint after) {
        return Stats.differByMoveOnly(before, after);
    }

    @Override
    public Step setAttributes(Place place, Attributes attributes) {
        durability.begin();
        return publishing.setAttributes(place, attributes);
    }

    @Override
    public Step removeDirectory(Place place) {
        durability.begin();
        return publishing.removeDirectory(place);
    }

    /** Where somebody has removed the working folders, they are made again, so that their lack is not taken for a missing source. */
    private Step change(Supplier<Step> step, Place target) {
        durability.begin();
        Step outcome = step.get();
        boolean again = outcome instanceof Step.Missing && target.area() != Area.TREE && layout.makeFolders();
        return again ? step.get() : outcome;
    }

    @Override
    public void purge(Place item) {
        if (item.area() == Area.TREE) {
            throw new IllegalArgumentException("only items of the working area are purged, not " + layout.show(item));
        }
        durability.begin();
        new Purging(layout, item).run();
    }

    @Override
    public void flush() {
        durability.flush();
    }

    @Override
    public @Nullable Watch watch(HintSink sink) {
        return LocalWatch.start(layout, sink, capabilities.can(Ability.HINTS), WATCHES_MAX);
    }

    @Override
    public void close() {
        durability.close();
    }
}
