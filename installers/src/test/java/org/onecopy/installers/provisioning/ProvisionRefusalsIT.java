package org.onecopy.installers.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.installers.provisioning.cli.CommandRun;

/** What can be wrong with a machine, against one real OpenSSH server that listens at many ports: each is a machine of its own. */
final class ProvisionRefusalsIT {
    private static final Path TARGET =
            Path.of(Objects.requireNonNull(System.getProperty("onecopy.root"))).resolve("installers/target");
    private static final String PASSPHRASE = "a phrase that passes";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PACKAGE_SIZE = 24_000_000;

    /** Users beside the one who may do all. */
    private static final String USERS = """
            useradd -m -s /bin/bash -p "$(openssl passwd -6 'open, sesame')" stranger
            useradd -m -s /bin/bash -p "$(openssl passwd -6 another)" another
            echo 'another ALL=(ALL) ALL' >/etc/sudoers.d/another
            useradd -m -s /bin/sh -p '*' free
            echo 'free ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/free
            chmod 0440 /etc/sudoers.d/*
            useradd -m -s /bin/bash -p '*' crowded
            mount -t tmpfs -o size=8m,mode=0755,uid=$(id -u crowded) tmpfs /home/crowded
            """;

    @TempDir
    static Path keys;

    @TempDir
    Path temp;

