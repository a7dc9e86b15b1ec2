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
import org.onecopy.model.api.UndoSpec;
import org.onecopy.model.api.UndoView;

/** Bringing a part of a rule's tree back to how it was. */
@Path("/api/v1/rules/{rule}/undo")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "undo")
@Singleton
public final class UndoRoutes {
    private final ProtectionService protection;
    private final EventLog events;

    @Inject
    public UndoRoutes(NodeService node, EventLog events) {
        protection = node.protection();
        this.events = events;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "undo",
            summary = "Bring a part of the tree back to how it was agreed, or plan it: a piece, with where to go on")
    public UndoView undo(
            @Context ContainerRequestContext request, @PathParam("rule") String rule, @Nullable UndoSpec spec) {
        RuleName name = Parameters.rule(rule);
        UndoSpec asked = Parameters.present(spec);
        UndoView done = protection.undo(name, asked);
        if (!asked.plan()) {
            Acts.done(
                    events,
                    request,
                    "undone",
                    (done.path().isEmpty() ? "the whole tree" : "'" + done.path() + "'") + " of rule " + name
                            + " was brought back to index " + done.toIndex() + ": "
                            + done.back() + " files, " + done.directories() + " directories, " + done.rewritten()
                            + " contents" + (done.next() == null ? "" : "; it goes on"),
                    event -> event.of(name));
        }
        return done;
    }
}
