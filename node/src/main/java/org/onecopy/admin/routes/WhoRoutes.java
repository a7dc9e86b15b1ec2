package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.Caller;
import org.onecopy.admin.PeopleService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.http.Access;
import org.onecopy.model.api.PasswordSpec;
import org.onecopy.model.api.WhoView;

/** Who asks. */
@Path("/api/v1/whoami")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "people")
@Singleton
public final class WhoRoutes {
    private final PeopleService people;
    private final EventLog events;

    @Inject
    public WhoRoutes(PeopleService people, EventLog events) {
        this.people = people;
        this.events = events;
    }

    @GET
    @Operation(operationId = "whoami", summary = "Who asks, with which roles")
    public WhoView whoami(@Context ContainerRequestContext request) {
        return Access.caller(request).view();
    }

    @PUT
    @Path("/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeOwnPassword",
            summary = "Change the own password, with the current one; ends all own sessions")
    public void changePassword(
            @Context ContainerRequestContext request, @Context HttpServletRequest client, @Nullable PasswordSpec spec) {
        Caller caller = Access.caller(request);
        people.changeOwnPassword(caller, Parameters.present(spec), client.getRemoteAddr());
        Acts.done(
                events,
                request,
                "password-changed",
                "the password of user " + caller.name() + " was changed",
                UnaryOperator.identity());
    }
}
