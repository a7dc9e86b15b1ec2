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
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.InductionService;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AddressChange;
import org.onecopy.model.api.AddressOutcome;
import org.onecopy.model.api.JoinAnswer;
import org.onecopy.model.api.JoinRequest;
import org.onecopy.model.api.LevelSpec;
import org.onecopy.model.api.LevelView;
import org.onecopy.model.api.MembershipEdit;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.ReplacementSpec;
import org.onecopy.model.api.TicketSpec;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.api.TimeoutsSpec;
import org.onecopy.model.api.TimeoutsView;
import org.onecopy.model.api.ZoneSpec;
import org.onecopy.problem.ProblemException;

/** Who belongs to the network. {@code join} needs no token: the ticket in it is looked at instead. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "network")
@Singleton
public final class NetworkRoutes {
    private final NodeService node;
    private final EventLog events;
    private final InductionService induction;

    @Inject
    public NetworkRoutes(NodeService node, EventLog events) {
        this.node = node;
        this.events = events;
        this.induction = node.induction();
    }

    @GET
    @Path("/network/tickets")
    @Operation(operationId = "tickets", summary = "All tickets that were not revoked, without their secrets")
    public List<TicketView> tickets() {
        return induction.tickets();
    }

    @POST
    @Path("/network/tickets")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "makeTicket", summary = "Make a ticket by which nodes of a zone come into the network")
    @ApiResponse(
            responseCode = "201",
            description = "The ticket, with its secret",
            content = @Content(schema = @Schema(implementation = TicketView.class)))
    public Response makeTicket(@Nullable TicketSpec spec) {
        return Response.status(Response.Status.CREATED)
                .entity(induction.makeTicket(present(spec)))
                .build();
    }

    @DELETE
    @Path("/network/tickets/{ticket}")
    @Operation(operationId = "revokeTicket", summary = "Let a ticket admit nobody any more")
    public void revokeTicket(@PathParam("ticket") String ticket) {
        try {
            induction.revokeTicket(UUID.fromString(ticket));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemCode.TICKET_INVALID, "'" + ticket + "' is no ticket's id: see 'onecopy network tickets'", e);
        }
    }

    @POST
    @Path("/network/join")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "join", summary = "Come into the network by a ticket")
    public JoinAnswer join(@Nullable JoinRequest request) {
        return induction.admit(present(request));
    }

    @GET
    @Path("/network/level")
    @Operation(operationId = "level", summary = "The network's feature level, and what its nodes know")
    public LevelView level() {
        return induction.level();
    }

    @POST
    @Path("/network/level")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "raiseLevel",
            summary = "Raise the network's feature level for good, once all nodes know it")
    public LevelView raiseLevel(@Nullable LevelSpec spec) {
        return induction.raiseLevel(present(spec));
    }

    @GET
    @Path("/network/timeouts")
    @Operation(operationId = "timeouts", summary = "The network's timeouts, and the longest round trips between nodes")
    public TimeoutsView timeouts() {
        return induction.timeouts();
    }

    @PUT
    @Path("/network/timeouts")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setTimeouts",
            summary = "Have timeouts agreed, which nodes take at their next start; by round trips where none are named")
    public TimeoutsView setTimeouts(@Nullable TimeoutsSpec spec) {
        return induction.setTimeouts(present(spec));
    }

    @DELETE
    @Path("/nodes/{node}")
    @Operation(operationId = "retireNode", summary = "Take a node out of the network for good")
    public void retire(@PathParam("node") String node) {
        induction.retire(nodeId(node));
    }

    private static NodeId nodeId(String node) {
        try {
            return new NodeId(node);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemCode.NODE_UNKNOWN, "'" + node + "' is no node id: see 'onecopy nodes'", e);
        }
    }

    @POST
    @Path("/nodes/{node}/replacement")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replaceNode",
            summary = "Let another node of its zone take the place of one that is gone for good")
    public void replace(@PathParam("node") String node, @Nullable ReplacementSpec replacement) {
        NodeId old = nodeId(node);
        induction.replace(old, present(replacement).by());
    }

    @POST
    @Path("/nodes/{node}/leave")
    @Operation(operationId = "leaveNetwork", summary = "Let the asked node hand over, and leave the network for good")
    public void leave(@PathParam("node") String node) {
        induction.leave(nodeId(node));
    }

    @PUT
    @Path("/nodes/{node}/addresses")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "moveNode", summary = "Say where the others reach a node from now on")
    public AddressOutcome move(@PathParam("node") String node, @Nullable AddressChange change) {
        NodeId id = nodeId(node);
        return induction.move(id, present(change));
    }

    @POST
    @Path("/zones")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "addZone", summary = "Make a zone before its first node comes")
    public void addZone(@Nullable ZoneSpec zone) {
        induction.addZone(present(zone));
    }

    @DELETE
    @Path("/zones/{zone}")
    @Operation(operationId = "removeZone", summary = "Take a zone without nodes out of the network")
    public void removeZone(@PathParam("zone") String zone) {
        ZoneName name;
        try {
            name = new ZoneName(zone);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemCode.ZONE_UNKNOWN, "'" + zone + "' is no zone's name: see 'onecopy zones'", e);
        }
        induction.removeZone(name);
    }

    @PUT
    @Path("/memberships/{membership}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "editMembership", summary = "Change one thing about who votes, or who leads")
    public MembershipView editMembership(
            @Context ContainerRequestContext request,
            @PathParam("membership") String membership,
            @Nullable MembershipEdit edit) {
        UUID id;
        try {
            id = UUID.fromString(membership);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemCode.MEMBERSHIP_UNKNOWN,
                    "'" + membership + "' is no membership's id: see 'onecopy memberships'",
                    e);
        }
        MembershipEdit wanted = present(edit);
        MembershipView edited = node.editMembership(id, wanted);
        Acts.done(events, request, "membership-edited", "membership " + id + ": " + wanted.words(), event -> event);
        return edited;
    }

    private static <T> T present(@Nullable T body) {
        if (body == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the body is empty: expected a JSON object");
        }
        return body;
    }
}
