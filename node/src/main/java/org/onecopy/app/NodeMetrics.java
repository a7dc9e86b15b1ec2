package org.onecopy.app;

import java.util.Map;
import org.onecopy.admin.metrics.Metrics;
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
    }

    private double max(java.util.function.ToDoubleFunction<LagView> figure) {
        return facade.lag().stream().mapToDouble(figure).max().orElse(0);
    }
}
