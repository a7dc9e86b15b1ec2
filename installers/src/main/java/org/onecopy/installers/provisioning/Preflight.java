package org.onecopy.installers.provisioning;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;

/** Looks at machines before anything is changed. */
final class Preflight {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** As {@code Inductor} allows, and what people should see to earlier. */
    private static final Duration CLOCK_MAX = Duration.ofMinutes(5);

    private static final Duration CLOCK_WARN = Duration.ofSeconds(2);

    /** Beside the heap: native memory of Java, RocksDB and buffers. */
    private static final long MEMORY_BESIDE = 320L << 20;

    private static final long HEAP_USUAL = 192L << 20;

    /** The log and the index of a small network. */
    private static final long STATE_MIN = 512L << 20;

    private static final long PACKAGE_UNPACKED = 3;

    private final List<HostSpec> all;
    private final List<String> network;

    /** @param network addresses, {@code HOST/PORT}, at which nodes of the network listen that machines are to join */
    Preflight(List<HostSpec> all, List<String> network) {
        this.all = List.copyOf(all);
        this.network = List.copyOf(network);
    }

    /**
     * What is seen on a machine.
     *
     * @param root whether the script may run as root
     * @throws ProvisionException {@code CONNECTION_LOST}
     */
    Facts look(SshHost host, HostSpec spec, boolean root) {
        Instant before = Instant.now();
        String[] seen = host.run("clock", "date +%s%3N; pwd", LONG).said().split("\n", -1);
        Instant after = Instant.now();
        String clock = seen[0].strip();
        String home = seen.length > 1 ? seen[1].strip() : "/";
        Duration half = Duration.between(before, after).dividedBy(2);
        Duration ahead = clock.matches("[0-9]{10,16}")
                ? Duration.between(before.plus(half), Instant.ofEpochMilli(Long.parseLong(clock)))
                : Duration.ZERO;
        String directory = spec.answers().directory();
        String script = "home=" + Shell.quoted(home) + "\nstorage=" + Shell.quoted(directory == null ? "" : directory)
                + "\nnames=" + Shell.quoted(String.join(" ", names(spec))) + "\n" + Shell.resource("facts.sh");
        SshHost.Ran ran = root ? host.asRoot("facts", script, LONG) : host.run("facts", script, LONG);
        return Facts.parse(ran.said(), new Facts.Clock(ahead, half));
    }

    private Set<String> names(HostSpec spec) {
        Set<String> names = new LinkedHashSet<>();
        for (HostSpec other : all) {
            names.add(other.address());
        }
        network.forEach(place -> names.add(place.substring(0, place.lastIndexOf('/'))));
        names.remove(spec.address());
        return names;
    }

    /**
     * What stands against an installation, or should be seen to.
     *
     * @param wanted what would be installed; null where none fits
     */
    List<Finding> judge(HostSpec spec, Facts facts, @Nullable PackageFile wanted) {
        List<Finding> findings = new ArrayList<>();
        if (!facts.isWhole()) {
            findings.add(Finding.stop(
                    ProvisionCode.OS_UNSUPPORTED, "this is no system that can be looked at: see the transcript"));
            return findings;
        }
        judgeSystem(facts, findings);
        judgeRoom(spec, facts, wanted, findings);
        if (facts.get("node") == null) {
            List<Integer> taken =
                    facts.taken(spec.answers().ports(), spec.answers().bind());
            if (!taken.isEmpty()) {
                findings.add(Finding.stop(
                        ProvisionCode.PORT_TAKEN,
                        "something listens at " + (taken.size() == 1 ? "port " : "ports ")
                                + String.join(
                                        ", ",
                                        taken.stream().map(String::valueOf).toList())));
            }
        }
        Duration apart = facts.clock().least();
        if (apart.compareTo(CLOCK_WARN) > 0) {
            String said = "the clock is " + rough(facts.clock().ahead().abs())
                    + (facts.clock().ahead().isNegative() ? " behind" : " ahead");
            findings.add(
                    apart.compareTo(CLOCK_MAX) > 0
                            ? Finding.stop(ProvisionCode.CLOCK_SKEWED, said)
                            : Finding.warn(ProvisionCode.CLOCK_SKEWED, said));
        }
        for (String name : names(spec)) {
            if ("unknown".equals(facts.get("name:" + name))) {
                findings.add(Finding.stop(ProvisionCode.NAME_UNKNOWN, "the machine does not know the name " + name));
            }
        }
        if (!facts.hasSystemd()) {
            findings.add(Finding.warn(ProvisionCode.NO_SERVICE_MANAGER, "the machine runs no systemd"));
        }
        return findings;
    }

