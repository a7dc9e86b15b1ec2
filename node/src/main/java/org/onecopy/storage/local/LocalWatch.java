package org.onecopy.storage.local;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.TreePath;
import org.onecopy.linux.Inotify;
import org.onecopy.linux.InotifyEvent;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.Watch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns inotify events into hints, on a thread of its own: one hint for each directory and batch of events. */
final class LocalWatch implements Watch {
    private static final Logger LOG = LoggerFactory.getLogger(LocalWatch.class);

    private final Inotify inotify;
    private final WatchedTree tree;
    private final HintSink sink;
    private final Thread thread;
    private volatile boolean complete;
    private volatile boolean closed;

    /** Changed directories of the batch, with whether a content has settled in them. */
    private final Map<WatchedDirectory, Boolean> changed = new LinkedHashMap<>();

    private final Set<WatchedDirectory> below = new LinkedHashSet<>();
    /** Directories that have left their name, by the cookie of the move. */
    private final Map<Integer, WatchedDirectory> leaving = new HashMap<>();

    private LocalWatch(Inotify inotify, WatchedTree tree, String location, HintSink sink, boolean alone) {
        this.inotify = inotify;
        this.tree = tree;
        this.sink = sink;
        this.complete = alone && tree.complete();
        this.thread = Thread.ofPlatform().daemon().name("hints " + location).unstarted(this::run);
    }

    /**
     * Returns once all directories are watched, so that a scan that begins afterwards misses nothing.
     *
     * @param alone whether all who write do so through this machine
     * @param watchesMax how many directories are watched at most
     * @return null where the system's limit on inotify queues is reached
     */
    static @Nullable LocalWatch start(Layout layout, HintSink sink, boolean alone, int watchesMax) {
        Inotify inotify = Inotify.open();
        if (inotify == null) {
            LOG.warn(
                    "cannot watch {}: the limit on inotify instances is reached; raise fs.inotify.max_user_instances (sysctl)",
                    layout.tree().path());
            return null;
        }
        WatchedTree tree = new WatchedTree(layout, inotify, watchesMax);
        try {
            tree.build();
        } catch (StorageException e) {
            inotify.close();
            throw e;
        }
        LocalWatch watch = new LocalWatch(inotify, tree, layout.tree().path(), sink, alone);
        watch.thread.start();
        return watch;
    }

    @Override
    public boolean complete() {
        return complete;
    }

    private void run() {
        try (inotify) {
            while (!closed) {
                handle(inotify.read());
            }
        } catch (RuntimeException e) {
            LOG.error("{} ended; only scans find changes from now on", thread.getName(), e);
        } finally {
            complete = false;
        }
    }

    private void handle(List<InotifyEvent> events) {
        try {
            for (InotifyEvent event : events) {
                handle(event);
            }
            leaving.values().forEach(tree::drop);
        } catch (StorageException e) {
            // The root is out of reach: what its watches say is worth nothing until it is watched anew.
            LOG.warn("hints stay incomplete: {}", e.getMessage());
            complete = false;
            below.add(tree.root());
        }
        leaving.clear();
        if (!tree.complete()) {
            complete = false;
        }
        tell();
    }

    private void handle(InotifyEvent event) {
        if (event.is(InotifyEvent.OVERFLOW)) {
            tree.build();
            changed.clear();
            below.clear();
            leaving.clear();
            below.add(tree.root());
            return;
        }
        WatchedDirectory directory = tree.find(event.watch());
        String name = event.name();
        if (directory == null) {
            return;
        }
        if (directory.isRoot() && isOfRootItself(event)) {
            handleRoot(event);
        } else if (event.is(InotifyEvent.IGNORED)) {
            tree.ended(event.watch());
        } else if (name == null) {
            changed.merge(directory, false, Boolean::logicalOr);
        } else if (!name.isEmpty() && !(directory.isRoot() && name.equals(Layout.WORK.value()))) {
            boolean settled = !event.ofDirectory() && event.is(InotifyEvent.CLOSE_WRITE | InotifyEvent.MOVED_TO);
            changed.merge(directory, settled, Boolean::logicalOr);
            if (event.ofDirectory()) {
                handleDirectory(event, directory, name);
            }
        }
    }

    private static boolean isOfRootItself(InotifyEvent event) {
        int gone = InotifyEvent.UNMOUNT | InotifyEvent.IGNORED | InotifyEvent.DELETE_SELF | InotifyEvent.MOVE_SELF;
        return event.is(gone) || "".equals(event.name());
    }

    private void handleRoot(InotifyEvent event) {
        if (event.is(InotifyEvent.ATTRIB)) {
            changed.merge(tree.root(), false, Boolean::logicalOr);
        } else {
            complete = false;
            below.add(tree.root());
        }
    }

    private void handleDirectory(InotifyEvent event, WatchedDirectory parent, String name) {
        if (event.is(InotifyEvent.MOVED_FROM)) {
            WatchedDirectory gone = parent.find(name);
            if (gone != null) {
                gone.detach();
                leaving.put(event.cookie(), gone);
            }
        } else if (event.is(InotifyEvent.MOVED_TO | InotifyEvent.CREATE)) {
            WatchedDirectory moved = event.is(InotifyEvent.MOVED_TO) ? leaving.remove(event.cookie()) : null;
            if (moved != null && tree.find(moved.watch()) == moved) {
                moved.moveTo(parent, name);
                below.add(moved);
                return;
            }
            WatchedDirectory come = parent.child(name);
            if (tree.add(come)) {
                below.add(come);
            }
        }
    }

    private void tell() {
        for (WatchedDirectory directory : below) {
            TreePath path = directory.path();
            if (path != null && !closed) {
                sink.lookBelow(path);
            }
        }
        changed.forEach((directory, settled) -> {
            TreePath path = directory.path();
            if (path != null && !closed && !below.contains(directory)) {
                sink.changed(path, settled);
            }
        });
        below.clear();
        changed.clear();
    }

    @Override
    public void close() {
        closed = true;
        if (thread.equals(Thread.currentThread())) {
            return;
        }
        if (thread.isAlive()) {
            try {
                inotify.wake();
            } catch (IllegalStateException endedAlready) {
                LOG.debug("{} has ended before it was closed", thread.getName());
            }
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
