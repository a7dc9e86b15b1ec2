package org.onecopy.installers.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedactionTest {
    @TempDir
    Path temp;

    @Test
    void takes_out_what_it_was_told_and_what_looks_like_a_secret() {
        Redaction redaction = new Redaction(List.of("sesame", "sesame street", "ab"));
        assertThat(redaction.of("open sesame street, sesame! ab")).isEqualTo("open [secret], [secret]! ab");
        assertThat(redaction.of("onecopy-1.AbCdEf0123456789_-.x said")).isEqualTo("[secret] said");
        assertThat(redaction.of("ONECOPY_TICKET='abc' ONECOPY_ZONE=oslo"))
                .isEqualTo("ONECOPY_TICKET=[secret] ONECOPY_ZONE=oslo");
        assertThat(redaction.of("Authorization: Bearer xyz")).isEqualTo("Authorization: Bearer [secret]");
        assertThat(redaction.of("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\nrest"))
                .isEqualTo("[secret]\nrest");
        assertThat(redaction.of("onecopy-1.2.deb is no ticket")).isEqualTo("onecopy-1.2.deb is no ticket");
        redaction.add("later");
        assertThat(redaction.of("sooner or later")).isEqualTo("sooner or [secret]");
    }

    @Test
    void a_transcript_is_for_its_owner_and_has_no_secret() throws IOException {
        try (Transcript transcript =
                new Transcript(temp, "../oslo:22", new Redaction(List.of("sesame")), Clock.systemUTC())) {
            transcript.note("said sesame\ntwice");
            assertThat(transcript.file()).isEqualTo(temp.resolve(".._oslo_22.log"));
            assertThat(Files.readString(transcript.file())).endsWith("  said [secret]\n    twice\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(transcript.file())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void credentials_never_say_themselves() {
        assertThat(new Credentials("sesame", "phrase", List.of(Path.of("/k")), null, "sudo me").toString())
                .isEqualTo("Credentials with keys [/k]");
    }
}
