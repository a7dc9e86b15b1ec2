package org.onecopy.installers.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SshConfigTest {
    private static final HostSpec.Access NOTHING = new HostSpec.Access(null, null, null, null);

    @TempDir
    Path home;

    private SshConfig config = SshConfig.read(Path.of("/nonexistent"), Path.of("/"), "me");

    @BeforeEach
    void read() throws IOException {
        Path file = Files.writeString(home.resolve("config"), """
                # gates
                Host gate
                  HostName gate.example.org
                  User warden
                  Port 2022
                Host inner
                  HostName 10.0.0.5
                  ProxyJump gate
                  IdentityFile ~/.ssh/inner
                  IdentityFile ~/.ssh/missing
                Host deep
                  ProxyJump ada@inner:22,other
                Host *.lab
                  User tester
                Host *
                  User everybody
                Host loop
                  ProxyJump loop
                """);
        Files.createDirectories(home.resolve(".ssh"));
        Files.writeString(home.resolve(".ssh/inner"), "");
        config = SshConfig.read(file, home, "me");
    }

    @Test
    void looks_aliases_up_with_their_jumps() {
        SshTarget inner = config.target("inner", NOTHING);
        assertThat(inner.place()).isEqualTo("10.0.0.5:22");
        assertThat(inner.user()).isEqualTo("everybody");
        assertThat(inner.keys()).containsExactly(home.resolve(".ssh/inner"));
        assertThat(inner.jumps()).extracting(SshTarget::place).containsExactly("gate.example.org:2022");
        assertThat(inner.jumps().getFirst().user()).isEqualTo("warden");
        SshTarget deep = config.target("deep", NOTHING);
        assertThat(deep.jumps())
                .extracting(jump -> jump.user() + "@" + jump.place())
                .containsExactly("warden@gate.example.org:2022", "ada@10.0.0.5:22", "everybody@other:22");
    }

    @Test
    void the_first_that_says_something_wins_and_the_inventory_before_all() {
        assertThat(config.target("x.lab", NOTHING).user()).isEqualTo("tester");
        SshTarget given = config.target("gate", new HostSpec.Access("root", 23, Path.of("/k"), "none"));
        assertThat(given.user()).isEqualTo("root");
        assertThat(given.port()).isEqualTo(23);
        assertThat(given.keys()).containsExactly(Path.of("/k"));
        assertThat(given.jumps()).isEmpty();
        assertThat(SshConfig.read(home.resolve("absent"), home, "me")
                        .target("a", NOTHING)
                        .user())
                .isEqualTo("me");
        assertThat(SshConfig.read(home.resolve("absent"), home, "me")
                        .withUser("you")
                        .target("a", NOTHING)
                        .user())
                .isEqualTo("you");
        assertThat(config.target("[fd00::1]", NOTHING).place()).isEqualTo("[fd00::1]:22");
    }

    @Test
    void a_way_without_end_is_refused() {
        assertThatThrownBy(() -> config.target("loop", NOTHING)).hasMessageContaining("more than 8 jumps");
    }
}
