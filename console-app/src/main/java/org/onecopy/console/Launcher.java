package org.onecopy.console;

import javafx.application.Application;

/** The way in: a plain class, because Java refuses to start an {@link Application} from the class path by itself. */
public final class Launcher {
    private Launcher() {}

    /** Starts the console. A network file, or {@code --network=FILE}, connects to a network at once. */
    public static void main(String[] args) {
        Preload.begin();
        Application.launch(ConsoleApp.class, args);
    }
}
