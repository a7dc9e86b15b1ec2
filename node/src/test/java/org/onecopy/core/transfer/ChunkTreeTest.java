package org.onecopy.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onecopy.core.Content;
import org.onecopy.model.Digest;

class ChunkTreeTest {
    private static final int CHUNK = ChunkTree.CHUNK_BYTES;

    /** The definition, word for word. */
    private static Digest rootByDefinition(byte[] bytes) throws Exception {
        MessageDigest root = MessageDigest.getInstance("SHA-256");
        if (bytes.length <= CHUNK) {
            return Digest.of(root.digest(bytes));
        }
        root.update((byte) 1);
        for (int at = 0; at < bytes.length; at += CHUNK) {
            byte[] chunk = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + CHUNK));
            root.update(MessageDigest.getInstance("SHA-256").digest(chunk));
        }
        return Digest.of(root.digest());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 77})
    void always_gives_the_defined_root_however_the_bytes_come(int length) throws Exception {
        Random random = new Random(length);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        ChunkHasher hasher = new ChunkHasher();
        for (int at = 0; at < length; ) {
            int end = Math.min(length, at + 1 + random.nextInt(3_000_000));
            ByteBuffer piece = random.nextBoolean()
                    ? ByteBuffer.wrap(bytes, at, end - at)
                    : ByteBuffer.allocateDirect(end - at)
                            .put(bytes, at, end - at)
                            .flip();
            hasher.update(piece);
            assertThat(piece.hasRemaining()).isFalse();
            at = end;
        }
        ChunkTree tree = hasher.finish();
        assertThat(tree.length()).isEqualTo(length);
        assertThat(tree.count()).isEqualTo(length == 0 ? 1 : (length + CHUNK - 1) / CHUNK);
        assertThat(tree.root()).isEqualTo(rootByDefinition(bytes));
        assertThat(ChunkTree.matches(tree.content(), tree.chunks())).isTrue();
        assertThat(ChunkTree.parse(ChunkTree.toBytes(tree.chunks()))).isEqualTo(tree.chunks());
    }

    @Test
    void takes_zeros_like_bytes() throws Exception {
        byte[] bytes = new byte[2 * CHUNK + 100];
        bytes[CHUNK + 5] = 1;
        ChunkHasher hasher = new ChunkHasher();
        hasher.updateZeros(CHUNK + 5);
        hasher.update(ByteBuffer.wrap(new byte[] {1}));
        hasher.updateZeros(CHUNK + 94);
        ChunkTree tree = hasher.finish();
        assertThat(tree.root()).isEqualTo(rootByDefinition(bytes));
        assertThat(tree.isZeros(0)).isTrue();
        assertThat(tree.isZeros(1)).isFalse();
        assertThat(tree.isZeros(2)).isTrue();
    }

    @Test
    void never_takes_a_chunk_list_of_another_content() {
        Digest a = Sha256.of(new byte[] {1}, 0, 1);
        Digest b = Sha256.of(new byte[] {2}, 0, 1);
        Content content = new Content(CHUNK + 1L, ChunkTree.rootOf(List.of(a, b)), null);
        assertThat(ChunkTree.matches(content, List.of(a, b))).isTrue();
        assertThat(ChunkTree.matches(content, List.of(b, a))).isFalse();
        assertThat(ChunkTree.matches(content, List.of(a))).isFalse();
        assertThat(ChunkTree.matches(content, List.of(a, b, b))).isFalse();
        assertThat(ChunkTree.matches(content, List.of())).isFalse();
    }

    @Test
    void refuses_what_is_no_tree() {
        Digest digest = ChunkTree.CHUNK_OF_ZEROS;
        assertThatThrownBy(() -> new ChunkTree(5, List.of(digest, digest)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkTree.chunkCount(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkTree.parse(new byte[33])).isInstanceOf(IllegalArgumentException.class);
    }
}
