package org.onecopy.log;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.function.Function;

/**
 * The stored form of the rows of one table. Equal rows have equal bytes, at every node and in every release, because the state
 * hash covers them. Safe to call from many threads.
 */
public interface RowCodec<V> {
    byte[] encode(V row);

    /**
     * The opposite of {@link #encode}.
     *
     * @throws org.onecopy.problem.ProblemException {@code INTERNAL} where the bytes are no row, or one of a newer release: the node
     *     must stop
     */
    V decode(byte[] bytes);

    /** A codec by way of a protobuf message. */
    static <V, M extends Message> RowCodec<V> of(
            Function<V, M> toMessage, Parser<M> parser, Function<M, V> fromMessage) {
        return new RowCodec<>() {
            @Override
            public byte[] encode(V row) {
                return toMessage.apply(row).toByteArray();
            }

            @Override
            public V decode(byte[] bytes) {
                try {
                    return fromMessage.apply(parser.parseFrom(bytes));
                } catch (InvalidProtocolBufferException e) {
                    throw Unreadable.damaged("a row", e);
                }
            }
        };
    }
}
