package org.onecopy.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnixDatagramTest {
    @TempDir
    Path directory;

    @Test
    void reaches_sockets_with_a_path_and_with_a_name_of_their_own() {
        String named = "@onecopy-test-" + ProcessHandle.current().pid();
        for (String name : new String[] {directory.resolve("socket").toString(), named}) {
            try (NotifySocket socket = new NotifySocket(name)) {
                assertThat(UnixDatagram.send(name, "READY=1\nSTATUS=ü"))
                        .as(name)
                        .isEqualTo(17);
                assertThat(socket.next()).isEqualTo("READY=1\nSTATUS=ü");
                assertThat(socket.next()).isNull();
            }
        }
    }

    @Test
    void says_why_it_reaches_nobody() {
        assertThat(UnixDatagram.send(directory.resolve("nobody").toString(), "x"))
                .isEqualTo(-Errno.ENOENT);
        assertThat(UnixDatagram.send("/" + "x".repeat(200), "x")).isEqualTo(-Errno.ENAMETOOLONG);
    }
}
