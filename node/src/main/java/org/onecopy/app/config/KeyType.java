package org.onecopy.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.NodeId;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;

/**
 * What a key's value may be.
 *
 * @param expected in words, for errors and the reference
 * @param parse from the text in the file and the file's directory; throws {@link IllegalArgumentException}
 */
record KeyType<T>(String expected, BiFunction<String, Path, T> parse) {
    static final KeyType<NodeId> NODE = of("a node id (a-z, 0-9, -)", NodeId::new);
    static final KeyType<ZoneName> ZONE = of("a zone name (a-z, 0-9, -)", ZoneName::new);
    static final KeyType<HostPort> ADDRESS = of("HOST:PORT", HostPort::parse);
    static final KeyType<Duration> DURATION = of("a duration (500ms, 30s, 15m, 2h, 7d)", DurationText::parse);
    static final KeyType<ByteCount> SIZE = of("a size (64KiB, 64MiB, 2GiB)", ByteCount::parse);
    static final KeyType<UUID> UUID_TEXT = of("a UUID", KeyType::uuid);

    /** A path; a relative one starts at the directory of the configuration file. */
    static final KeyType<Path> PATH =
            new KeyType<>("a path; a relative one starts at this file's directory", (text, base) -> {
                if (text.isBlank() || text.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("the path is empty");
                }
                return base.resolve(text).toAbsolutePath().normalize();
            });

    private static <T> KeyType<T> of(String expected, Function<String, T> parse) {
        return new KeyType<>(expected, (text, base) -> parse.apply(text));
    }

    static KeyType<Integer> number(int min, int max) {
        return of("a whole number from " + min + " to " + max, text -> {
            if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
                throw new IllegalArgumentException("'" + text + "' is not a whole number from " + min + " to " + max);
            }
            return Integer.parseInt(text);
        });
    }

    static <E extends Enum<E>> KeyType<E> word(Class<E> type) {
        return of("one of " + Words.all(type), text -> Words.parse(type, text));
    }

    private static UUID uuid(String text) {
        if (!text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw new IllegalArgumentException("'" + text + "' is no UUID in lower case");
        }
        return UUID.fromString(text);
    }
}
