package org.onecopy.admin;

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

/**
 * Who may use the admin API. All methods may be called from many threads at once; those that change something wait until it is agreed and
 * fail as {@code RegistryCommand.ChangePeople} and with {@code NO_QUORUM} or {@code OUTCOME_UNKNOWN}. Who may ask for what is not checked
 * here.
 */
public interface PeopleService {
    /**
     * Who bears a token, as this node knows now. Never waits for another node.
     *
     * @throws org.onecopy.problem.ProblemException {@code UNAUTHENTICATED} where the token is unknown, expired or revoked, or its owner is
     *     gone or disabled
     */
    Caller caller(String token);

    /**
     * Begins a session of a few hours.
     *
     * @param from the address of who asks
     * @throws org.onecopy.problem.ProblemException {@code UNAUTHENTICATED} for a wrong name or password, after equally long;
     *     {@code TOO_MANY_ATTEMPTS}
     */
    TokenMade login(LoginSpec spec, String from);

    /** Ends a session; {@code BAD_REQUEST} where the caller has none. */
    void logout(Caller caller);

    /**
     * Changes the password of the caller, whose sessions end.
     *
     * @param from the address of who asks
     * @throws org.onecopy.problem.ProblemException {@code BAD_REQUEST} where the caller is no user; as {@link #login} where the current
     *     password is wrong
     */
    void changeOwnPassword(Caller caller, PasswordSpec spec, String from);

    /** Whether there is a user of this name. */
    boolean isUser(String name);

    /** All users, by name. */
    List<UserView> users();

    UserView addUser(UserSpec spec);

    UserView editUser(UserName user, UserEdit edit);

    /** Gives a user another password, which ends all sessions of that user. */
    void setPassword(UserName user, PasswordSpec spec);

    /** Removes a user, with sessions and owned tokens. */
    void removeUser(UserName user);

    /** All tokens and sessions, by name, then by id. */
    List<TokenView> tokens();

    TokenMade createToken(TokenSpec spec);

    void revokeToken(String id);
}
