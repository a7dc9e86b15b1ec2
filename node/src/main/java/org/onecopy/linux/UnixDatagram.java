package org.onecopy.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Datagrams to sockets of this machine (unix(7)), which Java has no channel for. */
public final class UnixDatagram {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int NAME_BYTES_MAX = 108;

    private UnixDatagram() {}

    /**
     * Sends one datagram.
     *
     * @param socket path of the socket; one that begins with {@code @} has no path but a name of its own
     * @return how many bytes, or a negated {@link Errno}
     */
    public static int send(String socket, String message) {
        byte[] name = name(socket);
        if (name.length > NAME_BYTES_MAX) {
            return -Errno.ENAMETOOLONG;
        }
        try (Scratch scratch = Scratch.lend();
                Arena arena = Arena.ofConfined()) {
            int fd = (int) Linux.call(scratch, Call.SOCKET, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, 0, 0);
            if (fd < 0) {
                return fd;
            }
            try {
                MemorySegment address = address(arena, name);
                int result = (int) Linux.call(scratch, Call.CONNECT, fd, address.address(), address.byteSize(), 0, 0);
                if (result < 0) {
                    return result;
                }
                byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
                MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
                return (int) Linux.call(scratch, Call.WRITE, fd, data.address(), bytes.length, 0, 0);
            } finally {
                Linux.close(fd);
            }
        }
    }

    /** A socket's address as the kernel takes it. */
    static MemorySegment address(Arena arena, String socket) {
        return address(arena, name(socket));
    }

    private static MemorySegment address(Arena arena, byte[] name) {
        MemorySegment address = arena.allocate(2L + name.length, 2);
        address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
        return address;
    }

    /** A path has a closing zero; a name of its own begins with one, and its length is part of it. */
    private static byte[] name(String socket) {
        boolean path = !socket.startsWith("@");
        return (path ? socket + "\0" : "\0" + socket.substring(1)).getBytes(StandardCharsets.UTF_8);
    }
}
