package org.onecopy.core.people;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Grant;
import org.onecopy.model.UserName;

/**
 * A secret by which somebody is known, without the secret.
 *
 * @param id by which it is listed and revoked
 * @param name of what it is for; of a session its user's
 * @param owner the user with whom it ends, or null; of a session its user
 * @param digest SHA-256 of the secret, in hexadecimal digits
 * @param grants of a session none: it has those of its user
 * @param expiresMillis since 1970
 * @param session whether it came of a login
 */
public record Token(
        String id,
        UserName name,
        @Nullable UserName owner,
        String digest,
        List<Grant> grants,
        long expiresMillis,
        boolean session,
        boolean revoked) {
    public Token {
        grants = List.copyOf(grants);
    }

    /** The same, which counts no more. */
    Token asRevoked() {
        return new Token(id, name, owner, digest, grants, expiresMillis, session, true);
    }

    /** Never shows the digest. */
    @Override
    public String toString() {
        return "Token[" + id + " " + name + " " + grants + "]";
    }
}
