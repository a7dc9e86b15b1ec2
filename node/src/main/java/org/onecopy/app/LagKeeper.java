package org.onecopy.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.index.TableStore;
import org.onecopy.lag.LagHistory;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.LagHistoryView;
import org.onecopy.model.api.LagView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures lag every ten seconds, and keeps it. What cannot be measured or written is left out: it is no reason to stop. */
final class LagKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LagKeeper.class);
    private static final int EVERY_SECONDS = 10;
    private static final Duration SHOWN = Duration.ofHours(1);

    private final TableStore store;
    private final LagHistory history;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lag").daemon().factory());

    /** @param store is closed with this */
    LagKeeper(TableStore store, Clock clock) {
        this.store = store;
        this.history = new LagHistory(store);
        this.clock = clock;
    }

    /** Begins to measure. */
    void start(Supplier<List<LagView>> lag) {
        var _ = thread.scheduleWithFixedDelay(() -> measure(lag), 1, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void measure(Supplier<List<LagView>> lag) {
        try {
            history.add(clock.instant(), lag.get());
        } catch (RuntimeException e) {
            LOG.warn("lag was not measured; it is tried again", e);
        }
    }

    /** What is known of a rule; see {@link org.onecopy.admin.NodeService#lagHistory}. */
    LagHistoryView of(RuleName rule, @Nullable Instant from, @Nullable Instant to, @Nullable Duration step) {
        Instant now = clock.instant();
        Instant end = to == null ? now : to;
        Instant begin = from == null ? end.minus(SHOWN) : from;
        return history.of(rule, begin, end.isAfter(begin) ? end : begin.plusSeconds(1), step, now);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            boolean ended = thread.awaitTermination(2, TimeUnit.SECONDS);
            if (ended) {
                history.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            store.close();
        }
    }
}
