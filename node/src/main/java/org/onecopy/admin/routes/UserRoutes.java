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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.PeopleService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.model.UserName;
import org.onecopy.model.api.PasswordSpec;
import org.onecopy.model.api.UserEdit;
import org.onecopy.model.api.UserSpec;
import org.onecopy.model.api.UserView;

/** Users. */
@Path("/api/v1/users")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "people")
@Singleton
public final class UserRoutes {
    private final PeopleService people;
    private final EventLog events;

    @Inject
    public UserRoutes(PeopleService people, EventLog events) {
        this.people = people;
        this.events = events;
    }

    @GET
    @Operation(operationId = "users", summary = "All users, by name")
    public List<UserView> users() {
        return people.users();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "addUser", summary = "Make a user")
    @ApiResponse(
            responseCode = "201",
            description = "The user",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    public Response add(@Context ContainerRequestContext request, @Nullable UserSpec spec) {
        UserView user = people.addUser(Parameters.present(spec));
        told(request, "user-added", "user " + user.name() + " with " + user.roles() + " was added");
        return Response.created(URI.create("/api/v1/users/" + user.name()))
                .entity(user)
                .build();
    }

    @PUT
    @Path("/{user}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "editUser", summary = "Give a user other roles, disable or enable the user")
    public UserView edit(
            @Context ContainerRequestContext request, @PathParam("user") String user, @Nullable UserEdit edit) {
        UserName name = Parameters.user(user);
        UserView edited = people.editUser(name, Parameters.present(edit));
        told(
                request,
                "user-edited",
                "user " + name + " was given " + edited.roles() + (edited.disabled() ? " and is disabled," : ""));
        return edited;
    }

    @PUT
    @Path("/{user}/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "setPassword", summary = "Give a user another password; ends the user's sessions")
    public void setPassword(
            @Context ContainerRequestContext request, @PathParam("user") String user, @Nullable PasswordSpec spec) {
        UserName name = Parameters.user(user);
        people.setPassword(name, Parameters.present(spec));
        told(request, "password-changed", "the password of user " + name + " was changed");
    }

    @DELETE
    @Path("/{user}")
    @Operation(operationId = "removeUser", summary = "Remove a user, with sessions and owned tokens")
    public void remove(@Context ContainerRequestContext request, @PathParam("user") String user) {
        UserName name = Parameters.user(user);
        people.removeUser(name);
        told(request, "user-removed", "user " + name + " was removed");
    }

    private void told(ContainerRequestContext request, String type, String what) {
        Acts.done(events, request, type, what, UnaryOperator.identity());
    }
}
