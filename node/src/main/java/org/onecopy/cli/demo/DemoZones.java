package org.onecopy.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.onecopy.cli.demo.servers.HdfsDaemons;
import org.onecopy.cli.demo.servers.ServerLibraries;
import org.onecopy.model.ZoneName;

/** Which zones the demonstration has, and what their storages are. */
final class DemoZones {
    static final List<ZoneName> ZONES = List.of(new ZoneName("oslo"), new ZoneName("lyon"), new ZoneName("kyoto"));

    private static final String DEFAULT = "local,hdfs,s3";
    private static final String BEFORE_THERE_WERE_OTHERS = "local,local,local";
    private static final Set<String> TYPES = Collections.unmodifiableSet(new TreeSet<>(Set.of("local", "hdfs", "s3")));

    private DemoZones() {}

    /**
     * The types that an option names.
     *
     * @throws IllegalArgumentException where they are not three of those that there are
     */
    static List<String> types(String option) {
        List<String> types = List.of(option.split(",", -1));
        for (String type : types) {
            if (!TYPES.contains(type)) {
                throw new IllegalArgumentException("--zones " + option + ": there is no storage '" + type
                        + "' here, only " + String.join(", ", TYPES));
            }
        }
        if (types.size() != ZONES.size()) {
            throw new IllegalArgumentException("--zones " + option + ": there are three zones, so say three of "
                    + String.join(", ", TYPES) + "; for example " + DEFAULT);
        }
        return types;
    }

    /**
     * The types that a directory's demonstration has: as it had them before, else as an option says, else the default.
     *
     * @throws IllegalArgumentException where the option says others than it had before
     */
    static List<String> choose(DemoPlace place, @Nullable String option) throws IOException {
        Path memo = place.root().resolve("zones.types");
        String before = null;
        if (Files.exists(memo)) {
            before = Files.readString(memo).strip();
        } else if (Files.exists(place.root().resolve("ports.json"))) {
            before = BEFORE_THERE_WERE_OTHERS;
        }
        if (before != null && option != null && !before.equals(option)) {
            throw new IllegalArgumentException("the demonstration in " + place.root() + " has zones " + before
                    + ", not " + option + ": leave --zones out, or say --dir with a new directory");
        }
        String chosen = before != null ? before : option == null ? DEFAULT : option;
        List<String> types = types(chosen);
        // Before anything is made: whether they can be started at all.
        types.stream().filter(type -> !type.equals("local")).forEach(type -> ServerLibraries.of(library(type)));
        Files.writeString(memo, chosen + "\n");
        return types;
    }

    private static String library(String type) {
        return type.equals("s3") ? "s3proxy" : type;
    }

    /** Makes the zones' storages, or takes up those that are there. Starts nothing. */
    static Map<ZoneName, DemoStorage> open(DemoPlace place, List<String> types, List<DemoNode> nodes)
            throws IOException {
        Set<Integer> taken = new TreeSet<>();
        nodes.forEach(node -> taken.addAll(List.of(node.agreement(), node.content(), node.admin())));
        Map<ZoneName, DemoStorage> storages = new LinkedHashMap<>();
        for (int i = 0; i < ZONES.size(); i++) {
            ZoneName zone = ZONES.get(i);
            storages.put(
                    zone,
                    switch (types.get(i)) {
                        case "hdfs" -> HdfsZone.open(place, zone, ports(place, zone, HdfsDaemons.PORTS, taken));
                        case "s3" ->
                            S3Zone.open(
                                    place, zone, ports(place, zone, 1, taken).getFirst());
                        default -> new LocalZone(Files.createDirectories(place.zone(zone)));
                    });
        }
        return storages;
    }

    private static List<Integer> ports(DemoPlace place, ZoneName zone, int count, Set<Integer> taken)
            throws IOException {
        List<Integer> ports = DemoPorts.servers(place.server(zone).resolve("ports.json"), count, taken);
        taken.addAll(ports);
        return ports;
    }
}
