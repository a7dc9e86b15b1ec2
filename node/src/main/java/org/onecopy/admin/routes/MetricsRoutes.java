package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.onecopy.admin.metrics.Metrics;

/** The node's meters for Prometheus. */
@Path("/metrics")
@Tag(name = "metrics")
@Singleton
public final class MetricsRoutes {
    private final Metrics metrics;

    @Inject
    public MetricsRoutes(Metrics metrics) {
        this.metrics = metrics;
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN + ";version=0.0.4;charset=utf-8")
    @Operation(operationId = "metrics", summary = "All meters in the text format of Prometheus")
    public String scrape() {
        return metrics.scrape();
    }
}
