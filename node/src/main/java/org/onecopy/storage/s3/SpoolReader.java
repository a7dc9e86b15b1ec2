package org.onecopy.storage.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import org.onecopy.core.Name;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Stat;

/** Reads a staged content. */
final class SpoolReader implements ContentReader {
    private final Spool spool;
    private final Name name;
    private final FileChannel file;

    SpoolReader(Spool spool, Name name, FileChannel file) {
        this.spool = spool;
        this.name = name;
        this.file = file;
    }

    @Override
    public Stat stat() {
        Stat stat = spool.stat(name);
        if (stat == null) {
            throw failed(null);
        }
        return stat;
    }

    @Override
    public int read(long position, ByteBuffer into) {
        try {
            return file.read(into, position);
        } catch (ClosedChannelException e) {
            throw new IllegalStateException("closed already: " + spool.path(name), e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private StorageException failed(@org.jspecify.annotations.Nullable IOException cause) {
        return new StorageException(
                ProblemCode.STORAGE_FAILED, "cannot read " + spool.path(name) + "; see storage.s3.spool", cause);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
