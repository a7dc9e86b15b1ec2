package org.onecopy.installers.provisioning.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.installers.provisioning.Credentials;
import org.onecopy.installers.provisioning.KnownHosts;
import org.onecopy.installers.provisioning.SshConfig;
import picocli.CommandLine.Option;

/** How to log in. No secret is ever an argument: it is asked for, or read from a file or a descriptor ({@code /dev/fd/3}). */
final class LoginOptions {
    private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final Surroundings surroundings;

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "Who logs in, where neither inventory nor ~/.ssh/config says it (default: you)")
    private @Nullable String user;

    @Option(names = "--key", paramLabel = "FILE", description = "Private key (ed25519, RSA, ECDSA); may be repeated")
    private List<Path> keys = new ArrayList<>();

    @Option(names = "--ask-passphrase", description = "Ask for the passphrase of the keys")
    private boolean askPassphrase;

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "File with the passphrase of the keys")
    private @Nullable Path passphraseFile;

    @Option(names = "--ask-password", description = "Ask for the password of that user")
    private boolean askPassword;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File with the password of that user, such as /dev/fd/3")
    private @Nullable Path passwordFile;

    @Option(
            names = "--ask-sudo-password",
            description = "Ask for what sudo wants to know (default: the user's password)")
    private boolean askSudo;

    @Option(names = "--sudo-password-file", paramLabel = "FILE", description = "File with what sudo wants to know")
    private @Nullable Path sudoFile;

    @Option(names = "--no-agent", description = "Do not ask the agent of $SSH_AUTH_SOCK")
    private boolean noAgent;

    @Option(names = "--ssh-config", paramLabel = "FILE", description = "Aliases of machines (default: ~/.ssh/config)")
    private @Nullable Path config;

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "Keys of machines, pinned at first trust (default: ~/.local/state/onecopy/known_hosts)")
    private @Nullable Path knownHosts;

    @Option(names = "--accept-new", description = "Trust the keys of machines that are not known yet, and pin them")
    private boolean acceptNew;

    @Option(
            names = "--fingerprints",
            paramLabel = "FILE",
            description = "File with keys to trust at first sight, SHA256:… in each line")
    private @Nullable Path fingerprints;

    LoginOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    SshConfig ssh() {
        String self = surroundings.variable("USER");
        SshConfig read = SshConfig.read(
                config == null ? surroundings.home().resolve(".ssh/config") : config,
                surroundings.home(),
                self == null ? System.getProperty("user.name", "root") : self);
        return user == null ? read : read.withUser(user);
    }

    Credentials credentials() {
        String password = secret(askPassword, passwordFile, "password: ");
        String passphrase = secret(askPassphrase, passphraseFile, "passphrase of the keys: ");
        String sudo = secret(askSudo, sudoFile, "password for sudo: ");
        String socket = noAgent ? null : surroundings.variable("SSH_AUTH_SOCK");
        List<Path> tried = new ArrayList<>(keys);
        if (tried.isEmpty() && password == null && socket == null) {
            for (String name : USUAL_KEYS) {
                Path key = surroundings.home().resolve(".ssh").resolve(name);
                if (Files.isReadable(key)) {
                    tried.add(key);
                }
            }
        }
        return new Credentials(password, passphrase, tried, socket == null ? null : Path.of(socket), sudo);
    }

    private @Nullable String secret(boolean ask, @Nullable Path file, String question) {
        if (file == null) {
            return ask ? surroundings.secret(question) : null;
        }
        try (Stream<String> lines = Files.lines(file)) {
            String first = lines.findFirst().orElse("");
            if (first.isEmpty()) {
                throw new IllegalArgumentException(file + " is empty");
            }
            return first;
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    KnownHosts known() {
        Set<String> trusted = new LinkedHashSet<>();
        if (fingerprints != null) {
            try {
                for (String line : Files.readAllLines(fingerprints)) {
                    Stream.of(line.split("\\s+", -1))
                            .filter(word -> word.startsWith("SHA256:"))
                            .forEach(trusted::add);
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot read " + fingerprints + ": " + e.getMessage(), e);
            }
        }
        return new KnownHosts(
                knownHosts == null ? surroundings.state().resolve("known_hosts") : knownHosts, acceptNew, trusted);
    }
}
