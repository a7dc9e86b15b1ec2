package org.onecopy.core.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.onecopy.core.registry.Registry;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryOutcome;
import org.onecopy.core.registry.RegistryRefusal.Reason;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.model.Grant;
import org.onecopy.model.Role;
import org.onecopy.model.RuleName;
import org.onecopy.model.UserName;

/** What each change of users and tokens does, and when it is refused. */
final class PeopleTurnTest {
    private static final UserName ADA = new UserName("ada");
    private static final UserName BOB = new UserName("bob");
    private static final Grant VIEWER = new Grant(Role.VIEWER);

    private final MemoryTableStore tables = new MemoryTableStore(Schema.REGISTRY);
    private long index;

    private RegistryOutcome apply(PeopleChange change) {
        return apply(new RegistryCommand.ChangePeople(new UUID(1, index + 1), change));
    }

    private RegistryOutcome apply(RegistryCommand command) {
        tables.write(Registry.apply(tables, ++index, command).changes(), false);
        return tables.get(RegistryTables.OUTCOMES, command.request());
    }

    private void done(PeopleChange change) {
        assertThat(apply(change).refusal()).isNull();
    }

    private void refused(PeopleChange change, Reason reason, String subject) {
        List<User> users = PeopleTables.users(tables);
        List<Token> tokens = PeopleTables.tokens(tables);
        assertThat(apply(change).refusal()).satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(reason);
            assertThat(refusal.subject()).isEqualTo(subject);
            assertThat(refusal.message()).isNotBlank();
        });
        assertThat(PeopleTables.users(tables)).isEqualTo(users);
        assertThat(PeopleTables.tokens(tables)).isEqualTo(tokens);
    }

    private static PeopleChange.AddUser user(UserName name) {
        return new PeopleChange.AddUser(new User(name, "hash", List.of(VIEWER), false));
    }

    private static Token token(String id, UserName owner, long expires, boolean session) {
        UserName name = owner == null ? new UserName("backup") : owner;
        return new Token(
                id, name, owner, "digest-" + id, session ? List.of() : List.of(VIEWER), expires, session, false);
    }

    private void add(Token token) {
        done(new PeopleChange.AddToken(token, 1000));
    }

    private List<String> ids() {
        return PeopleTables.tokens(tables).stream().map(Token::id).toList();
    }

    @Test
    void adds_edits_and_removes_a_user() {
        done(user(ADA));
        refused(user(ADA), Reason.USER_EXISTS, "ada");
        List<Grant> scoped = List.of(new Grant(Role.RULE_ADMIN, List.of(new RuleName("photos"))));
        done(new PeopleChange.EditUser(ADA, scoped, null));
        assertThat(tables.get(PeopleTables.USERS, ADA)).isEqualTo(new User(ADA, "hash", scoped, false));
        done(new PeopleChange.EditUser(ADA, null, true));
        assertThat(tables.get(PeopleTables.USERS, ADA)).isEqualTo(new User(ADA, "hash", scoped, true));
        done(new PeopleChange.SetPassword(ADA, "other"));
        assertThat(tables.get(PeopleTables.USERS, ADA)).isEqualTo(new User(ADA, "other", scoped, true));
        done(new PeopleChange.RemoveUser(ADA));
        assertThat(PeopleTables.users(tables)).isEmpty();
    }

    @Test
    void refuses_what_is_about_nobody() {
        refused(new PeopleChange.EditUser(BOB, null, true), Reason.USER_UNKNOWN, "bob");
        refused(new PeopleChange.SetPassword(BOB, "x"), Reason.USER_UNKNOWN, "bob");
        refused(new PeopleChange.RemoveUser(BOB), Reason.USER_UNKNOWN, "bob");
        refused(new PeopleChange.AddToken(token("1", BOB, 2000, true), 1000), Reason.USER_UNKNOWN, "bob");
        refused(new PeopleChange.RevokeToken("1"), Reason.TOKEN_UNKNOWN, "1");
        done(user(BOB));
        done(new PeopleChange.EditUser(BOB, null, true));
        refused(new PeopleChange.AddToken(token("1", BOB, 2000, true), 1000), Reason.USER_UNKNOWN, "bob");
    }

    @Test
    void ends_sessions_with_the_password_and_the_right_to_come_in_and_tokens_with_their_owner() {
        done(user(ADA));
        done(user(BOB));
        add(token("session", ADA, 2000, true));
        add(token("owned", ADA, 2000, false));
        add(token("other", BOB, 2000, true));
        add(token("free", null, 2000, false));
        done(new PeopleChange.SetPassword(ADA, "x"));
        assertThat(ids()).containsExactlyInAnyOrder("owned", "other", "free");
        add(token("again", ADA, 2000, true));
        done(new PeopleChange.EditUser(ADA, List.of(), null));
        assertThat(ids()).contains("again");
        done(new PeopleChange.EditUser(ADA, null, true));
        assertThat(ids()).containsExactlyInAnyOrder("owned", "other", "free");
        done(new PeopleChange.RemoveUser(ADA));
        assertThat(ids()).containsExactlyInAnyOrder("other", "free");
    }

    @Test
    void begins_no_session_by_a_password_that_has_changed_meanwhile() {
        done(user(ADA));
        done(new PeopleChange.AddToken(token("s1", ADA, 2000, true), 1000, "hash"));
        done(new PeopleChange.SetPassword(ADA, "other"));
        refused(new PeopleChange.AddToken(token("s2", ADA, 2000, true), 1000, "hash"), Reason.USER_UNKNOWN, "ada");
        assertThat(ids()).isEmpty();
    }

    @Test
    void keeps_a_revoked_token_for_the_list_and_forgets_a_session_and_what_has_expired() {
        done(user(ADA));
        add(token("t", null, 2000, false));
        add(token("s", ADA, 3000, true));
        done(new PeopleChange.RevokeToken("t"));
        done(new PeopleChange.RevokeToken("s"));
        assertThat(PeopleTables.tokens(tables)).singleElement().satisfies(token -> {
            assertThat(token.id()).isEqualTo("t");
            assertThat(token.revoked()).isTrue();
        });
        done(new PeopleChange.AddToken(token("new", null, 9000, false), 2000));
        assertThat(ids()).containsExactly("new");
    }

    @Test
    void lets_the_session_that_expires_first_go_when_there_are_too_many() {
        done(user(ADA));
        add(token("api", ADA, 1, false));
        for (int i = 0; i < PeopleTurn.SESSIONS_MAX; i++) {
            done(new PeopleChange.AddToken(token("s" + i, ADA, 5000 - i, true), 0));
        }
        done(new PeopleChange.AddToken(token("more", ADA, 9000, true), 0));
        assertThat(ids())
                .hasSize(PeopleTurn.SESSIONS_MAX + 1)
                .contains("api", "more", "s0")
                .doesNotContain("s" + (PeopleTurn.SESSIONS_MAX - 1));
    }

    @Test
    void counts_a_change_that_comes_twice_once() {
        RegistryCommand add = new RegistryCommand.ChangePeople(new UUID(9, 9), user(ADA));
        apply(add);
        done(new PeopleChange.RemoveUser(ADA));
        assertThat(apply(add).refusal()).isNull();
        assertThat(PeopleTables.users(tables)).isEmpty();
    }
}
