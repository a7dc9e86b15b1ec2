package org.onecopy.network.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiTokenTest {
    @TempDir
    Path directory;

    @Test
    void is_known_by_its_digest_only() {
        ApiToken token = ApiToken.create();
        assertThat(token.digest()).hasSize(64);
        assertThat(token.matches(token.digest())).isTrue();
        assertThat(ApiToken.create().matches(token.digest())).isFalse();
        assertThat(token.toString()).doesNotContain(token.secret());
    }

    @Test
    void lies_in_a_file_of_its_owner() throws IOException {
        ApiToken token = ApiToken.create();
        Path file = directory.resolve("admin.token");
        token.store(file);
        assertThat(Files.readString(file).strip()).isEqualTo(token.secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
