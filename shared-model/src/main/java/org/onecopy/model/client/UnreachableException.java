package org.onecopy.model.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** No answer came from a node: it is down, the way to it is cut, its certificate is not trusted, or it took too long. */
public final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean received;

    UnreachableException(URI url, String why, boolean received, @Nullable Throwable cause) {
        super(url + ": " + why, cause);
        this.received = received;
    }

    /** Whether the request may have reached the node, so that a change may have taken effect. */
    public boolean mayBeReceived() {
        return received;
    }
}
