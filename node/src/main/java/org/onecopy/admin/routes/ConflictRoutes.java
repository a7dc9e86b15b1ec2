package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.ProtectionService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictOutcome;
import org.onecopy.model.api.ResolveSpec;
import org.onecopy.problem.ProblemException;

/** Conflict copies of a rule, looked at and settled. */
@Path("/api/v1/rules/{rule}/conflict")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "conflicts")
@Singleton
public final class ConflictRoutes {
    private final ProtectionService protection;
    private final EventLog events;

    @Inject
    public ConflictRoutes(NodeService node, EventLog events) {
        protection = node.protection();
        this.events = events;
    }

    @GET
    @Operation(
            operationId = "conflict",
            summary = "A conflict copy and what kept the name, with where both can be read")
    public ConflictDetail conflict(
            @PathParam("rule") String rule,
            @Parameter(description = "Of the copy in the rule's tree, or of what kept the name")
                    @QueryParam("path")
                    @Nullable
                    String path) {
        if (path == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "say which conflict: ?path=");
        }
        return protection.conflict(Parameters.rule(rule), path);
    }

    @POST
    @Path("/resolve")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "resolveConflict", summary = "Settle a conflict; what is not kept goes to the trash")
    public ConflictOutcome resolve(
            @Context ContainerRequestContext request, @PathParam("rule") String rule, @Nullable ResolveSpec spec) {
        RuleName name = Parameters.rule(rule);
        ResolveSpec asked = Parameters.present(spec);
        ConflictOutcome outcome = protection.resolve(name, asked);
        Acts.done(
                events,
                request,
                "conflict-resolved",
                "the conflict at " + asked.path() + " of rule " + name + " was settled: kept "
                        + asked.keep().word(),
                event -> event.of(name));
        return outcome;
    }
}
