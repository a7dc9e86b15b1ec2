package org.onecopy.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.AccessTokens;
import org.onecopy.admin.Caller;
import org.onecopy.model.Grant;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Role;
import org.onecopy.model.RuleName;
import org.onecopy.model.UserName;
import org.onecopy.model.api.CallerKind;
import org.onecopy.model.api.LoginSpec;
import org.onecopy.model.api.PasswordSpec;
import org.onecopy.model.api.TokenMade;
import org.onecopy.model.api.TokenSpec;
import org.onecopy.model.api.UserEdit;
import org.onecopy.model.api.UserSpec;
import org.onecopy.problem.ProblemException;

/** Who is let in, and when no more. */
final class PeopleOfficeTest {
    private static final UserName ADA = new UserName("ada");
    private static final RuleName PHOTOS = new RuleName("photos");
    private static final String PASSWORD = "correct horse battery";
    private static final String HERE = "127.0.0.1";

    @TempDir
    Path directory;

    private final MemoryRegistry registry = new MemoryRegistry();
    private final MovableClock clock = new MovableClock();
    private PeopleOffice people;

    @BeforeEach
    void open() throws Exception {
        people = another();
        people.addUser(new UserSpec(ADA, PASSWORD, List.of(new Grant(Role.VIEWER))));
    }

    private PeopleOffice another() throws Exception {
        Path file = Files.writeString(directory.resolve("tokens"), AccessTokens.line("first", "in the file") + "\n");
        return new PeopleOffice(AccessTokens.read(file), registry, clock, clock::nanos);
    }

    private TokenMade login(String user, String password) {
        return people.login(new LoginSpec(user, password), HERE);
    }

