package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps parts of a content on the local disk until those before them have come. Parts lie in files of one segment of the content
 * each, which have no name from the moment on in which they are open: what a killed process leaves takes no space. A segment is given
 * up once the content has passed it. What is written twice has the later bytes. Not safe for many threads.
 */
final class Spool implements AutoCloseable {
    private static final int SEGMENT_BYTES = 64 << 20;

    private final Path directory;
    private final String prefix;
    /** Segment number to its open file. */
    private final TreeMap<Long, FileChannel> segments = new TreeMap<>();
    /** Where each part begins, to where it ends; they do not touch. */
    private final TreeMap<Long, Long> parts = new TreeMap<>();

    /** @param prefix of the files' names, of nobody else */
    Spool(Path directory, String prefix) {
        this.directory = directory;
        this.prefix = prefix;
    }

    /** Takes all of the buffer. */
    void write(long position, ByteBuffer bytes) throws IOException {
        long end = position + bytes.remaining();
        long at = position;
        while (at < end) {
            long number = at / SEGMENT_BYTES;
            int offset = (int) (at % SEGMENT_BYTES);
            int piece = (int) Math.min(end - at, SEGMENT_BYTES - offset);
            ByteBuffer slice = bytes.slice(bytes.position(), piece);
            FileChannel channel = segment(number);
            while (slice.hasRemaining()) {
                channel.write(slice, offset + (long) slice.position());
            }
            bytes.position(bytes.position() + piece);
            at += piece;
        }
        add(position, end);
    }

    private FileChannel segment(long number) throws IOException {
        FileChannel there = segments.get(number);
        if (there != null) {
            return there;
        }
        Files.createDirectories(directory);
        Path file = directory.resolve(prefix + "-" + number);
        FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        segments.put(number, channel);
        Files.delete(file);
        return channel;
    }

    private void add(long start, long end) {
        long from = start;
        long to = end;
        Map.Entry<Long, Long> before = parts.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        for (Map.Entry<Long, Long> next = parts.ceilingEntry(from);
                next != null && next.getKey() <= to;
                next = parts.ceilingEntry(from)) {
            to = Math.max(to, next.getValue());
            parts.remove(next.getKey());
        }
        parts.put(from, to);
    }

    /** Up to where bytes lie here without a gap from a position on; the position itself where there are none. */
    long end(long position) {
        Map.Entry<Long, Long> part = parts.floorEntry(position);
        return part == null ? position : Math.max(position, part.getValue());
    }

    /** Where the next part begins at or after a position; Long.MAX_VALUE where there is none. */
    long next(long position) {
        Long start = parts.ceilingKey(position);
        return start == null ? Long.MAX_VALUE : start;
    }

    /** Reads bytes that lie here without a gap. @return how many, at least one and at most what the buffer holds */
    int read(long position, ByteBuffer into) throws IOException {
        FileChannel segment = segments.get(position / SEGMENT_BYTES);
        if (segment == null) {
            throw new IOException("nothing is spooled at " + position);
        }
        int offset = (int) (position % SEGMENT_BYTES);
        int length = (int) Math.min(into.remaining(), Math.min(SEGMENT_BYTES - offset, end(position) - position));
        int read = segment.read(into.slice(into.position(), length), offset);
        if (read <= 0) {
            throw new IOException("a spool file is shorter than it was");
        }
        into.position(into.position() + read);
        return read;
    }

    /** Drops what lies before a position. */
    void release(long position) throws IOException {
        for (Map.Entry<Long, Long> first = parts.firstEntry();
                first != null && first.getKey() < position;
                first = parts.firstEntry()) {
            parts.remove(first.getKey());
            if (first.getValue() > position) {
                parts.put(position, first.getValue());
            }
        }
        while (!segments.isEmpty() && (segments.firstKey() + 1) * SEGMENT_BYTES <= position) {
            segments.pollFirstEntry().getValue().close();
        }
    }

    @Override
    public void close() throws IOException {
        while (!segments.isEmpty()) {
            segments.pollFirstEntry().getValue().close();
        }
        parts.clear();
    }
}
