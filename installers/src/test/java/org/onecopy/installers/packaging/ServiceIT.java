package org.onecopy.installers.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The installed service, run by a systemd of its own with every restriction of its unit. Prints how long it took to be ready. */
@Tag("full")
final class ServiceIT {
    private static final Path TARGET =
            Path.of(Objects.requireNonNull(System.getProperty("onecopy.root"))).resolve("installers/target");
    private static final Pattern READY = Pattern.compile("(?s)InactiveExit\\w+=(\\d+)\\s+ActiveEnter\\w+=(\\d+)");

    /** Capabilities of the process: chown, dac_override, fowner, fsetid. */
    private static final String RIGHTS = "000000000000001b";

    private static String succeed(SystemdRoot root, String script) throws IOException {
        ThrowAwayRoot.Ran ran = root.run(script);
        assertThat(ran.code())
                .as(() -> script + "\n" + ran.said() + "\n" + journal(root))
                .isZero();
        return ran.said();
    }

    private static String journal(SystemdRoot root) {
        try {
            return root.run("systemctl status -l --no-pager onecopy; journalctl --no-pager -n 60 -u onecopy")
                    .said();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void a_service_is_ready_holds_its_restrictions_and_comes_again_but_not_where_it_must_not() throws IOException {
        Optional<String> obstacle = SystemdRoot.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
        Path packages = BuiltPackages.debian();
        try (SystemdRoot root = SystemdRoot.start(TARGET.resolve("it-systemd"), packages)) {
            succeed(root, """
                    ONECOPY_ZONE=oslo ONECOPY_NODE=oslo-1 ONECOPY_HOST=127.0.0.1 ONECOPY_STORAGE=local:/srv/data \\
                        ONECOPY_CREATE=yes dpkg -i /mnt/*.deb </dev/null
                    systemctl is-active onecopy
                    """);
            assertThat(succeed(root, "onecopy status")).contains("healthy, as node oslo-1");
            holdsItsRestrictions(root);
            for (int turn = 0; turn < 3; turn++) {
                restart(root);
            }
            comesAgain(root);
            upgrades(root);
            staysAwayWhereItsConfigurationIsWrong(root);
            assertThat(succeed(root, """
                            systemctl stop onecopy
                            systemctl show -p Result onecopy
                            systemctl start onecopy
                            dpkg -P onecopy </dev/null
                            systemctl is-active onecopy || true
                            find /etc /usr /var/lib /var/log -name '*onecopy*' -not -path '/var/lib/dpkg/*'
                            """)).startsWith("Result=success\n").endsWith("\ninactive\n");
        }
    }

    private static void holdsItsRestrictions(SystemdRoot root) throws IOException {
        assertThat(succeed(root, """
                        node=$(systemctl show -p MainPID --value onecopy)
                        ps -o user= -p $node 2>/dev/null || stat -c %U /proc/$node
                        grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/$node/status | tr '\\t' ' '
                        for place in /usr/x /etc/x /boot/x /var/lib/x /srv/data/x /mnt/x /var/lib/onecopy/x; do
                            nsenter -t $node -m touch $place 2>/dev/null && echo "writes $place" || echo "cannot write $place"
                        done
                        nsenter -t $node -m ls /dev/kmsg /root/.bashrc 2>/dev/null || echo 'sees neither device nor home'
                        """))
                .startsWith("onecopy\n")
                .contains("CapEff: " + RIGHTS, "CapBnd: " + RIGHTS, "NoNewPrivs: 1", "Seccomp: 2")
                .contains("cannot write /usr/x", "cannot write /etc/x", "cannot write /var/lib/x")
                .contains("writes /srv/data/x", "writes /var/lib/onecopy/x")
                .contains("sees neither device nor home");
    }

    private static void restart(SystemdRoot root) throws IOException {
        String said = succeed(
                root,
                "systemctl restart onecopy; systemctl show -p InactiveExitTimestampMonotonic -p ActiveEnterTimestampMonotonic"
                        + " onecopy; echo load $(cut -d ' ' -f 1 /proc/loadavg)");
        Matcher times = READY.matcher(said);
        assertThat(times.find()).as(said).isTrue();
        double seconds = (Long.parseLong(times.group(2)) - Long.parseLong(times.group(1))) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "service ready after %.2f s (target: less than 4); %s%n",
                seconds,
                said.lines().toList().getLast());
    }

    /** A node that was killed is started again by itself. */
    private static void comesAgain(SystemdRoot root) throws IOException {
        assertThat(succeed(root, """
                        before=$(systemctl show -p MainPID --value onecopy)
                        kill -9 $before
                        for turn in $(seq 600); do
                            now=$(systemctl show -p MainPID --value onecopy)
                            [ "$now" = 0 ] || [ "$now" = $before ] || [ "$(systemctl is-active onecopy)" != active ] || break
                            read -r -t 0.2 <> <(:) || true
                        done
                        systemctl show -p NRestarts onecopy
                        onecopy status
                        """)).contains("NRestarts=1", "healthy, as node oslo-1");
    }

    /** The package that is there, once more: the service stops before its libraries go, and runs afterwards. */
    private static void upgrades(SystemdRoot root) throws IOException {
        assertThat(succeed(root, """
                        before=$(systemctl show -p MainPID --value onecopy)
                        dpkg -i /mnt/*.deb </dev/null
                        test "$(systemctl show -p MainPID --value onecopy)" != $before
                        systemctl is-active onecopy
                        """)).endsWith("active\n");
    }

    private static void staysAwayWhereItsConfigurationIsWrong(SystemdRoot root) throws IOException {
        assertThat(succeed(root, """
                        cp -p /etc/onecopy/node.yaml /root/node.yaml
                        echo 'zonne: x' >>/etc/onecopy/node.yaml
                        systemctl restart onecopy || true
                        systemctl show -p ExecMainStatus -p NRestarts onecopy
                        systemctl is-active onecopy || true
                        cp -p /root/node.yaml /etc/onecopy/node.yaml
                        systemctl reset-failed onecopy
                        systemctl start onecopy
                        systemctl is-active onecopy
                        """))
                .contains("ExecMainStatus=2", "NRestarts=0", "failed\n")
                .endsWith("active\n");
    }
}
