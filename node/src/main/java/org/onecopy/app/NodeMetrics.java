package org.onecopy.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.materialize.TrashFigures;
import org.onecopy.model.api.LagView;

/** The node's gauges, read when they are scraped. */
final class NodeMetrics {
    private final Metrics metrics;
    private final NodeFacade facade;

    NodeMetrics(Metrics metrics, NodeFacade facade) {
        this.metrics = metrics;
        this.facade = facade;
    }

    void register() {
        metrics.gauge(
                "onecopy_rules",
                "Rules of the network",
                Map.of(),
                () -> facade.rules().size());
        metrics.gauge(
                "onecopy_lag_operations",
                "Agreed operations that the farthest zone does not show",
                Map.of(),
                () -> max(LagView::operations));
        metrics.gauge(
                "onecopy_lag_seconds",
                "Age of the oldest agreed operation that a zone does not show",
                Map.of(),
                () -> max(LagView::seconds));
        metrics.gauge(
                "onecopy_lag_bytes",
                "Bytes that the farthest zone still needs",
                Map.of(),
                () -> max(lag -> lag.bytes().value()));
        metrics.gauge(
                "onecopy_holes",
                "Agreed changes that zones do not show although later ones are shown",
                Map.of(),
                () -> max(LagView::holes));
        metrics.gauge(
                "onecopy_at_risk_bytes",
                "Bytes that one zone only holds",
                Map.of(),
                () -> max(lag -> lag.atRisk().value()));
        metrics.gauge(
                "onecopy_at_risk_seconds",
                "Age of the oldest content that one zone only holds",
                Map.of(),
                () -> max(LagView::atRiskSeconds));
    }

    /** What the node keeps, and how much room there is for it. */
    void registerKept(TrashFigures trash, DataDisk disk, Path data) {
        gauge("onecopy_trash_items", "Objects in the trash", () -> trash.total().items());
        gauge("onecopy_trash_bytes", "Bytes in the trash", () -> trash.total().bytes());
        gauge("onecopy_trash_oldest_seconds", "Age of the oldest object in the trash", () -> {
            long since = trash.total().oldestMillis();
            return since == 0 ? 0 : Math.max(0, System.currentTimeMillis() - since) / 1000;
        });
        gauge("onecopy_trash_purged_items", "Objects deleted from the trash since the start", trash::purgedItems);
        gauge("onecopy_trash_purged_bytes", "Bytes deleted from the trash since the start", trash::purgedBytes);
        gauge("onecopy_data_dir_free_bytes", "Bytes free where the node's state is", disk::free);
        gauge("onecopy_log_bytes", "Bytes of the logs with their checkpoints", () -> size(data.resolve("agreement")));
        gauge(
                "onecopy_index_bytes",
                "Bytes of the agreed tables",
                () -> size(data.resolve("memberships")) + size(data.resolve("registry")));
        gauge("onecopy_records_bytes", "Bytes of the local records", () -> size(data.resolve("local")));
    }

    private void gauge(String name, String help, LongSupplier value) {
        metrics.gauge(name, help, Map.of(), value::getAsLong);
    }

    /** Files that go meanwhile do not count. */
    private static long size(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.mapToLong(path -> path.toFile().isFile() ? path.toFile().length() : 0)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private double max(java.util.function.ToDoubleFunction<LagView> figure) {
        return facade.lag().stream().mapToDouble(figure).max().orElse(0);
    }
}
