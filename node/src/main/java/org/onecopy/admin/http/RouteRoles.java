package org.onecopy.admin.http;

import static org.onecopy.model.Role.OPERATOR;
import static org.onecopy.model.Role.RULE_ADMIN;
import static org.onecopy.model.Role.SECURITY_ADMIN;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Role;

/** Which route needs what: the whole table, which docs/people.md shows too. A route that is not in it is refused to everybody. */
public final class RouteRoles {
    private static final Need OPEN = new Need.Nothing();
    private static final Need KNOWN = new Need.Token();
    private static final Need ANY_ROLE = new Need.AnyRole();

    private static final Map<String, Need> TABLE = new TreeMap<>(Map.ofEntries(
            Map.entry("GET /health/live", OPEN),
            Map.entry("GET /health/ready", OPEN),
            Map.entry("POST /api/v1/sessions", OPEN),
            Map.entry("POST /api/v1/network/join", OPEN), // its ticket is looked at
            Map.entry("DELETE /api/v1/sessions/current", KNOWN),
            Map.entry("GET /api/v1/whoami", KNOWN),
            Map.entry("PUT /api/v1/whoami/password", KNOWN),
            Map.entry("GET /api/v1/openapi.json", KNOWN),
            Map.entry("GET /metrics", ANY_ROLE),
            Map.entry("GET /api/v1/status", ANY_ROLE),
            Map.entry("GET /api/v1/node", ANY_ROLE),
            Map.entry("GET /api/v1/zones", ANY_ROLE),
            Map.entry("GET /api/v1/storage", ANY_ROLE),
            Map.entry("GET /api/v1/nodes", ANY_ROLE),
            Map.entry("GET /api/v1/memberships", ANY_ROLE),
            Map.entry("GET /api/v1/whatif", ANY_ROLE),
            Map.entry("GET /api/v1/lag", ANY_ROLE),
            Map.entry("GET /api/v1/transfers", ANY_ROLE),
            Map.entry("GET /api/v1/conflicts", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}/conflict", ANY_ROLE),
            Map.entry("POST /api/v1/rules/{rule}/conflict/resolve", new Need.InRule(OPERATOR)),
            Map.entry("POST /api/v1/rules/{rule}/undo", new Need.InRule(OPERATOR)),
            Map.entry("GET /api/v1/rules/{rule}/exclusions", ANY_ROLE),
            Map.entry("GET /api/v1/trash", ANY_ROLE),
            Map.entry("GET /api/v1/lost", ANY_ROLE),
            Map.entry("POST /api/v1/rules/{rule}/trash/{item}/restore", new Need.InRule(OPERATOR)),
            Map.entry("POST /api/v1/rules/{rule}/trash/empty", new Need.InRule(OPERATOR)),
            Map.entry("GET /api/v1/parked", ANY_ROLE),
            Map.entry("GET /api/v1/guard", ANY_ROLE),
            Map.entry("GET /api/v1/rules", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}/lag", ANY_ROLE),
            Map.entry("GET /api/v1/checks", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}/checks/{check}", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}/checks/{check}/differences", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}/checks/{check}/certificate", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}/check-schedules", ANY_ROLE),
            Map.entry("POST /api/v1/rules/{rule}/check-schedules", new Need.InRule(OPERATOR)),
            Map.entry("DELETE /api/v1/rules/{rule}/check-schedules/{schedule}", new Need.InRule(OPERATOR)),
            Map.entry("POST /api/v1/rules/{rule}/checks", new Need.InRule(OPERATOR)),
            Map.entry("DELETE /api/v1/rules/{rule}/checks/{check}", new Need.InRule(OPERATOR)),
            Map.entry("GET /api/v1/rules/{rule}/repairs", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}/repairs/plan", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}/repairs/{repair}", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}/repairs/{repair}/left", ANY_ROLE),
            Map.entry("POST /api/v1/rules/{rule}/repairs", new Need.InRule(RULE_ADMIN)),
            Map.entry("DELETE /api/v1/rules/{rule}/repairs/{repair}", new Need.InRule(OPERATOR)),
            Map.entry("GET /api/v1/rules/{rule}/fences", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}/fences/{zone}", ANY_ROLE),
            Map.entry("GET /api/v1/rules/{rule}/fences/{zone}/held", ANY_ROLE),
            Map.entry("POST /api/v1/rules/{rule}/fences", new Need.InRule(RULE_ADMIN)),
            Map.entry("DELETE /api/v1/rules/{rule}/fences/{zone}", new Need.InRule(RULE_ADMIN)),
            Map.entry("GET /api/v1/bandwidth", ANY_ROLE),
            Map.entry("PUT /api/v1/bandwidth/{limit}", new Need.InNetwork(OPERATOR)),
            Map.entry("DELETE /api/v1/bandwidth/{limit}", new Need.InNetwork(OPERATOR)),
            Map.entry("POST /api/v1/rules/{rule}/content", new Need.InRule(RULE_ADMIN)),
            Map.entry("GET /api/v1/storage/files", new Need.InNetwork(RULE_ADMIN)),
            Map.entry("GET /api/v1/migrations", ANY_ROLE),
            Map.entry("POST /api/v1/migrations", new Need.InItsRule(RULE_ADMIN)),
            Map.entry("GET /api/v1/migrations/plans", ANY_ROLE),
            Map.entry("POST /api/v1/migrations/plans", new Need.InNetwork(RULE_ADMIN)), // reads any tree
            Map.entry("GET /api/v1/migrations/plans/{plan}", ANY_ROLE),
            Map.entry("DELETE /api/v1/migrations/plans/{plan}", new Need.InNetwork(RULE_ADMIN)),
            Map.entry("GET /api/v1/rules/{rule}/migration", ANY_ROLE),
            Map.entry("POST /api/v1/rules/{rule}/migration", new Need.InRule(RULE_ADMIN)),
            Map.entry("PUT /api/v1/rules/{rule}/migration", new Need.InRule(OPERATOR)),
            Map.entry("GET /api/v1/alerts", ANY_ROLE),
            Map.entry("GET /api/v1/alerts/silences", ANY_ROLE),
            Map.entry("POST /api/v1/alerts/test", new Need.InNetwork(OPERATOR)),
            Map.entry("PUT /api/v1/alerts/{id}/silence", new Need.InNetwork(OPERATOR)),
            Map.entry("DELETE /api/v1/alerts/{id}/silence", new Need.InNetwork(OPERATOR)),
            Map.entry("GET /api/v1/events", ANY_ROLE),
            Map.entry("GET /api/v1/events/stream", ANY_ROLE),
            Map.entry("POST /api/v1/storage/verify", new Need.InNetwork(OPERATOR)),
            Map.entry("POST /api/v1/parked/{id}/retry", new Need.InItsRule(OPERATOR)),
            Map.entry("POST /api/v1/rules/{rule}/guard/{zone}/release", new Need.InRule(OPERATOR)),
            Map.entry("POST /api/v1/rules/{rule}/guard/{zone}/reject", new Need.InRule(OPERATOR)),
            Map.entry("POST /api/v1/rules", new Need.InItsRule(RULE_ADMIN)),
            Map.entry("PUT /api/v1/rules/{rule}", new Need.InRule(RULE_ADMIN)),
            Map.entry("DELETE /api/v1/rules/{rule}", new Need.InRule(RULE_ADMIN)),
            Map.entry("GET /api/v1/audit", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("GET /api/v1/audit/denied", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("GET /api/v1/audit/heads", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("GET /api/v1/users", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("POST /api/v1/users", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("PUT /api/v1/users/{user}", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("PUT /api/v1/users/{user}/password", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("DELETE /api/v1/users/{user}", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("GET /api/v1/tokens", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("POST /api/v1/tokens", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("DELETE /api/v1/tokens/{id}", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("GET /api/v1/network/level", ANY_ROLE),
            Map.entry("POST /api/v1/network/level", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("GET /api/v1/network/timeouts", ANY_ROLE),
            Map.entry("PUT /api/v1/network/timeouts", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("GET /api/v1/network/tickets", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("POST /api/v1/network/tickets", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("DELETE /api/v1/network/tickets/{ticket}", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("POST /api/v1/nodes/{node}/replacement", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("POST /api/v1/nodes/{node}/leave", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("PUT /api/v1/nodes/{node}/addresses", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("POST /api/v1/zones", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("DELETE /api/v1/zones/{zone}", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("PUT /api/v1/memberships/{membership}", new Need.InNetwork(SECURITY_ADMIN)),
            Map.entry("DELETE /api/v1/nodes/{node}", new Need.InNetwork(SECURITY_ADMIN))));

    private RouteRoles() {}

    /** What a caller must have. */
    public sealed interface Need {
        /** Not even a token. */
        record Nothing() implements Need {}

        /** A token that counts, with or without roles. */
        record Token() implements Need {}

        /** At least one role, whichever it is. */
        record AnyRole() implements Need {}

        /** This role, not limited to rules. */
        record InNetwork(Role role) implements Need {}

        /** This role in the rule that the address names. */
        record InRule(Role role) implements Need {}

        /** This role somewhere; the route itself finds out which rule it is about, and refuses who has not the role in it. */
        record InItsRule(Role role) implements Need {}

        /** As the manual says it. */
        default String words() {
            return switch (this) {
                case Nothing nothing -> "nothing";
                case Token token -> "a token";
                case AnyRole any -> "any role";
                case InNetwork in -> in.role.word() + (in.role.canBeScoped() ? ", not limited to rules" : "");
                case InRule in -> in.role.word() + " of the rule";
                case InItsRule in -> in.role.word() + " of the rule";
            };
        }
    }

    /** All routes, {@code METHOD /address/{part}}, with what they need. */
    public static Map<String, Need> all() {
        return Map.copyOf(TABLE);
    }

    /** What a route needs; null: nobody may use it. */
    static @Nullable Need of(Class<?> resource, Method method) {
        String route = route(resource, method);
        return route == null ? null : TABLE.get(route);
    }

    /** Whether an address answers without a token. */
    static boolean isOpen(String method, String path) {
        return OPEN.equals(TABLE.get(method + " /" + path));
    }

    /** The routes of a class that have no entry: nobody could use them. */
    public static List<String> unlisted(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .map(method -> route(resource, method))
                .filter(route -> route != null && !TABLE.containsKey(route))
                .toList();
    }

    /** {@code METHOD /address/{part}} of a method that is a route; else null. */
    static @Nullable String route(Class<?> resource, Method method) {
        Path base = resource.getAnnotation(Path.class);
        Path rest = method.getAnnotation(Path.class);
        String verb = null;
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod named = annotation.annotationType().getAnnotation(HttpMethod.class);
            verb = named == null ? verb : named.value();
        }
        return base == null || verb == null ? null : verb + " " + base.value() + (rest == null ? "" : rest.value());
    }

    /** The table as the manual shows it. */
    public static String markdown() {
        return TABLE.entrySet().stream()
                .map(entry -> "| `" + entry.getKey() + "` | " + entry.getValue().words() + " |\n")
                .collect(Collectors.joining("", "| route | needs |\n|---|---|\n", ""));
    }
}
