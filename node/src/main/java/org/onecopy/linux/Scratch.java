package org.onecopy.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Native memory for the arguments and results of one call. Lent from a pool that grows to the number of calls under way at once and
 * is never given back: some 12 KiB each.
 */
final class Scratch implements AutoCloseable {
    /** The longest path that the kernel takes, with its closing zero. */
    static final int PATH_BYTES_MAX = 4096;

    static final long RESULT = 64;
    static final long RESULT_BYTES = 512;
    private static final long ARGUMENT = 16;
    private static final long FIRST_PATH = RESULT + RESULT_BYTES;
    private static final long SECOND_PATH = FIRST_PATH + PATH_BYTES_MAX;
    private static final ConcurrentLinkedQueue<Scratch> FREE = new ConcurrentLinkedQueue<>();

    final MemorySegment memory = Arena.global().allocate(SECOND_PATH + PATH_BYTES_MAX, 64);
    /** Where the linker stores errno. */
    final MemorySegment state = memory.asSlice(0, Linker.Option.captureStateLayout());

    private Scratch() {}

    static Scratch lend() {
        Scratch free = FREE.poll();
        return free == null ? new Scratch() : free;
    }

    @Override
    public void close() {
        FREE.add(this);
    }

    int errno() {
        return state.get(ValueLayout.JAVA_INT, 0);
    }

    /** Whether a path is too long for one call. */
    static boolean tooLong(String path) {
        return path.length() > (PATH_BYTES_MAX - 1) / 3
                && path.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX - 1;
    }

    long firstPath(String path) {
        memory.setString(FIRST_PATH, path);
        return memory.address() + FIRST_PATH;
    }

    long secondPath(String path) {
        memory.setString(SECOND_PATH, path);
        return memory.address() + SECOND_PATH;
    }

    /** Where the kernel may write up to 4096 bytes while the first path is in use. */
    MemorySegment secondArea() {
        return memory.asSlice(SECOND_PATH, PATH_BYTES_MAX);
    }

    /** Up to four numbers of eight bytes, one after the other. */
    long arguments(long... values) {
        for (int i = 0; i < values.length; i++) {
            memory.set(ValueLayout.JAVA_LONG, ARGUMENT + 8L * i, values[i]);
        }
        return memory.address() + ARGUMENT;
    }

    long result() {
        return memory.address() + RESULT;
    }
}
