package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.LagView;
import org.onecopy.model.client.AdminClient;

/** A user in each zone of {@link WanNodes}, and what must be true once they rest. */
final class WanUsers {
    /** Of files that nobody ever touches again: name and content. */
    private final Map<String, String> kept = new ConcurrentHashMap<>();

    private final WanNodes nodes;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private int rounds;

    WanUsers(WanNodes nodes) {
        this.nodes = nodes;
    }

    void begin() {
        stop.set(false);
        int round = rounds++;
        for (String zone : WanNodes.ZONES) {
            threads.add(Thread.ofPlatform().daemon().name("user-" + zone).start(() -> write(zone, round)));
        }
    }

    private void write(String zone, int round) {
        Random random = new Random(zone.hashCode() + round);
        int number = 0;
        while (!stop.get()) {
            try {
                keep(zone, zone + "-" + round + "-" + number++);
                Path corner = Files.createDirectories(nodes.zone(zone).resolve("corner-" + zone));
                Path file = corner.resolve("f" + random.nextInt(20));
                switch (random.nextInt(4)) {
                    case 0, 1 -> Files.writeString(file, zone + random.nextInt());
                    case 2 -> Files.deleteIfExists(file);
                    default -> {
                        if (Files.exists(file)) {
                            Files.move(file, corner.resolve("m" + random.nextInt(20)));
                        }
                    }
                }
                if (number % 10 == 0) {
                    Files.writeString(nodes.zone(zone).resolve("contended"), zone + random.nextInt());
                }
            } catch (IOException e) {
                // taken already
            }
            LockSupport.parkNanos(250_000_000);
        }
    }

    /** Makes a file that stays as it is. */
    void keep(String zone, String name) throws IOException {
        String content = "of " + zone + ", " + name;
        Path part = Files.writeString(nodes.home(zone).resolve("part-" + name), content);
        Files.createDirectories(nodes.zone(zone).resolve("kept"));
        Files.move(part, nodes.zone(zone).resolve("kept").resolve(name), StandardCopyOption.ATOMIC_MOVE);
        kept.put(name, content);
    }

    boolean shows(String zone, String name) {
        return Files.exists(nodes.zone(zone).resolve("kept").resolve(name));
    }

    /** A file made now in one zone, until another shows it. @return seconds */
    double crossing(String from, String to, String name, Duration atMost) throws IOException {
        long start = System.nanoTime();
        keep(from, name);
        await(name + " from " + from + " to " + to)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> shows(to, name));
        return (System.nanoTime() - start) / 1e9;
    }

    /**
     * Ends the users' work, and waits until all zones are one copy: nothing is behind, the trees are equal byte for byte, all that was
     * kept is there, a check by digest finds nothing, and no node has found its state to be another than that of the majority.
     *
     * @return after how many seconds the trees were equal
     */
    double restAndCompare(Duration atMost) throws Exception {
        rest();
        long start = System.nanoTime();
        await("all zones are equal").atMost(atMost).ignoreExceptions().untilAsserted(this::compare);
        double seconds = (System.nanoTime() - start) / 1e9;
        check();
        for (String zone : WanNodes.ZONES) {
            assertThat(nodes.ask(zone, client -> client.events(null, 500)).items())
                    .as(zone)
                    .noneMatch(event -> event.type().equals("state-diverged"));
        }
        return seconds;
    }

    /** Ends the users' work. */
    void rest() throws InterruptedException {
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
    }

    private void compare() throws IOException {
        Map<String, String> first = Trees.texts(nodes.zone(WanNodes.ZONES.getFirst()));
        for (String zone : WanNodes.ZONES) {
            List<LagView> lags = nodes.ask(zone, AdminClient::lag);
            assertThat(lags)
                    .as(zone)
                    .hasSize(WanNodes.ZONES.size())
                    .allMatch(lag -> lag.operations() == 0 && lag.holes() == 0);
            assertThat(Trees.texts(nodes.zone(zone))).as(zone).isEqualTo(first);
        }
        kept.forEach((name, content) -> assertThat(first).containsEntry("kept/" + name, content));
    }

    private void check() {
        CheckView begun = nodes.ask(
                "oslo",
                client -> client.beginCheck(
                        WanNodes.RULE,
                        new CheckSpec(
                                null,
                                CheckDepth.DIGEST,
                                WanNodes.ZONES.stream().map(ZoneName::new).toList())));
        CheckView done = await("the check")
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(
                        () -> nodes.ask("oslo", client -> client.check(WanNodes.RULE, begun.check())),
                        view -> view.state() == CheckState.DONE);
        assertThat(done.differences()).as(done.toString()).isZero();
    }
}
