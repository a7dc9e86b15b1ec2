package org.onecopy.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a replication rule, unique among the rules of a network: 1 to 64 characters of {@code a-z}, {@code 0-9} and {@code -},
 * beginning with a letter.
 */
public record RuleName(@JsonValue String value) implements Comparable<RuleName> {
    private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    /** @throws IllegalArgumentException where the name is not legal */
    @JsonCreator
    public RuleName {
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "rule name '" + value + "' must be 1 to 64 characters of a-z, 0-9 and -, beginning with a letter");
        }
    }

    @Override
    public int compareTo(RuleName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
