package org.onecopy.installers.provisioning;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.forward.ExplicitPortForwardingTracker;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/** Logs in to machines, over others where wanted; every machine on the way must show a key that is known. */
final class SshLogin {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration AUTHENTICATE = Duration.ofSeconds(30);
    private static final AttributeKey<SshTarget> TARGET = new AttributeKey<>();

    private final Credentials credentials;
    private final KnownHosts known;
    private final Map<Path, List<KeyPair>> keys = new ConcurrentHashMap<>();

    SshLogin(Credentials credentials, KnownHosts known) {
        this.credentials = credentials;
        this.known = known;
    }

    /** What the verifier thought of the keys of one connection. */
    private static final class Verdicts {
        private volatile @Nullable ProvisionException complaint;
        private volatile @Nullable PublicKey key;
    }

    /**
     * Logs in. Blocks.
     *
     * @throws ProvisionException {@code SSH_UNREACHABLE}, {@code SSH_DENIED}, {@code HOST_KEY_UNKNOWN}, {@code HOST_KEY_CHANGED},
     *     {@code KEY_UNREADABLE}
     */
    SshHost connect(SshTarget target, Transcript transcript) {
        Verdicts verdicts = new Verdicts();
        SshClient client = client(verdicts, transcript);
        client.start();
        try {
            ClientSession session = null;
            for (SshTarget jump : target.jumps()) {
                session = open(client, session, jump, verdicts, transcript);
            }
            session = open(client, session, target, verdicts, transcript);
            return new SshHost(client, session, java.util.Objects.requireNonNull(verdicts.key), transcript);
        } catch (RuntimeException e) {
            client.stop();
            throw e;
        }
    }

    private SshClient client(Verdicts verdicts, Transcript transcript) {
        SshClient client = SshClient.setUpDefaultClient();
        CoreModuleProperties.NIO_WORKERS.set(client, 1);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, Duration.ofSeconds(10));
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 3);
        CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        if (credentials.agent() != null) {
            client.setAgentFactory(SshAgentSocket.factory(credentials.agent()));
        }
        client.setServerKeyVerifier((session, address, key) -> verify(session, address, key, verdicts, transcript));
        return client;
    }

    private boolean verify(
            ClientSession session, SocketAddress address, PublicKey key, Verdicts verdicts, Transcript transcript) {
        SshTarget target = session.getConnectionContext().getAttribute(TARGET);
        if (target == null) {
            throw new IllegalStateException("a connection to " + address + " that nobody asked for");
        }
        String shown = target.place() + " shows " + KnownHosts.fingerprint(key);
        try {
            KnownHosts.Verdict verdict = known.judge(target.host(), target.port(), key);
            transcript.note("host key: " + shown + ": " + org.onecopy.model.Words.of(verdict));
            switch (verdict) {
                case KNOWN, ACCEPTED -> verdicts.key = key;
                case UNKNOWN ->
                    verdicts.complaint =
                            new ProvisionException(ProvisionCode.HOST_KEY_UNKNOWN, shown + ", and is not known yet");
                case CHANGED ->
                    verdicts.complaint = new ProvisionException(
                            ProvisionCode.HOST_KEY_CHANGED, shown + ", and was known by another key");
            }
        } catch (ProvisionException e) {
            verdicts.complaint = e;
        }
        return verdicts.complaint == null;
    }

    private ClientSession open(
            SshClient client,
            @Nullable ClientSession over,
            SshTarget target,
            Verdicts verdicts,
            Transcript transcript) {
        transcript.note("connect: " + target.user() + " at " + target.place()
                + (over == null ? "" : " over the machine before"));
        List<KeyPair> pairs = new ArrayList<>();
        target.keys().forEach(file -> pairs.addAll(pairs(file)));
        credentials.keys().forEach(file -> pairs.addAll(pairs(file)));
        ClientSession session;
        try {
            SshdSocketAddress address = new SshdSocketAddress(target.host(), target.port());
            if (over != null) {
                ExplicitPortForwardingTracker way =
                        over.createLocalPortForwardingTracker(new SshdSocketAddress("127.0.0.1", 0), address);
                address = way.getBoundAddress();
            }
            session = client.connect(
                            target.user(),
                            address.getHostName(),
                            address.getPort(),
                            AttributeRepository.ofKeyValuePair(TARGET, target))
                    .verify(CONNECT)
                    .getClientSession();
        } catch (IOException e) {
            throw new ProvisionException(
                    ProvisionCode.SSH_UNREACHABLE, target.place() + " does not answer: " + said(e), e);
        }
        pairs.forEach(session::addPublicKeyIdentity);
        if (credentials.password() != null) {
            session.addPasswordIdentity(credentials.password());
        }
        try {
            session.auth().verify(AUTHENTICATE);
            return session;
        } catch (IOException e) {
            session.close(true);
            ProvisionException complaint = verdicts.complaint;
            if (complaint != null) {
                throw complaint;
            }
            boolean reached = verdicts.key != null;
            throw new ProvisionException(
                    reached ? ProvisionCode.SSH_DENIED : ProvisionCode.SSH_UNREACHABLE,
                    target.place() + (reached ? " does not let " + target.user() + " in: " : ": ") + said(e),
                    e);
        }
    }

    private static String said(IOException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private List<KeyPair> pairs(Path file) {
        return keys.computeIfAbsent(file, this::load);
    }

    private List<KeyPair> load(Path file) {
        String passphrase = credentials.passphrase();
        FilePasswordProvider provider =
                passphrase == null ? FilePasswordProvider.EMPTY : FilePasswordProvider.of(passphrase);
        try (InputStream in = Files.newInputStream(file)) {
            Iterable<KeyPair> found =
                    SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, provider);
            List<KeyPair> pairs = new ArrayList<>();
            if (found != null) {
                found.forEach(pairs::add);
            }
            if (pairs.isEmpty()) {
                throw new IOException("it holds no private key");
            }
            return List.copyOf(pairs);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new ProvisionException(
                    ProvisionCode.KEY_UNREADABLE,
                    "cannot read the key " + file + (passphrase == null ? " (without a passphrase)" : "") + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
