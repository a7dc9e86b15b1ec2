package org.onecopy.storage.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;

/** Writes a content into the spool. */
final class S3StageWriter implements StageWriter {
    private final Spool spool;
    private final Name name;
    private final FileChannel file;
    private final long length;
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile String digest = "";

    S3StageWriter(Spool spool, Name name, long length) {
        this.spool = spool;
        this.name = name;
        this.length = length;
        file = spool.open(name);
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
        if (finished.get()) {
            throw new IllegalStateException("finished already: " + spool.path(name));
        }
        if (position < 0 || position + bytes.remaining() > length) {
            throw new IllegalArgumentException("%d bytes at %d are beyond the length %d of %s"
                    .formatted(bytes.remaining(), position, length, spool.path(name)));
        }
        doing("write", () -> {
            long at = position;
            while (bytes.hasRemaining()) {
                at += file.write(bytes, at);
            }
        });
    }

    @Override
    public void describe(String contentDigest) {
        digest = contentDigest;
    }

    @Override
    public Stat finish(Attributes attributes) {
        if (!finished.compareAndSet(false, true)) {
            throw new IllegalStateException("finished already: " + spool.path(name));
        }
        doing("set the length of", () -> {
            file.truncate(length);
            if (file.size() < length) {
                file.write(ByteBuffer.allocate(1), length - 1);
            }
        });
        spool.complete(name, attributes, digest);
        Stat stat = spool.stat(name);
        if (stat == null) {
            throw new StorageException(
                    ProblemCode.STORAGE_FAILED, "somebody removed " + spool.path(name) + " while it was written", null);
        }
        return stat;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new StorageException(ProblemCode.STORAGE_FAILED, "cannot close " + spool.path(name), e);
        }
    }
}
