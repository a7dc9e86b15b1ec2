package org.onecopy.installers.provisioning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onecopy.installers.packaging.BuiltPackages;

/** Machines for tests of other modules: {@code SshRootMain DIRECTORY COUNT} starts them, tells of them, and ends them with its input. */
public final class SshRootMain {
    private SshRootMain() {}

    /**
     * Prints {@code none REASON} where there are none; else {@code machine ADDRESS PORT P1,P2,P3} for each, with ports that are free,
     * {@code user NAME PASSWORD…}, {@code key FILE} of an OpenSSH key without a passphrase, {@code package DIRECTORY}, and {@code ready}.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Optional<String> obstacle = SshRoot.obstacle();
        if (obstacle.isPresent()) {
            System.out.println("none " + obstacle.get());
            return;
        }
        Path directory = Files.createDirectories(Path.of(args[0]));
        Path key = directory.resolve("key");
        String authorized = TestKeys.make(key, "ed25519", "");
        List<SshRoot> roots = new ArrayList<>();
        try {
            for (int one = 1; one <= Integer.parseInt(args[1]); one++) {
                SshRoot root =
                        SshRoot.start(directory.resolve("m" + one), "m" + one, "127.0.86." + one, 1, authorized, "");
                roots.add(root);
                List<Integer> ports = SshRoot.freePorts(root.address(), 3);
                System.out.println("machine " + root.address() + " " + root.port() + " " + ports.get(0) + ","
                        + ports.get(1) + "," + ports.get(2));
            }
            System.out.println("user " + SshRoot.USER + " " + SshRoot.PASSWORD);
            System.out.println("key " + key);
            System.out.println("package " + BuiltPackages.debian());
            System.out.println("ready");
            // Each line is a command for the first machine, whose answer ends with a line of its own.
            var lines = new java.io.BufferedReader(
                    new java.io.InputStreamReader(System.in, java.nio.charset.StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(roots.getFirst().run(line).strip());
                System.out.println("end");
            }
        } finally {
            for (SshRoot root : roots) {
                root.close();
            }
        }
    }
}
