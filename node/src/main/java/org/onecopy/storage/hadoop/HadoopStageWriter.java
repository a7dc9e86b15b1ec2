package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;

/**
 * Writes a file of a file system that only takes bytes at a file's end. What comes too early waits in the {@link Spool}. What comes
 * for a place that the file has passed (the damaged end of an earlier attempt) makes it shorter first; where too much would have to
 * be kept for that, the attempt ends, and the next one begins with nothing.
 */
final class HadoopStageWriter implements StageWriter {
    /** So much of a file's end is read back and kept when bytes before it are written again. */
    private static final long KEPT_BYTES_MAX = 64 << 20;

    /** A file up to this length is written anew rather than cut: cutting within a block takes a second and more. */
    private static final long WRITTEN_ANEW_BYTES_MAX = 8 << 20;

    private static final int OWN_MODE = 0600;
    private static final int COPY_BYTES = 128 << 10;

    private final Staged staged;
    private final long length;
    private final Spool spool;
    private final ReentrantLock lock = new ReentrantLock();
    /** How much of the content the file has, from its beginning. */
    private long reached;

    private boolean exists;
    private boolean ended;
    private @Nullable FSDataOutputStream out;

    private HadoopStageWriter(Staged staged, long length, Path spool) {
        this.staged = staged;
        this.length = length;
        this.spool = new Spool(spool, UUID.randomUUID().toString());
    }

    /** @param there what lies at the place; null where nothing does */
    static HadoopStageWriter begin(Staged staged, @Nullable Found there, long length, Path spool) throws IOException {
        HadoopStageWriter writer = new HadoopStageWriter(staged, length, spool);
        if (there == null) {
            return writer;
        }
        FileCalls calls = staged.calls();
        boolean whole = !calls.isBeingWritten(staged.path()) || calls.settle(staged.path());
        Found now = whole ? calls.find(staged.path()) : null;
        if (now == null || now.length() > length) {
            calls.purge(staged.path());
        } else {
            writer.exists = true;
            writer.reached = now.length();
        }
        return writer;
    }

    @Override
    public void write(long position, ByteBuffer bytes) {
        lock.lock();
        try {
            requireOpen();
            if (position < 0 || position + bytes.remaining() > length) {
                throw new IllegalArgumentException("%d bytes at %d are beyond the length %d of %s"
                        .formatted(bytes.remaining(), position, length, staged.shown()));
            }
            Faults.tell("write", staged.shown(), () -> {
                if (position < reached && bytes.hasRemaining()) {
                    goBack(position);
                }
                reopen();
                if (position == reached) {
                    send(bytes);
                    drain();
                } else {
                    spool.write(position, bytes);
                }
            });
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("finished or closed already: " + staged.shown());
        }
    }

    /** Opens what an earlier attempt left, to go on at its end. */
    private void reopen() throws IOException {
        if (exists && out == null) {
            out = staged.calls().append(staged.path());
            if (out == null) {
                goBack(0);
            }
        }
    }

    private FSDataOutputStream stream() throws IOException {
        FSDataOutputStream open = out;
        if (open == null) {
            open = staged.create(OWN_MODE);
            out = open;
            exists = true;
        }
        return open;
    }

    private void send(ByteBuffer bytes) throws IOException {
        FSDataOutputStream open = stream();
        if (bytes.hasArray()) {
            open.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            reached += bytes.remaining();
            bytes.position(bytes.limit());
            return;
        }
        byte[] copy = new byte[COPY_BYTES];
        while (bytes.hasRemaining()) {
            int piece = Math.min(copy.length, bytes.remaining());
            bytes.get(copy, 0, piece);
            open.write(copy, 0, piece);
            reached += piece;
        }
    }

    /** Sends what waited for the bytes that have just come. */
    private void drain() throws IOException {
        ByteBuffer buffer = null;
        for (long end = spool.end(reached); end > reached; end = spool.end(reached)) {
            buffer = buffer == null ? ByteBuffer.allocate(COPY_BYTES) : buffer.clear();
            spool.read(reached, buffer);
            send(buffer.flip());
        }
        spool.release(reached);
    }

    /** Makes the file end at a position, or earlier; the bytes after that, which nobody has written anew, go to the spool. */
    private void goBack(long position) throws IOException {
        closeStream();
        boolean cut = position > WRITTEN_ANEW_BYTES_MAX
                && keep(position)
                && staged.calls().truncate(staged.path(), position);
        if (cut) {
            reached = position;
            return;
        }
        boolean kept = keep(0);
        staged.calls().purge(staged.path());
        exists = false;
        reached = 0;
        if (!kept) {
            ended = true;
            throw new IOException("what was staged before is damaged; it begins anew");
        }
    }

    /** Spools the file's end from a position on. @return false where that would be too much */
    private boolean keep(long from) throws IOException {
        if (reached - from > KEPT_BYTES_MAX) {
            return false;
        }
        try (FSDataInputStream in = staged.calls().read(staged.path())) {
            byte[] bytes = new byte[COPY_BYTES];
            for (long at = from; at < reached; ) {
                int read = in.read(at, bytes, 0, (int) Math.min(bytes.length, reached - at));
                if (read < 0) {
                    throw new IOException("what was staged is shorter than it was");
                }
                spool.write(at, ByteBuffer.wrap(bytes, 0, read));
                at += read;
            }
        }
        return true;
    }

    @Override
    public Stat finish(Attributes attributes) {
        lock.lock();
        try {
            requireOpen();
            ended = true;
            return Faults.ask("finish", staged.shown(), () -> {
                if (reached < length) {
                    reopen();
                }
                drain();
                while (reached < length) {
                    sendZeros(Math.min(length, spool.next(reached)));
                    drain();
                }
                if (!exists) {
                    stream(); // an empty content
                }
                closeStream();
                spool.close();
                return staged.complete(attributes);
            });
        } finally {
            lock.unlock();
        }
    }

    private void sendZeros(long end) throws IOException {
        byte[] zeros = new byte[COPY_BYTES];
        while (reached < end) {
            int piece = (int) Math.min(zeros.length, end - reached);
            stream().write(zeros, 0, piece);
            reached += piece;
        }
    }

    private void closeStream() throws IOException {
        FSDataOutputStream open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }

    /** Completes what the file has by now, so that a later attempt goes on there. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            Faults.tell("close", staged.shown(), () -> {
                try {
                    closeStream();
                } finally {
                    spool.close();
                }
            });
        } finally {
            lock.unlock();
        }
    }
}
