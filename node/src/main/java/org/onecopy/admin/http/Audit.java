package org.onecopy.admin.http;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.AuditService;
import org.onecopy.admin.Caller;
import org.onecopy.admin.PeopleService;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Problem;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditKind;

/**
 * Has every request noted that changes something, before it does and once it has, and every one that is not let. One place for all routes:
 * a new one cannot be forgotten. Comes after {@link Permission}, so that who may not do it costs no disk.
 */
@Priority(Priorities.AUTHORIZATION + 100)
public final class Audit implements ContainerRequestFilter, ContainerResponseFilter, ReaderInterceptor {
    private static final String ACT = "onecopy.act";

    /** To be answered so is to be not let. */
    private static final Set<String> DENIALS = Set.of(
            ProblemCode.UNAUTHENTICATED.code(), ProblemCode.FORBIDDEN.code(), ProblemCode.TOO_MANY_ATTEMPTS.code());

    /** As above, for whoever nobody knows. */
    private static final Set<String> DENIALS_AT_THE_DOOR = Set.of(
            ProblemCode.TICKET_INVALID.code(),
            ProblemCode.TICKET_USED.code(),
            ProblemCode.TICKET_EXPIRED.code(),
            ProblemCode.CLOCK_SKEWED.code(),
            ProblemCode.ADDRESS_REFUSED.code());

    /** To be answered so is to have done something, or perhaps. */
    private static final Set<String> TOOK_EFFECT =
            Set.of(AuditAct.DONE, ProblemCode.OUTCOME_UNKNOWN.code(), ProblemCode.INTERNAL.code());

    private final AuditService audit;
    private final PeopleService people;
    private final AuditedRoutes routes;

    @Context
    private @Nullable HttpServletRequest client;

    /** @param resources the classes of all routes */
    public Audit(AuditService audit, PeopleService people, Collection<Class<?>> resources) {
        this.audit = audit;
        this.people = people;
        routes = AuditedRoutes.of(resources);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (AuditedRoutes.changes(request.getMethod())) {
            AuditAct act = act(request);
            audit.begun(act, act.who() != null);
            request.setProperty(ACT, act);
        }
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        Object read = body.proceed();
        if (body.getProperty(ACT) instanceof AuditAct act) {
            List<String> more = AuditedBodies.asked(read, people::isUser);
            if (!more.isEmpty()) {
                AuditAct known = about(act, more);
                audit.begun(known, known.who() != null);
                body.setProperty(ACT, known);
            }
        }
        return read;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Object answer = response.getEntity();
        String outcome = outcome(response.getStatus(), answer);
        boolean denied = DENIALS.contains(outcome);
        if (!(request.getProperty(ACT) instanceof AuditAct act)) {
            if (denied) {
                audit.denied(act(request).ended(AuditKind.DENIED, outcome));
            }
            return;
        }
        request.removeProperty(ACT);
        boolean outside = act.who() == null && !outcome.equals(AuditAct.DONE);
        if (denied || outside) {
            // Who is not known must not be able to fill the log that all nodes keep.
            audit.forget(act);
            boolean notLet = denied || DENIALS_AT_THE_DOOR.contains(outcome);
            audit.denied(act.ended(notLet ? AuditKind.DENIED : AuditKind.REFUSED, outcome));
            return;
        }
        AuditAct known = about(act, AuditedBodies.made(answer));
        audit.ended(named(known).ended(TOOK_EFFECT.contains(outcome) ? AuditKind.ACT : AuditKind.REFUSED, outcome));
    }

    private static String outcome(int status, @Nullable Object answer) {
        if (answer instanceof Problem problem) {
            return problem.code();
        }
        return status < 400 ? AuditAct.DONE : "status-" + status;
    }

    private AuditAct act(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        AuditedRoutes.Route route = routes.find(request.getMethod(), path);
        String name = route.name().isEmpty() ? AuditedRoutes.plain(request.getMethod()) + " ?" : route.name();
        return new AuditAct(
                UUID.randomUUID(),
                audit.now(),
                audit.node(),
                AuditKind.ACT,
                request.getProperty(Caller.PROPERTY) instanceof Caller caller ? caller.toString() : null,
                client == null ? null : client.getRemoteAddr(),
                route.operation(),
                name,
                AuditedRoutes.about(route, path, request.getUriInfo().getQueryParameters()),
                "",
                1,
                null);
    }

    private static AuditAct about(AuditAct act, List<String> more) {
        Set<String> all = new LinkedHashSet<>(act.about());
        all.addAll(more);
        return act.about(new ArrayList<>(all));
    }

    /** Who came in by a password or a ticket is known by it from now on. */
    private static AuditAct named(AuditAct act) {
        if (act.who() != null) {
            return act;
        }
        return act.by(act.about().stream()
                .filter(name -> name.startsWith("user:") || name.startsWith("ticket:"))
                .findFirst()
                .map(name -> name.startsWith("user:") ? name.substring("user:".length()) : name)
                .orElse(null));
    }
}
