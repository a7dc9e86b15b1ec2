package org.onecopy.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;
import org.onecopy.problem.ProblemException;
import picocli.CommandLine.Option;

/** Which network to ask, and the asking: where a node does not answer, the next one is asked. */
final class Connection {
    private final Terminal terminal;

    @Option(
            names = "--network",
            paramLabel = "FILE",
            description = "Network file, such as a demonstration's network.json (or $ONECOPY_NETWORK;"
                    + " by default that of the newest running demonstration)")
    private @Nullable Path file;

    @Option(names = "--url", paramLabel = "URL", description = "Admin API of one node (or $ONECOPY_URL)")
    private @Nullable URI url;

    @Option(names = "--ca", paramLabel = "FILE", description = "PEM file to trust, with --url (or $ONECOPY_CA)")
    private @Nullable Path ca;

    @Option(
            names = "--token",
            paramLabel = "FILE",
            description =
                    "File with the token (or $ONECOPY_TOKEN with --url; by default that of 'onecopy login', else the network file's)")
    private @Nullable Path token;

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long a node may take to answer (default: 60s)")
    private @Nullable String timeout;

    Connection(Terminal terminal) {
        this.terminal = terminal;
    }

    <T> T ask(Function<AdminClient, T> question) {
        return network().ask(question);
    }

    <T> T change(Function<AdminClient, T> order) {
        return network().change(order);
    }

    <T> List<Network.Answer<T>> askAll(Function<AdminClient, T> question) {
        return network().askAll(question, e -> terminal.err().println("onecopy: left out: " + e.getMessage()));
    }

    /** Asks a node of one zone. */
    <T> T askIn(ZoneName zone, Function<AdminClient, T> question) {
        return network().askIn(zone, question);
    }

    void changeWhereKnown(Consumer<AdminClient> order, ProblemCode unknown) {
        network().changeWhereKnown(order, unknown);
    }

    /** Asks for a session: without a token. */
    <T> T enter(Function<AdminClient, T> question) {
        return network(null, true).change(question);
    }

    /** Asks for a change with the token of a file, whatever else is said. */
    <T> T changeAs(Path tokenFile, Function<AdminClient, T> order) {
        return network(tokenFile, false).change(order);
    }

    /** Where the token of a session is kept: beside the network file's, else among what is remembered of the user. */
    Path sessionFile() {
        return oneNode() == null
                ? sessionFile(NetworkFile.read(networkFile()))
                : terminal.stateDirectory().resolve("session-token");
    }

    private static Path sessionFile(NetworkFile nodes) {
        return Path.of(nodes.token() + ".session");
    }

    /** What to say where another token is taken before the session's; else nothing. */
    String shadow() {
        if (token != null) {
            return "; --token takes precedence over it";
        }
        return oneNode() != null && terminal.variable("ONECOPY_TOKEN") != null
                ? "; $ONECOPY_TOKEN takes precedence over it: unset it"
                : "";
    }

    private @Nullable URI oneNode() {
        return url == null && file == null ? uri(terminal.variable("ONECOPY_URL")) : url;
    }

    private Network network() {
        return network(token, false);
    }

    /**
     * The network that is meant.
     *
     * @param chosen the file of the token to bear; null: the usual one
     * @param stranger whether to bear none
     */
    private Network network(@Nullable Path chosen, boolean stranger) {
        Duration patience = DurationText.parse(timeout == null ? "60s" : timeout);
        if (patience.isZero()) {
            throw new IllegalArgumentException("--timeout must be more than 0s");
        }
        URI one = oneNode();
        if (one != null) {
            Path trusted = given(ca, "ONECOPY_CA", "--ca");
            return Network.of(new AdminEndpoint(one, trusted, stranger ? null : tokenOfOne(chosen)), patience);
        }
        NetworkFile nodes = NetworkFile.read(networkFile());
        return Network.of(
                new NetworkFile(
                        nodes.nodes(),
                        ca == null ? nodes.ca() : ca.toString(),
                        chosen != null ? chosen.toString() : usual(nodes),
                        nodes.rule()),
                patience,
                stranger);
    }

    private Path tokenOfOne(@Nullable Path chosen) {
        String variable = terminal.variable("ONECOPY_TOKEN");
        if (chosen != null || variable != null) {
            return chosen != null ? chosen : Path.of(variable);
        }
        Path session = sessionFile();
        if (!Files.exists(session)) {
            throw new IllegalArgumentException(
                    "--url needs --token FILE (or $ONECOPY_TOKEN), or 'onecopy login' first");
        }
        return session;
    }

    private static String usual(NetworkFile nodes) {
        Path session = sessionFile(nodes);
        return Files.exists(session) ? session.toString() : nodes.token();
    }

    private Path networkFile() {
        if (file != null) {
            return file;
        }
        String variable = terminal.variable("ONECOPY_NETWORK");
        if (variable != null) {
            return Path.of(variable);
        }
        return new CurrentNetwork(terminal)
                .find()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.BAD_REQUEST,
                        "no network is named and no demonstration runs",
                        Map.of(
                                "remedy",
                                "start one with 'onecopy demo', or say --network FILE or --url, --ca and --token"),
                        null));
    }

    private Path given(@Nullable Path option, String variable, String name) {
        if (option != null) {
            return option;
        }
        String value = terminal.variable(variable);
        if (value == null) {
            throw new IllegalArgumentException("--url needs " + name + " FILE (or $" + variable + ")");
        }
        return Path.of(value);
    }

    private static @Nullable URI uri(@Nullable String text) {
        return text == null ? null : URI.create(text);
    }
}
