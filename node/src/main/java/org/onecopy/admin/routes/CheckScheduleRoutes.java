package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
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
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.CheckService;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.http.Access;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.api.CheckScheduleSpec;
import org.onecopy.model.api.CheckScheduleView;

/** Consistency checks that begin by themselves. */
@Path("/api/v1/rules/{rule}/check-schedules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "checks")
@Singleton
public final class CheckScheduleRoutes {
    private final CheckService checks;
    private final EventLog events;

    @Inject
    public CheckScheduleRoutes(NodeService node, EventLog events) {
        checks = node.checks();
        this.events = events;
    }

    @GET
    @Operation(operationId = "checkSchedules", summary = "When checks of a rule begin by themselves")
    public List<CheckScheduleView> schedules(@PathParam("rule") String rule) {
        return checks.schedules(Parameters.rule(rule));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "scheduleChecks", summary = "Let checks of a rule begin by themselves")
    @ApiResponse(
            responseCode = "201",
            description = "The schedule",
            content = @Content(schema = @Schema(implementation = CheckScheduleView.class)))
    public Response schedule(
            @Context ContainerRequestContext request,
            @PathParam("rule") String rule,
            @Nullable CheckScheduleSpec spec) {
        RuleName name = Parameters.rule(rule);
        CheckScheduleView made = checks.schedule(
                name, Parameters.present(spec), Access.caller(request).toString());
        Acts.done(
                events,
                request,
                "checks-scheduled",
                "checks of rule " + name + " begin by themselves: schedule " + made.schedule(),
                event -> event.of(name));
        return Response.status(Response.Status.CREATED).entity(made).build();
    }

    @DELETE
    @Path("/{schedule}")
    @Operation(operationId = "unscheduleChecks", summary = "End a schedule; a check that it has begun goes on")
    @ApiResponse(responseCode = "204", description = "It has ended")
    public void unschedule(
            @Context ContainerRequestContext request,
            @PathParam("rule") String rule,
            @PathParam("schedule") String schedule) {
        RuleName name = Parameters.rule(rule);
        Version version = Parameters.version("schedule", schedule);
        checks.unschedule(name, version);
        Acts.done(
                events,
                request,
                "checks-unscheduled",
                "schedule " + version + " of rule " + name + " begins no checks any more",
                event -> event.of(name));
    }
}
