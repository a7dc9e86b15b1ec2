package org.onecopy.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures each call: the timer {@code onecopy_storage_call_seconds} with the labels {@code zone}, {@code call} and {@code outcome}
 * ({@code done} for every answer, {@code failed} for an exception).
 */
public final class MeteredTree extends ForwardingTree {
    private final Map<TreeCall, Timer> done = new EnumMap<>(TreeCall.class);
    private final Map<TreeCall, Timer> failed = new EnumMap<>(TreeCall.class);

    public MeteredTree(Tree inner, MeterRegistry registry, String zone) {
        super(inner);
        for (TreeCall call : TreeCall.values()) {
            done.put(call, timer(registry, zone, call, "done"));
            failed.put(call, timer(registry, zone, call, "failed"));
        }
    }

    private static Timer timer(MeterRegistry registry, String zone, TreeCall call, String outcome) {
        String label = call.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Timer.builder("onecopy_storage_call_seconds")
                .description("How long calls of the zone's storage take")
                .tag("zone", zone)
                .tag("call", label)
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    protected <T extends @Nullable Object> T around(TreeCall call, Supplier<T> action) {
        long start = System.nanoTime();
        Map<TreeCall, Timer> timers = failed;
        try {
            T answer = action.get();
            timers = done;
            return answer;
        } finally {
            Timer timer = timers.get(call);
            if (timer != null) {
                timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
        }
    }
}
