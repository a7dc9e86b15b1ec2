package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.AuditService;
import org.onecopy.model.api.Listing;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHeads;

/** Who did what, and who was not let. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
@Singleton
public final class AuditRoutes {
    private final AuditService audit;

    @Inject
    public AuditRoutes(AuditService audit) {
        this.audit = audit;
    }

    @GET
    @Operation(operationId = "audit", summary = "Agreed entries: what was done, and what was refused for other reasons")
    @ApiResponse(
            responseCode = "200",
            description = "Entries, the oldest first",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = AuditEntry.class))))
    public Listing<AuditEntry> agreed(
            @Parameter(description = "Only larger sequences, the oldest first; absent: the last entries")
                    @QueryParam("after")
                    @Nullable
                    String after,
            @Parameter(description = "Only acts from this time on, as 2026-01-31T12:00:00Z")
                    @QueryParam("since")
                    @Nullable
                    String since,
            @QueryParam("who") @Nullable String who,
            @QueryParam("about") @Nullable String about,
            @QueryParam("limit") @Nullable String limit) {
        return audit.agreed(query(after, since, who, about, limit));
    }

    @GET
    @Path("/denied")
    @Operation(operationId = "auditDenied", summary = "Entries of what the node that answers did not let anybody do")
    @ApiResponse(
            responseCode = "200",
            description = "Entries, the oldest first",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = AuditEntry.class))))
    public Listing<AuditEntry> denied(
            @QueryParam("after") @Nullable String after,
            @QueryParam("since") @Nullable String since,
            @QueryParam("who") @Nullable String who,
            @QueryParam("about") @Nullable String about,
            @QueryParam("limit") @Nullable String limit) {
        return audit.denied(query(after, since, who, about, limit));
    }

    @GET
    @Path("/heads")
    @Operation(operationId = "auditHeads", summary = "How far the agreed chain and those of the nodes have come")
    public AuditHeads heads() {
        return audit.heads();
    }

    private static AuditService.Query query(
            @Nullable String after,
            @Nullable String since,
            @Nullable String who,
            @Nullable String about,
            @Nullable String limit) {
        return new AuditService.Query(
                after == null ? null : Parameters.number("after", after),
                since == null ? null : Parameters.time("since", since),
                who,
                about,
                Parameters.limit(limit));
    }
}
