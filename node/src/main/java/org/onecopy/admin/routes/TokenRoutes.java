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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.PeopleService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.model.api.TokenMade;
import org.onecopy.model.api.TokenSpec;
import org.onecopy.model.api.TokenView;

/** API tokens, and the sessions among them. */
@Path("/api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "people")
@Singleton
public final class TokenRoutes {
    private final PeopleService people;
    private final EventLog events;

    @Inject
    public TokenRoutes(PeopleService people, EventLog events) {
        this.people = people;
        this.events = events;
    }

    @GET
    @Operation(operationId = "tokens", summary = "All tokens and sessions without their secrets, by name")
    public List<TokenView> tokens() {
        return people.tokens();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createToken", summary = "Make a token; its secret is given this once")
    @ApiResponse(
            responseCode = "201",
            description = "The token with its secret",
            content = @Content(schema = @Schema(implementation = TokenMade.class)))
    public Response create(@Context ContainerRequestContext request, @Nullable TokenSpec spec) {
        TokenMade made = people.createToken(Parameters.present(spec));
        TokenView token = made.token();
        told(
                request,
                "token-created",
                "token " + token.name() + " (" + token.id() + ") with " + token.roles() + " was created");
        return SessionRoutes.secret(made);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "revokeToken", summary = "Revoke a token, or end a session")
    public void revoke(@Context ContainerRequestContext request, @PathParam("id") String id) {
        people.revokeToken(id);
        told(request, "token-revoked", "token " + id + " was revoked");
    }

    private void told(ContainerRequestContext request, String type, String what) {
        Acts.done(events, request, type, what, UnaryOperator.identity());
    }
}
