package org.onecopy.admin.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Map;
import java.util.UUID;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Problem;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that goes wrong in a route, as a problem document. What we did not foresee is logged in full under a number, and the
 * caller gets the number only.
 */
public final class Problems implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @Override
    public Response toResponse(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> response(problem);
            case WebApplicationException web -> response(web);
            case IllegalArgumentException refused
            when refused.getCause() instanceof ProblemException problem -> response(problem);
            default -> unforeseen(failure);
        };
    }

    private static Response response(ProblemException problem) {
        String detail = problem.getMessage() == null ? problem.code().code() : problem.getMessage();
        return response(
                Problem.of(problem.code(), detail, problem.data()),
                Response.status(problem.code().status()));
    }

    /** What Jersey itself refuses. Its headers ({@code Allow}) are kept. */
    private static Response response(WebApplicationException failure) {
        Response original = failure.getResponse();
        ProblemCode code = code(original.getStatus());
        if (code == ProblemCode.INTERNAL) {
            return unforeseen(failure);
        }
        return response(Problem.of(code, detail(code), Map.of()), Response.fromResponse(original));
    }

    private static ProblemCode code(int status) {
        return switch (status) {
            case 400 -> ProblemCode.BAD_REQUEST;
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 413 -> ProblemCode.REQUEST_TOO_LARGE;
            case 415 -> ProblemCode.MEDIA_TYPE_UNSUPPORTED;
            default -> ProblemCode.INTERNAL;
        };
    }

    private static String detail(ProblemCode code) {
        return switch (code) {
            case NOT_FOUND -> "there is no such address here: see /api/v1/openapi.json";
            case METHOD_NOT_ALLOWED -> "this address does not know the method: see the header Allow";
            case NOT_ACCEPTABLE -> "this address cannot answer in a type that the header Accept names";
            case MEDIA_TYPE_UNSUPPORTED -> "send the body as application/json, and say so in the header Content-Type";
            default -> "the request is malformed";
        };
    }

    private static Response unforeseen(Throwable failure) {
        String number = UUID.randomUUID().toString();
        LOG.error("unforeseen failure {} in the admin API", number, failure);
        Problem problem = Problem.of(
                ProblemCode.INTERNAL,
                "an unforeseen failure; the node's log tells more under " + number,
                Map.of("number", number));
        return response(problem, Response.status(problem.status()));
    }

    private static Response response(Problem problem, Response.ResponseBuilder builder) {
        if (problem.status() == ProblemCode.UNAUTHENTICATED.status()) {
            builder.header("WWW-Authenticate", "Bearer realm=\"onecopy\"");
        }
        if (problem.status() == ProblemCode.UNAUTHENTICATED.status()
                || problem.status() == ProblemCode.FORBIDDEN.status()) {
            // The body was not read, so the connection ends: say so, or the next request on it would fail.
            builder.header("Connection", "close");
        }
        if (problem.action().equals("retry-later")) {
            builder.header("Retry-After", problem.data().getOrDefault("retryAfterSeconds", 1));
        }
        return builder.type(MediaType.valueOf(Problem.MEDIA_TYPE))
                .entity(problem)
                .build();
    }
}
