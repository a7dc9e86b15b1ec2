package org.onecopy.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Grant;
import org.onecopy.model.UserName;
import org.onecopy.model.api.PasswordSpec;
import org.onecopy.model.api.UserEdit;
import org.onecopy.model.api.UserSpec;
import org.onecopy.model.api.UserView;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy users}, which is {@code onecopy users list}. */
@Command(name = "users", description = "List, add, edit and remove users, and change passwords.")
class UsersCommand extends AskCommand {
    UsersCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<UserView> users = connection.ask(client -> client.people().users());
        output.print(users, () -> table(users), "no users: make one with 'onecopy users add'");
        return ExitCode.OK;
    }

    private static String table(List<UserView> users) {
        Table table = Table.of("USER", "STATE", "ROLES");
        users.forEach(user -> table.row(user.name(), user.disabled() ? "disabled" : "enabled", words(user.roles())));
        return table.render();
    }

    static String words(List<Grant> grants) {
        return grants.stream().map(Grant::toString).collect(Collectors.joining(" "));
    }

    static List<Grant> grants(List<String> roles) {
        return roles.stream().map(Grant::parse).toList();
    }

    /** A new password: asked for twice where a person can answer. */
    private static String newPassword(Terminal terminal) {
        String password = terminal.askSecret("new password: ");
        if (terminal.interactive() && !password.equals(terminal.askSecret("again: "))) {
            throw new IllegalArgumentException("the two passwords differ: nothing was done");
        }
        return password;
    }

    /** {@code onecopy users list}. */
    @Command(name = "list", description = "List the users.")
    static final class ListAll extends UsersCommand {
        ListAll(Terminal terminal) {
            super(terminal);
        }
    }

    /** A command about one user. */
    abstract static class OfOne extends AskCommand {
        @Parameters(paramLabel = "NAME")
        private String name = "";

        OfOne(Terminal terminal) {
            super(terminal);
        }

        UserName user() {
            return new UserName(name);
        }

        void show(UserView user) {
            output.print(user, () -> table(List.of(user)), "");
        }
    }

    /** {@code onecopy users add NAME}. */
    @Command(
            name = "add",
            description =
                    "Add a user. The password is asked for, or read from standard input; it has 12 to 256 characters.")
    static final class Add extends OfOne {
        @Option(
                names = "--role",
                paramLabel = "ROLE[:RULE,…]",
                description = "viewer, operator, rule-admin or security-admin, as often as needed;"
                        + " operator and rule-admin can be limited to rules")
        private List<String> roles = List.of();

        Add(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            UserName user = user();
            List<Grant> grants = grants(roles);
            UserSpec spec = new UserSpec(user, newPassword(terminal), grants);
            show(connection.change(client -> client.people().addUser(spec)));
            return ExitCode.OK;
        }
    }

    /** {@code onecopy users edit NAME}. */
    @Command(name = "edit", description = "Give a user other roles, disable the user, or enable it.")
    static final class Edit extends OfOne {
        @Option(
                names = "--role",
                paramLabel = "ROLE[:RULE,…]",
                description = "All roles that the user is to have, in place of the present ones")
        private @Nullable List<String> roles;

        @Option(names = "--no-roles", description = "Take all roles away")
        private boolean none;

        @ArgGroup
        private State state = new State();

        Edit(Terminal terminal) {
            super(terminal);
        }

        /** One of these at most. */
        static final class State {
            @Option(names = "--disable", description = "End all sessions; no log in, and owned tokens do not count")
            private boolean disable;

            @Option(names = "--enable", description = "Let the user in again")
            private boolean enable;
        }

        @Override
        public Integer call() {
            if (none && roles != null) {
                throw new IllegalArgumentException("say --role or --no-roles, not both");
            }
            List<Grant> grants = none ? List.of() : roles == null ? null : grants(roles);
            Boolean disabled = state.disable ? Boolean.TRUE : state.enable ? Boolean.FALSE : null;
            UserName user = user();
            UserEdit edit = new UserEdit(grants, disabled);
            show(connection.change(client -> client.people().editUser(user, edit)));
            return ExitCode.OK;
        }
    }

    /** {@code onecopy users remove NAME}. */
    @Command(name = "remove", description = "Remove a user, with all sessions and the tokens that the user owns.")
    static final class Remove extends OfOne {
        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            UserName user = user();
            connection.change(client -> {
                client.people().removeUser(user);
                return user;
            });
            if (output.isTable()) {
                terminal.out().println("removed");
            }
            return ExitCode.OK;
        }
    }

    /** {@code onecopy users passwd [NAME]}. */
    @Command(
            name = "passwd",
            description = {
                "Change the own password, or that of another user; ends that user's sessions.",
                "The current one (where it is the own) and the new one are asked for, or read from standard input, a line each."
            })
    static final class Passwd extends AskCommand {
        @Parameters(paramLabel = "NAME", arity = "0..1", description = "Another user (default: who has logged in)")
        private @Nullable String name;

        Passwd(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            UserName other = name == null ? null : new UserName(name);
            String current = other == null ? terminal.askSecret("current password: ") : null;
            PasswordSpec spec = new PasswordSpec(newPassword(terminal), current);
            connection.change(client -> {
                if (other == null) {
                    client.people().changeOwnPassword(spec);
                } else {
                    client.people().setPassword(other, spec);
                }
                return spec;
            });
            if (output.isTable()) {
                terminal.out().println("changed; all sessions" + (other == null ? "" : " of " + other) + " have ended");
            }
            return ExitCode.OK;
        }
    }
}
