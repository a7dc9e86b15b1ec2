package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.Caller;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.http.Access;
import org.onecopy.model.Role;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.ConflictView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.LostView;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.NodeStatus;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.StatusView;
import org.onecopy.model.api.TransferView;
import org.onecopy.model.api.TrashView;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.api.ZoneView;

/** How things stand. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "state")
@Singleton
public final class StateRoutes {
    private final NodeService node;
    private final EventLog events;

    @Inject
    public StateRoutes(NodeService node, EventLog events) {
        this.node = node;
        this.events = events;
    }

    @GET
    @Path("/status")
    @Operation(operationId = "status", summary = "The whole in one answer, with reasons and what to do next")
    public StatusView status() {
        return node.status();
    }

    @GET
    @Path("/node")
    @Operation(operationId = "node", summary = "The node that answers")
    public NodeStatus node() {
        return node.node();
    }

    @GET
    @Path("/zones")
    @Operation(operationId = "zones", summary = "All zones of the network, by name")
    public List<ZoneView> zones() {
        return node.zones();
    }

    @GET
    @Path("/nodes")
    @Operation(operationId = "nodes", summary = "All nodes of the network, by id")
    public List<NodeView> nodes() {
        return node.nodes();
    }

    @GET
    @Path("/memberships")
    @Operation(operationId = "memberships", summary = "The groups in which the node takes part, the registry first")
    public List<MembershipView> memberships() {
        return node.memberships();
    }

    @GET
    @Path("/whatif")
    @Operation(
            operationId = "whatIf",
            summary = "What would be left if these zones or nodes were lost, or taken out; changes nothing")
    public WhatIfView whatIf(
            @QueryParam("lose") @Nullable List<String> lose, @QueryParam("remove") @Nullable List<String> remove) {
        return node.whatIf(lose == null ? List.of() : lose, remove == null ? List.of() : remove);
    }

    @GET
    @Path("/lag")
    @Operation(operationId = "lag", summary = "How far each zone is behind, by rule and zone")
    public List<LagView> lag() {
        return node.lag();
    }

    @GET
    @Path("/guard")
    @Operation(operationId = "guard", summary = "The guard against mass changes of each rule and zone")
    public List<GuardView> guard() {
        return node.guard();
    }

    @GET
    @Path("/checks")
    @Operation(operationId = "checks", summary = "Consistency checks, by rule, the newest first")
    public List<CheckView> checks(@QueryParam("rule") @Nullable String rule) {
        return node.checks().checks(rule == null ? null : Parameters.rule(rule));
    }

    @GET
    @Path("/transfers")
    @Operation(
            operationId = "transfers",
            summary = "Contents on their way into the node's zone; the total is in X-Total-Count")
    @ApiResponse(
            responseCode = "200",
            description = "Transfers, the running ones first",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = TransferView.class))))
    public Listing<TransferView> transfers(
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("zone") @Nullable String zone,
            @QueryParam("limit") @Nullable String limit) {
        return node.transfers(Parameters.filter(rule, zone, limit));
    }

    @GET
    @Path("/conflicts")
    @Operation(operationId = "conflicts", summary = "The conflict copies that exist; the total is in X-Total-Count")
    @ApiResponse(
            responseCode = "200",
            description = "Conflict copies, the newest first",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = ConflictView.class))))
    public Listing<ConflictView> conflicts(
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("zone") @Nullable String zone,
            @QueryParam("limit") @Nullable String limit) {
        return node.conflicts(Parameters.filter(rule, zone, limit));
    }

    @GET
    @Path("/trash")
    @Operation(operationId = "trash", summary = "What lies in the zone's trash; the total is in X-Total-Count")
    @ApiResponse(
            responseCode = "200",
            description = "Trashed objects, the newest first",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = TrashView.class))))
    public Listing<TrashView> trash(
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("zone") @Nullable String zone,
            @QueryParam("path") @Nullable String path,
            @QueryParam("limit") @Nullable String limit) {
        return node.protection().trash(Parameters.filter(rule, zone, limit), path);
    }

    @GET
    @Path("/lost")
    @Operation(
            operationId = "lost",
            summary = "Agreed contents that no zone which is heard of holds; the total is in X-Total-Count")
    @ApiResponse(
            responseCode = "200",
            description = "Lost contents: those out of reach, the oldest first, then those that are gone",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = LostView.class))))
    public Listing<LostView> lost(
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("zone") @Nullable String zone,
            @QueryParam("limit") @Nullable String limit) {
        return node.protection().lost(Parameters.filter(rule, zone, limit));
    }

    @GET
    @Path("/parked")
    @Operation(
            operationId = "parked",
            summary = "Changes that a zone cannot show for now; the total is in X-Total-Count")
    @ApiResponse(
            responseCode = "200",
            description = "Parked changes, the oldest first",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = ParkedView.class))))
    public Listing<ParkedView> parked(
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("zone") @Nullable String zone,
            @QueryParam("limit") @Nullable String limit) {
        return node.parked(Parameters.filter(rule, zone, limit));
    }

    @POST
    @Path("/parked/{id}/retry")
    @Operation(operationId = "retryParked", summary = "Try a parked change again now; the outcome shows in the list")
    public void retryParked(@Context ContainerRequestContext request, @PathParam("id") String id) {
        Caller caller = Access.caller(request);
        if (!caller.has(Role.OPERATOR, null)) {
            requireRuleOf(id, caller);
        }
        node.retryParked(id);
        Acts.done(events, request, "parked-retried", "parked change " + id + " was tried again", event -> event);
    }

    /** Who may try again only what is parked in some rules must not learn of others. */
    private void requireRuleOf(String id, Caller caller) {
        ParkedView parked = node.parked(new Filter(null, null, Filter.LIMIT_MAX)).items().stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElseThrow(() -> caller.forbidden(Role.OPERATOR, null));
        caller.require(Role.OPERATOR, parked.rule());
    }
}
