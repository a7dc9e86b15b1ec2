package org.onecopy.cli.demo.wan;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** The packets under way from one zone to another, each with the moment at which it arrives. Any thread. */
final class PacketQueue {
    /** As on any router: who sends more than passes loses what does not fit. */
    private static final long BYTES_MAX = 16L << 20;

    private static final double NANOS_PER_SECOND = 1e9;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Packet> packets = new ArrayDeque<>();
    private final RandomGenerator dice;
    private Way way = Way.OPEN;
    private long bytes;
    /** When the last packet has passed the narrow place. */
    private long passed;
    /** When the last packet arrives. */
    private long last;

    @SuppressWarnings("ArrayRecordComponent") // passes bytes on, is never compared
    private record Packet(byte[] bytes, long due) {}

    PacketQueue(RandomGenerator dice, long now) {
        this.dice = dice;
        this.passed = now;
        this.last = now;
    }

    Way way() {
        lock.lock();
        try {
            return way;
        } finally {
            lock.unlock();
        }
    }

    /** Holds for packets that come from now on; a cut also for those under way. */
    void change(Way other) {
        lock.lock();
        try {
            way = other;
            if (other.cut()) {
                packets.clear();
                bytes = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a packet that is sent now, or loses it. @return whether it will arrive */
    boolean send(byte[] packet, long now) {
        lock.lock();
        try {
            if (way.cut() || bytes + packet.length > BYTES_MAX || (way.loss() > 0 && dice.nextDouble() < way.loss())) {
                return false;
            }
            if (way.bytesPerSecond() > 0) {
                passed = Math.max(passed, now) + (long) (packet.length * NANOS_PER_SECOND / way.bytesPerSecond());
            } else {
                passed = now;
            }
            long jitter = way.jitter().isZero()
                    ? 0
                    : (long) (dice.nextDouble() * way.jitter().toNanos());
            last = Math.max(last, passed + way.delay().toNanos() + jitter);
            packets.add(new Packet(packet, last));
            bytes += packet.length;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next packet to arrive. */
    byte[] receive() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Packet next = packets.peek();
                if (next == null) {
                    changed.await();
                    continue;
                }
                long left = next.due() - System.nanoTime();
                if (left <= 0) {
                    packets.remove();
                    bytes -= next.bytes().length;
                    return next.bytes();
                }
                var _ = changed.await(left, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }
}
