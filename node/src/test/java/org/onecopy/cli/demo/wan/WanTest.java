package org.onecopy.cli.demo.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the network of the tests is as bad as they ask for, and no worse. */
final class WanTest {
    private static final int PORT = 4000;
    private static final Duration SOON = Duration.ofSeconds(10);

    private Wan wan;
    private DatagramSocket echo;
    private List<ProcessHandle> before;

    @BeforeEach
    void begin() throws IOException {
        String missing = Wan.missing().orElse("");
        assumeTrue(missing.isEmpty(), "skipped: " + missing);
        before = ProcessHandle.current().children().toList();
        wan = Wan.between(List.of("a", "b", "c"));
        echo = wan.zone("b").inside(() -> new DatagramSocket(PORT, InetAddress.ofLiteral("10.77.2.1")));
        Thread.ofPlatform().daemon().start(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            try {
                while (true) {
                    packet.setLength(2000);
                    echo.receive(packet);
                    echo.send(packet);
                }
            } catch (IOException e) {
                // closed
            }
        });
    }

    @AfterEach
    void end() {
        if (echo != null) {
            echo.close();
        }
        if (wan != null) {
            wan.close();
        }
    }

    @Test
    void takes_the_time_that_was_asked_for() throws IOException {
        try (DatagramSocket from = socket("a")) {
            assertThat(pings(from, 5).getFirst()).isLessThan(20);
            wan.roundTrip(Duration.ofMillis(80));
            assertThat(pings(from, 9).getFirst()).isBetween(79.5, 100.0); // a busy machine adds to the others
            wan.oneWay("b", "a", way -> way.withJitter(Duration.ofMillis(100)));
            List<Double> times = pings(from, 15);
            assertThat(times.getFirst()).isBetween(79.5, 160.0);
            assertThat(times.getLast() - times.getFirst()).isGreaterThan(20);
        }
    }

    @Test
    void is_cut_on_the_way_that_was_asked_for_and_on_no_other() throws IOException {
        try (DatagramSocket from = socket("a");
                DatagramSocket other = socket("c")) {
            assertThat(ping(from, 1, 1000)).isPositive();
            wan.oneWay("b", "a", Way::severed);
            assertThat(ping(from, 2, 200)).isNegative();
            assertThat(ping(other, 3, 1000)).isPositive();
            wan.oneWay("b", "a", Way::healed);
            assertThat(ping(from, 4, 1000)).isPositive();
            wan.oneWay("a", "b", Way::severed);
            assertThat(ping(from, 5, 200)).isNegative();
            wan.around("a", Way::healed);
            wan.around("b", Way::severed);
            assertThat(ping(from, 6, 200)).isNegative();
            assertThat(ping(other, 7, 200)).isNegative();
            wan.around("b", Way::healed);
            assertThat(ping(from, 8, 1000)).isPositive();
            assertThat(ping(other, 9, 1000)).isPositive();
        }
    }

    @Test
    void loses_as_many_packets_as_was_asked_for() throws IOException {
        wan.oneWay("a", "b", way -> way.withLoss(0.25));
        try (DatagramSocket from = socket("a")) {
            int arrived = 0;
            for (int i = 0; i < 400; i++) {
                send(from, i);
            }
            from.setSoTimeout(500);
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            try {
                while (arrived < 400) {
                    from.receive(answer);
                    arrived++;
                }
            } catch (SocketTimeoutException e) {
                // those were all
            }
            assertThat(arrived).isBetween(240, 360);
        }
    }

    @Test
    void carries_a_stream_whole_and_as_fast_as_was_asked_for() throws Exception {
        wan.roundTrip(Duration.ofMillis(20));
        wan.oneWay("a", "b", way -> way.withRate(1_000_000));
        int bytes = 1_500_000;
        try (ServerSocket server = wan.zone("b").inside(() -> new ServerSocket(PORT))) {
            Thread.ofPlatform().daemon().start(() -> {
                try (Socket to = wan.zone("a").inside(() -> new Socket("10.77.2.1", PORT))) {
                    to.getOutputStream().write(new byte[bytes]);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (Socket accepted = server.accept();
                    InputStream in = accepted.getInputStream()) {
                long start = System.nanoTime();
                assertThat(in.readAllBytes()).hasSize(bytes);
                assertThat((System.nanoTime() - start) / 1e9).isBetween(1.3, 4.0);
            }
        }
    }

    @Test
    void has_doors_past_the_network_and_leaves_nothing_behind() throws Exception {
        Process process = wan.zone("b").start(new ProcessBuilder("cat"));
        wan.around("b", Way::severed);
        ServerSocket server = wan.zone("b").inside(() -> new ServerSocket(PORT));
        int door = wan.zone("b").door(PORT);
        try (Socket in = new Socket(InetAddress.getLoopbackAddress(), door);
                Socket accepted = server.accept()) {
            accepted.getOutputStream().write(7);
            assertThat(in.getInputStream().read()).isEqualTo(7);
        }
        server.close();
        assertThat(process.isAlive()).isTrue();
        wan.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("wan-"));
        await().atMost(SOON).until(() -> ProcessHandle.current().children().allMatch(before::contains));
    }

    private DatagramSocket socket(String zone) throws IOException {
        return wan.zone(zone).inside(() -> new DatagramSocket());
    }

    private static void send(DatagramSocket from, long number) throws IOException {
        byte[] bytes = ByteBuffer.allocate(64).putLong(number).array();
        from.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("10.77.2.1", PORT)));
    }

    /** Milliseconds until the answer to this very question came; negative where none did. */
    private static double ping(DatagramSocket from, long number, int waitMillis) {
        try {
            long start = System.nanoTime();
            send(from, number);
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            from.setSoTimeout(waitMillis);
            do {
                from.receive(answer);
            } while (ByteBuffer.wrap(answer.getData()).getLong() != number);
            return (System.nanoTime() - start) / 1e6;
        } catch (SocketTimeoutException e) {
            return -1;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The shortest first. */
    private static List<Double> pings(DatagramSocket from, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> ping(from, i, 1000))
                .sorted()
                .toList();
    }
}
