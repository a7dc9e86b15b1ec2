package org.onecopy.model.api;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the others are to reach a node from now on: host:port each, at least one; an absent one stays.
 *
 * @param agreement consensus, gRPC
 * @param content content exchange, HTTPS
 * @param admin admin API, HTTPS
 */
public record AddressChange(
        @Nullable String agreement,
        @Nullable String content,
        @Nullable String admin) {
    /** @throws IllegalArgumentException where none is given */
    public AddressChange {
        if (Stream.of(agreement, content, admin).allMatch(Objects::isNull)) {
            throw new IllegalArgumentException("give at least one of agreement, content and admin");
        }
    }
}
