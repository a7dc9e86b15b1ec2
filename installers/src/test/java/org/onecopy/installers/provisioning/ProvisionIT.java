package org.onecopy.installers.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** Bare machines become a network, by the command line and real OpenSSH servers. */
final class ProvisionIT {
    private static final Path TARGET =
            Path.of(Objects.requireNonNull(System.getProperty("onecopy.root"))).resolve("installers/target");
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String PASSPHRASE = "a phrase that passes";

    @TempDir
    static Path keys;

    @TempDir
    Path temp;

    private static Path packages = Path.of("");
    private static String authorized = "";
    private final List<SshRoot> roots = new ArrayList<>();

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        Optional<String> obstacle = SshRoot.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
        packages = BuiltPackages.debian();
        authorized = TestKeys.make(keys.resolve("id_ed25519"), "ed25519", PASSPHRASE);
        Files.writeString(keys.resolve("passphrase"), PASSPHRASE + "\n");
        Files.writeString(keys.resolve("sudo"), SshRoot.PASSWORD + "\n");
    }

    @AfterEach
    void end() throws IOException {
        for (SshRoot root : roots) {
            root.close();
        }
    }

    private SshRoot root(String name, int last, String more) throws IOException {
        SshRoot root = SshRoot.start(TARGET.resolve("it-ssh-" + name), name, "127.0.81." + last, 1, authorized, more);
        roots.add(root);
        return root;
    }

    /** An entry of the inventory, with ports of the node that are free. */
    private static String entry(SshRoot root, String zone, String more) throws IOException {
        List<Integer> ports = SshRoot.freePorts(root.address(), 3);
        return "  - {host: " + root.address() + ", port: " + root.port() + ", zone: " + zone + ", node: " + zone
                + "-1, bind: " + root.address() + ", ports: " + ports + more + "}\n";
    }

    private Path inventory(String... entries) throws IOException {
        return Files.writeString(
                temp.resolve("inventory.yaml"),
                "defaults: {user: keeper, storage: 'local:/srv/data', heap: 128m}\nhosts:\n"
                        + String.join("", entries));
    }

    private CommandRun provision(String act, Path inventory, String... more) {
        List<String> words = new ArrayList<>(List.of(
                act,
                "-i",
                inventory.toString(),
                "--key",
                keys.resolve("id_ed25519").toString(),
                "--passphrase-file",
                keys.resolve("passphrase").toString(),
                "--sudo-password-file",
                keys.resolve("sudo").toString(),
                "--known-hosts",
                temp.resolve("known_hosts").toString(),
                "--transcripts",
                temp.resolve("transcripts").toString(),
                "-o",
                "json"));
        words.addAll(List.of(more));
        return CommandRun.of(words);
    }

    @Test
    void three_bare_machines_become_a_network_and_one_that_fails_is_as_before() throws IOException {
        SshRoot oslo = root("oslo", 1, "");
        SshRoot lyon = root("lyon", 2, "");
        SshRoot kyoto = root("kyoto", 3, "");
        SshRoot bergen = root("bergen", 4, "");
        Path inventory = inventory(
                entry(oslo, "oslo", ""),
                entry(lyon, "lyon", ""),
                entry(kyoto, "kyoto", ""),
                entry(bergen, "bergen", ", storage: 'local:/proc/nowhere'"));
        CommandRun unknown = provision("check", inventory, "--package", packages.toString());
        assertThat(unknown.code()).as(unknown.err()).isEqualTo(1);
        assertThat(unknown.reports()).extracting(HostReport::code).containsOnly("host-key-unknown");
        assertThat(temp.resolve("known_hosts")).doesNotExist();

        CommandRun run =
                provision("install", inventory, "--package", packages.toString(), "--create", "--yes", "--accept-new");
        assertThat(run.reports())
                .as(run.err())
                .extracting(HostReport::state)
                .containsExactly(
                        HostReport.State.DONE, HostReport.State.DONE, HostReport.State.DONE, HostReport.State.UNDONE);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.reports().get(3).code()).isEqualTo("setup-failed");
        assertThat(bergen.run(
                        "dpkg -l onecopy 2>&1 | grep ^ii || true; find /etc /usr /opt /var/lib /var/log /home /srv"
                                + " -name '*onecopy*' -not -path '/var/lib/dpkg/*'"))
                .isBlank();
        assertThat(oslo.run("onecopy nodes"))
                .contains("oslo-1", "lyon-1", "kyoto-1")
                .doesNotContain("bergen-1");

        showAFile(oslo, lyon, kyoto);
        goesAgain(inventory);
        showsNoSecret();
        leaves(inventory, oslo, kyoto);
    }

    private static void showAFile(SshRoot oslo, SshRoot lyon, SshRoot kyoto) throws IOException {
        oslo.run("onecopy rules create shared --zone oslo=/shared --zone lyon=/shared --zone kyoto=/shared");
        kyoto.run("head -c 3000000 /dev/urandom >/srv/data/shared/proof");
        String sum = kyoto.run("sha256sum </srv/data/shared/proof");
        for (SshRoot root : List.of(oslo, lyon)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(root.run(
                                    "test -e /srv/data/shared/proof && sha256sum </srv/data/shared/proof || true"))
                            .isEqualTo(sum));
        }
    }

    /** What is as wanted stays. */
    private void goesAgain(Path inventory) throws IOException {
        List<String> lines = Files.readAllLines(inventory);
        Path three = Files.write(temp.resolve("three.yaml"), lines.subList(0, lines.size() - 1));
        CommandRun again = provision("install", three, "--package", packages.toString(), "--create", "--yes");
        assertThat(again.code()).as(again.err() + again.out()).isZero();
        assertThat(again.reports()).extracting(HostReport::state).containsOnly(HostReport.State.UNCHANGED);
    }

    private void showsNoSecret() throws IOException {
        try (var files = Files.list(temp.resolve("transcripts"))) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file))
                        .contains("== look")
                        .doesNotContain(SshRoot.PASSWORD)
                        .doesNotContain(PASSPHRASE)
                        .doesNotContainPattern("onecopy-[0-9]\\.[A-Za-z0-9_-]{20}");
            }
        }
    }

    /** By the network's own admin API. */
    private void leaves(Path inventory, SshRoot oslo, SshRoot kyoto) throws IOException {
        Path etc = oslo.changed().resolve("etc/onecopy");
        Path network = Files.createDirectories(temp.resolve("network"));
        Files.copy(etc.resolve("admin.token"), network.resolve("admin.token"));
        Files.copy(oslo.changed().resolve("var/lib/onecopy/network/network-ca.crt"), network.resolve("ca.crt"));
        Files.writeString(
                network.resolve("network.json"),
                Files.readString(etc.resolve("onecopy-network.json"))
                        .replaceAll("\"ca\" *: *\"[^\"]*\"", "\"ca\" : \"ca.crt\""));
        List<String> lines = Files.readAllLines(inventory);
        Path one = Files.write(temp.resolve("one.yaml"), List.of(lines.get(0), lines.get(1), lines.get(4)));
        CommandRun refused = provision("uninstall", one, "--purge");
        assertThat(refused.err()).contains("say --yes");
        assertThat(refused.code()).isEqualTo(1);
        CommandRun gone = provision(
                "uninstall",
                one,
                "--purge",
                "--yes",
                "--network",
                network.resolve("network.json").toString());
        assertThat(gone.code()).as(gone.err() + gone.out()).isZero();
        assertThat(
                        kyoto.run(
                                "dpkg -l onecopy 2>&1 | grep ^ii || true; find /etc /usr /var/lib /var/log -name '*onecopy*' -not -path '/var/lib/dpkg/*'; ls /srv/data/shared"))
                .isEqualTo("proof\n");
        assertThat(oslo.run("onecopy nodes")).doesNotContain("kyoto-1");
    }

    @Test
    @Tag("full")
    void a_newer_package_takes_the_place_of_an_older_one_and_the_node_goes_on() throws IOException {
        SshRoot oslo = root("oslo", 1, "dpkg -i " + packages + "/*.deb </dev/null");
        Path wrongOne = inventory(entry(oslo, "oslo", ", storage: 'local:/proc/nowhere'"));
        CommandRun undone =
                provision("install", wrongOne, "--package", packages.toString(), "--create", "--yes", "--accept-new");
        assertThat(undone.reports()).extracting(HostReport::state).containsExactly(HostReport.State.UNDONE);
        assertThat(oslo.run("dpkg -l onecopy | tail -n 1; ls /etc/onecopy; ls -A /var/lib/onecopy"))
                .as("what was there before stays")
                .startsWith("ii ")
                .endsWith("\nonecopy.env\n");
        Path inventory = inventory(entry(oslo, "oslo", ""));
        CommandRun first =
                provision("install", inventory, "--package", packages.toString(), "--create", "--yes", "--accept-new");
        assertThat(first.code()).as(first.err() + first.out()).isZero();
        Path newer = TARGET.resolve("it-newer");
        BuiltPackages.make(newer, 1, "deb");
        CommandRun wrong = provision("install", inventory, "--package", newer.toString(), "--create", "--yes");
        assertThat(wrong.reports()).extracting(HostReport::code).containsExactly("version-present");
        CommandRun upgraded = provision("upgrade", inventory, "--package", newer.toString(), "--yes");
        assertThat(upgraded.code()).as(upgraded.err() + upgraded.out()).isZero();
        assertThat(upgraded.reports().getFirst().version()).contains("20261101060808");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(oslo.run("onecopy status")).contains("healthy, as node oslo-1"));
        assertThat(provision("upgrade", inventory, "--package", newer.toString(), "--yes")
                        .reports())
                .extracting(HostReport::state)
                .containsExactly(HostReport.State.UNCHANGED);
        CommandRun removed = provision("uninstall", inventory, "--yes");
        assertThat(removed.code()).as(removed.err() + removed.out()).isZero();
        assertThat(oslo.run("test ! -e /usr/lib/onecopy; ls /etc/onecopy/node.yaml"))
                .contains("node.yaml");
    }
}
