package org.onecopy.installers.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast packages travel, beside scp in the same run and to the same server. Prints, and asserts no time. */
@Tag("full")
final class UploadRateIT {
    private static final int SIZE = 200_000_000;
    private static final int RUNS = 3;

    @TempDir
    Path temp;

    @Test
    void prints_the_rate_of_uploads_beside_that_of_scp() throws IOException, InterruptedException {
        Optional<String> obstacle = SshRoot.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
        Path key = temp.resolve("key");
        String authorized = TestKeys.make(key, "ed25519", "");
        byte[] content = new byte[SIZE];
        new Random(1).nextBytes(content);
        Files.write(temp.resolve("onecopy_1_amd64.deb"), content);
        PackageFile file = PackageFile.find(temp.resolve("onecopy_1_amd64.deb")).getFirst();
        Path target = Path.of(Objects.requireNonNull(System.getProperty("onecopy.root")))
                .resolve("installers/target/it-ssh-rate");
        List<Double> ours = new ArrayList<>();
        List<Double> scp = new ArrayList<>();
        try (SshRoot root = SshRoot.start(target, "rate", "127.0.83.1", 1, authorized, "");
                Transcript transcript = new Transcript(temp, "rate", new Redaction(List.of()), Clock.systemUTC());
                SshHost host = new SshLogin(
                                new Credentials(null, null, List.of(key), null, null),
                                new KnownHosts(temp.resolve("known"), true, Set.of()))
                        .connect(
                                new SshTarget(SshRoot.USER, root.address(), root.port(), List.of(), List.of()),
                                transcript)) {
            Upload upload = new Upload("/home/" + SshRoot.USER);
            for (int run = 0; run < RUNS; run++) {
                scp.add(scp(root, key, file.file()));
                root.run("rm -rf /home/keeper/scp");
                long begun = System.nanoTime();
                upload.put(host, file, bytes -> {});
                long there = System.nanoTime();
                // scp does not look at what came: neither counts for the upload.
                host.run("digest", "sha256sum " + upload.place(file), java.time.Duration.ofMinutes(5));
                ours.add(SIZE / 1e6 / ((there - begun - (System.nanoTime() - there)) / 1e9));
                upload.clear(host);
            }
        }
        double ratio = median(ours) / median(scp);
        System.out.printf(
                Locale.ROOT,
                "upload: %s MB/s; scp: %s MB/s; %.2f of scp's median (target: at least 0.6)%n",
                rounded(ours),
                rounded(scp),
                ratio);
    }

    private static double scp(SshRoot root, Path key, Path file) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        int code = new ProcessBuilder(
                        "scp",
                        "-q",
                        "-B",
                        "-i",
                        key.toString(),
                        "-o",
                        "IdentityAgent=none",
                        "-o",
                        "StrictHostKeyChecking=no",
                        "-o",
                        "UserKnownHostsFile=/dev/null",
                        "-P",
                        String.valueOf(root.port()),
                        file.toString(),
                        SshRoot.USER + "@" + root.address() + ":scp")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(code).isZero();
        return SIZE / 1e6 / ((System.nanoTime() - begun) / 1e9);
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElseThrow();
    }

    private static String rounded(List<Double> figures) {
        return String.join(
                ", ",
                figures.stream()
                        .map(figure -> String.valueOf(Math.round(figure)))
                        .toList());
    }
}
