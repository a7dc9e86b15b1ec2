package org.onecopy.admin.http;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the audit says of a request: its route, and what its address names. Also of those that are refused before they have a route. */
final class AuditedRoutes {
    private static final Pattern PART = Pattern.compile("\\{([a-z]+)}");

    /** What is written as it stands there; anything else, and what looks like a token, might be what nobody should read. */
    private static final Pattern PLAIN = Pattern.compile("(?!onecopy[_-].{30})[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** The parameters of changing routes that matter to who reads the audit. */
    private static final Set<String> TOLD = Set.of("force", "target");

    private final List<Route> routes;

    private AuditedRoutes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /**
     * A route as the audit knows it.
     *
     * @param operation of the API's description; empty where there is none
     * @param name such as {@code PUT /api/v1/rules/{rule}}
     * @param kinds of what the address names, in its order
     */
    record Route(String operation, String name, String verb, Pattern address, List<String> kinds) {
        static final Route NONE = new Route("", "", "", Pattern.compile(""), List.of());
    }

    static AuditedRoutes of(Collection<Class<?>> resources) {
        List<Route> routes = new ArrayList<>();
        for (Class<?> resource : resources) {
            for (Method method : resource.getDeclaredMethods()) {
                String name = RouteRoles.route(resource, method);
                if (name != null) {
                    Operation operation = method.getAnnotation(Operation.class);
                    routes.add(route(operation == null ? "" : operation.operationId(), name));
                }
            }
        }
        // What is written out comes before what stands for anything.
        routes.sort(Comparator.comparingInt((Route route) -> route.kinds.size()).thenComparing(Route::name));
        return new AuditedRoutes(routes);
    }

    private static Route route(String operation, String name) {
        int space = name.indexOf(' ');
        String address = name.substring(space + 2);
        List<String> kinds = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        int last = 0;
        Matcher part = PART.matcher(address);
        while (part.find()) {
            pattern.append(Pattern.quote(address.substring(last, part.start()))).append("([^/]+)");
            kinds.add(kind(part.group(1), address.substring(0, part.start())));
            last = part.end();
        }
        pattern.append(Pattern.quote(address.substring(last)));
        return new Route(operation, name, name.substring(0, space), Pattern.compile(pattern.toString()), kinds);
    }

    /** An id is one of what stands before it: {@code tokens/{id}} names a token. */
    private static String kind(String part, String before) {
        if (!part.equals("id")) {
            return part;
        }
        String owner = before.substring(0, before.length() - 1);
        return owner.substring(owner.lastIndexOf('/') + 1).replaceFirst("s$", "");
    }

    /** Whether a method is one that changes something. */
    static boolean changes(String method) {
        return !Set.of("GET", "HEAD", "OPTIONS").contains(method.toUpperCase(Locale.ROOT));
    }

    /** The route of an address without its first slash; {@link Route#NONE} where there is none. */
    Route find(String method, String path) {
        String verb = method.equals("HEAD") ? "GET" : method;
        return routes.stream()
                .filter(route ->
                        route.verb.equals(verb) && route.address.matcher(path).matches())
                .findFirst()
                .orElse(Route.NONE);
    }

    /** What an address names. */
    static List<String> about(Route route, String path, MultivaluedMap<String, String> query) {
        List<String> names = new ArrayList<>();
        Matcher address = route.address.matcher(path);
        if (address.matches()) {
            for (int i = 0; i < route.kinds.size(); i++) {
                names.add(route.kinds.get(i) + ":" + plain(address.group(i + 1)));
            }
        }
        for (String parameter : TOLD) {
            String value = query.getFirst(parameter);
            if (value != null) {
                names.add(parameter + ":" + plain(value));
            }
        }
        return names;
    }

    /** A text as it may stand in the audit. */
    static String plain(@Nullable String text) {
        return text != null && PLAIN.matcher(text).matches() ? text : "?";
    }
}
