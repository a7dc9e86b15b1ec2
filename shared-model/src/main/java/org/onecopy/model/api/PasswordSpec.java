package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;

/**
 * A new password.
 *
 * @param password of 12 to 256 characters
 * @param current needed by who changes the own one
 */
public record PasswordSpec(String password, @Nullable String current) {
    public PasswordSpec {
        Required.field("password", password);
    }

    /** Never shows the passwords. */
    @Override
    public String toString() {
        return "PasswordSpec";
    }
}
