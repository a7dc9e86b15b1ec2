package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.onecopy.admin.NodeService;

/** Whether the node is there, for load balancers and supervisors. Open to everybody, without details. */
@Path("/health")
@Produces(MediaType.TEXT_PLAIN)
@Tag(name = "health")
@Singleton
public final class HealthRoutes {
    private final NodeService node;

    @Inject
    public HealthRoutes(NodeService node) {
        this.node = node;
    }

    /** 200 as long as the process answers at all. */
    @GET
    @Path("/live")
    @Operation(operationId = "live", summary = "Whether the process answers. Needs no token.")
    @SecurityRequirements
    public String live() {
        return "live\n";
    }

    /** 200 once the node serves, else 503. */
    @GET
    @Path("/ready")
    @Operation(operationId = "ready", summary = "Whether the node serves: 200 or 503. Needs no token.")
    @SecurityRequirements
    public Response ready() {
        return node.ready()
                ? Response.ok("ready\n").build()
                : Response.status(503).entity("not ready\n").build();
    }
}
