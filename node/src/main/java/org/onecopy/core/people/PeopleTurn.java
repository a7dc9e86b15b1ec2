package org.onecopy.core.people;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.table.Overlay;
import org.onecopy.model.UserName;

/** What a command does to users and tokens: a pure function, the same at every node. A refusal changes nothing. */
public final class PeopleTurn {
    /** How many users there may be. */
    public static final int USERS_MAX = 10_000;

    /** How many tokens and sessions there may be. */
    public static final int TOKENS_MAX = 20_000;

    /** How many sessions a user may have at once. */
    public static final int SESSIONS_MAX = 16;

    private final Overlay tables;

    public PeopleTurn(Overlay tables) {
        this.tables = tables;
    }

    /**
     * Why nothing was changed.
     *
     * @param subject the user's name or the token's id
     */
    public record Refusal(Reason reason, String subject) {
        /** All reasons. */
        public enum Reason {
            USER_EXISTS,
            USER_UNKNOWN,
            TOO_MANY_USERS,
            TOKEN_UNKNOWN,
            TOO_MANY_TOKENS
        }
    }

    /** Applies one change; null where it took effect. */
    public @Nullable Refusal apply(PeopleChange change) {
        return switch (change) {
            case PeopleChange.AddUser add -> add(add.user());
            case PeopleChange.EditUser edit -> edit(edit);
            case PeopleChange.SetPassword set -> setPassword(set);
            case PeopleChange.RemoveUser remove -> remove(remove.user());
            case PeopleChange.AddToken add -> add(add);
            case PeopleChange.RevokeToken revoke -> revoke(revoke.id());
        };
    }

    private @Nullable Refusal add(User user) {
        if (tables.get(PeopleTables.USERS, user.name()) != null) {
            return new Refusal(Refusal.Reason.USER_EXISTS, user.name().value());
        }
        if (PeopleTables.users(tables).size() >= USERS_MAX) {
            return new Refusal(Refusal.Reason.TOO_MANY_USERS, user.name().value());
        }
        tables.put(PeopleTables.USERS, user.name(), user);
        return null;
    }

    private @Nullable Refusal edit(PeopleChange.EditUser edit) {
        User before = tables.get(PeopleTables.USERS, edit.user());
        if (before == null) {
            return unknown(edit.user());
        }
        boolean disabled = edit.disabled() == null ? before.disabled() : edit.disabled();
        tables.put(
                PeopleTables.USERS,
                edit.user(),
                new User(
                        edit.user(),
                        before.passwordHash(),
                        edit.grants() == null ? before.grants() : edit.grants(),
                        disabled));
        if (disabled) {
            forget(edit.user(), false);
        }
        return null;
    }

    private @Nullable Refusal setPassword(PeopleChange.SetPassword set) {
        User before = tables.get(PeopleTables.USERS, set.user());
        if (before == null) {
            return unknown(set.user());
        }
        tables.put(
                PeopleTables.USERS,
                set.user(),
                new User(set.user(), set.passwordHash(), before.grants(), before.disabled()));
        forget(set.user(), false);
        return null;
    }

    private @Nullable Refusal remove(UserName user) {
        if (tables.get(PeopleTables.USERS, user) == null) {
            return unknown(user);
        }
        tables.delete(PeopleTables.USERS, user);
        forget(user, true);
        return null;
    }

    /** Ends the sessions of a user, and the tokens too where that is wanted. */
    private void forget(UserName owner, boolean tokensToo) {
        for (Token token : PeopleTables.tokens(tables)) {
            if (owner.equals(token.owner()) && (token.session() || tokensToo)) {
                tables.delete(PeopleTables.TOKENS, token.digest());
            }
        }
    }

    private @Nullable Refusal add(PeopleChange.AddToken add) {
        Token token = add.token();
        if (token.owner() != null) {
            User owner = tables.get(PeopleTables.USERS, token.owner());
            boolean proved =
                    add.proof() == null || (owner != null && add.proof().equals(owner.passwordHash()));
            if (owner == null || owner.disabled() || !proved) {
                return unknown(token.owner());
            }
        }
        for (Token other : PeopleTables.tokens(tables)) {
            if (other.expiresMillis() <= add.nowMillis()) {
                tables.delete(PeopleTables.TOKENS, other.digest());
            }
        }
        List<Token> left = PeopleTables.tokens(tables);
        if (token.session()) {
            makeRoom(token, left);
        }
        if (left.size() >= TOKENS_MAX) {
            return new Refusal(Refusal.Reason.TOO_MANY_TOKENS, token.id());
        }
        tables.put(PeopleTables.TOKENS, token.digest(), token);
        return null;
    }

    private void makeRoom(Token session, List<Token> all) {
        List<Token> own = all.stream()
                .filter(token -> token.session() && session.name().equals(token.name()))
                .sorted(Comparator.comparingLong(Token::expiresMillis).thenComparing(Token::digest))
                .toList();
        own.stream()
                .limit(Math.max(0, own.size() - SESSIONS_MAX + 1))
                .forEach(token -> tables.delete(PeopleTables.TOKENS, token.digest()));
    }

    private @Nullable Refusal revoke(String id) {
        for (Token token : PeopleTables.tokens(tables)) {
            if (token.id().equals(id)) {
                if (token.session()) {
                    tables.delete(PeopleTables.TOKENS, token.digest());
                } else {
                    tables.put(PeopleTables.TOKENS, token.digest(), token.asRevoked());
                }
                return null;
            }
        }
        return new Refusal(Refusal.Reason.TOKEN_UNKNOWN, id);
    }

    private static Refusal unknown(UserName user) {
        return new Refusal(Refusal.Reason.USER_UNKNOWN, user.value());
    }
}
