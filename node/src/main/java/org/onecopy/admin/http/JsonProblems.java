package org.onecopy.admin.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NearestWord;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Words;
import org.onecopy.problem.ProblemException;

/** Says what is wrong with a JSON body in the caller's words: which field, which line and column, what was expected. */
final class JsonProblems {
    private JsonProblems() {}

    static ProblemException of(JsonProcessingException e) {
        Map<String, Object> data = new LinkedHashMap<>();
        String place = "";
        JsonLocation location = e.getLocation();
        if (location != null && location.getLineNr() > 0) {
            data.put("line", location.getLineNr());
            data.put("column", location.getColumnNr());
            place = "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
        }
        String field = e instanceof JsonMappingException mapping ? field(mapping) : "";
        if (!field.isEmpty()) {
            data.put("field", field);
        }
        return new ProblemException(ProblemCode.BAD_REQUEST, place + message(e, field), data, e);
    }

    private static String message(JsonProcessingException e, String field) {
        String named = field.isEmpty() ? "the body" : "field '" + field + "'";
        return switch (e) {
            case UnrecognizedPropertyException unknown -> unknown(unknown, field);
            case ValueInstantiationException refused -> because(refused.getCause(), named + " is refused");
            case InvalidFormatException format ->
                named + ": '" + cut(String.valueOf(format.getValue())) + "' is not " + expected(format.getTargetType());
            case MismatchedInputException mismatch
            when String.valueOf(mismatch.getMessage()).startsWith("No content") ->
                "the body is empty: expected a JSON object";
            case MismatchedInputException mismatch -> named + " must be " + expected(mismatch.getTargetType());
            case StreamConstraintsException limit -> "the body goes beyond a limit: " + limit.getOriginalMessage();
            case JsonMappingException mapping -> because(mapping.getCause(), named + " is refused");
            default -> "not JSON: " + cut(e.getOriginalMessage());
        };
    }

    /** The first field of a JSON object that a record does not have, as a problem. */
    static Optional<ProblemException> unknownField(JsonNode body, Class<?> type) {
        if (!type.isRecord()) {
            return Optional.empty();
        }
        List<String> known = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .sorted()
                .toList();
        return body.propertyStream()
                .map(Map.Entry::getKey)
                .filter(field -> !known.contains(field))
                .findFirst()
                .map(field -> new ProblemException(
                        ProblemCode.BAD_REQUEST, unknown(field, field, known), Map.of("field", field), null));
    }

    private static String unknown(UnrecognizedPropertyException e, String field) {
        List<String> known = e.getKnownPropertyIds() == null
                ? List.of()
                : e.getKnownPropertyIds().stream()
                        .map(Object::toString)
                        .sorted()
                        .toList();
        return unknown(e.getPropertyName(), field, known);
    }

    private static String unknown(String name, String field, List<String> known) {
        return NearestWord.of(name, known)
                .map(nearest -> "field '" + field + "' is unknown; did you mean '" + nearest + "'?")
                .orElseGet(() -> "field '" + field + "' is unknown; known: " + String.join(", ", known));
    }

    private static String because(@Nullable Throwable cause, String otherwise) {
        return cause instanceof IllegalArgumentException && cause.getMessage() != null ? cause.getMessage() : otherwise;
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "as described in /api/v1/openapi.json";
        }
        if (type.isEnum()) {
            return "one of " + words(type);
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "an object";
        }
        if (type == Duration.class) {
            return "a duration such as 15m";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        return type == String.class ? "a text" : "as described in /api/v1/openapi.json";
    }

    private static String words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Words.of((Enum<?>) constant))
                .collect(Collectors.joining(", "));
    }

    private static String field(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String cut(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
