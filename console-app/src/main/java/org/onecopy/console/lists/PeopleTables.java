package org.onecopy.console.lists;

import static org.onecopy.console.lists.Column.number;
import static org.onecopy.console.lists.Column.text;

import java.time.Instant;
import java.util.List;
import org.onecopy.model.api.TokenView;
import org.onecopy.model.api.UserView;

/** Tables of who may do what. */
final class PeopleTables {
    private PeopleTables() {}

    /** Users. */
    static final ListSpec<UserView> USERS = new ListSpec<>(
            "users",
            "Users",
            "fth-user",
            UserView.class,
            List.of(
                    text("User", 160, UserView::name),
                    text("Roles", 420, UserView::roles),
                    text("State", 100, user -> user.disabled() ? "disabled" : "enabled")),
            Sources.plain(client -> client.people().users()),
            UserView::name,
            "No users yet: whoever has a token of a tokens file can do everything. Add users with roles here.",
            false);

    /** Tokens and sessions. */
    static final ListSpec<TokenView> TOKENS = new ListSpec<>(
            "tokens",
            "Tokens",
            "fth-key",
            TokenView.class,
            List.of(
                    text("Name", 150, TokenView::name),
                    text("Kind", 80, token -> token.session() ? "session" : "token"),
                    text("Owner", 120, TokenView::owner),
                    text("Roles", 240, TokenView::roles),
                    number("Expires", 160, TokenView::expires, Texts::of),
                    text(
                            "State",
                            90,
                            token -> token.revoked()
                                    ? "revoked"
                                    : token.expires().isBefore(Instant.now()) ? "expired" : "good"),
                    text("Id", 150, TokenView::id)),
            Sources.plain(client -> client.people().tokens()),
            TokenView::id,
            "No tokens and no sessions.",
            false);
}
