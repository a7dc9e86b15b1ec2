package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.http.Access;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Role;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.ExclusionsView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.problem.ProblemException;

/** Replication rules. */
@Path("/api/v1/rules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "rules")
@Singleton
public final class RuleRoutes {
    private final NodeService node;
    private final EventLog events;

    @Inject
    public RuleRoutes(NodeService node, EventLog events) {
        this.node = node;
        this.events = events;
    }

    @GET
    @Operation(operationId = "rules", summary = "All rules, by name")
    public List<RuleView> rules() {
        return node.rules();
    }

    @GET
    @Path("/{rule}")
    @Operation(operationId = "rule", summary = "One rule")
    public RuleView rule(@PathParam("rule") String rule) {
        return node.rule(Parameters.rule(rule));
    }

    @GET
    @Path("/{rule}/exclusions")
    @Operation(
            operationId = "exclusions",
            summary =
                    "Whether the rule leaves paths alone and why, and what it would do with other globs; changes nothing")
    public ExclusionsView exclusions(
            @PathParam("rule") String rule,
            @Parameter(description = "In the rule's tree; may be repeated") @QueryParam("path") @Nullable
                    List<String> path,
            @Parameter(description = "A glob to be tried too; may be repeated") @QueryParam("exclude") @Nullable
                    List<String> exclude,
            @Parameter(description = "A glob to be tried without; may be repeated") @QueryParam("include") @Nullable
                    List<String> include) {
        return node.protection().exclusions(Parameters.rule(rule), orNone(path), orNone(exclude), orNone(include));
    }

    private static List<String> orNone(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createRule",
            summary = "Create a rule; asking twice with the same definition is no failure")
    @ApiResponse(
            responseCode = "201",
            description = "The rule, pending or active",
            content = @Content(schema = @Schema(implementation = RuleView.class)))
    public Response create(@Context ContainerRequestContext request, @Nullable RuleSpec spec) {
        RuleSpec given = Parameters.present(spec);
        if (given.name() == null) {
            throw missing("name", "a new rule needs a name");
        }
        if (given.revision() != null) {
            throw missing("revision", "a new rule is based on no revision: leave the field out");
        }
        Access.caller(request).require(Role.RULE_ADMIN, given.name());
        RuleView rule = node.createRule(given);
        told(request, "rule-created", given.name(), "was created");
        return Response.created(URI.create("/api/v1/rules/" + rule.name()))
                .entity(rule)
                .build();
    }

    @PUT
    @Path("/{rule}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "editRule", summary = "Replace a rule's definition, based on its revision")
    public RuleView edit(
            @Context ContainerRequestContext request,
            @PathParam("rule") String rule,
            @Parameter(description = "Take zones out although they alone hold contents, which are lost then")
                    @QueryParam("force")
                    @DefaultValue("false")
                    boolean force,
            @Nullable RuleSpec spec) {
        RuleName name = Parameters.rule(rule);
        RuleSpec given = Parameters.present(spec);
        if (given.name() != null && !given.name().equals(name)) {
            throw missing(
                    "name", "a rule keeps its name: the address says '" + name + "', the body '" + given.name() + "'");
        }
        if (given.revision() == null) {
            throw missing(
                    "revision", "an edit needs the revision it is based on: read the rule, change it, send it back");
        }
        RuleView edited = node.editRule(name, given, force);
        told(request, "rule-edited", name, "was edited");
        return edited;
    }

    @DELETE
    @Path("/{rule}")
    @Operation(operationId = "removeRule", summary = "Remove a rule; deletes no data")
    public void remove(@Context ContainerRequestContext request, @PathParam("rule") String rule) {
        RuleName name = Parameters.rule(rule);
        node.removeRule(name);
        told(request, "rule-removed", name, "was removed");
    }

    private void told(ContainerRequestContext request, String type, RuleName rule, String what) {
        Acts.done(events, request, type, "rule " + rule + " " + what, event -> event.of(rule));
    }

    private static ProblemException missing(String field, String message) {
        return new ProblemException(ProblemCode.BAD_REQUEST, message, Map.of("field", field), null);
    }
}
