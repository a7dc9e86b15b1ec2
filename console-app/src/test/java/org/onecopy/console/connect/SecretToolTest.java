package org.onecopy.console.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a program that behaves as secret-tool does, with a directory for a keyring. */
class SecretToolTest {
    @TempDir
    private Path directory;

    private Keyring keyring(String body) throws IOException {
        Path program = directory.resolve("secret-tool");
        Files.writeString(program, "#!/bin/sh\nkept='" + directory + "'\n" + body);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return SecretTool.of(Map.of("PATH", "/nowhere:" + directory, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/x"))
                .orElseThrow();
    }

    private Keyring working() throws IOException {
        return keyring("""
                echo "$@" >> "$kept/lines"
                act=$1; shift
                while [ $# -gt 1 ]; do shift; done
                case $act in
                    store) cat > "$kept/$1.secret" ;;
                    lookup) cat "$kept/$1.secret" 2> /dev/null ;;
                    clear) rm "$kept/$1.secret" 2> /dev/null ;;
                esac
                """);
    }

    @Test
    void keeps_finds_and_forgets_and_no_secret_is_in_a_command_line() throws IOException {
        Keyring keyring = working();
        assertThat(keyring.find("live")).isEmpty();
        keyring.keep("live", "tök en-1");
        assertThat(keyring.find("live")).contains("tök en-1");
        keyring.forget("live");
        keyring.forget("live");
        assertThat(keyring.find("live")).isEmpty();
        assertThat(Files.readString(directory.resolve("lines")))
                .contains("store --label Onecopy console: live application onecopy-console connection live")
                .doesNotContain("en-1");
    }

    @Test
    void what_the_keyring_refuses_is_said_with_what_to_do() throws IOException {
        Keyring keyring = keyring("echo 'Cannot autolaunch D-Bus' >&2; exit 1\n");
        assertThatThrownBy(() -> keyring.keep("live", "token"))
                .hasMessageContaining("Cannot autolaunch D-Bus")
                .hasMessageContaining("Passphrase for secrets");
        assertThatThrownBy(() -> keyring.find("live")).hasMessageContaining("Cannot autolaunch");
    }

    @Test
    void there_is_none_without_its_program_or_without_a_session() throws IOException {
        working();
        assertThat(SecretTool.of(Map.of("PATH", "/nowhere", "DBUS_SESSION_BUS_ADDRESS", "unix:path=/x")))
                .isEmpty();
        assertThat(SecretTool.of(Map.of("PATH", "" + directory))).isEmpty();
        assertThat(SecretTool.of(Map.of("PATH", "" + directory, "XDG_RUNTIME_DIR", "" + directory)))
                .isEmpty();
        Files.createFile(directory.resolve("bus"));
        assertThat(SecretTool.of(Map.of("PATH", "" + directory, "XDG_RUNTIME_DIR", "" + directory)))
                .isPresent();
    }
}
