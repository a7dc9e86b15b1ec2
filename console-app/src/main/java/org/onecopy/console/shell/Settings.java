package org.onecopy.console.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.onecopy.model.ApiJson;

/**
 * What is remembered of the window from one start to the next.
 *
 * @param layout as it was left
 * @param perspectives layouts with a name
 * @param preferences what the user has set, by its words
 */
record Settings(
        double width, double height, Layout layout, Map<String, Layout> perspectives, Map<String, String> preferences) {
    private static final String FILE = "window.json";

    /**
     * Which tabs are open, and how the window is divided.
     *
     * @param screens ids of the open tabs, in their order
     * @param front the one in front
     * @param dividers of navigator, properties and bottom, from 0 to 1
     */
    record Layout(List<String> screens, String front, List<Double> dividers) {
        static final Layout FIRST =
                new Layout(List.of("overview", "rules", "lag", "events"), "overview", List.of(0.17, 0.81, 0.76));

        Layout {
            screens = screens == null || screens.isEmpty() ? List.of("overview") : List.copyOf(screens);
            front = front == null ? "overview" : front;
            dividers = dividers == null || dividers.size() != 3 ? List.of(0.17, 0.81, 0.76) : List.copyOf(dividers);
        }
    }

    Settings {
        width = width < 640 ? 1280 : width;
        height = height < 400 ? 800 : height;
        layout = layout == null ? Layout.FIRST : layout;
        perspectives = perspectives == null ? Map.of() : Map.copyOf(perspectives);
        preferences = preferences == null ? Map.of() : Map.copyOf(preferences);
    }

    /** What was remembered; the first ones where nothing was, or where it cannot be read. */
    static Settings read(Path directory) {
        try {
            Settings settings = ApiJson.lenient().readValue(Files.readString(directory.resolve(FILE)), Settings.class);
            return settings == null ? first() : settings;
        } catch (IOException e) {
            return first();
        }
    }

    static Settings first() {
        return new Settings(1280, 800, Layout.FIRST, Map.of(), Map.of());
    }

    Settings with(String name, Layout saved) {
        Map<String, Layout> all = new LinkedHashMap<>(perspectives);
        all.put(name, saved);
        return new Settings(width, height, layout, all, preferences);
    }

    void write(Path directory) throws IOException {
        Path fresh = directory.resolve(FILE + ".new");
        Files.writeString(
                fresh, ApiJson.lenient().writerWithDefaultPrettyPrinter().writeValueAsString(this));
        Files.move(fresh, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
