package org.onecopy.console.connect;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Environment;

/**
 * A connection as it is saved, without its secret.
 *
 * @param name unique among the saved ones
 * @param urls {@code https://HOST:PORT} of nodes, at least one; others are learnt from them
 * @param authority PEM of the certificates that are trusted, and nothing else
 * @param user who logs in; null where a token is used
 */
public record Saved(
        String name,
        Environment environment,
        List<URI> urls,
        String authority,
        @Nullable String user) {
    /** @throws IllegalArgumentException where something is missing or an address is none */
    public Saved {
        if (name == null || name.isBlank() || name.length() > 64) {
            throw new IllegalArgumentException("a connection needs a name of at most 64 characters");
        }
        if (urls == null || urls.isEmpty()) {
            throw new IllegalArgumentException("give the address of a node: https://HOST:PORT");
        }
        if (authority == null || !authority.contains("BEGIN CERTIFICATE")) {
            throw new IllegalArgumentException("the authority of the network is missing: fetch it, or give a PEM file");
        }
        environment = environment == null ? Environment.DEVELOPMENT : environment;
        urls = List.copyOf(urls);
    }
}
