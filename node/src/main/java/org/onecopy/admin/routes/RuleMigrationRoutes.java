package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.MigrationService;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.http.Access;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.MigrationChange;
import org.onecopy.model.api.MigrationSpec;
import org.onecopy.model.api.MigrationState;
import org.onecopy.model.api.MigrationView;
import org.onecopy.problem.ProblemException;

/** The migration of one rule. */
@Path("/api/v1/rules/{rule}/migration")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "migrations")
@Singleton
public final class RuleMigrationRoutes {
    private final MigrationService migrations;
    private final EventLog events;

    @Inject
    public RuleMigrationRoutes(NodeService node, EventLog events) {
        migrations = node.migrations();
        this.events = events;
    }

    @GET
    @Operation(operationId = "migration", summary = "The last migration of a rule, and how far each zone is")
    public MigrationView migration(@PathParam("rule") String rule) {
        return migrations.migration(Parameters.rule(rule));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "beginMigration", summary = "Begin a migration of a rule that is there")
    @ApiResponse(
            responseCode = "201",
            description = "The migration, begun",
            content = @Content(schema = @Schema(implementation = MigrationView.class)))
    public Response begin(
            @Context ContainerRequestContext request, @PathParam("rule") String rule, @Nullable MigrationSpec spec) {
        RuleName name = Parameters.rule(rule);
        MigrationSpec given = Parameters.present(spec);
        if (given.rule() != null) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "the address names the rule: leave out 'rule', or ask for /api/v1/migrations");
        }
        MigrationView begun =
                migrations.begin(name, given, Access.caller(request).toString());
        told(events, request, begun, "migration-started", "began");
        return Response.status(Response.Status.CREATED).entity(begun).build();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeMigration",
            summary = "Pause a migration, let it go on, cancel it, or give it another priority")
    public MigrationView change(
            @Context ContainerRequestContext request,
            @PathParam("rule") String rule,
            @Nullable MigrationChange change) {
        MigrationChange wanted = Parameters.present(change);
        MigrationView changed = migrations.change(
                Parameters.rule(rule), wanted, Access.caller(request).toString());
        MigrationState state = wanted.state();
        if (state == null) {
            told(events, request, changed, "migration-priority", "has priority " + changed.priority() + " now, set");
        } else {
            switch (state) {
                case PAUSED -> told(events, request, changed, "migration-paused", "was paused");
                case RUNNING -> told(events, request, changed, "migration-resumed", "was let go on");
                case CANCELLED, DONE -> told(events, request, changed, "migration-cancelled", "was cancelled");
            }
        }
        return changed;
    }

    static void told(
            EventLog events, ContainerRequestContext request, MigrationView migration, String type, String what) {
        Acts.done(
                events,
                request,
                type,
                "the migration of rule " + migration.rule() + " " + what,
                event -> event.of(migration.rule()));
    }
}
