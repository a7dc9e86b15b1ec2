package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.PeopleService;
import org.onecopy.admin.http.Access;
import org.onecopy.model.api.LoginSpec;
import org.onecopy.model.api.TokenMade;

/** The way in with a name and a password. */
@Path("/api/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "people")
@Singleton
public final class SessionRoutes {
    private final PeopleService people;

    @Inject
    public SessionRoutes(PeopleService people) {
        this.people = people;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "login",
            summary = "Begin a session of some hours with a name and a password. Needs no token.")
    @ApiResponse(
            responseCode = "201",
            description = "The session with its token",
            content = @Content(schema = @Schema(implementation = TokenMade.class)))
    @SecurityRequirements
    public Response login(@Context HttpServletRequest client, @Nullable LoginSpec spec) {
        return secret(people.login(Parameters.present(spec), client.getRemoteAddr()));
    }

    @DELETE
    @Path("/current")
    @Operation(operationId = "logout", summary = "End the session whose token is borne")
    public void logout(@Context ContainerRequestContext request) {
        people.logout(Access.caller(request));
    }

    /** An answer with a secret, which nobody on the way may keep. */
    static Response secret(TokenMade made) {
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(made)
                .build();
    }
}
