package org.onecopy.admin.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.Set;
import org.onecopy.admin.AccessTokens;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** Lets in only who bears a known token, before it is even looked whether there is such a route. {@code /health/…} is open. */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class Access implements ContainerRequestFilter {
    private static final Set<String> OPEN = Set.of("health/live", "health/ready");
    private static final String JOIN = "api/v1/network/join";
    private static final String SCHEME = "Bearer ";
    private static final int TOKEN_LENGTH_MAX = 512;

    private final AccessTokens tokens;

    public Access(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (request.getMethod().equals("GET") && OPEN.contains(path)) {
            return;
        }
        if (request.getMethod().equals("POST") && path.equals(JOIN)) {
            return; // its ticket is looked at
        }
        String header = request.getHeaderString("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw refused("this needs a bearer token: send it in the header Authorization, as 'Bearer TOKEN'");
        }
        String token = header.substring(SCHEME.length()).strip();
        if (token.length() > TOKEN_LENGTH_MAX || tokens.nameOf(token).isEmpty()) {
            throw refused("the bearer token is not known to this node: check that the token file is of this network");
        }
    }

    private static ProblemException refused(String message) {
        return new ProblemException(ProblemCode.UNAUTHENTICATED, message);
    }
}
