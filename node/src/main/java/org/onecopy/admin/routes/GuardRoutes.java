package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.GuardView;

/** What may be done with what the guard against mass changes holds. */
@Path("/api/v1/rules/{rule}/guard/{zone}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "guard")
@Singleton
public final class GuardRoutes {
    private final NodeService node;
    private final EventLog events;

    @Inject
    public GuardRoutes(NodeService node, EventLog events) {
        this.node = node;
        this.events = events;
    }

    @POST
    @Path("/release")
    @Operation(operationId = "releaseGuard", summary = "Let the held operations go on")
    public GuardView release(
            @Context ContainerRequestContext request, @PathParam("rule") String rule, @PathParam("zone") String zone) {
        GuardView guard = node.releaseGuard(Parameters.rule(rule), Parameters.zone(zone));
        told(request, "guard-released", "released", guard.rule(), guard.zone());
        return guard;
    }

    @POST
    @Path("/reject")
    @Operation(operationId = "rejectGuard", summary = "Drop the held operations and fetch the files again")
    public GuardView reject(
            @Context ContainerRequestContext request, @PathParam("rule") String rule, @PathParam("zone") String zone) {
        GuardView guard = node.rejectGuard(Parameters.rule(rule), Parameters.zone(zone));
        told(request, "guard-rejected", "rejected", guard.rule(), guard.zone());
        return guard;
    }

    private void told(ContainerRequestContext request, String type, String what, RuleName rule, ZoneName zone) {
        Acts.done(
                events,
                request,
                type,
                "what the guard of rule " + rule + " held in zone " + zone + " was " + what,
                event -> event.of(rule).in(zone));
    }
}
