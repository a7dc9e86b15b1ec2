package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Stat;

/**
 * An open file. A reader that goes on where the last one ended uses the stream's own position, which keeps one connection to a
 * DataNode; others read at their position beside it.
 */
final class HadoopReader implements ContentReader {
    private final FileCalls calls;
    private final String address;
    private final String shown;
    private final FSDataInputStream in;
    private final @Nullable Found opened;
    private final ReentrantLock following = new ReentrantLock();
    private volatile boolean closed;

    /** @param opened what was opened, where its name may lead to something else meanwhile; null where it cannot */
    HadoopReader(FileCalls calls, String address, String shown, FSDataInputStream in, @Nullable Found opened) {
        this.calls = calls;
        this.address = address;
        this.shown = shown;
        this.in = in;
        this.opened = opened;
    }

    @Override
    public Stat stat() {
        requireOpen();
        Stat stat = Faults.seek("look at", shown, () -> Stats.stat(calls.find(address)));
        if (stat == null) {
            throw new StorageException(
                    ProblemCode.STORAGE_FAILED, "%s was deleted while it was read".formatted(shown), null);
        }
        return stat;
    }

    @Override
    public int read(long position, ByteBuffer into) {
        requireOpen();
        if (!into.hasRemaining()) {
            return 0;
        }
        return Faults.ask("read", shown, () -> {
            byte[] bytes = into.hasArray() ? into.array() : new byte[into.remaining()];
            int offset = into.hasArray() ? into.arrayOffset() + into.position() : 0;
            int read = readAt(position, bytes, offset, into.remaining());
            requireSame();
            if (read > 0 && into.hasArray()) {
                into.position(into.position() + read);
            } else if (read > 0) {
                into.put(bytes, 0, read);
            }
            return read;
        });
    }

    private int readAt(long position, byte[] bytes, int offset, int length) throws IOException {
        if (following.tryLock()) {
            try {
                if (in.getPos() == position) {
                    return in.read(bytes, offset, length);
                }
            } finally {
                following.unlock();
            }
        }
        return in.read(position, bytes, offset, length);
    }

    /** Where an open file is found by its name, bytes of another one are never handed out. */
    private void requireSame() throws IOException {
        if (opened != null && !Objects.equals(Stats.stat(opened), Stats.stat(calls.find(address)))) {
            throw new IOException("another file has its name by now, or it was written to");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("closed: " + shown);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Faults.tell("close", shown, in::close);
    }
}
