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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.console.connect.ConnectionBook;
import org.onecopy.console.connect.TrustProbe;
import org.onecopy.console.lag.history.LagHistory;
import org.onecopy.console.lag.history.Measure;
import org.onecopy.console.session.Link;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Themes;
import org.onecopy.console.work.Work;
import org.onecopy.model.api.Health;
import org.onecopy.model.api.NodeState;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** The window against a real network of three nodes, driven by keys. Pictures of every screen go to target/screenshots. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {
    private static final Path PICTURES = Path.of("target/screenshots").toAbsolutePath();

    @TempDir
    private static Path directory;

    private final FxRobot robot = new FxRobot();
    private DemoProcess demo;
    private Stage stage;
    private Desk desk;

    @BeforeAll
    void open() throws IOException, TimeoutException {
        Assumptions.assumeTrue(
                System.getenv("DISPLAY") != null, "no display: install xvfb and openbox to test the console's windows");
        Assumptions.assumeTrue(DemoProcess.built(), "node/target/onecopy-node.jar is not built");
        demo = new DemoProcess(directory.resolve("demo"));
        stage = FxToolkit.registerPrimaryStage();
        Work work = new Work(Platform::runLater, InstantSource.system());
        desk = onFx(() -> {
            Desk made = new Desk(stage, ConnectionBook.open(directory.resolve("config")), work);
            made.show();
            return made;
        });
        until(90, demo::ready);
        Platform.runLater(() -> desk.importNetwork(demo.networkFile()));
        until(30, () -> snapshot() != null);
        focus();
    }

    @AfterAll
    void end() throws IOException, TimeoutException {
        if (desk != null) {
            onFx(() -> {
                desk.close();
                return true;
            });
            FxToolkit.cleanupStages();
        }
        if (demo != null) {
            demo.close();
        }
    }

    private static void until(int seconds, Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(seconds))
                .pollInterval(Duration.ofMillis(150))
                .until(condition);
    }

    private Session session() {
        return onFx(() -> desk.context().session());
    }

    private Snapshot snapshot() {
        return onFx(() -> desk.context().session() == null
                ? null
                : desk.context().session().snapshot().get());
    }

    private void focus() {
        onFx(() -> {
            stage.toFront();
            stage.requestFocus();
            return true;
        });
        until(10, () -> onFx(stage::isFocused));
    }

    private static Node find(String id) {
        return onFx(() -> Window.getWindows().stream()
                .filter(window -> window.getScene() != null)
                .map(window -> window.getScene().getRoot().lookup("#" + id))
                .filter(node -> node != null)
                .findFirst()
                .orElse(null));
    }

    private String frontTab() {
        TabPane tabs = (TabPane) find("screens");
        return onFx(() -> tabs.getSelectionModel().getSelectedItem().getId());
    }

    private void type(String text) {
        robot.write(text, 5);
        settle();
    }

    private void next() {
        robot.push(KeyCode.ENTER);
        settle();
    }

    @Test
    @Order(1)
    void shows_a_network_that_is_well_after_one_step() {
        until(30, () -> snapshot().status().health() == Health.HEALTHY);
        assertThat(session().link().get()).isInstanceOf(Link.Connected.class);
        assertThat(snapshot().nodes()).hasSize(3);
        Session session = session();
        until(40, () -> onFx(() -> !session.events().isEmpty()));
    }

    @Test
    @Order(2)
    void opens_a_screen_by_the_palette_with_the_keyboard_alone() {
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
        until(5, () -> find("palette") != null);
        type("transf");
        next();
        until(5, () -> frontTab().equals("transfers"));
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT1);
        until(5, () -> frontTab().equals("overview"));
    }

    @Test
    @Order(3)
    void creates_a_rule_by_the_wizard_and_files_flow_and_the_lag_moves() throws IOException {
        focus();
        robot.push(KeyCode.CONTROL, KeyCode.N);
        until(10, () -> find("rule-name") != null);
        type("albums");
        for (String zone : List.of("kyoto", "lyon", "oslo")) {
            Path place = demo.place(zone);
            Node path = find("rule-path-" + zone);
            robot.interact(path::requestFocus);
            robot.interact(() -> ((TextField) path).setText("" + place));
        }
        Windows.picture(find("rule-name").getScene(), PICTURES.resolve("rule-1-light.png"));
        for (int step = 0; step < 3; step++) {
            Node button = find("rule-next");
            robot.interact(() -> ((Button) button).fire());
            settle();
        }
        Windows.picture(find("rule-next").getScene(), PICTURES.resolve("rule-4-light.png"));
        Node create = find("rule-next");
        robot.interact(() -> ((Button) create).fire());
        until(
                30,
                () -> snapshot().rules().stream()
                        .anyMatch(rule -> rule.name().value().equals("albums")));
        Instant before = Instant.now();
        Path oslo = demo.place("oslo");
        for (int number = 0; number < 1_500; number++) {
            Files.writeString(oslo.resolve("file-" + number), "content of " + number);
        }
        until(
                40,
                () -> Files.exists(demo.place("lyon").resolve("file-1499"))
                        && Files.exists(demo.place("kyoto").resolve("file-1499")));
        LagHistory history = session().history();
        until(
                10,
                () -> history.places().stream()
                        .filter(place -> place.rule().value().equals("albums"))
                        .flatMap(place -> history.points(place, Measure.OPERATIONS, before, Instant.now()).stream())
                        .anyMatch(point -> point.high() > 0));
    }

    @Test
    @Order(4)
    void every_screen_fits_in_both_themes_and_sizes() throws IOException {
        for (boolean dark : List.of(false, true)) {
            robot.interact(() -> Themes.apply(dark));
            for (int[] size : new int[][] {{1280, 800}, {2560, 1440}}) {
                robot.interact(() -> {
                    stage.setX(0);
                    stage.setY(0);
                    stage.setWidth(size[0]);
                    stage.setHeight(size[1]);
                });
                settle();
                robot.interact(() -> desk.restore(Settings.Layout.FIRST));
                for (String id : size[0] > 2000 ? List.of("overview", "lag") : Screens.ids()) {
                    robot.interact(() -> desk.open(id));
                    settle();
                    Windows.picture(
                            stage.getScene(),
                            PICTURES.resolve(id + "-" + (dark ? "dark" : "light") + "-" + size[0] + ".png"));
                }
            }
        }
        robot.interact(() -> Themes.apply(false));
        assertThat(PICTURES.resolve("overview-dark-1280.png")).isNotEmptyFile();
    }

    @Test
    @Order(5)
    void turns_dark_by_a_key() {
        focus();
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.D);
        until(5, () -> Themes.dark().get());
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.D);
        until(5, () -> !Themes.dark().get());
    }

    @Test
    @Order(6)
    @Tag("full") // on a machine that has much else to do, patience ends before the next node is asked
    void sees_a_node_that_hangs_and_goes_on_by_another_when_its_own_is_killed() throws Exception {
        String answers = ((Link.Connected) session().link().get()).node().value();
        String other = snapshot().nodes().stream()
                .map(node -> node.id().value())
                .filter(node -> !node.equals(answers))
                .findFirst()
                .orElseThrow();
        signal("STOP", demo.pid(other));
        try {
            until(
                    40,
                    () -> snapshot().nodes().stream()
                            .anyMatch(
                                    node -> node.id().value().equals(other) && node.state() == NodeState.UNREACHABLE));
            robot.interact(() -> desk.open("overview"));
            Windows.picture(stage.getScene(), PICTURES.resolve("overview-node-hangs.png"));
        } finally {
            signal("CONT", demo.pid(other));
        }
        signal("KILL", demo.pid(answers));
        until(
                30,
                () -> session().link().get() instanceof Link.Connected now
                        && !now.node().value().equals(answers));
    }

    @Test
    @Order(7)
    void shows_the_authority_of_a_node_before_anything_is_sent() {
        TrustProbe.Presented seen = TrustProbe.look(session().gateway().urls().getFirst());
        assertThat(seen.pem())
                .isEqualToIgnoringWhitespace(
                        onFx(() -> desk.book().all().getFirst().authority()));
        assertThat(seen.fingerprint()).hasSize(95);
        assertThat(seen.pin()).hasSize(64);
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor();
        assertThat(code).isZero();
    }
}
