package org.onecopy.admin.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import org.onecopy.admin.Caller;
import org.onecopy.admin.PeopleService;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * Lets in only who bears a token that counts, before it is even looked whether there is such a route; what may be done then, {@link
 * Permission} says. Open is what {@link RouteRoles} says.
 */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class Access implements ContainerRequestFilter {
    private static final String STILL = "onecopy.still-known";
    private static final String SCHEME = "Bearer ";
    private static final int TOKEN_LENGTH_MAX = 512;

    private final PeopleService people;

    public Access(PeopleService people) {
        this.people = people;
    }

    /** The caller of a route that is not open. */
    public static Caller caller(ContainerRequestContext request) {
        if (request.getProperty(Caller.PROPERTY) instanceof Caller caller) {
            return caller;
        }
        throw new ProblemException(ProblemCode.UNAUTHENTICATED, "this needs a bearer token");
    }

    /** What throws once the caller's token counts no more, for answers that take long. */
    public static Runnable stillKnown(ContainerRequestContext request) {
        return request.getProperty(STILL) instanceof Runnable still ? still : () -> caller(request);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (RouteRoles.isOpen(request.getMethod(), request.getUriInfo().getPath())) {
            return;
        }
        String header = request.getHeaderString("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw refused("this needs a bearer token: send it in the header Authorization, as 'Bearer TOKEN'");
        }
        String token = header.substring(SCHEME.length()).strip();
        if (token.length() > TOKEN_LENGTH_MAX) {
            throw refused("the bearer token is longer than any of Onecopy");
        }
        request.setProperty(Caller.PROPERTY, people.caller(token));
        Runnable still = () -> people.caller(token);
        request.setProperty(STILL, still);
    }

    private static ProblemException refused(String message) {
        return new ProblemException(ProblemCode.UNAUTHENTICATED, message);
    }
}
