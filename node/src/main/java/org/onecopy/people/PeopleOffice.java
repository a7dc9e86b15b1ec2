package org.onecopy.people;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.AccessTokens;
import org.onecopy.admin.Caller;
import org.onecopy.admin.PeopleService;
import org.onecopy.core.people.PeopleChange;
import org.onecopy.core.people.PeopleTables;
import org.onecopy.core.people.Token;
import org.onecopy.core.people.User;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.model.Grant;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.UserName;
import org.onecopy.model.api.CallerKind;
import org.onecopy.model.api.LoginSpec;
import org.onecopy.model.api.PasswordSpec;
import org.onecopy.model.api.TokenMade;
import org.onecopy.model.api.TokenSpec;
import org.onecopy.model.api.TokenView;
import org.onecopy.model.api.UserEdit;
import org.onecopy.model.api.UserSpec;
import org.onecopy.model.api.UserView;
import org.onecopy.network.AgreedRegistry;
import org.onecopy.network.identity.ApiToken;
import org.onecopy.problem.ProblemException;

/** Users and tokens as they are agreed in the registry, and the lines of this node's tokens file. */
public final class PeopleOffice implements PeopleService {
    /** How long a session lasts. */
    public static final Duration SESSION = Duration.ofHours(8);

    private static final int GRANTS_MAX = 16;
    private static final int ID_BYTES = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final AccessTokens file;
    private final AgreedRegistry registry;
    private final InstantSource clock;
    private final Passwords passwords;

    /**
     * For one node.
     *
     * @param file who may do everything at this node
     * @param clock by which tokens expire
     * @param nanos a clock that never goes back, for the waits of who guesses
     */
    public PeopleOffice(AccessTokens file, AgreedRegistry registry, InstantSource clock, LongSupplier nanos) {
        this.file = file;
        this.registry = registry;
        this.clock = clock;
        passwords = new Passwords(nanos);
    }

    /** A token with its owner. */
    private record Found(Token token, @Nullable User owner) {}

    @Override
    public Caller caller(String secret) {
        Optional<String> named = file.nameOf(secret);
        if (named.isPresent()) {
            return Caller.ofTokensFile(named.get());
        }
        String digest = new ApiToken(secret).digest();
        Found found = registry.<@Nullable Found>read(view -> {
            Token token = view.get(PeopleTables.TOKENS, digest);
            return token == null
                    ? null
                    : new Found(token, token.owner() == null ? null : view.get(PeopleTables.USERS, token.owner()));
        });
        if (found == null) {
            throw unauthenticated(
                    "the bearer token is not known to this network, or no longer: log in again, or check that the token file is the right one");
        }
        Token token = found.token;
        Instant expires = Instant.ofEpochMilli(token.expiresMillis());
        String what = token.session() ? "the session" : "token " + token.name();
        if (token.revoked()) {
            throw unauthenticated(what + " has been revoked: ask a security-admin for another one");
        }
        if (!expires.isAfter(clock.instant())) {
            throw unauthenticated(what + " has expired: "
                    + (token.session() ? "log in again" : "ask a security-admin for another one"));
        }
        if (token.owner() != null && (found.owner == null || found.owner.disabled())) {
            throw unauthenticated(what + " belongs to " + token.owner() + ", who is disabled or gone");
        }
        return caller(token, found.owner, expires);
    }

    private static Caller caller(Token token, @Nullable User owner, Instant expires) {
        if (token.session()) {
            User user = Objects.requireNonNull(owner);
            return new Caller(
                    user.name().value(), CallerKind.USER, token.id(), user.name(), user.grants(), null, expires);
        }
        return new Caller(
                token.name().value(),
                CallerKind.TOKEN,
                token.id(),
                token.owner(),
                token.grants(),
                owner == null ? null : owner.grants(),
                expires);
    }

    private static ProblemException unauthenticated(String message) {
        return new ProblemException(ProblemCode.UNAUTHENTICATED, message);
    }

    @Override
    public TokenMade login(LoginSpec spec, String from) {
        User user = find(spec.user());
        if (!passwords.check(spec.user(), user, spec.password(), from)) {
            throw new ProblemException(
                    ProblemCode.UNAUTHENTICATED,
                    "the name or the password is wrong",
                    Map.of("remedy", "try again, or ask a security-admin for a new password"),
                    null);
        }
        return create(Objects.requireNonNull(user));
    }

