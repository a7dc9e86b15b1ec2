package org.onecopy.core.transfer;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.onecopy.core.Content;
import org.onecopy.model.Digest;

/**
 * A content's length and the digests of its chunks of 4 MiB, in order. Only the last chunk may be shorter; an empty content has one
 * chunk of no bytes. {@link Digest} defines the root.
 *
 * @param chunks exactly {@link #chunkCount} digests
 */
public record ChunkTree(long length, List<Digest> chunks) {
    /** The bytes of every chunk but the last. */
    public static final int CHUNK_BYTES = 4 << 20;

    private static final byte[] NO_BYTES = new byte[64 << 10];

    /** The digest of a whole chunk of zeros. */
    public static final Digest CHUNK_OF_ZEROS = digestOfZeros(CHUNK_BYTES);

    /** @throws IllegalArgumentException where there are not as many chunks as the length asks for */
    public ChunkTree {
        chunks = List.copyOf(chunks);
        if (chunks.size() != chunkCount(length)) {
            throw new IllegalArgumentException(
                    length + " bytes have " + chunkCount(length) + " chunks, not " + chunks.size());
        }
    }

    /** How many chunks a content has, 1 or more. */
    public static int chunkCount(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("a length must not be negative: " + length);
        }
        return length == 0 ? 1 : Math.toIntExact((length - 1) / CHUNK_BYTES + 1);
    }

    /** Where a chunk begins. */
    public static long chunkStart(int chunk) {
        return (long) chunk * CHUNK_BYTES;
    }

    /** The bytes of one chunk of a content of this length. */
    public static int chunkLength(long length, int chunk) {
        return (int) Math.min(CHUNK_BYTES, length - chunkStart(chunk));
    }

    /** The root over chunk digests. */
    public static Digest rootOf(List<Digest> chunks) {
        if (chunks.size() == 1) {
            return chunks.getFirst();
        }
        MessageDigest sha = Sha256.open();
        sha.update((byte) 1);
        for (Digest chunk : chunks) {
            sha.update(chunk.toBytes());
        }
        return Digest.of(sha.digest());
    }

    /** Whether a list of chunk digests, from wherever it came, is that of this content. */
    public static boolean matches(Content content, List<Digest> chunks) {
        return chunks.size() == chunkCount(content.length()) && rootOf(chunks).equals(content.digest());
    }

    public int count() {
        return chunks.size();
    }

    /** The bytes of one chunk. */
    public int chunkLength(int chunk) {
        return chunkLength(length, chunk);
    }

    public Digest root() {
        return rootOf(chunks);
    }

    /** Length and root, as they stand in the agreed order. */
    public Content content() {
        return new Content(length, root(), null);
    }

    /** Whether a chunk is known to hold zeros only, so that nobody needs to send it (H19). May hash up to 4 MiB for the last chunk. */
    public boolean isZeros(int chunk) {
        int bytes = chunkLength(chunk);
        return chunks.get(chunk).equals(bytes == CHUNK_BYTES ? CHUNK_OF_ZEROS : digestOfZeros(bytes));
    }

    /** The digests as they travel: 32 bytes each, in order. */
    public static byte[] toBytes(List<Digest> chunks) {
        byte[] bytes = new byte[Math.multiplyExact(chunks.size(), Digest.LENGTH)];
        int at = 0;
        for (Digest chunk : chunks) {
            System.arraycopy(chunk.toBytes(), 0, bytes, at, Digest.LENGTH);
            at += Digest.LENGTH;
        }
        return bytes;
    }

    /**
     * The opposite of {@link #toBytes}.
     *
     * @throws IllegalArgumentException where the bytes are no whole digests
     */
    public static List<Digest> parse(byte[] bytes) {
        if (bytes.length % Digest.LENGTH != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no list of digests");
        }
        List<Digest> chunks = new ArrayList<>(bytes.length / Digest.LENGTH);
        for (int at = 0; at < bytes.length; at += Digest.LENGTH) {
            chunks.add(Digest.of(Arrays.copyOfRange(bytes, at, at + Digest.LENGTH)));
        }
        return chunks;
    }

    /** The digest of this many zeros, at most a chunk. */
    static Digest digestOfZeros(int count) {
        MessageDigest sha = Sha256.open();
        updateZeros(sha, count);
        return Digest.of(sha.digest());
    }

    static void updateZeros(MessageDigest sha, long count) {
        for (long left = count; left > 0; left -= NO_BYTES.length) {
            sha.update(NO_BYTES, 0, (int) Math.min(left, NO_BYTES.length));
        }
    }
}