    private static SshRoot root;
    private static Path packages = Path.of("");

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        Optional<String> obstacle = SshRoot.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
        StringBuilder authorized = new StringBuilder();
        for (String type : List.of("ed25519", "rsa", "ecdsa")) {
            authorized
                    .append(TestKeys.make(keys.resolve(type), type, PASSPHRASE))
                    .append('\n');
        }
        Files.writeString(keys.resolve("passphrase"), PASSPHRASE + "\n");
        Files.writeString(keys.resolve("sudo"), SshRoot.PASSWORD + "\n");
        root = SshRoot.start(TARGET.resolve("it-ssh-many"), "many", "127.0.82.1", 9, authorized.toString(), USERS);
        // What is in it matters to nobody who only uploads it.
        packages = Files.createDirectories(keys.resolve("packages"));
        byte[] content = new byte[PACKAGE_SIZE];
        new Random(7).nextBytes(content);
        Files.write(
                packages.resolve(
                        "onecopy_1_" + (System.getProperty("os.arch").equals("amd64") ? "amd64" : "arm64") + ".deb"),
                content);
    }

    @AfterAll
    static void end() throws IOException {
        if (root != null) {
            root.close();
        }
    }

    private CommandRun check(Path inventory, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "check",
                "-i",
                inventory.toString(),
                "--package",
                packages.toString(),
                "--known-hosts",
                temp.resolve("known_hosts").toString(),
                "--transcripts",
                temp.resolve("transcripts").toString(),
                "-o",
                "json"));
        words.addAll(List.of(more));
        return CommandRun.of(words);
    }

    private static String entry(int server, String user, String more) {
        return "  - {host: m" + server + ", port: " + root.ports().get(server) + ", user: " + user + ", zone: z"
                + server
                + ", address: 127.0.82.1, bind: 127.0.82.1, ports: '" + (server * 10 + 1001) + ","
                + (server * 10 + 1002) + ","
                + (server * 10 + 1003) + "'" + more + "}\n";
    }

    private Path aliases() throws IOException {
        return Files.writeString(
                temp.resolve("ssh_config"),
                "Host m*\n  HostName 127.0.82.1\nHost gate\n  HostName 127.0.82.1\n  User stranger\n  Port "
                        + root.port() + "\n");
    }

    @Test
    void names_what_is_wrong_with_each_machine_and_goes_on_with_the_others() throws IOException {
        int taken = root.ports().getLast();
        Path inventory = Files.writeString(
                temp.resolve("inventory.yaml"),
                "hosts:\n" + entry(0, "keeper", "")
                        + entry(1, "stranger", "")
                        + entry(2, "another", "")
                        + entry(3, "keeper", "")
                        + entry(4, "keeper", "").replaceFirst("port: [0-9]+", "port: 9")
                        + entry(5, "keeper", "").replaceFirst("ports: '[0-9]+,", "ports: '" + taken + ",")
                        + entry(6, "nobody-here", "")
                        + entry(7, "free", ", jump: gate")
                        + entry(8, "keeper", "")
                        + entry(8, "free", ""));
        Files.writeString(
                temp.resolve("known_hosts"),
                "[127.0.82.1]:" + root.ports().get(3) + " ssh-ed25519 " + otherKey() + "\n");
        CommandRun run = check(
                inventory,
                "--ssh-config",
                aliases().toString(),
                "--key",
                keys.resolve("ed25519").toString(),
                "--passphrase-file",
                keys.resolve("passphrase").toString(),
                "--sudo-password-file",
                keys.resolve("sudo").toString(),
                "--accept-new");
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.reports())
                .as(run.out())
                .extracting(report -> report.host() + " "
                        + (report.code() == null ? report.state().word() : report.code()))
                .containsExactly(
                        "m0 ready",
                        "m1 sudo-denied",
                        "m2 sudo-password-wrong",
                        "m3 host-key-changed",
                        "m4 ssh-unreachable",
                        "m5 port-taken",
                        "m6 ssh-denied",
                        "m7 ready",
                        "m8 host-twice");
        assertThat(root.run("find /home -name '.onecopy*'"))
                .as("nothing is changed")
                .isBlank();
    }

    private String otherKey() throws IOException {
        try {
            return TestKeys.make(temp.resolve("other"), "ed25519", "").split(" ", -1)[1];
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Test
    void logs_in_by_password_by_each_kind_of_key_and_by_an_agent() throws Exception {
        Path inventory = Files.writeString(temp.resolve("one.yaml"), "hosts:\n" + entry(0, "keeper", ""));
        String config = aliases().toString();
        for (String type : List.of("ed25519", "rsa", "ecdsa")) {
            CommandRun run = check(
                    inventory,
                    "--ssh-config",
                    config,
                    "--accept-new",
                    "--key",
                    keys.resolve(type).toString(),
                    "--passphrase-file",
                    keys.resolve("passphrase").toString(),
                    "--sudo-password-file",
                    keys.resolve("sudo").toString());
            assertThat(run.code()).as(type + run.out() + run.err()).isZero();
        }
        CommandRun byPassword = check(
                inventory,
                "--ssh-config",
                config,
                "--password-file",
                keys.resolve("sudo").toString());
        assertThat(byPassword.code())
                .as("known by now, and sudo takes the same password: " + byPassword.out())
                .isZero();
        CommandRun locked = check(
                inventory, "--ssh-config", config, "--key", keys.resolve("rsa").toString());
        assertThat(locked.reports()).extracting(HostReport::code).containsExactly("key-unreadable");

        Path socket = temp.resolve("agent");
        TestKeys.make(temp.resolve("unlocked"), "ed25519", "");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
        try {
            org.awaitility.Awaitility.await().until(() -> Files.exists(socket));
            Files.copy(keys.resolve("ecdsa"), temp.resolve("ecdsa"));
            Files.setPosixFilePermissions(
                    temp.resolve("ecdsa"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
            assertThat(run(List.of(
                            "ssh-keygen",
                            "-q",
                            "-p",
                            "-P",
                            PASSPHRASE,
                            "-N",
                            "",
                            "-f",
                            temp.resolve("ecdsa").toString())))
                    .isZero();
            ProcessBuilder add =
                    new ProcessBuilder("ssh-add", "-q", temp.resolve("ecdsa").toString());
            add.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertThat(add.start().waitFor()).isZero();
            SshConfig ssh = SshConfig.read(Path.of(config), temp, "me");
            Credentials credentials = new Credentials(null, null, List.of(), socket, null);
            try (Transcript transcript = transcript();
                    SshHost host = new SshLogin(credentials, known())
                            .connect(
                                    ssh.target(Inventory.read(inventory, ssh)
                                            .hosts()
                                            .getFirst()),
                                    transcript)) {
                assertThat(host.run("who", "id -un", LONG).out()).isEqualTo("keeper\n");
            }
        } finally {
            agent.destroyForcibly().waitFor();
        }
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private Transcript transcript() {
        return new Transcript(temp, "host", new Redaction(List.of()), Clock.systemUTC());
    }

    private KnownHosts known() {
        return new KnownHosts(temp.resolve("known_hosts"), true, Set.of());
    }

    private SshHost connect(String user, int port, Transcript transcript) {
        Credentials credentials =
                new Credentials(null, PASSPHRASE, List.of(keys.resolve("ed25519")), null, SshRoot.PASSWORD);
        return new SshLogin(credentials, known())
                .connect(new SshTarget(user, "127.0.82.1", port, List.of(), List.of()), transcript);
    }

    @Test
    void an_upload_that_was_cut_off_goes_on_and_what_was_damaged_begins_anew() throws IOException {
        PackageFile file = PackageFile.find(packages).getFirst();
        Upload upload = new Upload("/home/keeper");
        List<Long> seen = new ArrayList<>();
        try (Transcript transcript = transcript()) {
            try (CutOff cut = new CutOff("127.0.82.1", root.port(), PACKAGE_SIZE / 2);
                    SshHost host = connect("keeper", cut.port(), transcript)) {
                assertThatThrownBy(() -> upload.put(host, file, sent -> {}))
                        .isInstanceOfSatisfying(
                                ProvisionException.class,
                                e -> assertThat(e.code()).isEqualTo(ProvisionCode.CONNECTION_LOST));
            }
            long kept = Long.parseLong(
                    root.run("stat -c %s " + upload.place(file) + ".part").strip());
            assertThat(kept).isBetween(1_000_000L, (long) PACKAGE_SIZE / 2);
            try (SshHost host = connect("keeper", root.port(), transcript)) {
                upload.put(host, file, seen::add);
                assertThat(seen.getFirst()).as("what came is not sent again").isEqualTo(kept);
                assertThat(root.run("sha256sum <" + upload.place(file))).startsWith(file.sum());
                seen.clear();
                upload.put(host, file, seen::add);
                assertThat(seen).as("it is there").containsExactly((long) PACKAGE_SIZE);
                root.run("cd /home/keeper/.onecopy-provision; mv *.deb x; head -c 5000000 x >$(basename "
                        + upload.place(file) + ").part; printf damaged | dd of=$(basename " + upload.place(file)
                        + ").part conv=notrunc bs=1 2>/dev/null; chown keeper *");
                seen.clear();
                upload.put(host, file, seen::add);
                assertThat(seen.getFirst())
                        .as("another beginning is not gone on with")
                        .isZero();
                assertThat(root.run("sha256sum <" + upload.place(file))).startsWith(file.sum());
                assertThat(root.run("stat -c '%a %U' /home/keeper/.onecopy-provision"))
                        .isEqualTo("700 keeper\n");
                upload.clear(host);
                assertThat(root.run("ls -A /home/keeper")).doesNotContain("onecopy");
            }
        }
    }

    @Test
    void a_full_disk_is_named_and_nothing_is_left_there() throws IOException {
        PackageFile file = PackageFile.find(packages).getFirst();
        try (Transcript transcript = transcript();
                SshHost host = connect("crowded", root.port(), transcript)) {
            assertThatThrownBy(() -> new Upload("/home/crowded").put(host, file, sent -> {}))
                    .isInstanceOfSatisfying(
                            ProvisionException.class, e -> assertThat(e.code()).isEqualTo(ProvisionCode.DISK_FULL));
            assertThat(root.run("find /home/crowded/.onecopy-provision -type f"))
                    .isBlank();
        }
    }

    @Test
    void a_password_is_never_taken_for_a_command_and_never_stands_among_arguments() throws IOException {
        try (Transcript transcript = transcript();
                SshHost host = connect("keeper", root.port(), transcript)) {
            host.becomeRoot(SshRoot.PASSWORD, LONG);
            SshHost.Ran ran = host.asRoot("arguments", "id -u; cat /proc/[0-9]*/cmdline | tr '\\0' ' '; cat", LONG);
            assertThat(ran.out()).startsWith("0\n").contains("sudo -k -S").doesNotContain(SshRoot.PASSWORD);
        }
        try (Transcript transcript = transcript();
                SshHost host = connect("free", root.port(), transcript)) {
            host.becomeRoot(SshRoot.PASSWORD, LONG);
            assertThat(host.asRoot("who", "id -un", LONG).said()).isEqualTo("root\n");
        }
    }
}
