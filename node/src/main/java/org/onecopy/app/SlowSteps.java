package org.onecopy.app;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;

/**
 * Notices where a writer's step goes on for too long. A storage that does not answer, as a mount whose server is away, throws nothing:
 * the writer waits in it, and somebody else has to say so.
 */
final class SlowSteps {
    private static final long LIMIT_SECONDS = 30;

    private final EventLog events;
    private final ZoneName zone;
    private final Set<RuleId> told = ConcurrentHashMap.newKeySet();

    SlowSteps(EventLog events, ZoneName zone) {
        this.events = events;
        this.zone = zone;
    }

    /** What to say of a writer whose step goes on for too long; null of any other. */
    static @Nullable String complaint(RuleWriters.Running running) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(running.thread().stepNanos());
        return seconds < LIMIT_SECONDS
                ? null
                : "the storage at %s has kept the node waiting for %d s: its server does not answer (a hard mount waits for ever), or a large directory is being moved in a bucket"
                        .formatted(running.path(), seconds);
    }

    /** Tells of what has become slow, and of what goes on again. To be called now and then, by one thread. */
    void look(Map<RuleId, RuleWriters.Running> writers) {
        writers.forEach((rule, running) -> {
            String complaint = complaint(running);
            if (complaint != null && told.add(rule)) {
                events.append(NewEvent.error("storage-slow", complaint).in(zone).of(running.name()));
            } else if (complaint == null && told.remove(rule)) {
                events.append(NewEvent.info("storage-available", "the storage at " + running.path() + " answers again")
                        .in(zone)
                        .of(running.name()));
            }
        });
        told.retainAll(writers.keySet());
    }
}
