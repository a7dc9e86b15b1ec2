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
import org.onecopy.admin.MigrationService;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.http.Access;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Role;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.MigrationPlanSpec;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationSpec;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.problem.ProblemException;

/** Migrations of all rules, and what one would do. Those of one rule are {@link RuleMigrationRoutes}. */
@Path("/api/v1/migrations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "migrations")
@Singleton
public final class MigrationRoutes {
    private final MigrationService migrations;
    private final EventLog events;

    @Inject
    public MigrationRoutes(NodeService node, EventLog events) {
        migrations = node.migrations();
        this.events = events;
    }

    @GET
    @Operation(operationId = "migrations", summary = "The last migration of each rule")
    public List<MigrationView> migrations() {
        return migrations.all();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "migrateTrees", summary = "Make a rule over existing trees, and begin its migration")
    @ApiResponse(
            responseCode = "201",
            description = "The migration, begun",
            content = @Content(schema = @Schema(implementation = MigrationView.class)))
    public Response begin(@Context ContainerRequestContext request, @Nullable MigrationSpec spec) {
        MigrationSpec given = Parameters.present(spec);
        RuleSpec rule = given.rule();
        RuleName name = rule == null ? null : rule.name();
        if (rule == null || name == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the rule to make, with its name, is missing");
        }
        if (rule.revision() != null) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST, "a new rule is based on no revision: leave the field out");
        }
        Access.caller(request).require(Role.RULE_ADMIN, name);
        MigrationView begun = migrations.begin(given, Access.caller(request).toString());
        RuleMigrationRoutes.told(events, request, begun, "migration-started", "began");
        return Response.status(Response.Status.CREATED).entity(begun).build();
    }

    @POST
    @Path("/plans")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "planMigration",
            summary = "Begin to find out what a migration would do; reads the trees and changes nothing")
    @ApiResponse(
            responseCode = "201",
            description = "The plan, begun",
            content = @Content(schema = @Schema(implementation = MigrationPlanView.class)))
    public Response plan(@Nullable MigrationPlanSpec spec) {
        return Response.status(Response.Status.CREATED)
                .entity(migrations.beginPlan(Parameters.present(spec)))
                .build();
    }

    @GET
    @Path("/plans")
    @Operation(operationId = "migrationPlans", summary = "The plans that this node knows, the newest first")
    public List<MigrationPlanView> plans() {
        return migrations.plans();
    }

    @GET
    @Path("/plans/{plan}")
    @Operation(operationId = "migrationPlan", summary = "One plan, and how far it is")
    public MigrationPlanView plan(@PathParam("plan") String plan) {
        return migrations.plan(plan);
    }

    @DELETE
    @Path("/plans/{plan}")
    @Operation(operationId = "endMigrationPlan", summary = "End a plan, and forget it")
    public MigrationPlanView endPlan(@PathParam("plan") String plan) {
        return migrations.endPlan(plan);
    }
}
