package org.onecopy.agreement.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.agreement.Agreement.AgreedState;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.model.NodeId;

/** Three nodes in one process: what a pipeline of entries reaches, and what an idle group costs. Prints; only meant to be read. */
@Tag("full")
final class AgreementSpeedTest {
    private static final List<NodeId> NODES = List.of(new NodeId("a"), new NodeId("b"), new NodeId("c"));

    private final TestNetwork network = new TestNetwork();
    private final List<Integer> ports =
            NODES.stream().map(node -> TestNetwork.freePort()).toList();

    @TempDir
    Path directory;

    private List<Peer> members() {
        List<Peer> members = new ArrayList<>();
        for (int i = 0; i < NODES.size(); i++) {
            members.add(new Peer(NODES.get(i), "127.0.0.1:" + ports.get(i), Peer.Role.VOTER, i == 0 ? 1 : 0));
        }
        return members;
    }

    @Test
    void measures_entries_and_idle_groups() throws Exception {
        List<RatisAgreement> agreements = new ArrayList<>();
        for (int i = 0; i < NODES.size(); i++) {
            agreements.add(RatisAgreement.open(
                    NODES.get(i),
                    network.security(NODES.get(i)),
                    RatisSettings.of(
                            directory.resolve(NODES.get(i).value()),
                            "127.0.0.1",
                            ports.get(i),
                            RatisSettings.Profile.LAN),
                    (what, cause) -> System.out.println("halt: " + what)));
        }
        GroupId group = join(agreements);
        RatisAgreement leader = agreements.getFirst();
        leader.transferLeadership(group, NODES.getFirst()).join();
        pipeline("warm-up", agreements.getFirst(), group, 200, 5_000, 512);
        for (int round = 0; round < 2; round++) {
            pipeline("leader's node, one at a time", agreements.get(0), group, 200, 500, 1);
            pipeline("leader's node", agreements.get(0), group, 200, 20_000, 512);
            pipeline("follower's node", agreements.get(1), group, 200, 20_000, 512);
            pipeline("leader's node", agreements.get(0), group, 256 << 10, 600, 32);
        }
        long before = resident();
        idle("1 group", 10);
        for (int i = 0; i < 9; i++) {
            join(agreements);
        }
        idle("10 groups", 10);
        System.out.printf(
                "9 more groups x 3 nodes: %d MiB resident, %d threads%n",
                (resident() - before) >> 20, ManagementFactory.getThreadMXBean().getThreadCount());
        agreements.forEach(RatisAgreement::close);
        assertThat(before).isPositive();
    }

    private GroupId join(List<RatisAgreement> agreements) {
        GroupId group = new GroupId(UUID.randomUUID());
        agreements.forEach(agreement -> agreement.join(group, members(), new Counting()));
        agreements.getFirst().readIndex(group).join();
        return group;
    }

    private static void pipeline(String what, RatisAgreement by, GroupId group, int bytes, int count, int underWay)
            throws InterruptedException {
        Semaphore room = new Semaphore(underWay);
        byte[] entry = new byte[bytes];
        entry[0] = 1;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            room.acquire();
            CompletableFuture<Long> proposed = by.propose(group, entry);
            var _ = proposed.whenComplete((index, failure) -> room.release());
        }
        room.acquire(underWay);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s, %d B x %d, %d under way: %.0f entries/s, %.1f MB/s, %.2f ms each%n",
                what,
                bytes,
                count,
                underWay,
                count / seconds,
                count * (double) bytes / seconds / 1e6,
                seconds * 1e3 / count);
    }

    private static void idle(String what, int seconds) {
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = process.getProcessCpuTime();
        long until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        double share = (process.getProcessCpuTime() - cpu) / 1e9 / seconds;
        System.out.printf("idle, %s on 3 nodes: %.1f %% of a core%n", what, share * 100);
    }

    private static long resident() throws Exception {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }

    /** Stores nothing. */
    private static final class Counting implements AgreedState {
        private long index;
        private long term;

        @Override
        public long appliedIndex() {
            return index;
        }

        @Override
        public long appliedTerm() {
            return term;
        }

        @Override
        public void apply(long entryTerm, long entryIndex, byte[] entry) {
            index = entryIndex;
            term = entryTerm;
        }

        @Override
        public void skip(long entryTerm, long entryIndex) {}

        @Override
        public long checkpoint(Path to) {
            try {
                Files.createDirectories(to);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return index;
        }

        @Override
        public void install(Path from) {
            throw new UnsupportedOperationException();
        }
    }
}
