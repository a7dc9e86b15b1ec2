package org.onecopy.installers.provisioning;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the end of what is written, so that a command that prints without end fills no memory. */
final class Tail extends OutputStream {
    private static final int LENGTH_MAX = 256 * 1024;

    private final byte[] ring = new byte[LENGTH_MAX];
    private long written;

    @Override
    public synchronized void write(int one) {
        ring[(int) (written++ % LENGTH_MAX)] = (byte) one;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            write(bytes[offset + i]);
        }
    }

    /** What is written there comes into both. */
    OutputStream and(Tail other) {
        return new OutputStream() {
            @Override
            public void write(int one) {
                Tail.this.write(one);
                other.write(one);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                Tail.this.write(bytes, offset, length);
                other.write(bytes, offset, length);
            }
        };
    }

    synchronized String text() {
        if (written <= LENGTH_MAX) {
            return new String(ring, 0, (int) written, StandardCharsets.UTF_8);
        }
        int start = (int) (written % LENGTH_MAX);
        byte[] end = new byte[LENGTH_MAX];
        System.arraycopy(ring, start, end, 0, LENGTH_MAX - start);
        System.arraycopy(ring, 0, end, LENGTH_MAX - start, start);
        return "…" + new String(end, StandardCharsets.UTF_8);
    }
}
