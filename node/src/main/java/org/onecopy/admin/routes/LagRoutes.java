package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.NodeService;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.LagHistoryView;
import org.onecopy.problem.ProblemException;

/** How far zones were behind over time. */
@Path("/api/v1/rules/{rule}/lag")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "state")
@Singleton
public final class LagRoutes {
    private final NodeService node;

    @Inject
    public LagRoutes(NodeService node) {
        this.node = node;
    }

    @GET
    @Operation(
            operationId = "lagHistory",
            summary = "How far the rule's zones were behind over time, as this node has seen it in up to five weeks")
    public LagHistoryView history(
            @PathParam("rule") String rule,
            @Parameter(description = "ISO 8601; absent: an hour ago") @QueryParam("from") @Nullable String from,
            @Parameter(description = "ISO 8601; absent: now") @QueryParam("to") @Nullable String to,
            @Parameter(description = "Steps of at least so many seconds") @QueryParam("step") @Nullable String step) {
        Instant end = to == null ? null : Parameters.time("to", to);
        Instant begin = from == null ? null : Parameters.time("from", from);
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "from must be before to");
        }
        return node.lagHistory(
                Parameters.rule(rule),
                begin,
                end,
                step == null ? null : Duration.ofSeconds(Parameters.number("step", step)));
    }
}
