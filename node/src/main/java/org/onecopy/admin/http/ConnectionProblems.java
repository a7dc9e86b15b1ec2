package org.onecopy.admin.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Problem;

/** What Jetty refuses before a route is reached (broken requests, too long headers), as a problem document without details. */
public final class ConnectionProblems extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        int status = response.getStatus();
        ProblemCode code = switch (status) {
            case 404 -> ProblemCode.NOT_FOUND;
            case 413, 414, 431 -> ProblemCode.REQUEST_TOO_LARGE;
            case 503 -> ProblemCode.TOO_BUSY;
            default -> status >= 400 && status < 500 ? ProblemCode.BAD_REQUEST : ProblemCode.INTERNAL;
        };
        String detail = switch (code) {
            case REQUEST_TOO_LARGE -> "the request's address or headers are too long";
            case BAD_REQUEST -> "the request is no well-formed HTTP request";
            default -> "the request could not be served";
        };
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        Problem problem = Problem.of(code, detail, Map.of());
        // Here the status can be finer than the code's own: 431 tells headers from a body.
        Problem exact = new Problem(
                problem.type(), problem.title(), status, detail, problem.code(), problem.action(), problem.data());
        response.write(true, body(exact), callback);
        return true;
    }

    private static ByteBuffer body(Problem problem) throws IOException {
        return ByteBuffer.wrap(ApiJson.strict().writeValueAsString(problem).getBytes(StandardCharsets.UTF_8));
    }
}
