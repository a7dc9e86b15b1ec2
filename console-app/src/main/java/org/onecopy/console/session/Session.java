package org.onecopy.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lag.history.KeptLag;
import org.onecopy.console.lag.history.LagHistory;
import org.onecopy.console.lag.history.SeenLag;
import org.onecopy.console.work.Failures;
import org.onecopy.console.work.Work;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.Listing;

/**
 * A network that is watched: asks for the whole every two seconds, or as often as is set, and at once when something happened, follows the events, and
 * tries again by itself where nobody answers. Its properties change on the thread of the user interface only.
 */
public final class Session implements AutoCloseable {
    private static final Duration EVENT_RETRY = Duration.ofSeconds(3);
    private static final int EVENTS_MAX = 2_000;
    private static final int EVENTS_FIRST = 200;

    private final String name;
    private final Environment environment;
    private final Gateway gateway;
    private final Work work;
    private final SeenLag seen = new SeenLag();
    private final LagHistory history;
    private final Loads loads;
    private final Semaphore wake = new Semaphore(0);
    private final Semaphore eventWake = new Semaphore(0);
    private final ReadOnlyObjectWrapper<Link> link = new ReadOnlyObjectWrapper<>(new Link.Connecting());
    private final ReadOnlyObjectWrapper<@Nullable Snapshot> snapshot = new ReadOnlyObjectWrapper<>();
    private final ObservableList<EventView> events = FXCollections.observableArrayList();
    private volatile boolean stopped;
    private volatile Duration period = Duration.ofSeconds(2);
    private @Nullable Instant answered;

    /** @param name as the user calls the connection */
    public Session(String name, Environment environment, Gateway gateway, Work work) {
        this.name = name;
        this.environment = environment;
        this.gateway = gateway;
        this.work = work;
        this.loads = new Loads(gateway, work);
        this.history = new KeptLag(
                seen, (rule, from, to) -> gateway.ask(client -> client.lagHistory(rule, from, to, null)), work);
    }

    /** Asks for the whole so often from now on, while nothing happens. */
    public void every(Duration time) {
        period = time;
    }

    /** Begins to watch. */
    public void start() {
        answered = work.clock().instant();
        Thread.ofVirtual().name("watch " + name).start(this::watch);
        Thread.ofVirtual().name("events " + name).start(this::follow);
    }

    /** As the user calls the connection. */
    public String name() {
        return name;
    }

    /** How careful to be. */
    public Environment environment() {
        return environment;
    }

    /** To ask for more. */
    public Gateway gateway() {
        return gateway;
    }

    /** How it stands. */
    public ReadOnlyObjectProperty<Link> link() {
        return link.getReadOnlyProperty();
    }

    /** What was last known, null before the first answer. It stays while nobody answers: look at its age. */
    public ReadOnlyObjectProperty<@Nullable Snapshot> snapshot() {
        return snapshot.getReadOnlyProperty();
    }

    /** Events, the newest first. */
    public ObservableList<EventView> events() {
        return events;
    }

    /** Lag over time; for the thread of the user interface. */
    public LagHistory history() {
        return history;
    }

    /** What nodes need of their machines, and how well zones are joined; for the thread of the user interface. */
    public Loads loads() {
        return loads;
    }

    /** Asks for the whole now. */
    public void refresh() {
        wake.release();
    }

    private void watch() {
        while (!stopped) {
            try {
                Instant time = work.clock().instant();
                Snapshot fresh = gateway.ask(client -> Snapshot.take(client, time));
                gateway.learn(fresh.nodes());
                seen.add(time, fresh.lag());
                work.ui().execute(() -> arrived(fresh));
            } catch (RuntimeException e) {
                String why = Failures.text(e);
                work.ui().execute(() -> failed(why));
            }
            await(wake, period);
        }
    }

    private void arrived(Snapshot fresh) {
        if (stopped) {
            return;
        }
        answered = fresh.time();
        snapshot.set(fresh);
        link.set(new Link.Connected(fresh.status().node().node()));
    }

    private void failed(String why) {
        Instant since = answered == null ? work.clock().instant() : answered;
        if (!stopped) {
            if (!(link.get() instanceof Link.Disconnected)) {
                work.note("connection to " + name, why);
            }
            link.set(new Link.Disconnected(since, why));
        }
    }

    private void follow() {
        while (!stopped) {
            try {
                Listing<EventView> last = gateway.ask(client -> {
                    Listing<EventView> kept = client.events(null, EVENTS_FIRST);
                    take(kept.items());
                    Long after = kept.items().isEmpty()
                            ? null
                            : kept.items().getLast().id();
                    client.follow(after, event -> {
                        take(List.of(event));
                        refresh();
                    });
                    return kept;
                });
                if (last.items().isEmpty()) {
                    await(eventWake, EVENT_RETRY);
                }
            } catch (RuntimeException e) {
                // The watch says that nobody answers; here it is only tried again.
                await(eventWake, EVENT_RETRY);
            }
        }
    }

    /** Adds what is not there: another node tells its own story with its own ids, so time and words decide. */
    private void take(List<EventView> fresh) {
        work.ui().execute(() -> {
            for (EventView event : fresh) {
                boolean known = events.stream()
                        .limit(2L * EVENTS_FIRST)
                        .anyMatch(other -> other.id() == event.id()
                                && other.time().equals(event.time())
                                && other.type().equals(event.type()));
                if (!known) {
                    events.addFirst(event);
                }
            }
            if (events.size() > EVENTS_MAX) {
                events.remove(EVENTS_MAX, events.size());
            }
        });
    }

    private static void await(Semaphore permit, Duration limit) {
        try {
            if (permit.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                permit.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Watches no more. */
    @Override
    public void close() {
        stopped = true;
        wake.release();
        eventWake.release();
        // Closing waits for connections to go: nothing for the thread of the user interface.
        Thread.ofVirtual().name("close " + name).start(gateway::close);
    }
}
