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
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.ContentService;
import org.onecopy.admin.NodeService;
import org.onecopy.model.api.ContentSpec;
import org.onecopy.model.api.ContentView;

/** What users' files hold. Asked by POST, so that the audit says who read where. */
@Path("/api/v1/rules/{rule}/content")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "contents")
@Singleton
public final class ContentRoutes {
    private final ContentService contents;

    @Inject
    public ContentRoutes(NodeService node) {
        contents = node.contents();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "readContent",
            summary = "A part of an agreed file, from the storage of the zone of the node that answers")
    public ContentView content(@PathParam("rule") String rule, @Nullable ContentSpec spec) {
        return contents.content(Parameters.rule(rule), Parameters.present(spec));
    }
}
