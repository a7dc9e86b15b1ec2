package org.onecopy.storage.s3;

import java.nio.ByteBuffer;
import org.onecopy.core.Name;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Stat;

/** Reads a staged content that is kept in memory. */
final class KeptReader implements ContentReader {
    private final Spool spool;
    private final Name name;
    private final byte[] bytes;
    private volatile boolean closed;

    KeptReader(Spool spool, Name name, byte[] bytes) {
        this.spool = spool;
        this.name = name;
        this.bytes = bytes;
    }

    @Override
    public Stat stat() {
        Stat stat = spool.stat(name);
        if (stat == null) {
            throw new StorageException(
                    ProblemCode.STORAGE_FAILED, "somebody removed " + spool.path(name) + " while it was read", null);
        }
        return stat;
    }

    @Override
    public int read(long position, ByteBuffer into) {
        if (closed) {
            throw new IllegalStateException("closed already: " + spool.path(name));
        }
        if (position >= bytes.length) {
            return -1;
        }
        int length = (int) Math.min(into.remaining(), bytes.length - position);
        into.put(bytes, (int) position, length);
        return length;
    }

    @Override
    public void close() {
        closed = true;
    }
}
