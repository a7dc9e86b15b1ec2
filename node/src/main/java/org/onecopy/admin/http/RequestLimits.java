package org.onecopy.admin.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** Refuses bodies above 1 MiB, whether announced or not, and query parameters that the route does not know. */
@Priority(Priorities.USER)
public final class RequestLimits implements ContainerRequestFilter {
    /** The largest body, in bytes. */
    public static final int BODY_LENGTH_MAX = 1 << 20;

    private static final long PATIENCE_LENGTH_MAX = 16L * BODY_LENGTH_MAX;

    @Context
    private @Nullable ResourceInfo route;

    @Override
    public void filter(ContainerRequestContext request) {
        refuseUnknownParameters(request);
        if (request.getLength() > BODY_LENGTH_MAX) {
            throw tooLarge(request.getEntityStream());
        }
        request.setEntityStream(new Limited(request.getEntityStream()));
    }

    private void refuseUnknownParameters(ContainerRequestContext request) {
        Set<String> given =
                new TreeSet<>(request.getUriInfo().getQueryParameters().keySet());
        if (given.isEmpty() || route == null || route.getResourceMethod() == null) {
            return;
        }
        Set<String> known = new TreeSet<>();
        Arrays.stream(route.getResourceMethod().getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(annotation -> annotation != null)
                .forEach(annotation -> known.add(annotation.value()));
        given.removeAll(known);
        if (!given.isEmpty()) {
            String first = given.iterator().next();
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "query parameter '" + first + "' is unknown here; known: " + (known.isEmpty() ? "none" : known),
                    Map.of("field", first),
                    null);
        }
    }

    /** Takes the rest of a moderately long body, because many clients read the answer only after they have sent all. */
    private static ProblemException tooLarge(InputStream rest) {
        try {
            rest.skipNBytes(PATIENCE_LENGTH_MAX);
        } catch (IOException e) {
            // The body has ended, or the client went away: either way there is nothing left to take.
        }
        return new ProblemException(
                ProblemCode.REQUEST_TOO_LARGE,
                "the body is larger than " + BODY_LENGTH_MAX + " bytes: send less at once");
    }

    /** Counts what is read. */
    private static final class Limited extends FilterInputStream {
        private long count;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            counted(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            counted(Math.max(0, read));
            return read;
        }

        private void counted(int bytes) {
            count += bytes;
            if (count > BODY_LENGTH_MAX) {
                throw tooLarge(in);
            }
        }
    }
}
