package org.onecopy.model.api;

/**
 * A new token, or the session of a user who has logged in.
 *
 * @param secret the bearer token: given this once, and kept nowhere on the nodes
 */
public record TokenMade(String secret, TokenView token) {
    /** Never shows the secret. */
    @Override
    public String toString() {
        return "TokenMade[" + token + "]";
    }
}
