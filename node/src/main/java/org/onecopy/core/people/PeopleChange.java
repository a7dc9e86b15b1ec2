package org.onecopy.core.people;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Grant;
import org.onecopy.model.UserName;

/** What may happen to users and tokens, as a command of the registry. */
public sealed interface PeopleChange {
    /** A user is made. Refused where there is one of this name ({@code USER_EXISTS}), or {@link PeopleTurn#USERS_MAX}. */
    record AddUser(User user) implements PeopleChange {}

    /**
     * A user has other grants, or is disabled or enabled. Who is disabled loses all sessions. Refused where there is none of this name
     * ({@code USER_UNKNOWN}).
     *
     * @param grants all of them; null: as they are
     * @param disabled null: as it is
     */
    record EditUser(
            UserName user,
            @Nullable List<Grant> grants,
            @Nullable Boolean disabled) implements PeopleChange {
        public EditUser {
            grants = grants == null ? null : List.copyOf(grants);
        }
    }

    /**
     * A user has another password; all sessions end. Refused where there is none of this name ({@code USER_UNKNOWN}).
     *
     * @param passwordHash as in {@link User}
     */
    record SetPassword(UserName user, String passwordHash) implements PeopleChange {
        /** Never shows the hash. */
        @Override
        public String toString() {
            return "SetPassword[" + user + "]";
        }
    }

    /** A user ends, with all sessions and tokens that are owned. Refused where there is none of this name ({@code USER_UNKNOWN}). */
    record RemoveUser(UserName user) implements PeopleChange {}

    /**
     * A token is made, or a session begins; those that have expired are forgotten. Beyond {@link PeopleTurn#SESSIONS_MAX} sessions of its
     * user the one that expires first ends. Refused where its owner is unknown or disabled ({@code USER_UNKNOWN}), or there are
     * {@link PeopleTurn#TOKENS_MAX} tokens.
     *
     * @param nowMillis when that is, by the proposer's clock, since 1970
     * @param proof the hash that the user's password was found right by: where it is another one by now, the session does not begin
     *     ({@code USER_UNKNOWN}); null for tokens
     */
    record AddToken(Token token, long nowMillis, @Nullable String proof) implements PeopleChange {
        /** A token, which nobody proves anything for. */
        public AddToken(Token token, long nowMillis) {
            this(token, nowMillis, null);
        }

        /** Never shows the hash. */
        @Override
        public String toString() {
            return "AddToken[" + token + "]";
        }
    }

    /** A token counts no more; a session is forgotten. Refused where there is none of this id ({@code TOKEN_UNKNOWN}). */
    record RevokeToken(String id) implements PeopleChange {}
}
