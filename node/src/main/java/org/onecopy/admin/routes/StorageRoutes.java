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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.NodeService;
import org.onecopy.model.api.FileView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.StorageReport;

/** The storage of the zone of the node that answers. */
@Path("/api/v1/storage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "storage")
@Singleton
public final class StorageRoutes {
    private final NodeService node;

    @Inject
    public StorageRoutes(NodeService node) {
        this.node = node;
    }

    @GET
    @Operation(
            operationId = "storage",
            summary = "What the storage of the node's zone can do, for each open location; none in a zone of witnesses")
    public List<StorageAbilities> storage() {
        return node.storage();
    }

    @GET
    @Path("/files")
    @Operation(
            operationId = "storageFiles",
            summary =
                    "What lies in a directory of the storage of the node's zone; how much there is in all is in X-Total-Count")
    @ApiResponse(
            responseCode = "200",
            description = "Files, directories and links by their names",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = FileView.class))))
    public Listing<FileView> files(
            @Parameter(description = "A directory below the storage's root; absent: the root")
                    @QueryParam("path")
                    @Nullable
                    String path,
            @Parameter(description = "Only names behind this one") @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return node.contents().files(path == null ? "/" : path, after, Parameters.limit(limit));
    }

    @POST
    @Path("/verify")
    @Operation(
            operationId = "verifyStorage",
            summary =
                    "Try out the storage of the node's zone; takes some seconds for each location, and leaves nothing there")
    public List<StorageReport> verify(
            @Parameter(description = "A location below the storage's root; absent: those of all rules of the zone")
                    @QueryParam("path")
                    @Nullable
                    String path) {
        return node.verifyStorage(path);
    }
}
