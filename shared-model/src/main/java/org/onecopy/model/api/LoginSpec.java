package org.onecopy.model.api;

/** Who wants in. */
public record LoginSpec(String user, String password) {
    public LoginSpec {
        Required.field("user", user);
        Required.field("password", password);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "LoginSpec";
    }
}
