package org.onecopy.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a zone, which is its identity in the whole network: 1 to 32 characters of {@code a-z}, {@code 0-9} and {@code -},
 * beginning with a letter. It appears in conflict copies, so it is short and legal in every storage.
 */
public record ZoneName(@JsonValue String value) implements Comparable<ZoneName> {
    private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** @throws IllegalArgumentException where the name is not legal */
    @JsonCreator
    public ZoneName {
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "zone name '" + value + "' must be 1 to 32 characters of a-z, 0-9 and -, beginning with a letter");
        }
    }

    @Override
    public int compareTo(ZoneName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
