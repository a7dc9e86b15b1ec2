package org.onecopy.cli.demo.wan;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.onecopy.linux.PacketDevice;

/**
 * Zones of one machine with a wide area network between them. Each zone is a network namespace; the packets that it sends to another
 * are held here for as long as they would travel, or lost, so that real programs with real connections meet what they would meet over a
 * distance. The n-th zone has the address 10.77.n.1, and every way is open at first.
 *
 * <p>It is there while this process lives and until it is closed. The machine's own network is not touched. Any thread.
 */
public final class Wan implements AutoCloseable {
    private static final String DEVICE = "wan0";
    private static final int ZONES_MAX = 200;
    private static final int LOOK_MILLIS = 100;
    private static final int IP_VERSION = 4;
    private static final int HEADER_BYTES = 20;
    private static final int TARGET = 16;

    private final Map<String, WanZone> zones = new LinkedHashMap<>();
    private final Map<String, PacketDevice> devices = new LinkedHashMap<>();
    private final Map<Ends, PacketQueue> queues = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    private record Ends(String from, String to) {}

    private Wan() {}

    /** Why there can be none on this machine; empty where there can. */
    public static Optional<String> missing() {
        try {
            if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                return Optional.of("network namespaces need the rights of root");
            }
            if (!Files.exists(Path.of("/dev/net/tun"))) {
                return Optional.of("there is no /dev/net/tun");
            }
            for (String program : List.of("unshare", "nsenter", "ip")) {
                if (!isInstalled(program)) {
                    return Optional.of(program + " is not installed (packages util-linux and iproute2)");
                }
            }
            Process tried = new ProcessBuilder("unshare", "--net", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return tried.waitFor() == 0
                    ? Optional.empty()
                    : Optional.of("this machine lets nobody make network namespaces");
        } catch (IOException e) {
            return Optional.of("it cannot be tried: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /**
     * Makes zones with open ways between all of them.
     *
     * @param names each another one
     * @throws IOException where {@link #missing} says why, or the kernel refuses; nothing is left then
     */
    public static Wan between(List<String> names) throws IOException {
        if (names.size() > ZONES_MAX || names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException(
                    "at most " + ZONES_MAX + " zones, each with a name of its own: " + names);
        }
        Wan wan = new Wan();
        try {
            for (String name : names) {
                wan.open(name);
            }
            wan.begin();
            return wan;
        } catch (IOException | RuntimeException e) {
            wan.close();
            throw e;
        }
    }

    private void open(String name) throws IOException {
        WanZone zone = WanZone.open(name, "10.77." + (zones.size() + 1) + ".1");
        zones.put(name, zone);
        devices.put(name, zone.inside(() -> PacketDevice.open(DEVICE)));
        zone.shell("ip addr add " + zone.address() + "/32 dev " + DEVICE + "; ip link set " + DEVICE
                + " up mtu 1500 txqueuelen 10000; ip route add 10.77.0.0/16 dev " + DEVICE);
    }

    private void begin() {
        long seed = 1;
        List<String> names = List.copyOf(zones.keySet());
        for (String from : names) {
            for (String to : names) {
                if (!from.equals(to)) {
                    queues.put(new Ends(from, to), new PacketQueue(new Random(seed++), System.nanoTime()));
                }
            }
        }
        for (String from : names) {
            threads.add(thread("wan-from-" + from, () -> collect(from, names)));
        }
        queues.forEach((ends, queue) ->
                threads.add(thread("wan-" + ends.from() + "-" + ends.to(), () -> deliver(queue, device(ends.to())))));
        threads.forEach(Thread::start);
    }

    private static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(work);
    }

    private PacketDevice device(String zone) {
        return Objects.requireNonNull(devices.get(zone));
    }

    private void collect(String from, List<String> names) {
        PacketDevice device = device(from);
        while (!closed) {
            byte[] packet = device.read(LOOK_MILLIS);
            int to = packet == null ? -1 : target(packet);
            if (packet != null && to >= 0 && to < names.size()) {
                PacketQueue queue = queues.get(new Ends(from, names.get(to)));
                if (queue != null) {
                    queue.send(packet, System.nanoTime());
                }
            }
        }
    }

    /** The number of the zone that a packet is for; -1: for none. */
    private static int target(byte[] packet) {
        boolean ours = packet.length >= HEADER_BYTES
                && (packet[0] & 0xff) >> 4 == IP_VERSION
                && packet[TARGET] == 10
                && packet[TARGET + 1] == 77;
        return ours ? (packet[TARGET + 2] & 0xff) - 1 : -1;
    }

    private void deliver(PacketQueue queue, PacketDevice to) {
        try {
            while (!closed) {
                to.write(queue.receive());
            }
        } catch (InterruptedException e) {
            // It is closed.
        }
    }

    /** @throws IllegalArgumentException where there is no zone of this name */
    public WanZone zone(String name) {
        WanZone zone = zones.get(name);
        if (zone == null) {
            throw new IllegalArgumentException("no zone " + name + " in " + zones.keySet());
        }
        return zone;
    }

    public List<WanZone> zones() {
        return List.copyOf(zones.values());
    }

    /** Changes the way from one zone to another, and leaves the way back as it is. */
    public void oneWay(String from, String to, UnaryOperator<Way> change) {
        PacketQueue queue = queues.get(new Ends(zone(from).name(), zone(to).name()));
        if (queue == null) {
            throw new IllegalArgumentException("from a zone to itself there is no way: " + from);
        }
        queue.change(change.apply(queue.way()));
    }

    /** Changes all ways. */
    public void everywhere(UnaryOperator<Way> change) {
        queues.values().forEach(queue -> queue.change(change.apply(queue.way())));
    }

    /** Changes all ways from a zone and to it. */
    public void around(String zone, UnaryOperator<Way> change) {
        String name = zone(zone).name();
        queues.forEach((ends, queue) -> {
            if (ends.from().equals(name) || ends.to().equals(name)) {
                queue.change(change.apply(queue.way()));
            }
        });
    }

    /** Half of it each way, between all zones. */
    public void roundTrip(Duration time) {
        everywhere(way -> way.withDelay(time.dividedBy(2)));
    }

    /** Kills the processes that were started in the zones, and lets everything go. */
    @Override
    public void close() {
        closed = true;
        zones.values().forEach(WanZone::close);
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                if (thread.getState() != Thread.State.NEW) {
                    thread.join();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        devices.values().forEach(PacketDevice::close);
    }
}
