package org.onecopy.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A network device whose other end is this process (Linux: {@code Documentation/networking/tuntap.rst}): what a network namespace sends
 * through it is read here packet by packet, and what is written here arrives there. It is gone once it is closed, or its process has
 * ended. One thread at a time reads; any may write.
 */
public final class PacketDevice implements AutoCloseable {
    /** No packet is longer, whatever the device's MTU. */
    public static final int PACKET_BYTES_MAX = 65_535;

    private static final int CLONE_NEWNET = 0x40000000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TUN = 1;
    private static final short IFF_NO_PI = 0x1000;
    private static final int REQUEST_BYTES = 40;
    private static final int NAME_BYTES_MAX = 16;
    private static final short POLLIN = 1;
    private static final long MILLISECOND = 1_000_000;

    private final MemorySegment in = Arena.ofAuto().allocate(PACKET_BYTES_MAX, 8);
    /** Guarded by this. */
    private final MemorySegment out = Arena.ofAuto().allocate(PACKET_BYTES_MAX, 8);

    private final OpenFile device;

    private PacketDevice(int fd) {
        this.device = new OpenFile(fd);
    }

    /**
     * Moves the calling thread, and nothing else of the process, into the network namespace of another process. Sockets and devices
     * that this thread opens from then on belong there. Not for virtual threads, and not to be undone: let the thread end.
     *
     * @throws IOException where the process is gone, or this one may not (it needs the rights of root)
     */
    public static void enterNamespaceOf(long process) throws IOException {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread has no namespace of its own");
        }
        String path = "/proc/" + process + "/ns/net";
        int fd = Linux.open(Linux.AT_FDCWD, path, Linux.O_RDONLY, 0);
        check("cannot open " + path, fd);
        try (Scratch scratch = Scratch.lend()) {
            check("cannot enter " + path, Linux.call(scratch, Call.SETNS, fd, CLONE_NEWNET, 0, 0, 0));
        } finally {
            Linux.close(fd);
        }
    }

    /**
     * Makes a device in the calling thread's network namespace. It is down, and has no address.
     *
     * @param name of at most 15 letters
     * @throws IOException where there is no {@code /dev/net/tun}, or this process may not use it
     */
    public static PacketDevice open(String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length >= NAME_BYTES_MAX) {
            throw new IllegalArgumentException("a device's name has at most 15 letters: " + name);
        }
        int fd = Linux.open(Linux.AT_FDCWD, "/dev/net/tun", Linux.O_RDWR | Linux.O_NONBLOCK, 0);
        check("cannot open /dev/net/tun", fd);
        try (Scratch scratch = Scratch.lend();
                Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
            MemorySegment.copy(bytes, 0, request, ValueLayout.JAVA_BYTE, 0, bytes.length);
            request.set(ValueLayout.JAVA_SHORT, NAME_BYTES_MAX, (short) (IFF_TUN | IFF_NO_PI));
            check(
                    "cannot make the network device " + name,
                    Linux.call(scratch, Call.IOCTL, fd, TUNSETIFF, request.address(), 0, 0));
            return new PacketDevice(fd);
        } catch (IOException | RuntimeException e) {
            Linux.close(fd);
            throw e;
        }
    }

    /**
     * Takes the next packet, an IP header and what follows it; waits for one.
     *
     * @return null where none came in time
     * @throws IllegalStateException where the device has been closed
     */
    public byte @Nullable [] read(int waitMillis) {
        if (!await(waitMillis)) {
            return null;
        }
        long read = device.get(fd -> {
            try (Scratch scratch = Scratch.lend()) {
                return Linux.call(scratch, Call.READ, fd, in.address(), in.byteSize(), 0, 0);
            }
        });
        return read <= 0 ? null : in.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE);
    }

    private boolean await(int waitMillis) {
        return device.get(fd -> {
            try (Scratch scratch = Scratch.lend();
                    Arena polling = Arena.ofConfined()) {
                MemorySegment polled = polling.allocate(8, 8);
                polled.set(ValueLayout.JAVA_INT, 0, fd);
                polled.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
                long time = scratch.arguments(waitMillis / 1000, waitMillis % 1000 * MILLISECOND);
                return Linux.call(scratch, Call.PPOLL, polled.address(), 1, time, 0, 8) > 0;
            }
        });
    }

    /** Hands over a packet. One that the device does not take, because it is down or full, is lost, as on any network. @return whether it was taken */
    public synchronized boolean write(byte[] packet) {
        MemorySegment.copy(packet, 0, out, ValueLayout.JAVA_BYTE, 0, packet.length);
        return device.get(fd -> {
            try (Scratch scratch = Scratch.lend()) {
                return Linux.call(scratch, Call.WRITE, fd, out.address(), packet.length, 0, 0) == packet.length;
            }
        });
    }

    private static void check(String what, long result) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + Errno.text((int) -result));
        }
    }

    @Override
    public void close() {
        device.close();
    }
}
