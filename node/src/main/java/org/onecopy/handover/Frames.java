package org.onecopy.handover;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.onecopy.index.Batch;
import org.onecopy.index.Column;
import org.onecopy.index.Schema;

/**
 * The stream of local records in bytes: a greeting (the form's name, then the writer's epoch), then frames. Each begins with one byte:
 *
 * <ul>
 *   <li>{@code R}: rows of the copy: a count, then so many changes;
 *   <li>{@code C}: a commit: its number, a count, then so many changes;
 *   <li>{@code E}: the copy is whole: the number of the last commit in it;
 *   <li>{@code H}: nothing new.
 * </ul>
 *
 * <p>A change is its kind, its table's name, its key and its row, each with its length.
 */
final class Frames {
    static final String GREETING = "onecopy-records-1";
    static final char ROWS = 'R';
    static final char COMMIT = 'C';
    static final char WHOLE = 'E';
    static final char HEARTBEAT = 'H';

    private static final int CHANGES_MAX = 1_000_000;
    private static final int BYTES_MAX = 16 << 20;

    private final Map<String, Column<?, ?>> columns = new HashMap<>();

    Frames() {
        Schema.SHOWN.columns().forEach(column -> columns.put(column.table().name(), column));
    }

    static void write(DataOutputStream out, Batch batch) throws IOException {
        out.writeInt(batch.mutations().size());
        for (Batch.Mutation mutation : batch.mutations()) {
            out.writeByte(mutation.kind().code());
            out.writeUTF(mutation.column().table().name());
            write(out, mutation.key());
            write(out, mutation.rest());
        }
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** @throws IOException also where the bytes are no changes of local records */
    List<Batch.Mutation> read(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > CHANGES_MAX) {
            throw new IOException("a frame of local records with " + count + " changes");
        }
        List<Batch.Mutation> mutations = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            int kind = in.readByte();
            String table = in.readUTF();
            Column<?, ?> column = columns.get(table);
            if (column == null) {
                throw new IOException("local records of the table '" + table + "', which this release does not know");
            }
            try {
                mutations.add(new Batch.Mutation(Batch.Kind.ofCode(kind), column, readBytes(in), readBytes(in)));
            } catch (IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return mutations;
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > BYTES_MAX) {
            throw new IOException("a local record of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the stream of local records ended early");
        }
        return bytes;
    }
}
