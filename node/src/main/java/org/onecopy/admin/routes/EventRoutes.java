package org.onecopy.admin.routes;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.EventSubscription;
import org.onecopy.admin.http.Access;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.Listing;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened in this node, as a list and as a stream of server-sent events. */
@Path("/api/v1/events")
@Tag(name = "events")
@Singleton
public final class EventRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);
    private static final JsonMapper JSON = ApiJson.strict();

    /** A sign of life this often, so that both sides notice a dead connection. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final EventLog events;

    @Inject
    public EventRoutes(EventLog events) {
        this.events = events;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "events", summary = "Events with a larger id than 'since', or the last ones")
    @ApiResponse(
            responseCode = "200",
            description = "Events, the oldest first",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = EventView.class))))
    public Listing<EventView> list(
            @QueryParam("since") @Nullable String since, @QueryParam("limit") @Nullable String limit) {
        return events.list(since == null ? null : Parameters.number("since", since), Parameters.limit(limit));
    }

    /** Each event's id is its SSE id: a client that comes back with {@code Last-Event-ID} misses nothing that is still kept. */
    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "eventStream",
            summary = "Events as they happen (server-sent events), after Last-Event-ID or 'since', else from now on")
    @ApiResponse(
            responseCode = "200",
            description = "Each event's data is an EventView in JSON",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = EventView.class)))
    public Response stream(
            @Context ContainerRequestContext request,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @QueryParam("since") @Nullable String since) {
        Long after = null;
        if (lastEventId != null) {
            after = Parameters.number("Last-Event-ID", lastEventId);
        } else if (since != null) {
            after = Parameters.number("since", since);
        }
        EventSubscription subscription = events.subscribe(after);
        if (subscription == null) {
            throw new ProblemException(
                    ProblemCode.TOO_BUSY,
                    EventLog.SUBSCRIPTIONS_MAX
                            + " listen to the events of this node already: ask another node, or later");
        }
        Runnable still = Access.stillKnown(request);
        StreamingOutput output = out -> write(subscription, still, out);
        return Response.ok(output)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    /** Runs on the request's own virtual thread until either side ends it. */
    private static void write(EventSubscription subscription, Runnable still, OutputStream out) {
        try (subscription) {
            line(out, ": events follow\n\n");
            while (!subscription.isOver()) {
                EventView event = subscription.next(HEARTBEAT);
                still.run();
                if (event != null) {
                    line(
                            out,
                            "id: " + event.id() + "\nevent: " + event.type() + "\ndata: "
                                    + JSON.writeValueAsString(event) + "\n\n");
                } else if (!subscription.isOver()) {
                    line(out, ": still here\n\n");
                }
            }
            if (subscription.isDropped()) {
                line(out, ": dropped, because this listener is too slow: come back with Last-Event-ID\n\n");
            }
        } catch (ProblemException e) {
            // Expired or revoked meanwhile; whoever comes back hears why.
            LOG.info("a stream of events ends: {}", e.getMessage());
        } catch (IOException e) {
            LOG.debug("a listener to events went away: {}", e.getMessage());
        } catch (InterruptedException e) {
            // The node stops.
            Thread.currentThread().interrupt();
        }
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
