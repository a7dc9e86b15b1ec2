package org.onecopy.admin.routes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.AlertService;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.AlertSilence;
import org.onecopy.model.api.AlertTrial;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.SilenceSpec;
import org.onecopy.problem.ProblemException;

/** Alerts of the node that answers, and of the network as it sees it. */
@Path("/api/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "alerts")
@Singleton
public final class AlertRoutes {
    private final AlertService alerts;

    @Inject
    public AlertRoutes(AlertService alerts) {
        this.alerts = alerts;
    }

    @GET
    @Operation(operationId = "alerts", summary = "What has begun and not ended, the worst first")
    public List<AlertView> list() {
        return alerts.alerts();
    }

    @GET
    @Path("/silences")
    @Operation(operationId = "silences", summary = "What this node sends no messages of")
    public List<AlertSilence> silences() {
        return alerts.silences();
    }

    @POST
    @Path("/test")
    @Operation(
            operationId = "testAlerts",
            summary = "Send a test message to the node's targets, and say what their servers answer")
    public List<AlertTrial> test(
            @Parameter(description = "The name of a target; absent: all") @QueryParam("target") @Nullable
                    String target) {
        return alerts.test(target);
    }

    @PUT
    @Path("/{id}/silence")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "silenceAlert",
            summary = "Send no messages of an alert from this node for a while, whether it has begun or not")
    public AlertSilence silence(@PathParam("id") String id, @Nullable SilenceSpec spec) {
        if (spec == null) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST, "the body is missing: say for how long, as {\"duration\": \"2h\"}");
        }
        return alerts.silence(id, spec);
    }

    @DELETE
    @Path("/{id}/silence")
    @Operation(operationId = "unsilenceAlert", summary = "Send messages of an alert from this node again")
    public void unsilence(@PathParam("id") String id) {
        alerts.unsilence(id);
    }
}
