package org.onecopy.materialize;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.onecopy.core.Content;
import org.onecopy.core.transfer.ChunkHasher;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.StageWriter;

/** Copies a content within a storage, from the trash into the staging folder, and verifies it like one that comes from another zone. */
final class KeptCopy {
    private static final int PIECE_BYTES = 1 << 20;

    private KeptCopy() {}

    /**
     * Copies all bytes; leaves holes where the reader can tell them.
     *
     * @param to nothing was written there before
     * @param goesOn asked now and then
     * @return whether it is the content; else nothing must be done with what was written
     */
    static boolean copy(ContentReader from, StageWriter to, Content content, BooleanSupplier goesOn) {
        ChunkHasher hasher = new ChunkHasher();
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, Math.max(1, content.length())));
        long at = 0;
        while (at < content.length() && goesOn.getAsBoolean()) {
            long data = Math.min(content.length(), from.nextData(at));
            if (data > at) {
                hasher.updateZeros(data - at);
                at = data;
                continue;
            }
            piece.clear().limit((int) Math.min(piece.capacity(), content.length() - at));
            if (from.read(at, piece) <= 0) {
                return false;
            }
            piece.flip();
            int read = piece.remaining();
            hasher.update(piece.duplicate());
            to.write(at, piece);
            at += read;
        }
        return at == content.length() && hasher.finish().content().sameAs(content);
    }
}
