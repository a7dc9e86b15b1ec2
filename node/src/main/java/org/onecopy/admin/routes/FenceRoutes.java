package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.FenceService;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.http.Access;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.FenceSpec;
import org.onecopy.model.api.FenceView;
import org.onecopy.model.api.HeldChangeView;
import org.onecopy.model.api.Listing;
import org.onecopy.problem.ProblemException;

/** Fenced zones: what their users do is not agreed, so that one can cut over from them. */
@Path("/api/v1/rules/{rule}/fences")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "migrations")
@Singleton
public final class FenceRoutes {
    private final FenceService fences;
    private final EventLog events;

    @Inject
    public FenceRoutes(NodeService node, EventLog events) {
        fences = node.fences();
        this.events = events;
    }

    @GET
    @Operation(operationId = "fences", summary = "The fenced zones of a rule")
    public List<FenceView> fences(@PathParam("rule") String rule) {
        return fences.fences(Parameters.rule(rule));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "beginFence", summary = "Fence a zone: what its users do is not agreed any more")
    @ApiResponse(
            responseCode = "201",
            description = "The fence, in force",
            content = @Content(schema = @Schema(implementation = FenceView.class)))
    public Response begin(
            @Context ContainerRequestContext request, @PathParam("rule") String rule, @Nullable FenceSpec spec) {
        RuleName name = Parameters.rule(rule);
        ZoneName zone = Parameters.present(spec).zone();
        if (zone == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the zone to fence is missing");
        }
        FenceView fence = fences.begin(name, zone, Access.caller(request).toString());
        Acts.done(
                events,
                request,
                "zone-fenced",
                "zone " + zone + " of rule " + name + " was fenced at " + fence.fence(),
                event -> event.in(zone).of(name));
        return Response.status(Response.Status.CREATED).entity(fence).build();
    }

    @GET
    @Path("/{zone}")
    @Operation(operationId = "fence", summary = "One fence, and how far the other zones are")
    public FenceView fence(@PathParam("rule") String rule, @PathParam("zone") String zone) {
        return fences.fence(Parameters.rule(rule), Parameters.zone(zone));
    }

    @GET
    @Path("/{zone}/held")
    @Operation(
            operationId = "fenceHeld",
            summary = "What waits in a fenced zone, asked of the node that writes there; the total is in X-Total-Count")
    @ApiResponse(
            responseCode = "200",
            description = "Changes in the order in which they were found",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = HeldChangeView.class))))
    public Listing<HeldChangeView> held(
            @PathParam("rule") String rule,
            @PathParam("zone") String zone,
            @Parameter(description = "Only those with a larger id") @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return fences.held(
                Parameters.rule(rule),
                Parameters.zone(zone),
                after == null ? 0 : Parameters.number("after", after),
                Parameters.limit(limit));
    }

    @DELETE
    @Path("/{zone}")
    @Operation(operationId = "liftFence", summary = "Lift a fence: what waits goes on as any change")
    public FenceView lift(
            @Context ContainerRequestContext request, @PathParam("rule") String rule, @PathParam("zone") String zone) {
        RuleName name = Parameters.rule(rule);
        ZoneName of = Parameters.zone(zone);
        FenceView before = fences.lift(name, of, Access.caller(request).toString());
        Acts.done(
                events,
                request,
                "fence-lifted",
                "the fence of zone " + of + " of rule " + name + " was lifted",
                event -> event.in(of).of(name));
        return before;
    }
}
