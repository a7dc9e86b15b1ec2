package org.onecopy.transfer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.onecopy.core.Attributes;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;

/** Writes a file; a stand-in for a storage's staging. Counts what is written. */
final class FileStage implements StageWriter {
    private final Path path;
    private final RandomAccessFile file;
    private final AtomicLong written = new AtomicLong();
    private volatile boolean closed;

    FileStage(Path path, long length) {
        this.path = path;
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
            file.setLength(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(long position, ByteBuffer bytes) {
        try {
            written.addAndGet(bytes.remaining());
            long at = position;
            while (bytes.hasRemaining()) {
                at += file.getChannel().write(bytes, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes that were written, holes not counted. */
    long written() {
        return written.get();
    }

    boolean closed() {
        return closed;
    }

    @Override
    public Stat finish(Attributes attributes) {
        close();
        try (FileReader reader = new FileReader(path)) {
            return reader.stat();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
