package org.onecopy.storage.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;

/** Writes a content into the spool: a short one that comes whole into its memory, any other into a file. */
final class S3StageWriter implements StageWriter {
    private final Spool spool;
    private final Name name;
    private final long length;
    private final ReentrantLock lock = new ReentrantLock();
    private byte @Nullable [] whole;
    private @Nullable FileChannel file;
    private boolean finished;
    private boolean closed;
    private volatile String digest = "";

    S3StageWriter(Spool spool, Name name, long length) {
        this.spool = spool;
        this.name = name;
        this.length = length;
    }

    private interface Action {
        void run() throws IOException;
    }

    private void doing(String doing, Action action) {
        try {
            action.run();
        } catch (ClosedChannelException e) {
            throw new IllegalStateException("closed already: " + spool.path(name), e);
        } catch (IOException e) {
            boolean full = String.valueOf(e.getMessage()).contains("No space left");
            throw new StorageException(
                    full ? ProblemCode.STORAGE_NO_SPACE : ProblemCode.STORAGE_FAILED,
                    "cannot %s %s: %s; see the file system of storage.s3.spool".formatted(doing, spool.path(name), e),
                    e);
        }
    }

    @Override
    public void write(long position, ByteBuffer bytes) {
        if (position < 0 || position + bytes.remaining() > length) {
            throw new IllegalArgumentException("%d bytes at %d are beyond the length %d of %s"
                    .formatted(bytes.remaining(), position, length, spool.path(name)));
        }
        FileChannel open = keepOrOpen(bytes);
        if (open != null) {
            writeAll(open, position, bytes);
        }
    }

    /** @return null where the bytes have been kept */
    private @Nullable FileChannel keepOrOpen(ByteBuffer bytes) {
        lock.lock();
        try {
            requireUnfinished();
            if (file == null && whole == null && bytes.remaining() == length && length <= Spool.KEPT_LENGTH_MAX) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                whole = copy;
                return null;
            }
            return file();
        } finally {
            lock.unlock();
        }
    }

    /** The file, with what was kept so far. */
    private FileChannel file() {
        FileChannel open = file;
        if (open == null) {
            open = spool.open(name);
            file = open;
            byte[] kept = whole;
            whole = null;
            if (kept != null) {
                writeAll(open, 0, ByteBuffer.wrap(kept));
            }
        }
        return open;
    }

    private void writeAll(FileChannel open, long position, ByteBuffer bytes) {
        doing("write", () -> {
            long at = position;
            while (bytes.hasRemaining()) {
                at += open.write(bytes, at);
            }
        });
    }

    private void requireUnfinished() {
        if (finished) {
            throw new IllegalStateException("finished already: " + spool.path(name));
        }
        if (closed) {
            throw new IllegalStateException("closed already: " + spool.path(name));
        }
    }

    @Override
    public void describe(String contentDigest) {
        digest = contentDigest;
    }

    @Override
    public Stat finish(Attributes attributes) {
        lock.lock();
        try {
            requireUnfinished();
            finished = true;
            byte[] kept = length == 0 && file == null ? new byte[0] : whole;
            if (kept == null || !spool.keep(name, kept)) {
                FileChannel open = file();
                doing("set the length of", () -> setLength(open));
            }
            whole = null;
        } finally {
            lock.unlock();
        }
        spool.complete(name, attributes, digest);
        Stat stat = spool.stat(name);
        if (stat == null) {
            throw new StorageException(
                    ProblemCode.STORAGE_FAILED, "somebody removed " + spool.path(name) + " while it was written", null);
        }
        return stat;
    }

    private void setLength(FileChannel open) throws IOException {
        open.truncate(length);
        if (open.size() < length) {
            open.write(ByteBuffer.allocate(1), length - 1);
        }
    }

    /** What was not finished stays, so that a later attempt goes on with it. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (whole != null) {
                FileChannel _ = file();
            }
            closed = true;
            FileChannel open = file;
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            throw new StorageException(ProblemCode.STORAGE_FAILED, "cannot close " + spool.path(name), e);
        } finally {
            lock.unlock();
        }
    }
}
