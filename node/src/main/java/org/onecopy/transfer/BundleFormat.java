package org.onecopy.transfer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Several small contents in one exchange. The request is one key per line; the answer is one frame per key, in the same order: the
 * key's place in the request, a status as in HTTP, the number of bytes, and the bytes, which are there for status 200 only. All
 * numbers have 4 bytes, the highest first.
 */
final class BundleFormat {
    /** The content is there, and did not fit into this bundle: ask for it in another one. */
    static final int DID_NOT_FIT = 413;

    private BundleFormat() {}

    /** One answer. */
    @SuppressWarnings("ArrayRecordComponent") // passes bytes on, is never compared
    record Frame(int index, int status, byte[] bytes) {}

    static byte[] request(List<ContentKey> keys) {
        StringBuilder lines = new StringBuilder();
        for (ContentKey key : keys) {
            lines.append(Wire.text(key)).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException where the request is no list of keys, or has too many */
    static List<ContentKey> parseRequest(byte[] body) {
        List<ContentKey> keys = new ArrayList<>();
        for (String line : new String(body, StandardCharsets.UTF_8).split("\n", -1)) {
            if (keys.size() == Wire.BUNDLE_ITEMS_MAX && !line.isEmpty()) {
                throw new IllegalArgumentException("more than " + Wire.BUNDLE_ITEMS_MAX + " keys");
            }
            if (!line.isEmpty()) {
                keys.add(Wire.key(line));
            }
        }
        return keys;
    }

    static void write(DataOutputStream out, Frame frame) throws IOException {
        out.writeInt(frame.index());
        out.writeInt(frame.status());
        out.writeInt(frame.bytes().length);
        out.write(frame.bytes());
    }

    /** @throws IOException also where the frame is not the one that should come next, or is too long */
    static Frame read(DataInputStream in, int index) throws IOException {
        int there = in.readInt();
        int status = in.readInt();
        int length = in.readInt();
        if (there != index || length < 0 || length > Wire.SMALL_BYTES_MAX) {
            throw new IOException("the answer's frame " + index + " is malformed");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the answer ends within frame " + index);
        }
        return new Frame(index, status, bytes);
    }
}
