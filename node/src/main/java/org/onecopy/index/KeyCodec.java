package org.onecopy.index;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The stored form of the keys of one table. The order of the bytes (as unsigned numbers, a prefix first) is the natural order of
 * the keys. Safe to call from many threads.
 */
public interface KeyCodec<K> {
    byte[] encode(K key);

    /** The opposite of {@link #encode}. */
    K decode(byte[] bytes);

    /** A codec that writes and reads a key part by part, in the order in which its parts are compared. */
    static <K> KeyCodec<K> of(BiConsumer<KeyWriter, K> write, Function<KeyReader, K> read) {
        return new KeyCodec<>() {
            @Override
            public byte[] encode(K key) {
                KeyWriter writer = new KeyWriter();
                write.accept(writer, key);
                return writer.toBytes();
            }

            @Override
            public K decode(byte[] bytes) {
                return read.apply(new KeyReader(bytes));
            }
        };
    }
}
