package org.onecopy.installers.provisioning;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By what one logs in and becomes root. The same for all machines of a run.
 *
 * @param password of the user who logs in; absent: none is offered
 * @param passphrase of private keys
 * @param keys files with private keys, tried on every machine beside its own
 * @param agent socket of an agent; absent: none is asked
 * @param sudoPassword absent: as {@code password}
 */
public record Credentials(
        @Nullable String password,
        @Nullable String passphrase,
        List<Path> keys,
        @Nullable Path agent,
        @Nullable String sudoPassword) {
    public Credentials {
        keys = List.copyOf(keys);
    }

    /** What sudo is told where it asks. */
    @Nullable
    String forSudo() {
        return sudoPassword != null ? sudoPassword : password;
    }

    /** All that must stand in no transcript. */
    public Redaction redaction() {
        return new Redaction(Stream.of(password, passphrase, sudoPassword)
                .filter(secret -> secret != null && !secret.isEmpty())
                .map(String::valueOf)
                .toList());
    }

    @Override
    public String toString() {
        return "Credentials with keys " + keys;
    }
}
