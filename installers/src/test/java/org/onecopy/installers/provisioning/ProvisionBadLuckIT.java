package org.onecopy.installers.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.installers.packaging.BuiltPackages;
import org.onecopy.installers.provisioning.cli.CommandRun;

/** What goes wrong in the middle of an installation, on real machines: it is named, nothing of it stays, and the others go on. */
@Tag("full")
final class ProvisionBadLuckIT {
    private static final Path TARGET =
            Path.of(Objects.requireNonNull(System.getProperty("onecopy.root"))).resolve("installers/target");

    /** All that an installation leaves. */
    private static final String TRACES = "dpkg -l onecopy 2>&1 | grep -E '^[a-z][a-zA-Z] ' | grep -v '^un ' || true;"
            + " find /etc /opt /usr/bin /usr/local /usr/lib/onecopy /usr/lib/systemd /var/lib /var/log /var/tmp -mindepth 1"
            + " \\( -path '*onecopy*' -not -path '/var/lib/dpkg/*' \\) 2>/dev/null || true";

    @TempDir
    static Path keys;

    @TempDir
    Path temp;

    private static String authorized = "";
    private final List<SshRoot> roots = new ArrayList<>();

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        Optional<String> obstacle = SshRoot.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
        authorized = TestKeys.make(keys.resolve("key"), "ed25519", "");
        Files.writeString(keys.resolve("sudo"), SshRoot.PASSWORD + "\n");
    }

    @AfterEach
    void end() throws IOException {
        for (SshRoot root : roots) {
            root.close();
        }
    }

    private SshRoot root(String name, int last, String more) throws IOException {
        SshRoot root = SshRoot.start(TARGET.resolve("it-bad-" + name), name, "127.0.84." + last, 1, authorized, more);
        roots.add(root);
        return root;
    }

    private static String entry(SshRoot root, int port, String zone, String user) throws IOException {
        return "  - {host: " + root.address() + ", port: " + port + ", user: " + user + ", zone: " + zone + ", node: "
                + zone + "-1, bind: " + root.address() + ", ports: " + SshRoot.freePorts(root.address(), 3) + "}\n";
    }

    private CommandRun provision(String act, String hosts, Path packages, String... more) throws IOException {
        Path inventory = Files.writeString(
                temp.resolve("inventory.yaml"), "defaults: {storage: 'local:/srv/data', heap: 128m}\nhosts:\n" + hosts);
        List<String> words = new ArrayList<>(List.of(
                act,
                "-i",
                inventory.toString(),
                "--package",
                packages.toString(),
                "--key",
                keys.resolve("key").toString(),
                "--sudo-password-file",
                keys.resolve("sudo").toString(),
                "--known-hosts",
                temp.resolve("known_hosts").toString(),
                "--transcripts",
                temp.resolve("transcripts").toString(),
                "--accept-new",
                "-o",
                "json"));
        words.addAll(List.of(more));
        return CommandRun.of(words);
    }

    @Test
    void a_lost_connection_a_full_disk_and_a_wrong_password_leave_nothing_and_the_others_go_on() throws IOException {
        SshRoot good = root("good", 1, "");
        SshRoot far = root("far", 2, "");
        SshRoot full =
                root("full", 3, "mkdir /usr/lib/onecopy; mount -t tmpfs -o size=40m,mode=0755 tmpfs /usr/lib/onecopy");
        SshRoot closed = root("closed", 4, "usermod -p \"$(openssl passwd -6 another)\" keeper");
        try (CutOff cut = new CutOff(far.address(), far.port(), 20_000_000)) {
            CommandRun run = provision(
                    "install",
                    entry(good, good.port(), "good", "keeper")
                            + entry(far, cut.port(), "far", "keeper")
                            + entry(full, full.port(), "full", "keeper")
                            + entry(closed, closed.port(), "closed", "keeper"),
                    BuiltPackages.debian(),
                    "--create",
                    "--yes");
            assertThat(run.reports())
                    .as(run.err() + run.out())
                    .extracting(report -> report.zone() + " " + report.state().word() + " " + report.code())
                    .containsExactly(
                            "good done null",
                            "far refused connection-lost",
                            "full undone disk-full",
                            "closed refused sudo-password-wrong");
            assertThat(run.code()).isEqualTo(1);
        }
        for (SshRoot root : List.of(far, full, closed)) {
            assertThat(root.run(TRACES)).isBlank();
        }
        assertThat(far.run("ls /home/keeper/.onecopy-provision"))
                .as("what came is kept for the next run")
                .contains(".part");
        assertThat(full.run("ls -A /home/keeper")).doesNotContain("onecopy");
        assertThat(good.run("onecopy nodes")).contains("good-1").doesNotContain("far-1", "full-1", "closed-1");
    }

    @Test
    void a_machine_without_sudo_and_one_with_another_system_are_named() throws IOException {
        String notOurs = "rm -f /usr/bin/sudo; mkdir -p /root/.ssh; echo '" + authorized
                + "' >/root/.ssh/authorized_keys; chmod -R go= /root/.ssh; printf '#!/bin/sh\\n[ \"$1\" = -s ] && echo FreeBSD || /usr/bin/uname -m\\n'"
                + " >/usr/local/bin/uname; chmod 0755 /usr/local/bin/uname";
        SshRoot other = root("other", 1, notOurs);
        SshRoot poor = root("poor", 2, "rm -f /usr/bin/sudo");
        CommandRun run = provision(
                "check",
                entry(other, other.port(), "other", "root") + entry(poor, poor.port(), "poor", "keeper"),
                BuiltPackages.debian());
        assertThat(run.reports())
                .as(run.err() + run.out())
                .extracting(report -> report.zone() + " " + report.state().word() + " " + report.code())
                .containsExactly("other refused os-unsupported", "poor refused sudo-missing");
    }

    /** An archive whose names, or whose links, lead out of it is named, and nothing of it is run or lies anywhere. */
    @Test
    void nothing_of_an_archive_that_leads_out_of_itself_is_unpacked() throws IOException, InterruptedException {
        SshRoot root =
                root("bare", 1, "mv /usr/bin/dpkg /usr/bin/dpkg.away; mv /usr/bin/rpm /usr/bin/rpm.away || true");
        Path made = Files.createDirectories(temp.resolve("made/top"));
        Files.writeString(made.resolve("install.sh"), "#!/bin/sh\necho >/srv/ran\n");
        assertThat(made.resolve("install.sh").toFile().setExecutable(true)).isTrue();
        Files.writeString(made.resolve("evil"), "evil\n");
        Files.createSymbolicLink(made.resolve("link"), Path.of("/etc"));
        Files.createSymbolicLink(made.resolve("up"), Path.of("../../.."));
        String architecture = System.getProperty("os.arch").equals("amd64") ? "amd64" : "arm64";
        for (String how : List.of(
                "--transform=s,top/evil,top/../../../srv/evil,S top/install.sh top/evil",
                "--transform=s,top/evil,/srv/evil,S top/install.sh top/evil",
                "top/install.sh top/link",
                "top/install.sh top/up")) {
            Path packages = Files.createDirectories(temp.resolve("packages"));
            List<String> tar = new ArrayList<>(
                    List.of("tar", "-P", "-C", temp.resolve("made").toString(), "-czf"));
            tar.add(packages.resolve("onecopy-1-linux-" + architecture + ".tar.gz")
                    .toString());
            tar.addAll(List.of(how.split(" ", -1)));
            assertThat(new ProcessBuilder(tar).inheritIO().start().waitFor()).isZero();
            CommandRun run =
                    provision("install", entry(root, root.port(), "bare", "keeper"), packages, "--create", "--yes");
            assertThat(run.reports())
                    .as(how + run.err() + run.out())
                    .extracting(report -> report.state().word() + " " + report.code())
                    .containsExactly("undone package-unsafe");
            assertThat(root.run("ls -A /srv /opt /home/keeper /var/tmp")).doesNotContain("ran", "evil", "onecopy");
        }
    }
}
