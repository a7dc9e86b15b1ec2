package org.onecopy.installers.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.installers.packaging.BuiltPackages;
import org.onecopy.installers.provisioning.cli.CommandRun;

/**
 * How long machines take from nothing to a node that has come into the network and caught up: one, then several at once ({@code
 * -Donecopy.provision.hosts}, 10). All of them are this one machine, whose processors they share. Prints, and asserts no time.
 */
@Tag("full")
final class ProvisionMeasureIT {
    private static final Path TARGET =
            Path.of(Objects.requireNonNull(System.getProperty("onecopy.root"))).resolve("installers/target");
    private static final int HOSTS = Integer.getInteger("onecopy.provision.hosts", 10);

    @TempDir
    Path temp;

    private record Took(double wall, double slowest, double ours) {}

    @Test
    void prints_how_long_one_machine_takes_and_many_at_once() throws IOException, InterruptedException {
        Optional<String> obstacle = SshRoot.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
        Path packages = packages();
        Took one = take(1, packages);
        print(1, one);
        Took many = take(HOSTS, packages);
        print(HOSTS, many);
        System.out.printf(
                Locale.ROOT,
                "measured: %d at once took %.1f times as long as one (target: at most 2, with processors of their own; here they"
                        + " share %d)%n",
                HOSTS,
                many.wall / one.wall,
                Runtime.getRuntime().availableProcessors());
    }

    /** Those that {@code ./onecopy package} made, as users upload them; else one that was made quickly and is not compressed. */
    private static Path packages() throws IOException {
        Path made = TARGET.resolve("packages");
        if (Files.isDirectory(made)) {
            try (var files = Files.list(made)) {
                if (files.anyMatch(file -> file.toString().endsWith(".deb"))) {
                    return made;
                }
            }
        }
        return BuiltPackages.debian();
    }

    private static void print(int hosts, Took took) {
        System.out.printf(
                Locale.ROOT,
                "measured: %d machine(s) to inducted and caught up: %.1f s in all, the slowest %.1f s (target: 60 each); %.1f s of"
                        + " processor by the provisioning itself; load %.1f%n",
                hosts,
                took.wall,
                took.slowest,
                took.ours,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private Took take(int hosts, Path packages) throws IOException, InterruptedException {
        Path here = Files.createDirectories(temp.resolve("of" + hosts));
        String authorized = TestKeys.make(here.resolve("key"), "ed25519", "");
        Files.writeString(here.resolve("sudo"), SshRoot.PASSWORD + "\n");
        List<SshRoot> roots = new ArrayList<>();
        try {
            StringBuilder inventory =
                    new StringBuilder("defaults: {user: keeper, storage: 'local:/srv/data', heap: 128m}\nhosts:\n");
            for (int host = 1; host <= hosts; host++) {
                String name = "m" + host;
                SshRoot root = SshRoot.start(
                        TARGET.resolve("it-measure-" + name), name, "127.0.85." + host, 1, authorized, "");
                roots.add(root);
                inventory.append("  - {host: " + root.address() + ", port: " + root.port() + ", zone: z" + (host % 3)
                        + ", role: " + (host > 5 ? "listener" : "voter") + ", node: " + name + ", bind: "
                        + root.address() + ", ports: " + SshRoot.freePorts(root.address(), 3) + "}\n");
            }
            Path file = Files.writeString(here.resolve("inventory.yaml"), inventory);
            Duration before = processor();
            long begun = System.nanoTime();
            CommandRun run = CommandRun.of(List.of(
                    "install",
                    "-i",
                    file.toString(),
                    "--package",
                    packages.toString(),
                    "--key",
                    here.resolve("key").toString(),
                    "--sudo-password-file",
                    here.resolve("sudo").toString(),
                    "--known-hosts",
                    here.resolve("known_hosts").toString(),
                    "--transcripts",
                    here.resolve("transcripts").toString(),
                    "--wait",
                    "10m",
                    "--create",
                    "--yes",
                    "--accept-new",
                    "-o",
                    "json"));
            double wall = (System.nanoTime() - begun) / 1e9;
            assertThat(run.reports())
                    .as(run.err() + run.out())
                    .extracting(HostReport::state)
                    .containsOnly(HostReport.State.DONE);
            double slowest = run.reports().stream()
                    .mapToDouble(HostReport::seconds)
                    .max()
                    .orElseThrow();
            assertThat(roots.getFirst().run("onecopy nodes | grep -c running")).isEqualTo(hosts + "\n");
            return new Took(wall, slowest, processor().minus(before).toMillis() / 1e3);
        } finally {
            for (SshRoot root : roots) {
                root.close();
            }
        }
    }

    private static Duration processor() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
