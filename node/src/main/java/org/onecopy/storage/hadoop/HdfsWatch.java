package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.DFSInotifyEventInputStream;
import org.apache.hadoop.hdfs.inotify.Event;
import org.apache.hadoop.hdfs.inotify.EventBatch;
import org.apache.hadoop.hdfs.inotify.MissingEventsException;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.Watch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the edits that a NameNode tells of into hints, on a thread of its own: one hint for each directory and round of edits. The
 * stream begins at the edit that was the last one when the watch began; a NameNode that is away only delays it. Where edits are
 * gone before they were read, everything is looked at.
 */
final class HdfsWatch implements Watch {
    private static final Logger LOG = LoggerFactory.getLogger(HdfsWatch.class);
    private static final long WAIT_MILLIS_MIN = 10;
    private static final long WAIT_MILLIS_MAX = 250;
    private static final long WAIT_MILLIS_AFTER_FAILURE = 2000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * A NameNode reads the present segment of its log from the beginning for each answer, which may be a million edits: it is asked for a
     * small part of its time at most.
     */
    private static final long REST_SHARE = 10;

    private static final long WAIT_MILLIS_LONGEST = 5000;
    private static final int BATCHES_PER_ROUND = 1000;

    private final DFSClient client;
    private final String location;
    private final HintSink sink;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private DFSInotifyEventInputStream stream;
    private boolean failing;
    private volatile boolean complete = true;

    /** Changed directories of the round, with whether a content has settled in them. */
    private final Map<TreePath, Boolean> changed = new LinkedHashMap<>();

    private boolean everything;

    private HdfsWatch(DFSClient client, DFSInotifyEventInputStream stream, String location, HintSink sink) {
        this.client = client;
        this.stream = stream;
        this.location = location;
        this.sink = sink;
        this.thread = Thread.ofPlatform().daemon().name("hints " + location).unstarted(this::run);
    }

    /** @throws IOException where the NameNode refuses: it tells superusers only */
    static HdfsWatch start(DFSClient client, String location, HintSink sink) throws IOException {
        return start(client, client.getInotifyEventStream(), location, sink);
    }

    /** The same, from another edit on. */
    static HdfsWatch start(DFSClient client, DFSInotifyEventInputStream stream, String location, HintSink sink) {
        HdfsWatch watch = new HdfsWatch(client, stream, location, sink);
        watch.thread.start();
        return watch;
    }

    @Override
    public boolean complete() {
        return complete;
    }

    private void run() {
        try {
            long wait = WAIT_MILLIS_MIN;
            while (!closing.await(wait, TimeUnit.MILLISECONDS)) {
                long begun = System.nanoTime();
                boolean any = round();
                long took = (System.nanoTime() - begun) / NANOS_PER_MILLI;
                wait = failing
                        ? WAIT_MILLIS_AFTER_FAILURE
                        : Math.clamp(
                                took * REST_SHARE,
                                any ? WAIT_MILLIS_MIN : Math.min(2 * wait, WAIT_MILLIS_MAX),
                                WAIT_MILLIS_LONGEST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("{} ended; only scans find changes from now on", thread.getName(), e);
        } finally {
            complete = false;
        }
    }

    private boolean round() {
        boolean any = false;
        try {
            EventBatch batch = stream.poll();
            for (int n = 0; batch != null; batch = ++n < BATCHES_PER_ROUND ? stream.poll() : null) {
                any = true;
                for (Event event : batch.getEvents()) {
                    handle(event);
                }
            }
            failing = false;
        } catch (MissingEventsException e) {
            LOG.warn("edits of {} are gone before they were read; everything is looked at", location);
            beginAnew();
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("hints of {} are late: {}", location, e.getMessage());
            }
            failing = true;
            complete &= !Faults.isDenied(e);
        }
        tell();
        return any;
    }

    /** What happened before the new stream began is found by looking at everything, which begins after that. */
    private void beginAnew() {
        try {
            stream = client.getInotifyEventStream();
            everything = true;
        } catch (IOException e) {
            failing = true;
        }
    }

    private void handle(Event event) {
        switch (event) {
            case Event.CreateEvent create -> touched(create.getPath(), false);
            case Event.CloseEvent close -> touched(close.getPath(), true);
            case Event.AppendEvent append -> touched(append.getPath(), false);
            case Event.TruncateEvent truncate -> touched(truncate.getPath(), true);
            case Event.MetadataUpdateEvent update -> touched(update.getPath(), false);
            case Event.UnlinkEvent unlink -> touched(unlink.getPath(), false);
            case Event.RenameEvent rename -> {
                // What comes out of the working area, or goes into it, was moved by a node of the zone, which knows of
                // it.
                if (!isWork(rename.getSrcPath()) && !isWork(rename.getDstPath())) {
                    touched(rename.getSrcPath(), false);
                    touched(rename.getDstPath(), true);
                }
            }
            default -> everything = true; // an event of a newer release
        }
    }

    private boolean isWork(String path) {
        String work = (location.equals("/") ? "" : location) + "/" + Layout.WORK;
        return path.startsWith(work + "/");
    }

    private void touched(@Nullable String path, boolean settled) {
        if (path == null) {
            return;
        }
        String top = location.equals("/") ? "" : location;
        if (path.equals(location) || top.startsWith(path.equals("/") ? "/" : path + "/")) {
            everything = true; // the root itself, or something above it
            return;
        }
        if (!path.startsWith(top + "/")) {
            return;
        }
        String below = path.substring(top.length() + 1);
        if (below.equals(Layout.WORK.value()) || below.startsWith(Layout.WORK + "/")) {
            return;
        }
        TreePath directory = TreePath.ROOT;
        String[] names = below.split("/", -1);
        for (int i = 0; i < names.length - 1 && Name.complaint(names[i]) == null; i++) {
            directory = directory.resolve(new Name(names[i]));
        }
        changed.merge(directory, settled, Boolean::logicalOr);
    }

    private void tell() {
        if (everything) {
            sink.lookBelow(TreePath.ROOT);
        } else {
            changed.forEach(sink::changed);
        }
        everything = false;
        changed.clear();
    }

    @Override
    public void close() {
        closing.countDown();
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        thread.interrupt(); // it may be waiting for a NameNode that is away
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
