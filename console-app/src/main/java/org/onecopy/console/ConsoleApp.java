package org.onecopy.console;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.connect.ConnectionBook;
import org.onecopy.console.connect.SecretTool;
import org.onecopy.console.shell.Desk;
import org.onecopy.console.work.Work;

/** The application: one window. */
public final class ConsoleApp extends Application {
    private @Nullable Desk desk;

    @Override
    public void start(Stage stage) {
        Work work = new Work(Platform::runLater, InstantSource.system());
        Desk opened = new Desk(
                stage,
                ConnectionBook.open(directory(), SecretTool.of(System.getenv()).orElse(null)),
                work);
        desk = opened;
        opened.show();
        Platform.runLater(() -> Times.reached("window"));
        opened.onFirstAnswer(() -> Platform.runLater(() -> Times.reached("usable")));
        Optional.ofNullable(getParameters().getNamed().get("network"))
                // A desktop gives the file that was opened by itself.
                .or(() -> getParameters().getUnnamed().stream().findFirst())
                .or(ConsoleApp::networkArgument)
                .ifPresent(file -> opened.importNetwork(Path.of(file)));
    }

    private static Optional<String> networkArgument() {
        return Optional.ofNullable(System.getProperty("onecopy.console.network"));
    }

    /** Where connections and the layout are kept. */
    private static Path directory() {
        String named = System.getProperty("onecopy.console.dir");
        if (named != null) {
            return Path.of(named);
        }
        String config = System.getenv("XDG_CONFIG_HOME");
        Path base = config == null ? Path.of(System.getProperty("user.home"), ".config") : Path.of(config);
        return base.resolve("onecopy/console");
    }

    @Override
    public void stop() {
        if (desk != null) {
            desk.close();
        }
    }
}
