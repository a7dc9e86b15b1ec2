package org.onecopy.installers.provisioning;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.jspecify.annotations.Nullable;

/**
 * A machine that one is logged in to. Blocking; one command at a time. Scripts travel by standard input, so that neither they nor a
 * password are ever seen among the arguments of a process.
 */
final class SshHost implements AutoCloseable {
    private final SshClient client;
    private final ClientSession session;
    private final PublicKey key;
    private final Transcript transcript;
    private @Nullable String sudoPassword;
    private Become become = Become.UNKNOWN;

    private enum Become {
        UNKNOWN,
        IS_ROOT,
        WITHOUT_PASSWORD,
        BY_PASSWORD
    }

    SshHost(SshClient client, ClientSession session, PublicKey key, Transcript transcript) {
        this.client = client;
        this.session = session;
        this.key = key;
        this.transcript = transcript;
    }

    /**
     * How a script ended.
     *
     * @param code -1 where a signal or a lost connection ended it
     * @param said all that it printed, both streams
     * @param out what it printed on standard output
     */
    record Ran(int code, String said, String out) {
        boolean ok() {
            return code == 0;
        }
    }

    /** The key that the machine showed. */
    PublicKey key() {
        return key;
    }

    /**
     * Runs a script as the user who logged in.
     *
     * @param what in few words, for the transcript
     * @throws ProvisionException {@code CONNECTION_LOST}
     */
    Ran run(String what, String script, Duration atMost) {
        return exec(what, "/bin/sh -s", wrapped(script), atMost);
    }

    /**
     * Runs a script as root.
     *
     * @throws ProvisionException {@code CONNECTION_LOST}
     */
    Ran asRoot(String what, String script, Duration atMost) {
        return switch (become) {
            case IS_ROOT -> run(what, script, atMost);
            case WITHOUT_PASSWORD -> exec(what, "sudo -n /bin/sh -s", wrapped(script), atMost);
            // -k: sudo asks even if it has just been told, or it would leave the password to the script's shell.
            case BY_PASSWORD ->
                exec(
                        what,
                        "sudo -k -S -p '' /bin/sh -s",
                        Objects.requireNonNull(sudoPassword) + "\n" + wrapped(script),
                        atMost);
            case UNKNOWN -> throw new IllegalStateException("nobody has become root yet");
        };
    }

    /** The whole is read before the first word runs, so that no command takes the rest of it for its input. */
    private static String wrapped(String script) {
        return "{\nexport LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n" + script
                + "\n} </dev/null\n";
    }

    /**
     * Finds out how to become root.
     *
     * @throws ProvisionException {@code SUDO_MISSING}, {@code SUDO_PASSWORD_NEEDED}, {@code SUDO_PASSWORD_WRONG}, {@code SUDO_DENIED}
     */
    void becomeRoot(@Nullable String password, Duration atMost) {
        if (run("who am I", "id -u", atMost).said().strip().equals("0")) {
            become = Become.IS_ROOT;
            return;
        }
        if (!run("is there sudo", "command -v sudo", atMost).ok()) {
            throw new ProvisionException(ProvisionCode.SUDO_MISSING, "the user is not root, and there is no sudo");
        }
        if (exec("sudo without a password", "env LC_ALL=C sudo -k -n true", "", atMost)
                .ok()) {
            become = Become.WITHOUT_PASSWORD;
            return;
        }
        if (password == null) {
            throw new ProvisionException(
                    ProvisionCode.SUDO_PASSWORD_NEEDED, "sudo asks for a password, and none was given");
        }
        Ran ran = exec("sudo with a password", "env LC_ALL=C sudo -k -S -p '' true", password + "\n", atMost);
        if (!ran.ok()) {
            boolean denied =
                    ran.said().contains("not in the sudoers") || ran.said().contains("not allowed");
            throw new ProvisionException(
                    denied ? ProvisionCode.SUDO_DENIED : ProvisionCode.SUDO_PASSWORD_WRONG,
                    denied
                            ? "the user may not run commands as root: "
                                    + ran.said().strip()
                            : "sudo does not take the password");
        }
        sudoPassword = password;
        become = Become.BY_PASSWORD;
    }

    private Ran exec(String what, String command, String input, Duration atMost) {
        Tail said = new Tail();
        Tail out = new Tail();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            channel.setOut(out.and(said));
            channel.setErr(said);
            channel.open().verify(atMost);
            Set<ClientChannelEvent> seen = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), atMost);
            if (seen.contains(ClientChannelEvent.TIMEOUT)) {
                String late = "no end after " + atMost.toSeconds() + " s\n" + said.text();
                transcript.note(what + ": " + late);
                return new Ran(-1, late, out.text());
            }
            Integer status = channel.getExitStatus();
            if (status == null && !session.isOpen()) {
                throw new IOException("the connection ended before the command");
            }
            Ran ran = new Ran(status == null ? -1 : status, said.text(), out.text());
            transcript.note(what + ": " + ran.code + "\n" + ran.said);
            return ran;
        } catch (IOException e) {
            transcript.note(what + ": " + e);
            throw new ProvisionException(ProvisionCode.CONNECTION_LOST, what + ": " + e.getMessage(), e);
        }
    }

    /** A new channel for files; the caller closes it. */
    SftpClient files() throws IOException {
        return SftpClientFactory.instance().createSftpClient(session);
    }

    @Override
    public void close() {
        session.close(true);
        client.stop();
    }
}
