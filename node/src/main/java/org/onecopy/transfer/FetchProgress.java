package org.onecopy.transfer;

import java.util.BitSet;
import org.onecopy.core.transfer.ChunkTree;

/** Hears how a fetch goes on, and says what it may leave out. */
public interface FetchProgress {
    /** Nothing is there yet, and nobody listens. */
    FetchProgress NONE = new FetchProgress() {};

    /**
     * Asked once, when the chunk digests are known and have been verified against the root.
     *
     * @return the numbers of chunks that lie in the target already, verified; these are not fetched
     */
    default BitSet present(ChunkTree tree) {
        return new BitSet();
    }

    /**
     * Whether the target may hold other bytes than zeros where no chunk was verified (a staged content after a crash of the
     * machine). Then zeros are written as well, where else they are left as holes.
     */
    default boolean mayHoldGarbage() {
        return false;
    }

    /**
     * Bytes of a chunk have come and are not verified yet; less than 0: so many of them are verified now, or given up. Called from several
     * threads.
     */
    default void arriving(int bytes) {}

    /** A chunk has been verified and written, or is a hole. Called from several threads, in any order, once per chunk that was not present. */
    default void verified(int chunk, int bytes) {}
}
