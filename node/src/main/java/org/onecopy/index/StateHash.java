package org.onecopy.index;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A proof of everything that was ever applied to a state (HAZARDS R8): a chain of SHA-256 over the hash before, the entry's index
 * and the entry's changes as they are stored. Two nodes with the same hash at the same index have the same tables.
 */
public final class StateHash {
    /** Before the first entry. */
    public static final StateHash NONE = new StateHash(new byte[32]);

    private final byte[] bytes;

    private StateHash(byte[] bytes) {
        this.bytes = bytes;
    }

    static StateHash of(ByteString form) {
        return new StateHash(form.toByteArray());
    }

    ByteString form() {
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** The hash after one more entry. */
    StateHash after(long index, Batch changes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
        ByteBuffer head = ByteBuffer.allocate(1 + 3 * Integer.BYTES);
        for (Batch.Mutation mutation : changes.mutations()) {
            byte[] table = mutation.column().table().name().getBytes(StandardCharsets.UTF_8);
            byte[] rest = mutation.rest();
            head.clear();
            head.put(mutation.kind().code())
                    .putInt(table.length)
                    .putInt(mutation.key().length)
                    .putInt(rest.length);
            digest.update(head.array());
            digest.update(table);
            digest.update(mutation.key());
            digest.update(rest);
        }
        return new StateHash(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StateHash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