    /** A session of a user whose password was found right; it does not begin where that has changed meanwhile. */
    private TokenMade create(User user) {
        ApiToken secret = ApiToken.create();
        Token session = token(user.name(), user.name(), secret, List.of(), SESSION, true);
        change(new PeopleChange.AddToken(session, clock.millis(), user.passwordHash()));
        return new TokenMade(secret.secret(), view(session));
    }

    private @Nullable User find(String name) {
        UserName legal;
        try {
            legal = new UserName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
        return registry.<@Nullable User>read(view -> view.get(PeopleTables.USERS, legal));
    }

    @Override
    public void logout(Caller caller) {
        if (caller.kind() != CallerKind.USER || caller.id() == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, caller + " has no session that could end");
        }
        change(new PeopleChange.RevokeToken(caller.id()));
    }

    @Override
    public void changeOwnPassword(Caller caller, PasswordSpec spec, String from) {
        if (caller.kind() != CallerKind.USER) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST, caller + " is no user who has logged in, and has no password");
        }
        if (spec.current() == null) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST, "the current password is missing", Map.of("field", "current"), null);
        }
        if (!passwords.check(caller.name(), find(caller.name()), spec.current(), from)) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "the current password is wrong",
                    Map.of("remedy", "try again, or ask a security-admin for a new password"),
                    null);
        }
        setPassword(new UserName(caller.name()), spec);
    }

    @Override
    public boolean isUser(String name) {
        return find(name) != null;
    }

    @Override
    public List<UserView> users() {
        return registry.read(PeopleTables::users).stream()
                .map(PeopleOffice::view)
                .toList();
    }

    private static UserView view(User user) {
        return new UserView(user.name(), user.grants(), user.disabled());
    }

    private UserView user(UserName name) {
        User user = find(name.value());
        if (user == null) {
            throw new ProblemException(ProblemCode.USER_UNKNOWN, "there is no user named " + name);
        }
        return view(user);
    }

    @Override
    public UserView addUser(UserSpec spec) {
        String hash = passwords.hash(spec.name().value(), spec.password());
        change(new PeopleChange.AddUser(new User(spec.name(), hash, checked(spec.roles()), false)));
        return user(spec.name());
    }

    @Override
    public UserView editUser(UserName user, UserEdit edit) {
        List<Grant> grants = edit.roles() == null ? null : checked(edit.roles());
        change(new PeopleChange.EditUser(user, grants, edit.disabled()));
        return user(user);
    }

    private static List<Grant> checked(List<Grant> grants) {
        if (grants.size() > GRANTS_MAX) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "at most " + GRANTS_MAX + " roles: put the rules of one role into one",
                    Map.of("field", "roles"),
                    null);
        }
        return grants;
    }

    @Override
    public void setPassword(UserName user, PasswordSpec spec) {
        change(new PeopleChange.SetPassword(user, passwords.hash(user.value(), spec.password())));
    }

    @Override
    public void removeUser(UserName user) {
        change(new PeopleChange.RemoveUser(user));
    }

    @Override
    public List<TokenView> tokens() {
        Instant now = clock.instant();
        return registry.read(PeopleTables::tokens).stream()
                .filter(token -> Instant.ofEpochMilli(token.expiresMillis()).isAfter(now) || !token.session())
                .map(PeopleOffice::view)
                .sorted(Comparator.comparing(TokenView::name).thenComparing(TokenView::id))
                .toList();
    }

    private static TokenView view(Token token) {
        return new TokenView(
                token.id(),
                token.name(),
                token.owner(),
                token.grants(),
                Instant.ofEpochMilli(token.expiresMillis()),
                token.session(),
                token.revoked());
    }

    @Override
    public TokenMade createToken(TokenSpec spec) {
        ApiToken secret = ApiToken.create();
        Token token = token(spec.name(), spec.owner(), secret, checked(spec.roles()), spec.lifetime(), false);
        change(new PeopleChange.AddToken(token, clock.millis()));
        return new TokenMade(secret.secret(), view(token));
    }

    private Token token(
            UserName name,
            @Nullable UserName owner,
            ApiToken secret,
            List<Grant> grants,
            Duration lifetime,
            boolean session) {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        long expires = clock.millis() + lifetime.toMillis();
        return new Token(HexFormat.of().formatHex(id), name, owner, secret.digest(), grants, expires, session, false);
    }

    @Override
    public void revokeToken(String id) {
        change(new PeopleChange.RevokeToken(id));
    }

    private void change(PeopleChange change) {
        registry.change(new RegistryCommand.ChangePeople(UUID.randomUUID(), change));
    }
}
