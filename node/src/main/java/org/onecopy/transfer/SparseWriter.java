package org.onecopy.transfer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.onecopy.storage.StageWriter;

/** Writes bytes and leaves runs of zeros out, so that they become holes (H19). */
final class SparseWriter {
    /** The shortest run of zeros that becomes a hole. */
    static final int HOLE_BYTES = 64 << 10;

    private static final int WRITE_BYTES_MAX = 128 << 10;
    private static final byte[] ZEROS = new byte[HOLE_BYTES];

    private SparseWriter() {}

    /** Writes the first bytes of a buffer at a position, which is a multiple of {@link #HOLE_BYTES}. */
    static void write(StageWriter target, long position, byte[] buffer, int length) {
        int dataStart = 0;
        for (int at = 0; at < length; at += HOLE_BYTES) {
            int end = Math.min(length, at + HOLE_BYTES);
            if (isZeros(buffer, at, end)) {
                writeAll(target, position, buffer, dataStart, at);
                dataStart = end;
            }
        }
        writeAll(target, position, buffer, dataStart, length);
    }

    /** Writes a part of a buffer, zeros as well, in pieces. */
    static void writeAll(StageWriter target, long position, byte[] buffer, int from, int to) {
        for (int at = from; at < to; at += WRITE_BYTES_MAX) {
            int end = Math.min(to, at + WRITE_BYTES_MAX);
            target.write(position + at, ByteBuffer.wrap(buffer, at, end - at));
        }
    }

    private static boolean isZeros(byte[] buffer, int from, int to) {
        return Arrays.equals(buffer, from, to, ZEROS, 0, to - from);
    }
}
