package org.onecopy.app.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** Takes the values of keys out of a file, and gathers everything that is wrong before it says so. */
final class ConfigReader {
    private final Path file;
    private final YamlTree tree;

    private ConfigReader(Path file, YamlTree tree) {
        this.file = file;
        this.tree = tree;
    }

    static ConfigReader read(Path file) {
        try {
            return of(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ProblemException(ProblemCode.CONFIG_INVALID, "there is no configuration file " + file, e);
        } catch (MalformedInputException e) {
            throw new ProblemException(ProblemCode.CONFIG_INVALID, file + ": not UTF-8", e);
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID,
                    "cannot read the configuration file " + file + ": " + e.getMessage(),
                    e);
        }
    }

    static ConfigReader of(Path file, String text) {
        return new ConfigReader(file, YamlTree.parse(file.toString(), text));
    }

    /** The value of a key that is required or has a default. Where it is wrong or missing: noted, and null until {@link #check}. */
    @SuppressWarnings("NullAway") // null only until check() throws, and nobody reads the value before
    <T> T get(Key<T> key) {
        return find(key, key.path()).orElse(null);
    }

    /** As {@link #get}, for a key of a list's item. */
    @SuppressWarnings("NullAway") // as above
    <T> T get(Key<T> key, int index) {
        return find(key, key.path().replace("[]", "[" + index + "]")).orElse(null);
    }

    /** The value of a key without a default. */
    <T> Optional<T> find(Key<T> key) {
        return find(key, key.path());
    }

    /** As {@link #find(Key)}, for a key of a list's item. */
    <T> Optional<T> find(Key<T> key, int index) {
        return find(key, key.path().replace("[]", "[" + index + "]"));
    }

    private <T> Optional<T> find(Key<T> key, String path) {
        YamlTree.Scalar scalar = tree.scalar(path);
        if (scalar == null) {
            if (key.required() && !tree.isPresent(path)) {
                tree.error(
                        tree.sectionAround(path),
                        "'" + path + "' is missing: expected " + key.type().expected() + ", for example '" + key.name()
                                + ": " + key.example() + "'");
            }
            return fallback(key);
        }
        try {
            return Optional.of(key.type().parse().apply(scalar.text(), base()));
        } catch (IllegalArgumentException e) {
            tree.error(
                    scalar.mark(),
                    "'" + path + "': " + e.getMessage() + " (expected "
                            + key.type().expected() + ")");
            return fallback(key);
        }
    }

    private <T> Optional<T> fallback(Key<T> key) {
        return Optional.ofNullable(key.fallback())
                .map(text -> key.type().parse().apply(text, base()));
    }

    /** The values of a map, in the order of the file, where no two names have the same; what is wrong is noted, and left out. */
    Map<String, String> names(Key<Map<String, String>> key) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> nameOf = new HashMap<>();
        tree.names(key.path()).forEach((name, value) -> {
            boolean bad = isNoName(name) || isNoName(value.text());
            String first = nameOf.putIfAbsent(value.text(), name);
            if (bad) {
                tree.error(value.mark(), "'" + key.path() + "': a name is empty or holds a control character");
            } else if (first != null) {
                tree.error(
                        value.mark(),
                        "'%s': '%s' and '%s' are both called '%s' in the storage, so that nobody could tell them apart there; give each a name of its own"
                                .formatted(key.path(), first, name, value.text()));
            } else {
                values.put(name, value.text());
            }
        });
        return values;
    }

    private static boolean isNoName(String text) {
        return text.isBlank() || text.chars().anyMatch(c -> c < ' ' || c == 127);
    }

    /** Whether a key stands in the file. */
    boolean isPresent(Key<?> key) {
        return tree.isPresent(key.path());
    }

    /** Whether anything of a section stands in the file. */
    boolean isSection(String path) {
        return tree.isPresent(path);
    }

    int listSize(String path) {
        return tree.listSize(path);
    }

    /** Notes what is wrong with a value by itself or together with others, at the place of a path. */
    void refuse(String path, String message) {
        YamlTree.Scalar scalar = tree.scalar(path);
        tree.error(scalar == null ? tree.sectionAround(path) : scalar.mark(), "'" + path + "': " + message);
    }

    /** @throws ProblemException {@code CONFIG_INVALID} with everything that was noted, one line each */
    void check() {
        List<String> errors = tree.errors();
        if (!errors.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID, String.join("\n", errors), Map.of("errors", errors), null);
        }
    }

    private Path base() {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }
}
