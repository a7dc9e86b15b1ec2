package org.onecopy.installers.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ReleaseTest {
    private static final Instant TIME = Instant.parse("2026-11-29T06:39:17Z");

    @Test
    void snapshots_are_older_than_their_release_and_ordered_by_their_commit() {
        Release snapshot = new Release("0.1.0-SNAPSHOT", TIME, "amd64");
        assertThat(snapshot.debian()).isEqualTo("0.1.0~20261129063917");
        assertThat(snapshot.rpmRelease()).isEqualTo("0.20261129063917");
        assertThat(snapshot.rpmArchitecture()).isEqualTo("x86_64");
        Release release = new Release("0.1.0", TIME, "aarch64");
        assertThat(release.debian()).isEqualTo("0.1.0");
        assertThat(release.rpmRelease()).isEqualTo("1");
        assertThat(release.fileName(".run")).isEqualTo("onecopy-0.1.0-linux-arm64.run");
    }

    @Test
    void refuses_an_architecture_that_no_library_of_ours_knows() {
        assertThatThrownBy(() -> new Release("1", TIME, "s390x")).hasMessageContaining("s390x");
    }

    @Test
    void says_that_packages_for_another_architecture_are_made_on_such_a_machine() {
        assertThatThrownBy(() -> PackageMain.make(
                        java.nio.file.Path.of("/nowhere"),
                        new Release("1", TIME, "amd64"),
                        true,
                        java.util.List.of("arm64"),
                        java.nio.file.Path.of("/nowhere/out")))
                .hasMessageContaining("there is no format 'arm64'")
                .hasMessageContaining("for the machine that makes them, here amd64");
    }
}
