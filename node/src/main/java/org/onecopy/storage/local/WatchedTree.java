package org.onecopy.storage.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.TreePath;
import org.onecopy.linux.DirectoryReader;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Inotify;
import org.onecopy.linux.InotifyEvent;
import org.onecopy.linux.Linux;
import org.onecopy.linux.Utf8;
import org.onecopy.storage.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which directory each watch of a tree stands for. For one thread at a time. */
final class WatchedTree {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedTree.class);
    private static final int MASK = InotifyEvent.ATTRIB
            | InotifyEvent.CLOSE_WRITE
            | InotifyEvent.MOVED_FROM
            | InotifyEvent.MOVED_TO
            | InotifyEvent.CREATE
            | InotifyEvent.DELETE;
    private static final int ROOT_MASK = MASK | InotifyEvent.DELETE_SELF | InotifyEvent.MOVE_SELF;

    private final Layout layout;
    private final Inotify inotify;
    private final int watchesMax;
    private Map<Integer, WatchedDirectory> byWatch = new HashMap<>();
    private WatchedDirectory root = WatchedDirectory.root();
    private boolean complete = true;

    /** @param watchesMax our own limit, beside that of the system: each takes some 200 bytes of the heap */
    WatchedTree(Layout layout, Inotify inotify, int watchesMax) {
        this.layout = layout;
        this.inotify = inotify;
        this.watchesMax = watchesMax;
    }

    /** Whether every directory that was found is watched. */
    boolean complete() {
        return complete;
    }

    WatchedDirectory root() {
        return root;
    }

    @Nullable
    WatchedDirectory find(int watch) {
        return byWatch.get(watch);
    }

    /** Watches the whole tree, again after an overflow: directories may have come, gone and moved unseen. */
    void build() {
        Map<Integer, WatchedDirectory> before = byWatch;
        byWatch = new HashMap<>();
        root = WatchedDirectory.root();
        add(root);
        before.keySet().removeAll(byWatch.keySet());
        before.keySet().forEach(inotify::forget);
    }

    /**
     * Watches a directory and all below it: each first watched, then listed, so that what comes meanwhile is either listed or told.
     *
     * @return false where it was watched already at this place, or is gone
     */
    boolean add(WatchedDirectory top) {
        Deque<WatchedDirectory> todo = new ArrayDeque<>();
        todo.add(top);
        boolean added = false;
        while (!todo.isEmpty()) {
            WatchedDirectory directory = todo.removeLast();
            boolean fresh = addOne(directory, todo);
            added |= fresh && directory == top;
        }
        return added;
    }

    private boolean addOne(WatchedDirectory directory, Deque<WatchedDirectory> todo) {
        TreePath path = directory.path();
        if (path == null) {
            return false;
        }
        try (Handles opened = new Handles()) {
            int fd = layout.open(opened, Place.inTree(path), Linux.O_RDONLY | Linux.O_DIRECTORY);
            if (Faults.isMissing(fd) || fd == -Errno.EXDEV) {
                return false;
            }
            int watch = fd < 0 ? fd : watch(fd, directory);
            if (watch < 0) {
                becomeIncomplete(watch, path);
                // It is still new and must be looked at.
                return true;
            }
            WatchedDirectory known = byWatch.get(watch);
            if (known != null && known.isSamePlace(directory)) {
                return false;
            }
            if (known != null) {
                known.detach();
            }
            directory.setWatch(watch);
            directory.attach();
            byWatch.put(watch, directory);
            addInner(fd, directory, todo);
            return true;
        }
    }

    private int watch(int fd, WatchedDirectory directory) {
        return byWatch.size() >= watchesMax ? -Errno.ENOSPC : inotify.watch(fd, directory.isRoot() ? ROOT_MASK : MASK);
    }

    private void addInner(int fd, WatchedDirectory directory, Deque<WatchedDirectory> todo) {
        try (DirectoryReader reader = new DirectoryReader(fd)) {
            while (reader.next()) {
                String name = reader.mayBeDirectory() ? Utf8.decode(reader.name()) : null;
                boolean reserved = directory.isRoot() && Layout.WORK.value().equals(name);
                if (name != null && !reserved) {
                    todo.add(directory.child(name));
                }
            }
            if (reader.error() != 0) {
                complete = false;
            }
        }
    }

    private void becomeIncomplete(int result, TreePath path) {
        if (complete) {
            String remedy = result == -Errno.ENOSPC
                    ? "raise fs.inotify.max_user_watches (sysctl), or split the rule where it has more than %d directories"
                            .formatted(watchesMax)
                    : "give the node's user the right to read it";
            LOG.warn(
                    "cannot watch {}: {}; {}. Until then only scans find the changes in what is not watched",
                    layout.show(Place.inTree(path)),
                    Errno.text(-result),
                    remedy);
        }
        complete = false;
    }

    /** Ends the watches of a directory that has left the tree, and of all below it. */
    void drop(WatchedDirectory directory) {
        for (WatchedDirectory gone : directory.subtree()) {
            if (byWatch.remove(gone.watch(), gone)) {
                inotify.forget(gone.watch());
            }
        }
        directory.detach();
    }

    /** The kernel has ended a watch: its directory is gone. */
    void ended(int watch) {
        WatchedDirectory gone = byWatch.remove(watch);
        if (gone != null) {
            gone.detach();
        }
    }
}
