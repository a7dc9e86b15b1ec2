package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.BandwidthService;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.model.api.BandwidthReport;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;

/** How fast contents may travel. */
@Path("/api/v1/bandwidth")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "bandwidth")
@Singleton
public final class BandwidthRoutes {
    private final BandwidthService limits;
    private final EventLog events;

    @Inject
    public BandwidthRoutes(NodeService node, EventLog events) {
        limits = node.bandwidth();
        this.events = events;
    }

    @GET
    @Operation(
            operationId = "bandwidth",
            summary = "The limits of bandwidth, and what the asked node gives to other zones")
    public BandwidthReport report() {
        return limits.report();
    }

    @PUT
    @Path("/{limit}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "setBandwidth", summary = "Make or change a limit; it is in force within a second")
    public BandwidthView put(
            @Context ContainerRequestContext request, @PathParam("limit") String name, @Nullable BandwidthSpec spec) {
        BandwidthView limit = limits.put(name, Parameters.present(spec));
        Acts.done(
                events,
                request,
                "bandwidth-limited",
                "the limit '" + name + "' of bandwidth is " + limit.rate() + " a second",
                event -> limit.rule() == null ? event : event.of(limit.rule()));
        return limit;
    }

    @DELETE
    @Path("/{limit}")
    @Operation(operationId = "removeBandwidth", summary = "End a limit")
    public void remove(@Context ContainerRequestContext request, @PathParam("limit") String name) {
        limits.remove(name);
        Acts.done(
                events,
                request,
                "bandwidth-released",
                "the limit '" + name + "' of bandwidth was ended",
                event -> event);
    }
}