    private static void refused(ProblemCode code, ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    void lets_a_user_in_at_every_node_until_the_session_ends() throws Exception {
        TokenMade session = login("ada", PASSWORD);
        Caller ada = another().caller(session.secret());
        assertThat(ada.name()).isEqualTo("ada");
        assertThat(ada.kind()).isEqualTo(CallerKind.USER);
        assertThat(ada.mayLook()).isTrue();
        assertThat(session.toString()).doesNotContain(session.secret());
        clock.pass(PeopleOffice.SESSION.minusSeconds(1));
        people.caller(session.secret());
        clock.pass(Duration.ofSeconds(1));
        refused(ProblemCode.UNAUTHENTICATED, () -> people.caller(session.secret()));
    }

    @Test
    void gives_a_session_the_roles_that_its_user_has_now() {
        TokenMade session = login("ada", PASSWORD);
        assertThat(people.caller(session.secret()).has(Role.OPERATOR, PHOTOS)).isFalse();
        people.editUser(ADA, new UserEdit(List.of(new Grant(Role.OPERATOR, List.of(PHOTOS))), null));
        assertThat(people.caller(session.secret()).has(Role.OPERATOR, PHOTOS)).isTrue();
        assertThat(people.caller(session.secret()).has(Role.OPERATOR, null)).isFalse();
        people.editUser(ADA, new UserEdit(List.of(), null));
        assertThat(people.caller(session.secret()).mayLook()).isFalse();
    }

    @Test
    void says_the_same_of_a_wrong_name_a_wrong_password_and_who_is_disabled() {
        people.addUser(new UserSpec(new UserName("bob"), PASSWORD, List.of()));
        people.editUser(new UserName("bob"), new UserEdit(null, true));
        for (LoginSpec wrong : List.of(
                new LoginSpec("ada", "correct horse batterz"),
                new LoginSpec("eve", PASSWORD),
                new LoginSpec("No Name", PASSWORD),
                new LoginSpec("bob", PASSWORD),
                new LoginSpec("ada", "x".repeat(10_000)))) {
            assertThatThrownBy(() -> people.login(wrong, HERE))
                    .hasMessage("the name or the password is wrong")
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.UNAUTHENTICATED));
        }
    }

    @Test
    void takes_as_long_for_a_wrong_name_as_for_a_wrong_password() {
        // The first of each warms the code up; what counts is that a hash is made, which takes far longer than all
        // else.
        long known = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            clock.pass(Duration.ofHours(1));
            known = Math.min(known, nanosOf("ada"));
            unknown = Math.min(unknown, nanosOf("eve"));
        }
        assertThat(unknown).isBetween(known / 4, known * 4);
    }

    private long nanosOf(String user) {
        long begin = System.nanoTime();
        refused(ProblemCode.UNAUTHENTICATED, () -> login(user, "not the password"));
        return System.nanoTime() - begin;
    }

    @Test
    void lets_who_guesses_wait_known_or_not_and_forgets_it_after_a_while() {
        for (String name : List.of("ada", "eve")) {
            for (int i = 0; i < 5; i++) {
                String from = "10.0.0." + i;
                refused(ProblemCode.UNAUTHENTICATED, () -> people.login(new LoginSpec(name, "not the password"), from));
            }
            refused(ProblemCode.TOO_MANY_ATTEMPTS, () -> people.login(new LoginSpec(name, PASSWORD), "10.1.1.1"));
        }
        clock.pass(Duration.ofSeconds(31));
        login("ada", PASSWORD);
    }

    @Test
    void lets_an_address_wait_that_tries_many_names() {
        for (int i = 0; i < 20; i++) {
            String name = "user" + i;
            refused(ProblemCode.UNAUTHENTICATED, () -> login(name, "not the password"));
        }
        refused(ProblemCode.TOO_MANY_ATTEMPTS, () -> login("ada", PASSWORD));
        people.login(new LoginSpec("ada", PASSWORD), "10.0.0.1");
    }

    @Test
    void refuses_passwords_that_are_easy_to_guess() {
        for (String weak : List.of("short", "aaaaaaaaaaaaaaaa", "x".repeat(257), "this is ada, who else")) {
            refused(ProblemCode.BAD_REQUEST, () -> people.setPassword(ADA, new PasswordSpec(weak, null)));
        }
    }

    @Test
    void changes_the_own_password_for_who_knows_the_present_one() {
        TokenMade session = login("ada", PASSWORD);
        Caller ada = people.caller(session.secret());
        refused(
                ProblemCode.FORBIDDEN,
                () -> people.changeOwnPassword(ada, new PasswordSpec("another password", "wrong"), HERE));
        people.changeOwnPassword(ada, new PasswordSpec("another password", PASSWORD), HERE);
        refused(ProblemCode.UNAUTHENTICATED, () -> people.caller(session.secret()));
        refused(ProblemCode.UNAUTHENTICATED, () -> login("ada", PASSWORD));
        login("ada", "another password");
        Caller file = people.caller("in the file");
        refused(
                ProblemCode.BAD_REQUEST,
                () -> people.changeOwnPassword(file, new PasswordSpec("another password", "x"), HERE));
    }

    @Test
    void knows_a_token_until_it_expires_is_revoked_or_its_owner_goes() {
        List<Grant> roles = List.of(new Grant(Role.RULE_ADMIN), new Grant(Role.VIEWER));
        TokenMade free = people.createToken(new TokenSpec(new UserName("ci"), null, roles, null));
        TokenMade owned = people.createToken(new TokenSpec(new UserName("ci"), ADA, roles, Duration.ofDays(1)));
        assertThat(people.caller(free.secret()).has(Role.RULE_ADMIN, PHOTOS)).isTrue();
        // what its owner may not do, it may not either
        assertThat(people.caller(owned.secret()).has(Role.RULE_ADMIN, PHOTOS)).isFalse();
        assertThat(people.caller(owned.secret()).mayLook()).isTrue();
        people.editUser(ADA, new UserEdit(null, true));
        assertThatThrownBy(() -> people.caller(owned.secret())).hasMessageContaining("disabled");
        people.editUser(ADA, new UserEdit(null, false));
        people.caller(owned.secret());
        clock.pass(Duration.ofDays(1));
        assertThatThrownBy(() -> people.caller(owned.secret())).hasMessageContaining("expired");
        people.revokeToken(free.token().id());
        assertThatThrownBy(() -> people.caller(free.secret())).hasMessageContaining("revoked");
        assertThat(people.tokens()).allMatch(token -> token.name().value().equals("ci"));
        refused(ProblemCode.TOKEN_UNKNOWN, () -> people.revokeToken("abc"));
    }

    @Test
    void keeps_no_secret_in_the_registry() {
        TokenMade token = people.createToken(new TokenSpec(new UserName("ci"), null, List.of(), null));
        String all = registry.read(view -> {
            StringBuilder text = new StringBuilder();
            org.onecopy.core.people.PeopleTables.users(view)
                    .forEach(user -> text.append(user).append(user.passwordHash()));
            org.onecopy.core.people.PeopleTables.tokens(view)
                    .forEach(row -> text.append(row).append(row.digest()));
            return text.toString();
        });
        assertThat(all)
                .contains("$argon2id$")
                .doesNotContain(PASSWORD, token.secret(), token.secret().substring(8));
    }

    @Test
    void lets_who_stands_in_the_tokens_file_do_everything() {
        Caller first = people.caller("in the file");
        assertThat(first.kind()).isEqualTo(CallerKind.TOKENS_FILE);
        for (Role role : Role.values()) {
            assertThat(first.has(role, null)).isTrue();
        }
        refused(ProblemCode.BAD_REQUEST, () -> people.logout(first));
        refused(ProblemCode.UNAUTHENTICATED, () -> people.caller("not in the file"));
    }
}
