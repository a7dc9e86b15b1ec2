package org.onecopy.console.lists;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.Words;

/** Values of the API as people read them. */
public final class Texts {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int DEPTH_MAX = 3;

    private Texts() {}

    /** One line of a properties view. */
    public record Field(String name, String value) {}

    /** One value in one line. */
    public static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Optional<?> optional -> of(optional.orElse(null));
            case Instant time -> TIME.format(time);
            case Duration duration -> DurationText.exact(duration);
            case Enum<?> word -> Words.of(word);
            case Double number -> String.format(Locale.ROOT, "%.1f", number);
            case Collection<?> list -> list.stream().map(Texts::of).collect(Collectors.joining(", "));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> of(entry.getKey()) + "=" + of(entry.getValue()))
                        .collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    /** So many of something: {@code 1 directory}, {@code 2 directories}. */
    public static String many(long count, String one) {
        return count == 1
                ? "1 " + one
                : count + " " + (one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s");
    }

    /** All fields of a record, those of records in it with both names; in their order, without what is absent. */
    public static List<Field> fields(Object row) {
        List<Field> fields = new ArrayList<>();
        add("", row, fields, 0);
        return fields;
    }

    private static void add(String prefix, Object row, List<Field> fields, int depth) {
        for (RecordComponent component : row.getClass().getRecordComponents()) {
            Object value = read(component, row);
            String name = prefix + words(component.getName());
            if (value instanceof Collection<?> list && list.stream().anyMatch(Texts::nested) && depth < DEPTH_MAX) {
                int number = 1;
                for (Object item : list) {
                    add(name + " " + number++ + ": ", item, fields, depth + 1);
                }
            } else if (value != null && nested(value) && depth < DEPTH_MAX) {
                add(name + ": ", value, fields, depth + 1);
            } else if (value != null && !of(value).isEmpty()) {
                fields.add(new Field(name, of(value)));
            }
        }
    }

    /** Records that show themselves as one word are values, not groups of fields. */
    private static boolean nested(Object value) {
        return value instanceof Record && value.toString().contains("[");
    }

    private static @Nullable Object read(RecordComponent component, Object row) {
        try {
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static String words(String camel) {
        String spaced = camel.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
    }
}
