package org.onecopy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Grant;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.LoginSpec;
import org.onecopy.model.api.TokenMade;
import org.onecopy.model.api.WhoView;
import org.onecopy.model.client.ProblemResponseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code onecopy login}, {@code logout} and {@code whoami}. */
final class SessionCommands {
    private SessionCommands() {}

    /** {@code onecopy login}. */
    @Command(
            name = "login",
            mixinStandardHelpOptions = true,
            description = {
                "Begin a session of some hours with a name and a password.",
                "Both are asked for at the terminal, or read from standard input, a line each."
            })
    static final class Login implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private final Connection connection;

        @Option(names = "--user", paramLabel = "NAME", description = "Who you are (else it is asked for)")
        private @Nullable String user;

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description =
                        "Where to keep the session's token, for --token; by default where the other commands find it")
        private @Nullable Path file;

        Login(Terminal terminal) {
            this.terminal = terminal;
            connection = new Connection(terminal);
        }

        @Override
        public Integer call() {
            String name = user == null ? terminal.ask("user: ") : user;
            LoginSpec spec = new LoginSpec(name, terminal.askSecret("password: "));
            TokenMade made = connection.enter(client -> client.people().login(spec));
            Path target = file == null ? connection.sessionFile() : file;
            SecretFile.write(target, made.secret());
            terminal.out()
                    .println("logged in as " + made.token().name() + " until "
                            + made.token().expires() + "; the session is in " + target
                            + (file == null ? connection.shadow() : ": say --token " + target));
            return ExitCode.OK;
        }
    }

    /** {@code onecopy logout}. */
    @Command(
            name = "logout",
            mixinStandardHelpOptions = true,
            description = "End the session that 'onecopy login' began, and forget its token.")
    static final class Logout implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private final Connection connection;

        @Option(names = "--token-file", paramLabel = "FILE", description = "As given to 'onecopy login'")
        private @Nullable Path file;

        Logout(Terminal terminal) {
            this.terminal = terminal;
            connection = new Connection(terminal);
        }

        @Override
        public Integer call() {
            Path session = file == null ? connection.sessionFile() : file;
            if (!Files.exists(session)) {
                terminal.out().println("there is no session");
                return ExitCode.OK;
            }
            try {
                connection.changeAs(session, client -> {
                    client.people().logout();
                    return true;
                });
            } catch (ProblemResponseException e) {
                // An expired session is over already.
                if (!e.problem().code().equals(ProblemCode.UNAUTHENTICATED.code())) {
                    throw e;
                }
            }
            try {
                Files.deleteIfExists(session);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            terminal.out().println("logged out");
            return ExitCode.OK;
        }
    }

    /** {@code onecopy whoami}. */
    @Command(name = "whoami", description = "Show who you are to the nodes, and which roles you have.")
    static final class Whoami extends AskCommand {
        Whoami(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            WhoView who = connection.ask(client -> client.people().whoami());
            output.print(who, () -> describe(who), "");
            return ExitCode.OK;
        }

        private static String describe(WhoView who) {
            return Table.of("NAME", "KIND", "OWNER", "ROLES", "EXPIRES")
                    .row(
                            who.name(),
                            who.kind().word(),
                            who.owner(),
                            String.join(
                                    " ",
                                    who.roles().stream().map(Grant::toString).toList()),
                            who.expires())
                    .render();
        }
    }
}
