package org.onecopy.admin.routes;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.UserName;
import org.onecopy.model.Version;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Filter;
import org.onecopy.problem.ProblemException;

/** Reads the parts of an address; what is wrong becomes {@code bad-request} with the part's name. */
final class Parameters {
    private Parameters() {}

    static RuleName rule(String text) {
        return parse("rule", text, RuleName::new);
    }

    static ZoneName zone(String text) {
        return parse("zone", text, ZoneName::new);
    }

    static UserName user(String text) {
        return parse("user", text, UserName::new);
    }

    static Version version(String name, String text) {
        return parse(name, text, Version::parse);
    }

    /** A constant by its word. */
    static <E extends Enum<E>> E word(String name, String text, Class<E> type) {
        return parse(name, text, word -> Words.parse(type, word));
    }

    /** A body that must be there. */
    static <T> T present(@Nullable T body) {
        if (body == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the body is empty: expected a JSON object");
        }
        return body;
    }

    static Filter filter(@Nullable String rule, @Nullable String zone, @Nullable String limit) {
        return new Filter(rule == null ? null : rule(rule), zone == null ? null : zone(zone), limit(limit));
    }

    /** 1 to {@link Filter#LIMIT_MAX}. */
    static int limit(@Nullable String text) {
        int limit = text == null ? Filter.LIMIT_DEFAULT : (int) number("limit", text);
        return parse("limit", String.valueOf(limit), ignored -> new Filter(null, null, limit))
                .limit();
    }

    /** A whole number of at most nine digits for limits and at most eighteen for ids. */
    static long number(String name, String text) {
        return parse(name, text, digits -> {
            if (!digits.matches("[0-9]{1," + (name.equals("limit") ? 9 : 18) + "}")) {
                throw new IllegalArgumentException(name + " '" + digits + "' must be a whole number");
            }
            return Long.parseLong(digits);
        });
    }

    /** A time as ISO 8601 has it, in UTC. */
    static Instant time(String name, String text) {
        return parse(name, text, given -> {
            try {
                return Instant.parse(given);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(name + " must be a time such as 2026-01-31T12:00:00Z", e);
            }
        });
    }

    private static <T> T parse(String name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()), Map.of("field", name), e);
        }
    }
}
