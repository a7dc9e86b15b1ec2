package org.onecopy.installers.provisioning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NearestWord;
import org.onecopy.model.NodeId;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.PeerRole;

/**
 * An entry of an inventory before it is understood.
 *
 * @param place where it stands, for messages
 * @param values by key, of {@link #KEYS} only
 */
record InventoryEntry(String place, Map<String, String> values) {
    /** All keys, in the order of the manual. */
    static final List<String> KEYS = List.of(
            "host",
            "zone",
            "node",
            "role",
            "storage",
            "address",
            "bind",
            "ports",
            "heap",
            "profile",
            "authority",
            "user",
            "port",
            "key",
            "jump");

    private static final List<Integer> USUAL_PORTS = List.of(6444, 7000, 8082);
    private static final String ADDRESS = "\\[?[A-Za-z0-9:][A-Za-z0-9._:%-]*]?";
    private static final Set<String> ONE_HOST_ONLY = Set.of("node", "address");

    /** @throws ProvisionException {@code INVENTORY_INVALID}: a key is none */
    InventoryEntry {
        values = Map.copyOf(values);
        for (String key : values.keySet()) {
            if (!KEYS.contains(key)) {
                throw wrong(
                        place,
                        "'" + key + "' is no key"
                                + NearestWord.of(key, KEYS)
                                        .map(near -> ": did you mean '" + near + "'?")
                                        .orElse("; there are " + String.join(", ", KEYS)));
            }
        }
    }

    /** With what the defaults say of keys that it has not. */
    InventoryEntry over(Map<String, String> defaults) {
        Map<String, String> all = new LinkedHashMap<>(defaults);
        all.putAll(values);
        return new InventoryEntry(place, all);
    }

    private static ProvisionException wrong(String place, String message) {
        return new ProvisionException(ProvisionCode.INVENTORY_INVALID, place + ": " + message);
    }

    private @Nullable String get(String key) {
        String value = values.get(key);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private String required(String key) {
        String value = get(key);
        if (value == null) {
            throw wrong(place, "'" + key + "' is missing");
        }
        return value;
    }

    /** The machines that it stands for. */
    List<HostSpec> hosts(SshConfig ssh) {
        try {
            List<String> names = HostRange.expand(required("host"));
            for (String key : ONE_HOST_ONLY) {
                if (names.size() > 1 && get(key) != null) {
                    throw wrong(place, "'" + key + "' cannot be the same for " + names.size() + " machines");
                }
            }
            List<HostSpec> hosts = new ArrayList<>();
            for (String name : names) {
                hosts.add(host(name, ssh));
            }
            return hosts;
        } catch (IllegalArgumentException e) {
            throw wrong(place, String.valueOf(e.getMessage()));
        }
    }

    private HostSpec host(String name, SshConfig ssh) {
        ZoneName zone = new ZoneName(required("zone"));
        PeerRole role = get("role") == null ? PeerRole.VOTER : Words.parse(PeerRole.class, required("role"));
        String storage = get("storage");
        if (role == PeerRole.WITNESS && storage != null && !storage.equals("none")) {
            throw wrong(place, "a witness has no storage: 'storage: none', or nothing");
        }
        String key = get("key");
        HostSpec.Access access = new HostSpec.Access(
                get("user"),
                get("port") == null ? null : port(required("port")),
                key == null ? null : ssh.path(key),
                get("jump"));
        String node = get("node");
        String address = checked("address", ADDRESS, "a name or an address");
        return new HostSpec(
                name,
                access,
                new NodeId(node == null ? zone + "-" + HostSpec.shortName(name) : node),
                zone,
                role,
                address == null ? ssh.target(name, access).host() : address,
                new HostSpec.NodeAnswers(
                        role == PeerRole.WITNESS ? "none" : checkedStorage(storage),
                        checked("bind", ADDRESS, "an address"),
                        ports(),
                        checked("heap", "[1-9][0-9]*[mMgG]", "a number with m or g, such as 512m"),
                        checked("profile", "lan|wan", "lan or wan"),
                        "yes".equals(checked("authority", "yes|no|true|false", "yes or no"))
                                || "true".equals(get("authority"))));
    }

    private static @Nullable String checkedStorage(@Nullable String storage) {
        if (storage != null && (!storage.matches("none|local:/.*|s3:.+|hdfs:/.+") || storage.contains("\n"))) {
            throw new IllegalArgumentException(
                    "storage '" + storage
                            + "': expected local:/DIRECTORY, s3:BUCKET[/PREFIX], hdfs://NAME[:PORT], hdfs:/CONFIGURATION or none");
        }
        return storage;
    }

    private @Nullable String checked(String key, String pattern, String expected) {
        String value = get(key);
        if (value != null && !value.matches(pattern)) {
            throw new IllegalArgumentException("'" + key + ": " + value + "': expected " + expected);
        }
        return value;
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException("'" + text + "' is no port");
        }
        return Integer.parseInt(text);
    }

    private List<Integer> ports() {
        String text = get("ports");
        if (text == null) {
            return USUAL_PORTS;
        }
        if (text.matches("\\+?[0-9]{1,5}")) {
            // YAML takes the sign away from a number.
            int more = Integer.parseInt(text.startsWith("+") ? text.substring(1) : text);
            return USUAL_PORTS.stream()
                    .map(port -> port(String.valueOf(port + more)))
                    .toList();
        }
        List<Integer> ports = new ArrayList<>();
        for (String port : text.split(",", -1)) {
            ports.add(port(port.strip()));
        }
        if (Set.copyOf(ports).size() != USUAL_PORTS.size() || ports.size() != USUAL_PORTS.size()) {
            throw new IllegalArgumentException("ports '" + text
                    + "': expected three different ones, AGREEMENT,CONTENT,ADMIN, such as 6444,7000,8082, or +500");
        }
        return ports;
    }

    /** A key's file, of which {@code ~} is the home. */
    static Path inHome(Path home, String file) {
        return file.equals("~") ? home : file.startsWith("~/") ? home.resolve(file.substring(2)) : Path.of(file);
    }
}
