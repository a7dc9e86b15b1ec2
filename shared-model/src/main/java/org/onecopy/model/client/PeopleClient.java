package org.onecopy.model.client;

import java.util.List;
import org.onecopy.model.UserName;
import org.onecopy.model.api.LoginSpec;
import org.onecopy.model.api.PasswordSpec;
import org.onecopy.model.api.TokenMade;
import org.onecopy.model.api.TokenSpec;
import org.onecopy.model.api.TokenView;
import org.onecopy.model.api.UserEdit;
import org.onecopy.model.api.UserSpec;
import org.onecopy.model.api.UserView;
import org.onecopy.model.api.WhoView;

/** The part of {@link AdminClient} that is about who may do what: one method for each route, which fails as its methods do. */
public final class PeopleClient {
    private final AdminTransport transport;

    PeopleClient(AdminTransport transport) {
        this.transport = transport;
    }

    /** Who this client is to the node. */
    public WhoView whoami() {
        return transport.read("/api/v1/whoami", WhoView.class);
    }

    /** Begins a session. Needs no token. */
    public TokenMade login(LoginSpec spec) {
        return transport.send("POST", "/api/v1/sessions", spec, TokenMade.class);
    }

    /** Ends the session whose token this client bears. */
    public void logout() {
        transport.order("DELETE", "/api/v1/sessions/current");
    }

    /** Changes the password of who asks. */
    public void changeOwnPassword(PasswordSpec spec) {
        transport.order("PUT", "/api/v1/whoami/password", spec);
    }

    public List<UserView> users() {
        return transport.readList("/api/v1/users", UserView.class);
    }

    public UserView addUser(UserSpec spec) {
        return transport.send("POST", "/api/v1/users", spec, UserView.class);
    }

    public UserView editUser(UserName user, UserEdit edit) {
        return transport.send("PUT", "/api/v1/users/" + user, edit, UserView.class);
    }

    /** Gives somebody else a new password, which ends all sessions of that user. */
    public void setPassword(UserName user, PasswordSpec spec) {
        transport.order("PUT", "/api/v1/users/" + user + "/password", spec);
    }

    /** Removes a user with all sessions and tokens that the user owns. */
    public void removeUser(UserName user) {
        transport.order("DELETE", "/api/v1/users/" + user);
    }

    public List<TokenView> tokens() {
        return transport.readList("/api/v1/tokens", TokenView.class);
    }

    public TokenMade createToken(TokenSpec spec) {
        return transport.send("POST", "/api/v1/tokens", spec, TokenMade.class);
    }

    /** From now on the token counts no more. */
    public void revokeToken(String id) {
        transport.order("DELETE", "/api/v1/tokens/" + id);
    }
}
