package org.onecopy.model.client;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an admin API is and how to be trusted there.
 *
 * @param url {@code https://host:port}
 * @param ca PEM file with the certificates that the node's certificate must lead to
 * @param token file with the bearer token on its first line; null for who has none and wants to log in
 */
public record AdminEndpoint(URI url, Path ca, @Nullable Path token) {
    /** @throws IllegalArgumentException where the URL is not {@code https://host[:port]} */
    public AdminEndpoint {
        if (!"https".equals(url.getScheme())
                || url.getHost() == null
                || url.getQuery() != null
                || url.getUserInfo() != null) {
            throw new IllegalArgumentException("'" + url + "' is no admin address: expected https://HOST:PORT");
        }
    }
}
