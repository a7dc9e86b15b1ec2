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
import org.onecopy.admin.NodeService;
import org.onecopy.admin.RepairService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.http.Access;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.RepairLeftView;
import org.onecopy.model.api.RepairPlan;
import org.onecopy.model.api.RepairSource;
import org.onecopy.model.api.RepairSpec;
import org.onecopy.model.api.RepairView;

/** Repairs: what checks have found is mended. */
@Path("/api/v1/rules/{rule}/repairs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "repairs")
@Singleton
public final class RepairRoutes {
    private final RepairService repairs;
    private final EventLog events;

    @Inject
    public RepairRoutes(NodeService node, EventLog events) {
        repairs = node.repairs();
        this.events = events;
    }

    @GET
    @Operation(operationId = "repairs", summary = "The repairs of a rule, the newest first")
    public List<RepairView> repairs(@PathParam("rule") String rule) {
        return repairs.repairs(Parameters.rule(rule));
    }

    @GET
    @Path("/plan")
    @Operation(
            operationId = "planRepair",
            summary = "What a repair would do in the zone of the node that is asked; changes nothing")
    public RepairPlan plan(
            @PathParam("rule") String rule,
            @Parameter(description = "Whose findings; the newest that is done where absent")
                    @QueryParam("check")
                    @Nullable
                    String check,
            @Parameter(description = "Only this subtree") @QueryParam("path") @Nullable String path,
            @Parameter(description = "agreed, zone or union") @QueryParam("source") @Nullable String source,
            @Parameter(description = "Whose storage is right, with source zone") @QueryParam("zone") @Nullable
                    String zone,
            @Parameter(description = "Only steps of differences with a larger id") @QueryParam("after") @Nullable
                    String after,
            @QueryParam("limit") @Nullable String limit) {
        RepairSpec spec = new RepairSpec(
                check == null ? null : Parameters.version("check", check),
                path,
                source == null ? null : Parameters.word("source", source, RepairSource.class),
                zone == null ? null : Parameters.zone(zone));
        return repairs.plan(
                Parameters.rule(rule),
                spec,
                after == null ? 0 : Parameters.number("after", after),
                Parameters.limit(limit));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "beginRepair", summary = "Begin to mend what a check has found")
    @ApiResponse(
            responseCode = "201",
            description = "The repair, under way",
            content = @Content(schema = @Schema(implementation = RepairView.class)))
    public Response begin(
            @Context ContainerRequestContext request, @PathParam("rule") String rule, @Nullable RepairSpec spec) {
        RuleName name = Parameters.rule(rule);
        RepairView repair = repairs.begin(
                name, Parameters.present(spec), Access.caller(request).toString());
        Acts.done(
                events,
                request,
                "repair-started",
                "a repair of rule " + name + " at " + repair.repair() + " was started, of what the check at "
                        + repair.check() + " found",
                event -> event.of(name));
        return Response.status(Response.Status.CREATED).entity(repair).build();
    }

    @GET
    @Path("/{repair}")
    @Operation(operationId = "repair", summary = "One repair, with what each zone has done of it")
    public RepairView repair(@PathParam("rule") String rule, @PathParam("repair") String repair) {
        return repairs.repair(Parameters.rule(rule), Parameters.version("repair", repair));
    }

    @GET
    @Path("/{repair}/left")
    @Operation(
            operationId = "repairLeft",
            summary = "What the zone of the node that is asked has not mended, and why; the total is in X-Total-Count")
    @ApiResponse(
            responseCode = "200",
            description = "Differences that stay, in their order",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = RepairLeftView.class))))
    public Listing<RepairLeftView> left(
            @PathParam("rule") String rule,
            @PathParam("repair") String repair,
            @Parameter(description = "Only those with a larger id") @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return repairs.left(
                Parameters.rule(rule),
                Parameters.version("repair", repair),
                after == null ? 0 : Parameters.number("after", after),
                Parameters.limit(limit));
    }

    @DELETE
    @Path("/{repair}")
    @Operation(operationId = "cancelRepair", summary = "End a repair; what is mended stays so")
    public RepairView cancel(
            @Context ContainerRequestContext request,
            @PathParam("rule") String rule,
            @PathParam("repair") String repair) {
        RuleName name = Parameters.rule(rule);
        RepairView cancelled = repairs.cancel(
                name,
                Parameters.version("repair", repair),
                Access.caller(request).toString());
        Acts.done(
                events,
                request,
                "repair-cancelled",
                "the repair of rule " + name + " at " + cancelled.repair() + " was cancelled",
                event -> event.of(name));
        return cancelled;
    }
}
