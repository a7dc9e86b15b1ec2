package org.onecopy.app.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.onecopy.core.Name;
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

    static final KeyType<String> TEXT = of("a text without spaces", KeyType::text);
    static final KeyType<Boolean> YES_NO = of("true or false", KeyType::yesNo);
    static final KeyType<URI> HTTP_URI = of("http(s)://HOST[:PORT]", KeyType::uri);

    static final KeyType<URI> FILE_SYSTEM = of("SCHEME://NAME[:PORT]", KeyType::fileSystem);

    /** Names of the administrator's own with one value each; read by {@link ConfigReader#names}. */
    static final KeyType<Map<String, String>> NAMES = of("names with one value each: {NAME: VALUE, …}", text -> {
        throw new IllegalArgumentException("'" + text + "' is one value");
    });

    /** The beginning of keys of an object store; slashes at its ends do not count. */
    static final KeyType<String> KEY_PREFIX = of("names with slashes between", KeyType::prefix);

    static final KeyType<String> NAME = of("a name (a-z, 0-9, -)", KeyType::name);
    static final KeyType<URI> HOOK = of("https://HOST[:PORT]/PATH", KeyType::hook);
    static final KeyType<String> MAIL_ADDRESS = of("a mail address", KeyType::mailAddress);
    static final KeyType<List<String>> MAIL_ADDRESSES =
            of("mail addresses with commas between", text -> parts(text, KeyType::mailAddress));
    static final KeyType<List<InetAddress>> IP_ADDRESSES =
            of("IP addresses with commas between", text -> parts(text, InetAddress::ofLiteral));

    private static <T> List<T> parts(String text, Function<String, T> each) {
        return Stream.of(text.split(",", -1)).map(String::strip).map(each).toList();
    }

    private static String name(String text) {
        if (!text.matches("[a-z][a-z0-9-]{0,63}")) {
            throw new IllegalArgumentException("'" + text + "' is no name");
        }
        return text;
    }

    private static URI hook(String text) {
        URI uri = URI.create(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("'" + text + "' is no address of a webhook");
        }
        return uri;
    }

    private static String mailAddress(String text) {
        if (!text.matches("[^\\s@,;<>\"()\\\\\\p{Cntrl}]{1,64}@[^\\s@,;<>\"()\\\\\\p{Cntrl}]{1,255}")) {
            throw new IllegalArgumentException("'" + text + "' is no mail address");
        }
        return text;
    }

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

    private static String text(String text) {
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("'" + text + "' is empty or holds a space");
        }
        return text;
    }

    private static boolean yesNo(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("'" + text + "' is neither");
        }
        return text.equals("true");
    }

    private static URI uri(String text) {
        URI uri = URI.create(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
            throw new IllegalArgumentException("'" + text + "' names no server");
        }
        return uri;
    }

    private static URI fileSystem(String text) {
        URI uri = URI.create(text);
        boolean plain = uri.getPath() == null
                || uri.getPath().isEmpty()
                || uri.getPath().equals("/");
        if (uri.getScheme() == null || !plain || uri.getQuery() != null) {
            throw new IllegalArgumentException("'" + text + "' names no file system, or more than one");
        }
        return uri;
    }

    private static String prefix(String text) {
        String trimmed = text.replaceAll("^/+|/+$", "");
        for (String name : trimmed.split("/", -1)) {
            String complaint = Name.complaint(name);
            if (complaint != null) {
                throw new IllegalArgumentException("the name '" + name + "' " + complaint);
            }
        }
        return trimmed;
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
