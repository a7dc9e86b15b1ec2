package org.onecopy.core.transfer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.Digest;

/** Computes a chunk tree from bytes as they come, in order and in pieces of any size. For one thread. */
public final class ChunkHasher {
    private final MessageDigest sha = Sha256.open();
    private final List<Digest> done = new ArrayList<>();
    private long length;
    private int inChunk;

    /** Takes all of the buffer. */
    public void update(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int now = Math.min(bytes.remaining(), ChunkTree.CHUNK_BYTES - inChunk);
            ByteBuffer piece = bytes.slice(bytes.position(), now);
            sha.update(piece);
            bytes.position(bytes.position() + now);
            advance(now);
        }
    }

    /** Takes this many zeros. */
    public void updateZeros(long count) {
        long left = count;
        while (left > 0) {
            int now = (int) Math.min(left, ChunkTree.CHUNK_BYTES - inChunk);
            ChunkTree.updateZeros(sha, now);
            advance(now);
            left -= now;
        }
    }

    private void advance(int bytes) {
        length += bytes;
        inChunk += bytes;
        if (inChunk == ChunkTree.CHUNK_BYTES) {
            done.add(Digest.of(sha.digest()));
            inChunk = 0;
        }
    }

    /** The tree over everything taken so far; the hasher begins anew. */
    public ChunkTree finish() {
        if (inChunk > 0 || done.isEmpty()) {
            done.add(Digest.of(sha.digest()));
        }
        ChunkTree tree = new ChunkTree(length, done);
        done.clear();
        length = 0;
        inChunk = 0;
        return tree;
    }
}
