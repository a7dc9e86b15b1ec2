package org.onecopy.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.Grant;
import org.onecopy.model.UserName;
import org.onecopy.model.api.TokenMade;
import org.onecopy.model.api.TokenSpec;
import org.onecopy.model.api.TokenView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy tokens}, which is {@code onecopy tokens list}. */
@Command(name = "tokens", description = "List, create and revoke API tokens; sessions are among them.")
class TokensCommand extends AskCommand {
    TokensCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        List<TokenView> tokens = connection.ask(client -> client.people().tokens());
        output.print(tokens, () -> table(tokens), "no tokens: make one with 'onecopy tokens create'");
        return ExitCode.OK;
    }

    private static String table(List<TokenView> tokens) {
        Table table = Table.of("ID", "NAME", "OWNER", "STATE", "EXPIRES", "ROLES");
        tokens.forEach(token -> table.row(
                token.id(),
                token.name(),
                token.owner(),
                state(token),
                token.expires(),
                UsersCommand.words(token.roles())));
        return table.render();
    }

    private static String state(TokenView token) {
        if (token.revoked()) {
            return "revoked";
        }
        return token.expires().isBefore(Instant.now()) ? "expired" : token.session() ? "session" : "valid";
    }

    /** {@code onecopy tokens list}. */
    @Command(name = "list", description = "List the tokens and sessions.")
    static final class ListAll extends TokensCommand {
        ListAll(Terminal terminal) {
            super(terminal);
        }
    }

    /** {@code onecopy tokens create NAME}. */
    @Command(name = "create", description = "Create a token for a program. Its secret is shown this once.")
    static final class Create extends AskCommand {
        @Parameters(paramLabel = "NAME", description = "What the token is for")
        private String name = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE[:RULE,…]",
                description = "viewer, operator, rule-admin or security-admin, as often as needed")
        private List<String> roles = List.of();

        @Option(
                names = "--owner",
                paramLabel = "USER",
                description = "The token ends with this user, and does no more than this user may")
        private @Nullable String owner;

        @Option(names = "--lifetime", paramLabel = "TIME", description = "From 1m to 3660d (default: 90d)")
        private @Nullable String lifetime;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "Put the secret into a file that only you can read, instead of showing it")
        private @Nullable Path out;

        Create(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            List<Grant> grants = UsersCommand.grants(roles);
            Duration lives = lifetime == null ? TokenSpec.LIFETIME_DEFAULT : DurationText.parse(lifetime);
            TokenSpec spec =
                    new TokenSpec(new UserName(name), owner == null ? null : new UserName(owner), grants, lives);
            TokenMade made = connection.change(client -> client.people().createToken(spec));
            if (out == null) {
                output.print(made, () -> table(List.of(made.token())) + "\nsecret: " + made.secret() + "\n", "");
            } else {
                SecretFile.write(out, made.secret());
                output.print(made.token(), () -> table(List.of(made.token())) + "\nsecret: in " + out + "\n", "");
            }
            return ExitCode.OK;
        }
    }

    /** {@code onecopy tokens revoke ID}. */
    @Command(name = "revoke", description = "Revoke a token, or end a session, at once and at all nodes.")
    static final class Revoke extends AskCommand {
        @Parameters(paramLabel = "ID", description = "As 'onecopy tokens' lists it")
        private String id = "";

        Revoke(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            if (!id.matches("[0-9a-f]{1,64}")) {
                throw new IllegalArgumentException("'" + id + "' is no token's id: see 'onecopy tokens'");
            }
            connection.change(client -> {
                client.people().revokeToken(id);
                return id;
            });
            if (output.isTable()) {
                terminal.out().println("revoked");
            }
            return ExitCode.OK;
        }
    }
}
