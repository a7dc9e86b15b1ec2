package org.onecopy.console.shell;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.DurationText;
import org.onecopy.model.Grant;
import org.onecopy.model.Role;
import org.onecopy.model.UserName;
import org.onecopy.model.api.PasswordSpec;
import org.onecopy.model.api.TokenMade;
import org.onecopy.model.api.TokenSpec;
import org.onecopy.model.api.TokenView;
import org.onecopy.model.api.UserEdit;
import org.onecopy.model.api.UserSpec;
import org.onecopy.model.api.UserView;

/** Users and tokens. */
final class PeopleActs {
    private static final String ROLES =
            "viewer, operator, rule-admin, security-admin; one a line, limited to rules as in operator:photos,docs";

    private PeopleActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(
                Command.of("user.add", "Add user…", "fth-user-plus", Menu.PEOPLE, context -> addUser(desk, context))
                        .connected()
                        .asCli(context -> "onecopy users add NAME --role ROLE", "users add")
                        .asRest("POST /api/v1/users", "{\"name\":\"NAME\",\"password\":\"…\",\"roles\":[\"viewer\"]}"));
        commands.add(Command.on(
                        UserView.class,
                        "user.edit",
                        "Roles…",
                        "fth-edit-2",
                        Menu.PEOPLE,
                        context -> edit(desk, context))
                .asCli(context -> "onecopy users edit " + user(context), "users edit")
                .asRest("PUT /api/v1/users/{user}", "{\"roles\":[\"viewer\"],\"disabled\":false}"));
        commands.add(Command.on(
                        UserView.class,
                        "user.password",
                        "New password…",
                        "fth-key",
                        Menu.PEOPLE,
                        context -> password(desk, context))
                .asCli(context -> "onecopy users passwd " + user(context), "users passwd")
                .asRest("PUT /api/v1/users/{user}/password", "{\"password\":\"…\"}"));
        commands.add(Command.on(
                        UserView.class,
                        "user.remove",
                        "Remove user…",
                        "fth-user-minus",
                        Menu.PEOPLE,
                        context -> remove(desk, context))
                .asCli(context -> "onecopy users remove " + user(context), "users remove")
                .asRest("DELETE /api/v1/users/{user}"));
        commands.add(Command.of(
                        "token.create",
                        "Create token…",
                        "fth-plus-circle",
                        Menu.PEOPLE,
                        context -> createToken(desk, context))
                .connected()
                .asCli(context -> "onecopy tokens create NAME --role ROLE", "tokens create")
                .asRest("POST /api/v1/tokens", "{\"name\":\"NAME\",\"roles\":[\"viewer\"],\"lifetime\":\"90d\"}"));
        commands.add(Command.on(
                        TokenView.class,
                        "token.revoke",
                        "Revoke…",
                        "fth-x-circle",
                        Menu.PEOPLE,
                        context -> revoke(desk, context))
                .asCli(
                        context -> "onecopy tokens revoke " + context.word(TokenView.class, TokenView::id, "ID"),
                        "tokens revoke")
                .asRest("DELETE /api/v1/tokens/{id}"));
    }

    private static String user(Context context) {
        return context.word(UserView.class, one -> one.name().value(), "NAME");
    }

    private static List<Grant> grants(Map<String, String> values) {
        return values.getOrDefault("roles", "")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(Grant::parse)
                .toList();
    }

    private static String roleOptions(Map<String, String> values) {
        return grants(values).stream().map(grant -> " --role " + grant).collect(Collectors.joining());
    }

    private static UserSpec userSpec(Map<String, String> values) {
        String password = values.getOrDefault("password", "");
        if (password.length() < 12) {
            throw new IllegalArgumentException("a password has at least 12 characters");
        }
        if (!password.equals(values.get("again"))) {
            throw new IllegalArgumentException("the two passwords differ");
        }
        return new UserSpec(new UserName(values.getOrDefault("name", "").strip()), password, grants(values));
    }

    private static void addUser(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        Ask ask = new Ask(desk.stage(), "Add a user", "Add user");
        ask.plan("Roles: " + ROLES + ".");
        ask.text("name", "Name", "", "anna");
        ask.secret("password", "Password");
        ask.secret("again", "Once more");
        ask.area("roles", "Roles", Role.VIEWER.word());
        ask.check(values -> userSpec(values).password().isEmpty() ? Optional.of("a password") : Optional.empty());
        ask.cli(values -> "onecopy users add " + values.getOrDefault("name", "").strip() + roleOptions(values));
        ask.show()
                .map(PeopleActs::userSpec)
                .ifPresent(spec -> desk.change(
                        session,
                        "Add user " + spec.name(),
                        client -> client.people().addUser(spec),
                        done -> {}));
    }

    private static void edit(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(UserView.class).ifPresent(user -> {
            Ask ask = new Ask(desk.stage(), "User " + user.name(), "Save");
            ask.plan("Roles: " + ROLES + ".");
            ask.area(
                    "roles", "Roles", user.roles().stream().map(Grant::toString).collect(Collectors.joining("\n")));
            ask.flag("disabled", "Disabled: cannot log in, sessions and tokens do not count", user.disabled());
            ask.check(values ->
                    grants(values).equals(user.roles()) && user.disabled() == "true".equals(values.get("disabled"))
                            ? Optional.of("Nothing is changed.")
                            : Optional.empty());
            ask.cli(values -> "onecopy users edit " + user.name()
                    + (grants(values).isEmpty() ? " --no-roles" : roleOptions(values))
                    + ("true".equals(values.get("disabled")) ? " --disable" : user.disabled() ? " --enable" : ""));
            ask.show()
                    .map(values -> new UserEdit(grants(values), "true".equals(values.get("disabled"))))
                    .ifPresent(change -> desk.change(
                            session,
                            "Change user " + user.name(),
                            client -> client.people().editUser(user.name(), change),
                            done -> {}));
        });
    }

    private static void password(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(UserView.class).ifPresent(user -> {
            Ask ask = new Ask(desk.stage(), "New password of " + user.name(), "Set password");
            ask.plan("All sessions of the user end. Your own password also needs the present one.");
            ask.secret("current", "Present password (only for your own)");
            ask.secret("password", "New password");
            ask.secret("again", "Once more");
            ask.check(values -> userSpec(with(values, user.name())).password().isEmpty()
                    ? Optional.of("a password")
                    : Optional.empty());
            ask.cli(values -> "onecopy users passwd " + user.name());
            ask.show()
                    .ifPresent(values -> desk.act(
                            session,
                            "New password of " + user.name(),
                            () -> {
                                String current = values.getOrDefault("current", "");
                                String fresh = values.getOrDefault("password", "");
                                session.gateway().order(client -> {
                                    if (current.isEmpty()) {
                                        client.people().setPassword(user.name(), new PasswordSpec(fresh, null));
                                    } else {
                                        client.people().changeOwnPassword(new PasswordSpec(fresh, current));
                                    }
                                });
                                return user;
                            },
                            done -> {}));
        });
    }

    private static Map<String, String> with(Map<String, String> values, UserName name) {
        Map<String, String> all = new HashMap<>(values);
        all.put("name", name.value());
        return all;
    }

    private static void remove(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(UserView.class).ifPresent(user -> {
            Ask ask = new Ask(desk.stage(), "Remove user " + user.name() + "?", "Remove user");
            ask.plan("All sessions of the user and the tokens that the user owns end at once.");
            ask.typeToConfirm(user.name().value());
            ask.cli(values -> "onecopy users remove " + user.name());
            ask.show()
                    .ifPresent(values -> desk.order(
                            session,
                            "Remove user " + user.name(),
                            client -> client.people().removeUser(user.name())));
        });
    }

    private static TokenSpec tokenSpec(Map<String, String> values) {
        String owner = values.getOrDefault("owner", "").strip();
        return new TokenSpec(
                new UserName(values.getOrDefault("name", "").strip()),
                owner.isEmpty() ? null : new UserName(owner),
                grants(values),
                DurationText.parse(values.getOrDefault("lifetime", "").strip()));
    }

    private static void createToken(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        Ask ask = new Ask(desk.stage(), "Create a token", "Create token");
        ask.plan("For a program. Roles: " + ROLES + ".");
        ask.text("name", "What it is for", "", "backup");
        ask.text("owner", "Owner (ends with the user)", "", "nobody");
        ask.area("roles", "Roles", Role.VIEWER.word());
        ask.text("lifetime", "Lifetime", "90d", "90d");
        ask.check(values -> tokenSpec(values).lifetime().isNegative() ? Optional.of("a lifetime") : Optional.empty());
        ask.cli(values -> "onecopy tokens create " + values.get("name") + roleOptions(values) + " --lifetime "
                + values.get("lifetime")
                + (values.getOrDefault("owner", "").isBlank() ? "" : " --owner " + values.get("owner")));
        ask.show()
                .map(PeopleActs::tokenSpec)
                .ifPresent(spec -> desk.change(
                        session,
                        "Create token " + spec.name(),
                        client -> client.people().createToken(spec),
                        made -> secret(desk, made)));
    }

    private static void secret(Desk desk, TokenMade made) {
        Ask ask = new Ask(desk.stage(), "Token " + made.token().name(), "Copy the secret");
        ask.plan("This is shown once and kept nowhere.");
        ask.area("secret", "Secret", made.secret());
        ask.show().ifPresent(values -> Ask.copy(made.secret()));
    }

    private static void revoke(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(TokenView.class).ifPresent(token -> {
            String what = (token.session() ? "session of " : "token ") + token.name();
            Ask ask = new Ask(desk.stage(), "Revoke the " + what + "?", "Revoke");
            ask.plan("From now on it counts no more, at all nodes: "
                    + Arrays.toString(token.roles().toArray()));
            ask.dangerous();
            ask.cli(values -> "onecopy tokens revoke " + token.id());
            ask.show()
                    .ifPresent(values -> desk.order(
                            session,
                            "Revoke the " + what,
                            client -> client.people().revokeToken(token.id())));
        });
    }
}
