package org.onecopy.storage.s3;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.Watch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Reads the queue that a bucket tells of its changes, and hints at the directories of those in the locations that are watched here
 * (H41). Messages may come twice, late, in any order or never: scans are the truth, hints only bring them forward. A message that
 * concerns no location watched here is left for the zone's other nodes, and removed once it came back some times. The queue is read by one
 * thread, while anything is watched.
 */
final class EventQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final int WAIT_SECONDS = 10;
    private static final int MESSAGES_MAX = 10;
    private static final int RECEIVED_MAX = 5;
    private static final Duration PAUSE_FIRST = Duration.ofMillis(500);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    private final URI queue;
    private final String bucket;
    private final OwnChanges own;
    private final SqsClient client;
    private final Map<Watching, Boolean> watches = new ConcurrentHashMap<>();

    private @Nullable Thread thread;
    private volatile boolean closed;

    EventQueue(URI queue, String bucket, OwnChanges own, SqsClient client) {
        this.queue = queue;
        this.bucket = bucket;
        this.own = own;
        this.client = client;
    }

    /** One location's hints. */
    private final class Watching implements Watch {
        final String base;
        final HintSink sink;

        Watching(String base, HintSink sink) {
            this.base = base;
            this.sink = sink;
        }

        /** A queue never proves that it tells of everything. */
        @Override
        public boolean complete() {
            return false;
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }

    /** Hints at changes below a prefix of keys, until the watch is closed. */
    synchronized Watch watch(String base, HintSink sink) {
        Watching watching = new Watching(base, sink);
        watches.put(watching, true);
        if (thread == null && !closed) {
            thread = Thread.ofVirtual().name("s3-events").start(this::run);
        }
        return watching;
    }

    private void run() {
        long pause = PAUSE_FIRST.toNanos();
        boolean failing = false;
        while (!closed) {
            try {
                if (watches.isEmpty()) {
                    LockSupport.parkNanos(PAUSE_FIRST.toNanos());
                    continue;
                }
                receive();
                if (failing) {
                    LOG.info("the queue {} answers again", queue);
                }
                failing = false;
                pause = PAUSE_FIRST.toNanos();
            } catch (SdkException e) {
                if (!failing && !closed) {
                    LOG.warn(
                            "cannot read the queue {} ({}): until then changes are found by listing alone",
                            queue,
                            e.getMessage());
                }
                failing = true;
                LockSupport.parkNanos(pause);
                pause = Math.min(PAUSE_MAX.toNanos(), pause * 2);
            } catch (IllegalStateException e) {
                return; // the client was closed
            }
        }
    }

    private void receive() {
        List<Message> messages = client.receiveMessage(r -> r.queueUrl(queue.toString())
                        .maxNumberOfMessages(MESSAGES_MAX)
                        .waitTimeSeconds(WAIT_SECONDS)
                        .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                .messages();
        List<Message> done = new ArrayList<>();
        Map<Watching, Set<TreePath>> hints = new ConcurrentHashMap<>();
        for (Message message : messages) {
            boolean ours = read(message, hints);
            if (ours || receivedTooOften(message)) {
                done.add(message);
            }
        }
        hints.forEach((watching, directories) -> {
            if (watches.containsKey(watching)) {
                directories.forEach(directory -> watching.sink.changed(directory, true));
            }
        });
        remove(done);
    }

    private static boolean receivedTooOften(Message message) {
        String count = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        return count != null && count.length() <= 6 && Integer.parseInt(count) >= RECEIVED_MAX;
    }

    /** Whether nobody else needs the message. */
    private boolean read(Message message, Map<Watching, Set<TreePath>> hints) {
        boolean ours = true;
        for (EventMessage.Change change : EventMessage.changes(message.body())) {
            boolean watched = false;
            for (Watching watching : watches.keySet()) {
                if (change.bucket().equals(bucket) && change.key().startsWith(watching.base)) {
                    watched = true;
                    TreePath directory = directory(change.key().substring(watching.base.length()));
                    if (directory != null && !own.isOwn(change)) {
                        hints.computeIfAbsent(watching, _ -> new LinkedHashSet<>())
                                .add(directory);
                    }
                }
            }
            ours &= watched;
        }
        return ours;
    }

    /** The directory that a key lies in, as far as its names can be; null where nobody needs to look. */
    static @Nullable TreePath directory(String key) {
        String path = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
        if (path.isEmpty() || path.equals(Keys.WORK) || path.startsWith(Keys.WORK + "/")) {
            return null;
        }
        TreePath directory = TreePath.ROOT;
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length - 1 && Name.complaint(names[i]) == null; i++) {
            directory = directory.resolve(new Name(names[i]));
        }
        return directory;
    }

    private void remove(List<Message> messages) {
        if (messages.isEmpty()) {
            return;
        }
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receiptHandle())
                    .build());
        }
        client.deleteMessageBatch(r -> r.queueUrl(queue.toString()).entries(entries));
    }

    @Override
    public void close() {
        closed = true;
        client.close();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
