package org.onecopy.installers.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onecopy.installers.packaging.BuiltPackages;
import org.onecopy.installers.packaging.ThrowAwayRoot;

/** What the templates give a machine is run as cloud-init runs it, with a volume that is a file. */
@Tag("full")
final class FirstBootIT {
    private static final Path TARGET =
            Path.of(Objects.requireNonNull(System.getProperty("onecopy.root"))).resolve("installers/target");
    private static final Path SHARED = TARGET.resolve("it-cloud");

    /** The volume comes under the name that the machine was told, in what only this machine sees. */
    private static final String ATTACH = """
            mkdir -p /run/by-id /mnt.shared
            mount --bind /mnt /mnt.shared
            umount /mnt
            loop=$(losetup -f --show /mnt.shared/volume)
            trap 'cd /; umount -l /etc/onecopy /var/lib/onecopy /mnt/onecopy 2>/dev/null || true; losetup -d $loop' EXIT
            ln -s $loop /run/by-id/nvme-Amazon_Elastic_Block_Store_vol0abc1
            """;

    private static final String RUN_UNTIL_READY = """
            onecopy node run --config /etc/onecopy/node.yaml >/var/log/onecopy.out 2>&1 &
            node=$!
            for turn in $(seq 240); do
                sleep 0.25
                (: </dev/tcp/127.0.0.1/8082) 2>/dev/null || continue
                case $(onecopy status 2>/dev/null || true) in healthy*) break ;; esac
            done
            onecopy status || cat /var/log/onecopy.out
            kill $node
            wait $node || true
            """;

    private static String succeed(ThrowAwayRoot root, String script) throws IOException {
        ThrowAwayRoot.Ran ran = root.run(script);
        assertThat(ran.code()).as(script + "\n" + ran.said()).isZero();
        return ran.said();
    }

    private static ThrowAwayRoot root() throws IOException {
        ThrowAwayRoot root = new ThrowAwayRoot(TARGET.resolve("it-cloud-root"), SHARED);
        succeed(root, "rm -rf /usr/lib/jvm");
        return root;
    }

    /** As the template renders it for our package, which lies in a directory here instead of on a server. */
    private static String script(Path deb, String sum) throws IOException {
        Map<String, Map<String, Object>> made = CloudTemplates.aws(CloudTemplates.merged(
                        CloudTemplates.AWS, "PackageSha256", sum, "Profile", "lan", "Heap", "160m"))
                .resources();
        return CloudTemplates.userData(made, 1)
                .replace(
                        "https://packages.example.org/onecopy_1.0_amd64.deb", "file:///mnt.shared/" + deb.getFileName())
                .replace("10.9.8.1", "127.0.0.1")
                .replace("/dev/disk/by-id", "/run/by-id");
    }

    @Test
    void a_machine_becomes_a_node_and_the_next_one_with_its_volume_is_the_same_node() throws IOException {
        Optional<String> obstacle = ThrowAwayRoot.obstacle(TARGET.resolve("it-probe"));
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
        Files.createDirectories(SHARED);
        String line =
                Files.readString(BuiltPackages.debian().resolve("SHA256SUMS")).strip();
        Path deb = BuiltPackages.debian().resolve(line.substring(66));
        Path here = SHARED.resolve(deb.getFileName());
        Files.deleteIfExists(here);
        Files.createLink(here, deb);
        Files.writeString(SHARED.resolve("user-data"), script(deb, line.substring(0, 64)));
        Files.writeString(SHARED.resolve("wrong"), script(deb, "0".repeat(64)));
        String first;
        try (ThrowAwayRoot root = root()) {
            assumeTrue(
                    root.run("loop=$(losetup -f) && test -b $loop").code() == 0,
                    "there are no loop devices: the first boot of a machine is not tried");
            refusals(root);
            succeed(root, "rm -f /mnt/volume; truncate -s 4G /mnt/volume");
            assertThat(succeed(root, ATTACH + "sh /mnt.shared/user-data\n" + RUN_UNTIL_READY + """
                            mkdir /mnt/onecopy/data/photos && echo 1 >/mnt/onecopy/data/photos/one
                            chown -R onecopy: /mnt/onecopy/data/photos
                            sh /mnt.shared/user-data
                            test "$(grep -c onecopy /etc/fstab)" -eq 3
                            grep RequiresMountsFor=/mnt/onecopy /etc/systemd/system/onecopy.service.d/volume.conf
                            """))
                    .contains("it gets a file system", "made network", "healthy, as node sky-1", "belongs to network");
            first = succeed(root, ATTACH + "mount $loop /opt; cat /opt/state/network/node.crt");
        }
        assertThat(first).contains("BEGIN CERTIFICATE");
        try (ThrowAwayRoot root = root()) {
            // The next machine numbers its users otherwise.
            succeed(root, "useradd --system another");
            assertThat(succeed(root, ATTACH + "sh /mnt.shared/user-data\n" + RUN_UNTIL_READY + """
                            cat /mnt/onecopy/data/photos/one
                            test "$(stat -c %U /var/lib/onecopy /var/lib/onecopy/network/node.key | sort -u)" = onecopy
                            test "$(stat -c %G /etc/onecopy/node.yaml)" = onecopy
                            """))
                    .contains("stays as it is: node sky-1", "belongs to network", "healthy, as node sky-1")
                    .doesNotContain("file system", "made network");
            assertThat(succeed(root, ATTACH + "mount $loop /opt; cat /opt/state/network/node.crt"))
                    .isEqualTo(first);
        }
    }

    /** Another package than the one that was meant is not installed, and a volume with something else on it is not touched. */
    private static void refusals(ThrowAwayRoot root) throws IOException {
        succeed(root, "rm -f /mnt/volume; truncate -s 64M /mnt/volume");
        ThrowAwayRoot.Ran wrong = root.run(ATTACH + "sh /mnt.shared/wrong");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.said()).contains("has another SHA-256");
        succeed(root, "test ! -e /usr/lib/onecopy; mkswap -q /mnt/volume; sha256sum </mnt/volume >/root/before");
        ThrowAwayRoot.Ran other = root.run(ATTACH + "sh /mnt.shared/user-data");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.said()).contains("it stays as it is");
        succeed(root, "sha256sum </mnt/volume | cmp - /root/before");
        succeed(root, "sed -i /onecopy/d /etc/fstab");
    }
}
