package org.onecopy.transfer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.onecopy.core.Content;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.model.Digest;
import org.onecopy.storage.ContentReader;

/** The chunk digests of contents that were not hashed here: computed when first asked for, and kept for the latest ones. */
public final class ChunkDigests {
    private static final int KEPT_MAX = 64;

    private final ContentHasher hasher;
    private final Map<Digest, List<Digest>> kept = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, List<Digest>> eldest) {
            return size() > KEPT_MAX;
        }
    });

    public ChunkDigests(ContentHasher hasher) {
        this.hasher = hasher;
    }

    /** The digests of a content's chunks, read from it where it has more than one and they are not known. Blocks. */
    public List<Digest> of(Content content, ContentReader reader) {
        if (ChunkTree.chunkCount(content.length()) <= 1) {
            return List.of(content.digest());
        }
        List<Digest> known = kept.get(content.digest());
        if (known != null) {
            return known;
        }
        List<Digest> chunks = hasher.chunksOf(reader, content.length());
        kept.put(content.digest(), chunks);
        return chunks;
    }

    /** Remembers digests that are known from elsewhere. */
    public void keep(Content content, List<Digest> chunks) {
        kept.put(content.digest(), List.copyOf(chunks));
    }
}
