package org.onecopy.admin.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

/**
 * The meters of a node. Names are {@code onecopy_THING_UNIT}; labels are few and have few values ({@code rule}, {@code zone}), never
 * a path. Registering a meter again replaces what it reads. Safe to call from many threads.
 */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /**
     * A value that goes up and down.
     *
     * @param value asked at each scrape; must not block; what it throws makes the value NaN
     */
    public void gauge(String name, String help, Map<String, String> labels, DoubleSupplier value) {
        Tags tags = tags(labels);
        removeOld(name, tags);
        Gauge.builder(name, value::getAsDouble).description(help).tags(tags).register(registry);
    }

    /** A number that only grows. @return adds to it */
    public LongConsumer counter(String name, String help, Map<String, String> labels) {
        LongAdder sum = new LongAdder();
        Tags tags = tags(labels);
        removeOld(name, tags);
        FunctionCounter.builder(name, sum, LongAdder::doubleValue)
                .description(help)
                .tags(tags)
                .register(registry);
        return sum::add;
    }

    /** How long something takes, with its count and its quantiles 0.5, 0.9 and 0.99. */
    public Stopwatch stopwatch(String name, String help, Map<String, String> labels) {
        Timer timer = Timer.builder(name)
                .description(help)
                .tags(tags(labels))
                .publishPercentiles(0.5, 0.9, 0.99)
                .register(registry);
        return timer::record;
    }

    /** How long something takes, with its count, its sum and its longest time of late: for what happens thousands of times a second. */
    public Stopwatch timer(String name, String help, Map<String, String> labels) {
        Timer timer = Timer.builder(name).description(help).tags(tags(labels)).register(registry);
        return timer::record;
    }

    /** Where parts that measure themselves register their meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Forgets all meters that carry a label, for example those of a removed rule. */
    public void forget(String label, String value) {
        registry.getMeters().stream()
                .filter(meter -> value.equals(meter.getId().getTag(label)))
                .forEach(registry::remove);
    }

    /** All meters in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }

    private void removeOld(String name, Tags tags) {
        registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().equals(name)
                        && Tags.of(meter.getId().getTags()).equals(tags))
                .toList()
                .forEach(registry::remove);
    }

    private static Tags tags(Map<String, String> labels) {
        Tags tags = Tags.empty();
        for (Map.Entry<String, String> label : labels.entrySet()) {
            tags = tags.and(label.getKey(), label.getValue());
        }
        return tags;
    }

    /** Takes down how long something took. */
    @FunctionalInterface
    public interface Stopwatch {
        void took(Duration duration);
    }
}
