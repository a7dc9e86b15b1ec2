package org.onecopy.transfer;

import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import org.onecopy.core.transfer.ChunkTree;

/**
 * The memory of all fetches of a node: a bounded number of buffers of one chunk each. Who needs one more waits until one is given
 * back, which slows the network reads down to the speed of digests and disks.
 */
final class ChunkBuffers {
    private static final int KEPT_MAX = 12;

    private final Semaphore free;
    private final ArrayDeque<byte[]> kept = new ArrayDeque<>();

    ChunkBuffers(int max) {
        free = new Semaphore(max);
    }

    byte[] take() throws InterruptedException {
        free.acquire();
        synchronized (kept) {
            byte[] buffer = kept.poll();
            if (buffer != null) {
                return buffer;
            }
        }
        return new byte[ChunkTree.CHUNK_BYTES];
    }

    void give(byte[] buffer) {
        synchronized (kept) {
            if (kept.size() < KEPT_MAX) {
                kept.push(buffer);
            }
        }
        free.release();
    }

    int free() {
        return free.availablePermits();
    }
}
