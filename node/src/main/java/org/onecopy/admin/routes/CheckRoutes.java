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
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.CheckService;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.http.Access;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.CheckCertificate;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.Listing;

/** Consistency checks: whether the zones' storages hold what is agreed. */
@Path("/api/v1/rules/{rule}/checks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "checks")
@Singleton
public final class CheckRoutes {
    private final CheckService checks;
    private final EventLog events;

    @Inject
    public CheckRoutes(NodeService node, EventLog events) {
        checks = node.checks();
        this.events = events;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "beginCheck", summary = "Begin to compare the zones' storages with what is agreed")
    @ApiResponse(
            responseCode = "201",
            description = "The check, under way",
            content = @Content(schema = @Schema(implementation = CheckView.class)))
    public Response begin(
            @Context ContainerRequestContext request, @PathParam("rule") String rule, @Nullable CheckSpec spec) {
        RuleName name = Parameters.rule(rule);
        CheckView check = checks.begin(
                name, Parameters.present(spec), Access.caller(request).toString());
        Acts.done(
                events,
                request,
                "check-started",
                "a check of rule " + name + " at " + check.check() + " was started",
                event -> event.of(name));
        return Response.status(Response.Status.CREATED).entity(check).build();
    }

    @GET
    @Path("/{check}")
    @Operation(operationId = "check", summary = "One consistency check, with what each zone has done of it")
    public CheckView check(@PathParam("rule") String rule, @PathParam("check") String check) {
        return checks.check(Parameters.rule(rule), Parameters.version("check", check));
    }

    @GET
    @Path("/{check}/differences")
    @Operation(
            operationId = "differences",
            summary = "What the zone of the node that is asked has found; the total is in X-Total-Count")
    @ApiResponse(
            responseCode = "200",
            description = "Differences, in the order in which they were found",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = DifferenceView.class))))
    public Listing<DifferenceView> differences(
            @PathParam("rule") String rule,
            @PathParam("check") String check,
            @Parameter(description = "Only of this kind") @QueryParam("kind") @Nullable String kind,
            @Parameter(description = "Only those with a larger id") @QueryParam("after") @Nullable String after,
            @Parameter(description = "Leave out so many of them first") @QueryParam("skip") @Nullable String skip,
            @QueryParam("limit") @Nullable String limit) {
        return checks.differences(
                Parameters.rule(rule),
                Parameters.version("check", check),
                new CheckService.Page(
                        kind == null ? null : Parameters.word("kind", kind, DifferenceKind.class),
                        after == null ? 0 : Parameters.number("after", after),
                        skip == null ? 0 : Parameters.number("skip", skip),
                        Parameters.limit(limit)));
    }

    @GET
    @Path("/{check}/certificate")
    @Operation(
            operationId = "checkCertificate",
            summary = "The proof that the zones held the same, signed by their nodes")
    public CheckCertificate certificate(@PathParam("rule") String rule, @PathParam("check") String check) {
        return checks.certificate(Parameters.rule(rule), Parameters.version("check", check));
    }

    @DELETE
    @Path("/{check}")
    @Operation(operationId = "cancelCheck", summary = "End a consistency check; what it has found stays")
    public CheckView cancel(
            @Context ContainerRequestContext request,
            @PathParam("rule") String rule,
            @PathParam("check") String check) {
        RuleName name = Parameters.rule(rule);
        CheckView cancelled = checks.cancel(
                name, Parameters.version("check", check), Access.caller(request).toString());
        Acts.done(
                events,
                request,
                "check-cancelled",
                "the check of rule " + name + " at " + cancelled.check() + " was cancelled",
                event -> event.of(name));
        return cancelled;
    }
}
