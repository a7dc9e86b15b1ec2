package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.ProtectionService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.EmptyOutcome;
import org.onecopy.model.api.EmptySpec;
import org.onecopy.model.api.RestoreOutcome;
import org.onecopy.model.api.RestoreSpec;

/** What is done about the trash of the zone whose node is asked. */
@Path("/api/v1/rules/{rule}/trash")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "trash")
@Singleton
public final class TrashRoutes {
    private final ProtectionService protection;
    private final EventLog events;

    @Inject
    public TrashRoutes(NodeService node, EventLog events) {
        protection = node.protection();
        this.events = events;
    }

    @POST
    @Path("/{item}/restore")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "restoreTrash", summary = "Bring something back from the zone's trash, into all zones")
    public RestoreOutcome restore(
            @Context ContainerRequestContext request,
            @PathParam("rule") String rule,
            @PathParam("item") String item,
            @Nullable RestoreSpec spec) {
        RuleName name = Parameters.rule(rule);
        RestoreOutcome outcome = protection.restoreTrash(name, item, Parameters.present(spec));
        Acts.done(
                events,
                request,
                "trash-restored",
                outcome.path() + " of rule " + name + " came back from the trash",
                event -> event.of(name));
        return outcome;
    }

    @POST
    @Path("/empty")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "emptyTrash",
            summary = "Delete for ever what went to the zone's trash up to a time, or say what would go")
    public EmptyOutcome empty(
            @Context ContainerRequestContext request, @PathParam("rule") String rule, @Nullable EmptySpec spec) {
        RuleName name = Parameters.rule(rule);
        EmptySpec asked = Parameters.present(spec);
        EmptyOutcome outcome = protection.emptyTrash(name, asked);
        if (!asked.plan()) {
            Acts.done(
                    events,
                    request,
                    "trash-emptied",
                    "the trash of rule " + name + " in zone " + outcome.zone() + " is emptied: " + outcome.items()
                            + " items, " + outcome.bytes(),
                    event -> event.of(name).in(outcome.zone()));
        }
        return outcome;
    }
}
