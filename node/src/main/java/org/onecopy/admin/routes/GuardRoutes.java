package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.onecopy.admin.NodeService;
import org.onecopy.model.api.GuardView;

/** What may be done with what the guard against mass changes holds. */
@Path("/api/v1/rules/{rule}/guard/{zone}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "guard")
@Singleton
public final class GuardRoutes {
    private final NodeService node;

    @Inject
    public GuardRoutes(NodeService node) {
        this.node = node;
    }

    @POST
    @Path("/release")
    @Operation(operationId = "releaseGuard", summary = "Let the held operations go on")
    public GuardView release(@PathParam("rule") String rule, @PathParam("zone") String zone) {
        return node.releaseGuard(Parameters.rule(rule), Parameters.zone(zone));
    }

    @POST
    @Path("/reject")
    @Operation(operationId = "rejectGuard", summary = "Drop the held operations and fetch the files again")
    public GuardView reject(@PathParam("rule") String rule, @PathParam("zone") String zone) {
        return node.rejectGuard(Parameters.rule(rule), Parameters.zone(zone));
    }
}
