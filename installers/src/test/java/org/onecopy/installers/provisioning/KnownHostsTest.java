package org.onecopy.installers.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Set;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.installers.provisioning.KnownHosts.Verdict;

final class KnownHostsTest {
    @TempDir
    Path temp;

    private Path file = Path.of("");
    private PublicKey one = key();
    private PublicKey other = key();

    private static PublicKey key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void begin() {
        file = temp.resolve("known_hosts");
        one = key();
        other = key();
    }

    private KnownHosts known(boolean acceptNew, String... fingerprints) {
        return new KnownHosts(file, acceptNew, Set.of(fingerprints));
    }

    @Test
    void trusts_nobody_at_first_sight_unless_told_so_and_pins_then() throws IOException {
        assertThat(known(false).judge("oslo", 22, one)).isEqualTo(Verdict.UNKNOWN);
        assertThat(file).doesNotExist();
        assertThat(known(true).judge("oslo", 22, one)).isEqualTo(Verdict.ACCEPTED);
        assertThat(known(false).judge("oslo", 22, one)).isEqualTo(Verdict.KNOWN);
        assertThat(known(true).judge("oslo", 22, other))
                .as("even with --accept-new")
                .isEqualTo(Verdict.CHANGED);
        assertThat(known(false).judge("oslo", 2222, one)).as("another port").isEqualTo(Verdict.UNKNOWN);
        assertThat(known(true).judge("oslo", 2222, other)).isEqualTo(Verdict.ACCEPTED);
        assertThat(Files.readAllLines(file))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("oslo ecdsa-sha2-nistp256 "),
                        line -> assertThat(line).startsWith("[oslo]:2222 ecdsa-sha2-nistp256 "));
    }

    @Test
    void trusts_a_listed_fingerprint_and_no_other() {
        String listed = KnownHosts.fingerprint(one).split(" ", 2)[1];
        assertThat(listed).startsWith("SHA256:");
        assertThat(known(false, listed).judge("oslo", 22, other)).isEqualTo(Verdict.UNKNOWN);
        assertThat(known(false, listed).judge("oslo", 22, one)).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void reads_what_openssh_wrote_with_patterns_hashes_and_revoked_keys() throws Exception {
        String key = PublicKeyEntry.toString(one);
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA1");
        byte[] salt = "12345678901234567890".getBytes(StandardCharsets.UTF_8);
        mac.init(new javax.crypto.spec.SecretKeySpec(salt, "HmacSHA1"));
        java.util.Base64.Encoder base = java.util.Base64.getEncoder();
        String hashed = "|1|" + base.encodeToString(salt) + "|"
                + base.encodeToString(mac.doFinal("kyoto".getBytes(StandardCharsets.UTF_8)));
        Files.writeString(
                file,
                "# ours\noslo,*.lab " + key + "\n" + hashed + " " + key + "\n@revoked * "
                        + PublicKeyEntry.toString(other));
        assertThat(known(false).judge("x.lab", 22, one)).isEqualTo(Verdict.KNOWN);
        assertThat(known(false).judge("kyoto", 22, one)).isEqualTo(Verdict.KNOWN);
        assertThat(known(true).judge("new", 22, other)).as("revoked").isEqualTo(Verdict.CHANGED);
        assertThat(known(true).judge("new", 22, one)).isEqualTo(Verdict.ACCEPTED);
        assertThat(Files.readAllLines(file)).hasSize(5);
    }
}
