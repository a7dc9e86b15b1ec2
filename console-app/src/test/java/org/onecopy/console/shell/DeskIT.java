package org.onecopy.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.onecopy.console.shell.Windows.onFx;
import static org.onecopy.console.shell.Windows.settle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.console.connect.ConnectionBook;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Themes;
import org.onecopy.console.work.Work;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** A window of the console and a real network of three nodes, and what tests do with them. Pictures go to target/screenshots. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DeskIT {
    static final Path PICTURES = Path.of("target/screenshots").toAbsolutePath();

    @TempDir
    static Path directory;

    static final List<String> ZONES = List.of("kyoto", "lyon", "oslo");

    final FxRobot robot = new FxRobot();
    DemoProcess demo;
    Stage stage;
    Desk desk;

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

    static void until(int seconds, Callable<Boolean> condition) {
        // On a machine that has much else to do, everything takes longer.
        await().atMost(Duration.ofSeconds(3L * seconds))
                .pollInterval(Duration.ofMillis(150))
                .until(condition);
    }

    Session session() {
        return onFx(() -> desk.context().session());
    }

    Snapshot snapshot() {
        return onFx(() -> desk.context().session() == null
                ? null
                : desk.context().session().snapshot().get());
    }

    void focus() {
        onFx(() -> {
            stage.toFront();
            stage.requestFocus();
            return true;
        });
        until(10, () -> onFx(stage::isFocused));
    }

    static Node find(String id) {
        return onFx(() -> Window.getWindows().stream()
                .filter(window -> window.getScene() != null)
                .map(window -> window.getScene().getRoot().lookup("#" + id))
                .filter(node -> node != null)
                .findFirst()
                .orElse(null));
    }

    String frontTab() {
        TabPane tabs = (TabPane) find("screens");
        return onFx(() -> tabs.getSelectionModel().getSelectedItem().getId());
    }

    void type(String text) {
        robot.write(text, 5);
        settle();
    }

    void next() {
        robot.push(KeyCode.ENTER);
        settle();
    }

    static String dialog() {
        Node button = find("ask-go");
        return onFx(() -> ((Stage) button.getScene().getWindow()).getTitle());
    }

    /** Begins a command on a row of a table. */
    void run(String screen, int row, String command) {
        robot.interact(() -> desk.open(screen));
        TableView<?> table = (TableView<?>) find("table-" + screen);
        until(10, () -> onFx(() -> table.getItems().size() > row));
        robot.interact(() -> table.getSelectionModel().select(row));
        Platform.runLater(() -> desk.commands().find(command).action().accept(desk.context()));
    }

    static List<String> rows(String id) {
        TableView<?> table = (TableView<?>) find(id);
        return onFx(() -> table.getItems().stream().map(row -> "" + row).toList());
    }

    void fire(String id, int times) {
        for (int step = 0; step < times; step++) {
            Node button = find(id);
            robot.interact(() -> ((Button) button).fire());
            settle();
        }
    }

    /** Presses a button of a dialog, and waits until it is gone. */
    void press(String id) {
        Node button = find(id);
        Platform.runLater(((Button) button)::fire);
        until(
                10,
                () -> onFx(() -> button.getScene() == null
                        || button.getScene().getWindow() == null
                        || !button.getScene().getWindow().isShowing()));
        settle();
    }

    @SuppressWarnings("unchecked") // choices of dialogs are of words
    void choose(String id, String option) {
        ComboBox<String> box = (ComboBox<String>) find(id);
        robot.interact(() -> box.setValue(option));
    }

    /** Pictures of the window that something is in, in both themes. */
    void both(String id, String name) throws IOException {
        Windows.picture(find(id).getScene(), PICTURES.resolve(name + "-light.png"));
        robot.interact(() -> Themes.apply(true));
        Windows.picture(find(id).getScene(), PICTURES.resolve(name + "-dark.png"));
        robot.interact(() -> Themes.apply(false));
    }

    static void signal(String name, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor();
        assertThat(code).isZero();
    }
}
