package org.onecopy.admin.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.Caller;
import org.onecopy.admin.http.RouteRoles.Need;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.problem.ProblemException;

/** Lets go on only who has what the route needs, as {@link RouteRoles} says. */
@Priority(Priorities.AUTHORIZATION)
public final class Permission implements ContainerRequestFilter {
    @Context
    private @Nullable ResourceInfo route;

    @Override
    public void filter(ContainerRequestContext request) {
        Need need = route == null || route.getResourceMethod() == null
                ? null
                : RouteRoles.of(route.getResourceClass(), route.getResourceMethod());
        if (need == null) {
            throw new ProblemException(ProblemCode.FORBIDDEN, "no role opens this address with this method");
        }
        switch (need) {
            case Need.Nothing nothing -> {}
            case Need.Token token -> {
                var _ = Access.caller(request);
            }
            case Need.AnyRole any -> look(Access.caller(request));
            case Need.InNetwork in -> Access.caller(request).require(in.role(), null);
            case Need.InRule in -> Access.caller(request).require(in.role(), rule(request));
            case Need.InItsRule in -> {
                Caller caller = Access.caller(request);
                if (!caller.hasSomewhere(in.role())) {
                    throw caller.forbidden(in.role(), null);
                }
            }
        }
    }

    private static void look(Caller caller) {
        if (!caller.mayLook()) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN, caller + " has no role yet: ask a security-admin for one");
        }
    }

    /** The rule that the address names; null where it is no name, which only who has the role everywhere may hear. */
    private static @Nullable RuleName rule(ContainerRequestContext request) {
        String name = request.getUriInfo().getPathParameters().getFirst("rule");
        try {
            return name == null ? null : new RuleName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
