package org.onecopy.admin.routes;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.function.UnaryOperator;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.admin.http.Access;

/** Says in the events of the node that was asked what was done, and who did it. */
final class Acts {
    private Acts() {}

    /**
     * Records what a caller has just done.
     *
     * @param what a sentence that ends before the name, such as {@code rule photos was created}
     * @param about adds to the event what it is about
     */
    static void done(
            EventLog events, ContainerRequestContext request, String type, String what, UnaryOperator<NewEvent> about) {
        events.append(about.apply(NewEvent.info(type, what + " by " + Access.caller(request))));
    }
}
