package org.onecopy.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An inotify(7) queue. One thread reads; any may add watches and wake the reader. */
public final class Inotify implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int NONBLOCK_CLOEXEC = Linux.O_NONBLOCK | Linux.O_CLOEXEC;
    private static final int ONLY_DIRECTORIES = 0x01000000;
    private static final int NOT_AFTER_UNLINK = 0x04000000;
    private static final int NAME = 16;
    private static final short POLLIN = 1;

    private final OpenFile queue;
    private final OpenFile bell;

    private Inotify(int queue, int bell) {
        this.queue = new OpenFile(queue);
        this.bell = new OpenFile(bell);
    }

    /** A new queue, or null where the system's limit on queues is reached (fs.inotify.max_user_instances). */
    public static @Nullable Inotify open() {
        try (Scratch scratch = Scratch.lend()) {
            int queue = (int) Linux.call(scratch, Call.INOTIFY_INIT, NONBLOCK_CLOEXEC, 0, 0, 0, 0);
            if (queue < 0) {
                return null;
            }
            int bell = (int) Linux.call(scratch, Call.EVENTFD, 0, NONBLOCK_CLOEXEC, 0, 0, 0);
            if (bell < 0) {
                Linux.close(queue);
                return null;
            }
            return new Inotify(queue, bell);
        }
    }

    /**
     * Watches an open directory; again: changes its mask.
     *
     * @return the watch's number, always the same for the same directory; ENOSPC where the limit on watches is reached
     */
    public int watch(int directory, int mask) {
        return (int) queue.with(fd -> {
            try (Scratch scratch = Scratch.lend()) {
                long path = scratch.firstPath(Linux.self(directory));
                int bits = mask | ONLY_DIRECTORIES | NOT_AFTER_UNLINK;
                return Linux.call(scratch, Call.INOTIFY_ADD_WATCH, fd, path, bits, 0, 0);
            }
        });
    }

    /** Ends a watch. An IGNORED event follows. */
    public void forget(int watch) {
        queue.with(fd -> {
            try (Scratch scratch = Scratch.lend()) {
                return Linux.call(scratch, Call.INOTIFY_RM_WATCH, fd, watch, 0, 0, 0);
            }
        });
    }

    /** Waits for events. Blocks its thread; a virtual one would block its carrier. @return none where it was woken */
    public List<InotifyEvent> read() {
        return queue.get(fd -> bell.get(ring -> read(fd, ring)));
    }

    private static List<InotifyEvent> read(int queue, int bell) {
        try (Arena arena = Arena.ofConfined();
                Scratch scratch = Scratch.lend()) {
            MemorySegment polled = arena.allocate(16, 8);
            polled.set(ValueLayout.JAVA_INT, 0, queue);
            polled.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
            polled.set(ValueLayout.JAVA_INT, 8, bell);
            polled.set(ValueLayout.JAVA_SHORT, 12, POLLIN);
            long ready = Linux.call(scratch, Call.PPOLL, polled.address(), 2, 0, 0, 8);
            if (ready < 0) {
                throw new IllegalStateException("cannot wait for events: " + Errno.text((int) -ready));
            }
            if (polled.get(ValueLayout.JAVA_SHORT, 14) != 0) {
                return List.of();
            }
            MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
            long bytes = Linux.call(scratch, Call.READ, queue, buffer.address(), BUFFER_BYTES, 0, 0);
            if (bytes < 0) {
                throw new IllegalStateException("cannot read events: " + Errno.text((int) -bytes));
            }
            return events(buffer, bytes);
        }
    }

    private static List<InotifyEvent> events(MemorySegment buffer, long bytes) {
        List<InotifyEvent> events = new ArrayList<>();
        long at = 0;
        while (at < bytes) {
            int length = buffer.get(ValueLayout.JAVA_INT, at + 12);
            byte[] name = new byte[length];
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, at + NAME, name, 0, length);
            events.add(new InotifyEvent(
                    buffer.get(ValueLayout.JAVA_INT, at),
                    buffer.get(ValueLayout.JAVA_INT, at + 4),
                    buffer.get(ValueLayout.JAVA_INT, at + 8),
                    Utf8.decode(withoutZeros(name))));
            at += NAME + length;
        }
        return events;
    }

    private static byte[] withoutZeros(byte[] padded) {
        int length = 0;
        while (length < padded.length && padded[length] != 0) {
            length++;
        }
        return length == padded.length ? padded : Arrays.copyOf(padded, length);
    }

    /** Makes the read under way, and every later one, answer with no events. */
    public void wake() {
        bell.with(fd -> {
            try (Scratch scratch = Scratch.lend()) {
                return Linux.call(scratch, Call.WRITE, fd, scratch.arguments(1), 8, 0, 0);
            }
        });
    }

    @Override
    public void close() {
        queue.close();
        bell.close();
    }
}
