package org.onecopy.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A socket that takes datagrams, as a service manager has one. */
public final class NotifySocket implements AutoCloseable {
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_NONBLOCK = 04000;
    private static final int LENGTH_MAX = 4096;

    private final int fd;

    /** @param name as {@link UnixDatagram#send} takes it */
    public NotifySocket(String name) {
        try (Scratch scratch = Scratch.lend();
                Arena arena = Arena.ofConfined()) {
            fd = (int) Linux.call(scratch, Call.SOCKET, 1, SOCK_DGRAM | SOCK_NONBLOCK, 0, 0, 0);
            MemorySegment address = UnixDatagram.address(arena, name);
            long bound = Linux.call(scratch, Call.BIND, fd, address.address(), address.byteSize(), 0, 0);
            if (bound < 0) {
                throw new IllegalStateException("cannot bind " + name + ": " + -bound);
            }
        }
    }

    /** The next datagram; null where there is none yet. */
    public @Nullable String next() {
        try (Scratch scratch = Scratch.lend();
                Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(LENGTH_MAX);
            int read = (int) Linux.call(scratch, Call.READ, fd, into.address(), LENGTH_MAX, 0, 0);
            return read < 0
                    ? null
                    : new String(into.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        Linux.close(fd);
    }
}
