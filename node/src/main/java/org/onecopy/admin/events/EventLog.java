package org.onecopy.admin.events;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.Listing;

/**
 * The events of one node: the last {@link #KEPT_MAX} in memory, more in files ({@link EventFiles}). Ids grow by one, and each start
 * of the node begins at the next thousand, so that ids which a crash kept from the files are not given again. Safe to call from
 * many threads; {@link #append} never waits for the disk or for a listener.
 */
public final class EventLog implements AutoCloseable {
    /** How many events can be asked for. */
    public static final int KEPT_MAX = 10_000;

    /** How many listeners there may be. */
    public static final int SUBSCRIPTIONS_MAX = 32;

    private static final long START_STEP = 1_000;

    private final NodeId node;
    private final InstantSource clock;
    private final EventFiles files;
    private final Set<EventSubscription> subscriptions = new CopyOnWriteArraySet<>();
    private final Object lock = new Object();
    private final ArrayDeque<EventView> kept;
    private long lastId;

    private EventLog(NodeId node, InstantSource clock, EventFiles files, List<EventView> known) {
        this.node = node;
        this.clock = clock;
        this.files = files;
        this.kept = new ArrayDeque<>(known);
        long last = known.isEmpty() ? 0 : known.getLast().id();
        this.lastId = known.isEmpty() ? 0 : (last / START_STEP + 1) * START_STEP;
    }

    /**
     * The log of a node, with what its files still know.
     *
     * @param directory made when missing; no other process may use it
     * @throws java.io.UncheckedIOException where the directory cannot be used
     */
    public static EventLog open(Path directory, NodeId node, InstantSource clock) {
        EventFiles files = EventFiles.open(directory);
        return new EventLog(node, clock, files, files.readLast(KEPT_MAX));
    }

    /** Records an event and hands it to all listeners. */
    public EventView append(NewEvent event) {
        synchronized (lock) {
            EventView view = new EventView(
                    ++lastId,
                    clock.instant(),
                    event.severity(),
                    event.type(),
                    event.zone(),
                    node,
                    event.rule(),
                    event.path(),
                    event.message());
            if (kept.size() == KEPT_MAX) {
                kept.removeFirst();
            }
            kept.addLast(view);
            files.append(view);
            subscriptions.forEach(subscription -> subscription.offer(view));
            return view;
        }
    }

    /**
     * Events in the order of their ids, from those still kept.
     *
     * @param after only larger ids, the oldest of them first; null for the last {@code limit}
     */
    public Listing<EventView> list(@Nullable Long after, int limit) {
        synchronized (lock) {
            List<EventView> later = after == null ? new ArrayList<>(kept) : keptAfter(after);
            int from = after == null ? Math.max(0, later.size() - limit) : 0;
            int to = Math.min(later.size(), from + limit);
            return new Listing<>(later.subList(from, to), later.size());
        }
    }

    /**
     * Listens, without a gap between what is kept and what is to come.
     *
     * @param after ids up to here are not wanted; null for only what is to come. An id that this log never gave (its files were
     *     lost) brings all that is kept
     * @return null where there are {@link #SUBSCRIPTIONS_MAX} listeners already
     */
    public @Nullable EventSubscription subscribe(@Nullable Long after) {
        synchronized (lock) {
            if (subscriptions.size() >= SUBSCRIPTIONS_MAX) {
                return null;
            }
            List<EventView> backlog = List.of();
            if (after != null) {
                backlog = keptAfter(after > lastId ? 0 : after);
            }
            EventSubscription subscription = new EventSubscription(backlog, subscriptions::remove);
            subscriptions.add(subscription);
            return subscription;
        }
    }

    /** Ends all subscriptions and writes what is not in the files yet. */
    @Override
    public void close() {
        subscriptions.forEach(EventSubscription::end);
        files.close();
    }

    private List<EventView> keptAfter(long id) {
        return new ArrayList<>(kept.stream().filter(event -> event.id() > id).toList());
    }
}
