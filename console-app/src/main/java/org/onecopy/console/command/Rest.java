package org.onecopy.console.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Session;
import org.onecopy.model.ApiJson;

/**
 * What a program would send for a command.
 *
 * @param route as the manual's table of routes has it: {@code PUT /api/v1/rules/{rule}}
 * @param query such as {@code ?lose={zone}}; empty for none
 * @param body an example, as JSON; empty for none
 */
public record Rest(String route, String query, String body) {
    private static final Pattern PART = Pattern.compile("\\{([a-z]+)}");

    /** Where a part of an address stands in a record of the API, if it does not bear the part's own name. */
    private static final Map<String, List<String>> FIELDS = Map.of(
            "rule", List.of("name"),
            "zone", List.of("name"),
            "user", List.of("name"),
            "node", List.of("id"),
            "ticket", List.of("id"),
            "membership", List.of("id"),
            "limit", List.of("name"));

    /** As a line for a shell; parts that the selection does not say stay in capitals. */
    public String text(Context context) {
        String method = route.substring(0, route.indexOf(' '));
        String path = PART.matcher(route.substring(route.indexOf(' ') + 1) + query)
                .replaceAll(part -> Matcher.quoteReplacement(value(part, context)));
        return line(context.connected().orElse(null), method, path, body);
    }

    /**
     * As a line for a shell.
     *
     * @param session of which a node is called; null: a name for one
     * @param path with the query
     * @param body as JSON; empty for none
     */
    public static String line(@Nullable Session session, String method, String path, String body) {
        String base = Optional.ofNullable(session)
                .flatMap(open -> open.gateway().urls().stream().findFirst())
                .map(URI::toString)
                .orElse("https://NODE:8082");
        StringBuilder line = new StringBuilder("curl --cacert CA.crt -H \"Authorization: Bearer $TOKEN\"");
        if (!method.equals("GET")) {
            line.append(" -X ").append(method);
        }
        if (!body.isEmpty()) {
            line.append(" -H 'Content-Type: application/json' -d '")
                    .append(body.replace("'", "'\\''"))
                    .append('\'');
        }
        return line.append(" '").append(base).append(path).append('\'').toString();
    }

    /** A record of the API as a body. */
    public static String json(Object spec) {
        try {
            return ApiJson.lenient().writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be said as JSON: " + spec, e);
        }
    }

    private static String value(MatchResult part, Context context) {
        String name = part.group(1);
        Object selected = context.selected();
        return selected == null
                ? name.toUpperCase(Locale.ROOT)
                : field(selected, name)
                        .or(() -> FIELDS.getOrDefault(name, List.of()).stream()
                                .map(other -> field(selected, other))
                                .flatMap(Optional::stream)
                                .findFirst())
                        .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
                        .orElse(name.toUpperCase(Locale.ROOT));
    }

    private static Optional<String> field(Object row, String name) {
        RecordComponent[] components = row.getClass().getRecordComponents();
        if (components == null) {
            return Optional.empty();
        }
        for (RecordComponent component : components) {
            if (component.getName().equals(name)) {
                return Optional.ofNullable(read(component, row)).map(Object::toString);
            }
        }
        return Optional.empty();
    }

    private static @Nullable Object read(RecordComponent component, Object row) {
        try {
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
