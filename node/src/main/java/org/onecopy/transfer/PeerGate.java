package org.onecopy.transfer;

import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint.SslSessionData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.onecopy.model.ProblemCode;

/** Lets only admitted peers through to the handlers behind it, and tells these who asks. Looks anew at each request. */
final class PeerGate extends Handler.Wrapper {
    private static final String CHAIN_ATTRIBUTE = PeerGate.class.getName() + ".chain";

    private final PeerAccess access;

    PeerGate(PeerAccess access, Handler behind) {
        super(behind);
        this.access = access;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        SslSessionData session =
                request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
        X509Certificate[] certificates = session == null ? null : session.peerCertificates();
        List<X509Certificate> chain = certificates == null ? List.of() : List.of(certificates);
        response.getHeaders().put(ContentServer.INCARNATION_HEADER, access.incarnation());
        if (chain.isEmpty() || !access.admits(chain)) {
            refuse(response, callback, ProblemCode.FORBIDDEN);
            return true;
        }
        request.setAttribute(CHAIN_ATTRIBUTE, chain);
        return super.handle(request, response, callback);
    }

    /** The certificates of the peer that asks, the leaf first. */
    @SuppressWarnings("unchecked") // only this class sets the attribute
    static List<X509Certificate> chain(Request request) {
        return (List<X509Certificate>) request.getAttribute(CHAIN_ATTRIBUTE);
    }

    /** Ends a request with a problem and no body. */
    static void refuse(Response response, Callback callback, ProblemCode code) {
        response.setStatus(code.status());
        response.getHeaders().put(Wire.PROBLEM_HEADER, code.code());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
        if (code == ProblemCode.TOO_BUSY) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
        }
        response.write(true, null, callback);
    }
}
