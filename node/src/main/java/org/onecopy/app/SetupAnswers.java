package org.onecopy.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * What a silent installation was told, by variables of the environment or a file of lines {@code NAME=VALUE} with the same names. A
 * variable wins over the file.
 *
 * @param given name and value, of names in {@link #NAMES} only
 */
record SetupAnswers(Map<String, String> given) {
    static final String ZONE = "ONECOPY_ZONE";
    static final String NODE = "ONECOPY_NODE";
    static final String STORAGE = "ONECOPY_STORAGE";
    static final String HOST = "ONECOPY_HOST";
    static final String BIND = "ONECOPY_BIND";
    static final String PORTS = "ONECOPY_PORTS";
    static final String PROFILE = "ONECOPY_PROFILE";
    static final String HEAP = "ONECOPY_HEAP";
    static final String CONFIG = "ONECOPY_CONFIG";
    static final String TICKET = "ONECOPY_TICKET";
    static final String TICKET_FILE = "ONECOPY_TICKET_FILE";
    static final String CREATE = "ONECOPY_CREATE";
    static final String START = "ONECOPY_START";

    static final Set<String> NAMES =
            Set.of(ZONE, NODE, STORAGE, HOST, BIND, PORTS, PROFILE, HEAP, CONFIG, TICKET, TICKET_FILE, CREATE, START);

    private static final List<Integer> USUAL_PORTS = List.of(6444, 7000, 8082);

    SetupAnswers {
        given = Map.copyOf(given);
    }

    /**
     * Reads them.
     *
     * @throws ProblemException {@code CONFIG_INVALID}: a line is no answer; the message names file and line
     */
    static SetupAnswers read(Map<String, String> environment, @Nullable Path file) {
        Map<String, String> answers = new LinkedHashMap<>();
        if (file != null) {
            readFile(file, answers);
        }
        for (String name : NAMES) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                answers.put(name, value.strip());
            }
        }
        return new SetupAnswers(answers);
    }

    private static void readFile(Path file, Map<String, String> answers) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int at = line.indexOf('=');
            String name = at < 0 ? line : line.substring(0, at).strip();
            if (at < 0 || !NAMES.contains(name)) {
                throw wrong(file + ":" + (i + 1) + ": '" + name + "' is no answer; there are "
                        + String.join(", ", NAMES.stream().sorted().toList()));
            }
            String value = unquoted(line.substring(at + 1).strip());
            if (!value.isBlank()) {
                answers.put(name, value);
            }
        }
    }

    private static String unquoted(String text) {
        boolean quoted =
                text.length() > 1 && isQuote(text.charAt(0)) && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean isQuote(char letter) {
        return letter == '"' || letter == '\'';
    }

    static ProblemException wrong(String message) {
        return new ProblemException(ProblemCode.CONFIG_INVALID, message);
    }

    @Nullable
    String get(String name) {
        return given.get(name);
    }

    private String get(String name, String usual) {
        return given.getOrDefault(name, usual);
    }

    /** Whether an answer is yes; absent: as usual. */
    boolean says(String name, boolean usual) {
        String answer = get(name, usual ? "yes" : "no").toLowerCase(Locale.ROOT);
        return switch (answer) {
            case "yes", "true", "1" -> true;
            case "no", "false", "0" -> false;
            default -> throw wrong(name + "=" + answer + ": expected yes or no");
        };
    }

    /** The ticket, by itself or from its file. */
    @Nullable
    String ticket() {
        String file = get(TICKET_FILE);
        if (file == null) {
            return get(TICKET);
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The heap as Java takes it, such as 192m. Absent: as usual. */
    @Nullable
    String heap() {
        String heap = get(HEAP);
        if (heap != null && !heap.matches("[1-9][0-9]*[mMgG]")) {
            throw wrong(HEAP + "=" + heap + ": expected a number with m or g, such as 512m");
        }
        if (heap != null && bytes(heap) < bytes("64m")) {
            throw wrong(HEAP + "=" + heap + ": a node needs at least 64m");
        }
        return heap;
    }

    private static long bytes(String heap) {
        String unit = heap.toLowerCase(Locale.ROOT).endsWith("g") ? "GiB" : "MiB";
        return ByteCount.parse(heap.substring(0, heap.length() - 1) + unit).value();
    }

    /**
     * The configuration of the node.
     *
     * @param state the node's data directory
     */
    String configuration(Path tokens, Path state) {
        return configuration(tokens, state, SetupAnswers::hostName);
    }

    /** @param machine gives the machine's own name, and is asked only where an answer is missing; fails where there is none */
    String configuration(Path tokens, Path state, HostName machine) {
        String zone = get(ZONE);
        if (zone == null) {
            throw wrong(ZONE + " is missing: which zone does this node belong to? (or " + CONFIG
                    + "=FILE for a whole configuration)");
        }
        String host = given.containsKey(HOST) ? given.get(HOST) : ownName(machine, HOST);
        String node = given.containsKey(NODE) ? given.get(NODE) : zone + "-" + shortName(ownName(machine, NODE));
        String bind = get(BIND, "0.0.0.0");
        List<Integer> ports = ports();
        StringBuilder yaml =
                new StringBuilder("# Written by onecopy node setup. All keys: onecopy node config --defaults\n");
        yaml.append("node: ").append(quoted(node)).append('\n');
        yaml.append("zone: ").append(quoted(zone)).append('\n');
        yaml.append("dataDir: ").append(quoted(state.toString())).append('\n');
        yaml.append("tokens: ").append(quoted(tokens.toString())).append('\n');
        yaml.append("addresses:\n");
        List<String> names = List.of("agreement", "content", "admin");
        for (int i = 0; i < names.size(); i++) {
            yaml.append("  ").append(names.get(i)).append(": {bind: ").append(quoted(at(bind, ports.get(i))));
            yaml.append(", advertised: ").append(quoted(at(host, ports.get(i)))).append("}\n");
        }
        yaml.append("storage: ").append(storage()).append('\n');
        String profile = get(PROFILE);
        if (profile != null) {
            yaml.append("timeouts: {profile: ").append(quoted(profile)).append("}\n");
        }
        String heap = heap();
        if (heap != null) {
            yaml.append("heap: {advice: ").append(bytes(heap) >> 20).append("MiB}\n");
        }
        return yaml.toString();
    }

    private String storage() {
        String storage = get(STORAGE, "local:/srv");
        int colon = storage.indexOf(':');
        String type = colon < 0 ? storage : storage.substring(0, colon);
        String rest = colon < 0 ? "" : storage.substring(colon + 1);
        return switch (type) {
            case "none" -> "{type: none}";
            case "local" -> "{type: local, root: " + quoted(rest) + "}";
            case "s3" -> s3(rest);
            case "hdfs" ->
                rest.startsWith("//")
                        ? "{type: hdfs, hadoop: {uri: " + quoted("hdfs:" + rest) + "}}"
                        : "{type: hdfs, hadoop: {configuration: " + quoted(rest) + "}}";
            default ->
                throw wrong(STORAGE + "=" + storage
                        + ": expected local:/DIRECTORY, s3:BUCKET[/PREFIX], hdfs://NAME[:PORT], hdfs:/CONFIGURATION or none (or "
                        + CONFIG + "=FILE for anything else)");
        };
    }

    private static String s3(String rest) {
        int slash = rest.indexOf('/');
        return slash < 0
                ? "{type: s3, s3: {bucket: " + quoted(rest) + "}}"
                : "{type: s3, s3: {bucket: " + quoted(rest.substring(0, slash)) + ", prefix: "
                        + quoted(rest.substring(slash + 1)) + "}}";
    }

    /** {@code +500}: the usual ones and so much more; or the three. */
    private List<Integer> ports() {
        String text = get(PORTS, "+0");
        List<Integer> ports = new ArrayList<>();
        try {
            if (text.startsWith("+")) {
                int more = Integer.parseInt(text.substring(1));
                USUAL_PORTS.forEach(port -> ports.add(port + more));
            } else {
                for (String port : text.split(",", -1)) {
                    ports.add(Integer.parseInt(port.strip()));
                }
            }
        } catch (NumberFormatException e) {
            throw wrong(PORTS + "=" + text + ": expected AGREEMENT,CONTENT,ADMIN such as 6444,7000,8082, or +500");
        }
        if (ports.size() != USUAL_PORTS.size() || ports.stream().anyMatch(port -> port < 1 || port > 65535)) {
            throw wrong(PORTS + "=" + text + ": expected three ports from 1 to 65535, or +500");
        }
        return ports;
    }

    private static String at(String host, int port) {
        return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Who knows the machine's own name. */
    interface HostName {
        String ask() throws UnknownHostException;
    }

    private static String hostName() throws UnknownHostException {
        return InetAddress.getLocalHost().getCanonicalHostName();
    }

    private static String ownName(HostName machine, String missing) {
        try {
            return machine.ask();
        } catch (UnknownHostException e) {
            // Java's own words are of no use: it hides the name in them.
            throw wrong(missing
                    + " is missing, and this machine cannot resolve its own name: say it, or give the name an address in"
                    + " /etc/hosts");
        }
    }

    private static String shortName(String host) {
        String first = host.contains(":") || host.matches("[0-9.]+") ? host : host.split("\\.", 2)[0];
        return first.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /** As YAML takes any text. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
