package org.onecopy.installers.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console's package is really installed and started, on a display of its own; what it shows is left in {@code target/console.png}. */
@Tag("full")
final class ConsolePackagesIT {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("onecopy.root")));
    private static final Path TARGET = ROOT.resolve("installers/target");

    private static String succeed(ThrowAwayRoot root, String script) throws IOException {
        ThrowAwayRoot.Ran ran = root.run(script);
        assertThat(ran.code()).as(script + "\n" + ran.said()).isZero();
        return ran.said();
    }

    @Test
    void an_installed_console_shows_its_window_and_goes_without_a_trace() throws IOException {
        Optional<String> obstacle = ThrowAwayRoot.obstacle(TARGET.resolve("it-probe"));
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/Xvfb")), "the console is not started: there is no Xvfb");
        assumeTrue(
                Files.exists(ROOT.resolve("console-app/target/onecopy-console.jar")),
                "the console's package is not made: it is not built yet");
        Path out = TARGET.resolve("it-console");
        List<Path> made = PackageMain.makeConsole(ROOT, BuiltPackages.release(0), true, out);
        assertThat(made).hasSize(2);
        try (ThrowAwayRoot root = new ThrowAwayRoot(TARGET.resolve("it-console-root"), out)) {
            succeed(root, "rm -rf /usr/lib/jvm; dpkg -i --force-depends /mnt/onecopy-console_*.deb </dev/null");
            String said = succeed(root, """
                    mkdir /tmp/display
                    Xvfb :7 -screen 0 1280x800x24 -fbdir /tmp/display -nolisten tcp >/dev/null 2>&1 &
                    until [ -S /tmp/.X11-unix/X7 ]; do read -r -t 0.1 <> <(:) || true; done
                    export DISPLAY=:7 JAVA_TOOL_OPTIONS='-Donecopy.console.times=/tmp/times -Dprism.order=sw -Djavafx.cachedir=/tmp/unpacked'
                    for turn in 1 2 3; do
                        rm -f /tmp/times
                        onecopy-console >/tmp/said 2>&1 &
                        console=$!
                        for wait in $(seq 600); do
                            ! grep -q window /tmp/times 2>/dev/null || break
                            kill -0 $console || { cat /tmp/said; exit 1; }
                            sleep 0.1
                        done
                        sed "s/^/start $turn: /" /tmp/times
                        sleep 3
                        cp /tmp/display/Xvfb_screen0 /mnt/screen.xwd
                        kill $console
                        wait $console || true
                    done
                    ! ls -A /tmp/unpacked 2>/dev/null | grep . || echo unpacked
                    cat /tmp/said
                    """);
            System.out.println(said);
            assertThat(said)
                    .contains("start 3: window after ")
                    .doesNotContain("Exception")
                    .doesNotContain("unpacked");
            assertThat(colours(out.resolve("screen.xwd"), TARGET.resolve("console.png")))
                    .hasSizeGreaterThan(20);
            assertThat(succeed(root, "onecopy-provision --help")).contains("Bring nodes onto machines over SSH");
            ThrowAwayRoot.Ran refused = root.run("cd /root && onecopy-provision check -i none.yaml");
            assertThat(refused.code()).isEqualTo(2);
            succeed(root, "dpkg -P onecopy-console </dev/null");
            assertThat(succeed(root, "find /etc /usr /opt /var/lib -name '*onecopy*' -not -path '/var/lib/dpkg/*'"))
                    .isBlank();
        } finally {
            PackageMain.delete(out);
        }
    }

    /** Reads a dump of a screen (XWD, 32 bits for each point), and keeps it as a picture. */
    private static Set<Integer> colours(Path dump, Path picture) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(dump));
        int header = bytes.getInt(0);
        int width = bytes.getInt(16);
        int height = bytes.getInt(20);
        int line = bytes.getInt(48);
        int begin = header + bytes.getInt(76) * 12;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Set<Integer> colours = new HashSet<>();
        ByteBuffer points = bytes.order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int colour = points.getInt(begin + y * line + 4 * x) & 0xffffff;
                image.setRGB(x, y, colour);
                colours.add(colour);
            }
        }
        ImageIO.write(image, "png", picture.toFile());
        return colours;
    }
}
