package org.onecopy.app;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.admin.metrics.Metrics.Stopwatch;
import org.onecopy.capture.Hashing;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.table.Change;
import org.onecopy.location.LocalRecords;
import org.onecopy.materialize.Staging;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.MeteredTree;
import org.onecopy.storage.Tree;
import org.onecopy.writer.LocationWriter;

/**
 * How long the stages of a change's way take on this node: {@code onecopy_stage_seconds} with the label {@code stage}.
 *
 * <table>
 * <caption>stages</caption>
 * <tr><td>scan</td><td>a look at a whole tree, with what was found on the way</td></tr>
 * <tr><td>hash</td><td>from the wish to read a file until its digest is known</td></tr>
 * <tr><td>agree</td><td>from a proposal until it is applied here; what was not agreed does not count</td></tr>
 * <tr><td>stage</td><td>from the wish for a content until it is staged, or cannot be</td></tr>
 * <tr><td>record, record-durably</td><td>a commit of the local records, without and with a sync</td></tr>
 * </table>
 *
 * <p>Looking, publishing and flushing are calls of the storage: {@link MeteredTree} measures those.
 */
final class StageTimes {
    private final Metrics metrics;

    StageTimes(Metrics metrics) {
        this.metrics = metrics;
    }

    private Stopwatch of(String stage) {
        return metrics.timer(
                "onecopy_stage_seconds",
                "How long the stages of a change's way take on this node",
                Map.of("stage", stage));
    }

    private static void took(Stopwatch stopwatch, long beganNanos) {
        stopwatch.took(Duration.ofNanos(System.nanoTime() - beganNanos));
    }

    Tree tree(Tree inner, ZoneName zone) {
        return new MeteredTree(inner, metrics.registry(), zone.value());
    }

    LongConsumer scans() {
        Stopwatch stopwatch = of("scan");
        return nanos -> stopwatch.took(Duration.ofNanos(nanos));
    }

    Hashing hashing(Hashing inner) {
        Stopwatch stopwatch = of("hash");
        return (place, then) -> {
            long began = System.nanoTime();
            inner.hash(place, hashed -> {
                took(stopwatch, began);
                then.accept(hashed);
            });
        };
    }

    LocationWriter.Port port(LocationWriter.Port inner) {
        Stopwatch stopwatch = of("agree");
        return (Command command, Consumer<Boolean> ended) -> {
            long began = System.nanoTime();
            inner.propose(command, agreed -> {
                if (agreed) {
                    took(stopwatch, began);
                }
                ended.accept(agreed);
            });
        };
    }

    Staging staging(Staging inner) {
        Stopwatch stopwatch = of("stage");
        return new Staging() {
            @Override
            public void stage(Request request, Consumer<Result> then) {
                long began = System.nanoTime();
                inner.stage(request, result -> {
                    took(stopwatch, began);
                    then.accept(result);
                });
            }

            @Override
            public void drop(RuleId rule, Name item) {
                inner.drop(rule, item);
            }
        };
    }

    LocalRecords.Store records(LocalRecords.Store inner) {
        Stopwatch unsynced = of("record");
        Stopwatch synced = of("record-durably");
        return new LocalRecords.Store() {
            @Override
            public void write(List<Change> changes, boolean durable) {
                long began = System.nanoTime();
                inner.write(changes, durable);
                took(durable ? synced : unsynced, began);
            }

            @Override
            public void keep(List<Change> changes) {
                inner.keep(changes);
            }

            @Override
            public void begin() {
                inner.begin();
            }

            @Override
            public void end() {
                inner.end();
            }
        };
    }
}
