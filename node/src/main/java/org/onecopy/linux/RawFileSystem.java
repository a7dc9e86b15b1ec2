package org.onecopy.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What fstatfs(2) says of a file system. Filled by {@link Linux#fileSystem}; for one thread. */
public final class RawFileSystem {
    private long type;
    private long id;
    private long bytesAvailable;

    void decode(MemorySegment from, long at) {
        type = from.get(ValueLayout.JAVA_LONG, at);
        id = from.get(ValueLayout.JAVA_LONG, at + 56);
        bytesAvailable =
                Math.multiplyExact(from.get(ValueLayout.JAVA_LONG, at + 8), from.get(ValueLayout.JAVA_LONG, at + 32));
    }

    /** The number of its kind. */
    public long type() {
        return type;
    }

    /** Its own id, which many kinds keep on their medium. */
    public long id() {
        return id;
    }

    /** Bytes that may still be written. */
    public long bytesAvailable() {
        return bytesAvailable;
    }
}
