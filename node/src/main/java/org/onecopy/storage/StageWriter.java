package org.onecopy.storage;

import java.nio.ByteBuffer;
import org.onecopy.core.Attributes;

/** A content on its way in. Positional writes from many threads; not shown to anyone before it is published. */
public interface StageWriter extends AutoCloseable {
    /** Writes all of the buffer at a position. Positions never written read as zeros (holes, where the storage can). */
    void write(long position, ByteBuffer bytes);

    /**
     * Says what the content is, for storages that keep it with the object so that others can verify it there. Need not be called.
     *
     * @param contentDigest as text; not verified
     */
    default void describe(String contentDigest) {}

    /** Sets length and attributes and ends writing. The item lies in the staging folder, complete, not yet durable. */
    Stat finish(Attributes attributes);

    /** Releases the handle; what was written stays for a later resume unless it was finished. */
    @Override
    void close();
}