    private static String rough(Duration duration) {
        return org.onecopy.model.DurationText.rough(duration.toMillis() / 1000.0);
    }

    private static void judgeSystem(Facts facts, List<Finding> findings) {
        String glibc = facts.get("glibc");
        if (!"Linux".equals(facts.get("os"))) {
            findings.add(Finding.stop(ProvisionCode.OS_UNSUPPORTED, "this is " + facts.get("os", "no Linux")));
        } else if (glibc == null || older(glibc, 2, 28)) {
            findings.add(Finding.stop(
                    ProvisionCode.OS_UNSUPPORTED,
                    facts.get("pretty", "this Linux") + " has " + (glibc == null ? "no glibc" : "glibc " + glibc)));
        }
    }

    private static boolean older(String version, int major, int minor) {
        String[] parts = version.split("\\.", -1);
        try {
            int first = Integer.parseInt(parts[0]);
            return first < major || (first == major && Integer.parseInt(parts[1]) < minor);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return true;
        }
    }

    private static void judgeRoom(HostSpec spec, Facts facts, @Nullable PackageFile wanted, List<Finding> findings) {
        long size = wanted == null ? 0 : wanted.size();
        needs(facts, facts.get("home", "/"), size, "for the package", findings);
        if (facts.installed() == null) {
            needs(
                    facts,
                    wanted != null && wanted.kind().equals("archive") ? "/opt" : "/usr",
                    size * PACKAGE_UNPACKED,
                    "for the program",
                    findings);
        }
        if (facts.get("network") == null) {
            needs(facts, "/var/lib", STATE_MIN, "for the node's state", findings);
        }
        String memory = facts.get("memory");
        long needed = heap(spec) + MEMORY_BESIDE;
        if (memory != null && facts.get("node") == null && Long.parseLong(memory) << 10 < needed) {
            findings.add(Finding.stop(
                    ProvisionCode.MEMORY_SHORT,
                    ByteCount.of(Long.parseLong(memory) << 10) + " of memory are free, and the node needs "
                            + ByteCount.of(needed)));
        }
    }

    private static long heap(HostSpec spec) {
        String heap = spec.answers().heap();
        if (heap == null) {
            return HEAP_USUAL;
        }
        boolean giga = heap.toLowerCase(java.util.Locale.ROOT).endsWith("g");
        return Long.parseLong(heap.substring(0, heap.length() - 1)) << (giga ? 30 : 20);
    }

    private static void needs(Facts facts, String place, long needed, String what, List<Finding> findings) {
        String free = facts.get("free:" + place);
        if (free != null && free.matches("[0-9]+") && Long.parseLong(free) << 10 < needed) {
            findings.add(Finding.stop(
                    ProvisionCode.DISK_FULL,
                    place + " has " + ByteCount.of(Long.parseLong(free) << 10) + " free, and " + ByteCount.of(needed)
                            + " are needed " + what));
        }
    }

    /**
     * Whether a machine reaches the others, and the network's nodes, at the ports that nodes use. Where nothing listens yet, a refusal
     * shows that packets come through.
     */
    List<Finding> reach(SshHost host, HostSpec spec, Set<HostSpec> others) {
        Set<String> places = new LinkedHashSet<>(network);
        for (HostSpec other : others) {
            if (!other.equals(spec)) {
                other.answers().ports().forEach(port -> places.add(bare(other.address()) + "/" + port));
            }
        }
        if (places.isEmpty()) {
            return List.of();
        }
        String said = host.run(
                        "reach",
                        "places=" + Shell.quoted(String.join(" ", places)) + "\n" + Shell.resource("reach.sh"),
                        LONG)
                .said();
        List<Finding> findings = new ArrayList<>();
        if (said.startsWith("untried")) {
            findings.add(Finding.warn(
                    ProvisionCode.UNREACHABLE_BETWEEN, "not tried: the machine has no bash, or no timeout"));
        }
        said.lines().filter(line -> line.startsWith("reach=")).sorted().forEach(line -> {
            String[] parts = line.substring("reach=".length()).split(" ", 2);
            boolean listens = network.contains(parts[0]);
            if (!parts[1].equals("open") && (listens || !parts[1].equals("refused"))) {
                findings.add(Finding.stop(
                        ProvisionCode.UNREACHABLE_BETWEEN,
                        spec.address() + " does not reach " + parts[0].replace('/', ':') + ": " + parts[1]));
            }
        });
        return findings;
    }

    private static String bare(String address) {
        return Objects.requireNonNull(address).replaceAll("^\\[|]$", "");
    }
}
