package org.onecopy.storage;

import java.nio.ByteBuffer;

/** An open content. Positional, safe to call from many threads; reads one object even if its name is given to another meanwhile. */
public interface ContentReader extends AutoCloseable {
    /** The stat of the open object, read anew at each call. Equal fingerprints before and after reading: no torn read (H12). */
    Stat stat();

    /**
     * Reads at a position.
     *
     * @return how many bytes were read, 0 only where the buffer is full, -1 at the end
     */
    int read(long position, ByteBuffer into);

    /**
     * Where data begins at or after a position, in a sparse file (SEEK_DATA); the position itself where the storage cannot tell,
     * the length where there is none.
     */
    default long nextData(long position) {
        return position;
    }

    @Override
    void close();
}
