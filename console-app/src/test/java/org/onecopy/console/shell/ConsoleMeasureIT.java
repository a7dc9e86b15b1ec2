package org.onecopy.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.onecopy.console.shell.Windows.onFx;
import static org.onecopy.console.shell.Windows.settle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.control.TabPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.console.connect.ConnectionBook;
import org.onecopy.console.work.Work;
import org.testfx.api.FxToolkit;

/** The figures of docs/console.md, against a real network: how long a start takes, and what the console needs of memory. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleMeasureIT {
    private static final int OPENINGS = Integer.getInteger("onecopy.console.openings", 10_000);
    private static final int STARTS = 3;

    @TempDir
    private static Path directory;

    private DemoProcess demo;

    @BeforeAll
    void open() throws IOException {
        Assumptions.assumeTrue(System.getenv("DISPLAY") != null, "no display");
        Assumptions.assumeTrue(DemoProcess.built(), "node/target/onecopy-node.jar is not built");
        demo = new DemoProcess(directory.resolve("demo"));
        await().atMost(Duration.ofMinutes(2)).until(demo::ready);
    }

    @AfterAll
    void end() throws IOException {
        if (demo != null) {
            demo.close();
        }
    }

    /** The console as users start it, as a process of its own. */
    private Process console(Path times, Path config, String cache) throws IOException {
        Path target = DemoProcess.root().resolve("console-app/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                cache,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dprism.order=sw",
                "-Donecopy.console.dir=" + config,
                "-Donecopy.console.times=" + times,
                "-cp",
                jars(target),
                "org.onecopy.console.Launcher",
                "--network=" + demo.networkFile()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of(times + ".log").toFile())
                .start();
    }

    /** All jars by name: a cache of classes is for one order of them. */
    private static String jars(Path target) throws IOException {
        try (Stream<Path> lib = Files.list(target.resolve("lib"))) {
            return Stream.concat(
                            Stream.of(target.resolve("onecopy-console.jar")),
                            lib.filter(jar -> jar.toString().endsWith(".jar")).sorted())
                    .map(Path::toString)
                    .collect(Collectors.joining(":"));
        }
    }

    private static long memory(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void starts_quickly_and_stays_small_while_it_watches() throws IOException, InterruptedException {
        Path cache = directory.resolve("console.aot");
        // The first ones have no cache, one makes it, the last ones find it.
        for (int start = 1; start <= 2 * STARTS + 1; start++) {
            Path times = directory.resolve("times-" + start);
            boolean makes = start == STARTS + 1;
            String option = start <= STARTS ? "-Xshare:auto" : "-XX:AOTCache" + (makes ? "Output=" : "=") + cache;
            Process process = console(times, directory.resolve("config-" + start), option);
            try {
                await().atMost(Duration.ofSeconds(90))
                        .until(() ->
                                Files.exists(times) && Files.readString(times).contains("usable"));
                System.out.println("measured: start " + start
                        + (start <= STARTS
                                ? ", no cache: "
                                : makes ? ", which makes the cache: " : ", with the cache: ")
                        + Files.readString(times).strip().replace("\n", ", ") + "; " + memory(process.pid())
                        + " MB resident");
                if (start == 2 * STARTS + 1) {
                    int minutes = Integer.getInteger("onecopy.console.minutes", 5);
                    Instant until = Instant.now().plus(Duration.ofMinutes(minutes));
                    await().atMost(Duration.ofMinutes(minutes + 1L))
                            .pollInterval(Duration.ofSeconds(5))
                            .until(() -> Instant.now().isAfter(until));
                    long megabytes = memory(process.pid());
                    System.out.println(
                            "measured: after " + minutes + " minutes of live updates " + megabytes + " MB resident");
                    assertThat(megabytes).isLessThan(500);
                }
            } finally {
                process.destroy();
                assertThat(process.waitFor(makes ? 180 : 20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void ten_thousand_openings_of_views_leave_nothing_behind() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        // TestFX keeps every event of the stage that it knows, and with each the view to which it went: take one of our
        // own.
        Stage stage = onFx(Stage::new);
        Work work = new Work(Platform::runLater, InstantSource.system());
        Desk desk = onFx(() -> {
            Desk made = new Desk(stage, ConnectionBook.open(directory.resolve("config-openings")), work);
            made.show();
            return made;
        });
        Platform.runLater(() -> desk.importNetwork(demo.networkFile()));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> onFx(() -> desk.context().session() != null));
        openings(desk, stage, 1_000);
        long before = used();
        long begin = System.nanoTime();
        openings(desk, stage, OPENINGS);
        double millis = (System.nanoTime() - begin) / 1e6 / OPENINGS;
        long after = used();
        System.out.println("measured: " + OPENINGS + " openings of views, " + Math.round(millis * 10) / 10.0
                + " ms each; the heap in use goes from " + before + " to " + after + " MB");
        onFx(() -> {
            desk.close();
            stage.close();
            return true;
        });
        FxToolkit.cleanupStages();
        assertThat(after - before).isLessThan(10);
    }

    private static void openings(Desk desk, Stage stage, int count) {
        List<String> ids = Screens.ids();
        TabPane tabs = (TabPane) stage.getScene().getRoot().lookup("#screens");
        for (int at = 0; at < count; at++) {
            String id = ids.get(at % ids.size());
            onFx(() -> {
                desk.open(id);
                return true;
            });
            settle();
            onFx(() -> tabs.getTabs().removeIf(tab -> id.equals(tab.getId())));
        }
    }

    private static long used() {
        for (int turn = 0; turn < 3; turn++) {
            System.gc();
            settle();
        }
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
