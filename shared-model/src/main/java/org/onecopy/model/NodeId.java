package org.onecopy.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The identity of a node in the whole network, never given to another node again: 1 to 64 characters of {@code a-z}, {@code 0-9} and {@code -},
 * beginning with a letter. It is also the node's consensus peer id.
 */
public record NodeId(@JsonValue String value) implements Comparable<NodeId> {
    private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    /** @throws IllegalArgumentException where the name is not legal */
    @JsonCreator
    public NodeId {
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "node id '" + value + "' must be 1 to 64 characters of a-z, 0-9 and -, beginning with a letter");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
