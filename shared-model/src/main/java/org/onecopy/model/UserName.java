package org.onecopy.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a person who uses Onecopy, or of an API token: 1 to 64 characters of {@code a-z}, {@code 0-9}, {@code .}, {@code _} and
 * {@code -}, beginning with a letter.
 */
public record UserName(@JsonValue String value) implements Comparable<UserName> {
    private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

    /** @throws IllegalArgumentException where the name is not legal */
    @JsonCreator
    public UserName {
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException("name '" + value
                    + "' must be 1 to 64 characters of a-z, 0-9, '.', '_' and -, beginning with a letter");
        }
    }

    @Override
    public int compareTo(UserName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
