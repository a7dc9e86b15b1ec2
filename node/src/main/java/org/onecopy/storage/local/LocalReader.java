package org.onecopy.storage.local;

import java.nio.ByteBuffer;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;
import org.onecopy.linux.OpenFile;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Stat;

/** Reads an open file. Direct buffers are filled without a copy. */
final class LocalReader implements ContentReader {
    private final OpenFile file;
    private final String path;
    private final Stats stats;

    LocalReader(OpenFile file, String path, Stats stats) {
        this.file = file;
        this.path = path;
        this.stats = stats;
    }

    @Override
    public Stat stat() {
        return file.get(fd -> {
            Stat stat = stats.stat(fd, path);
            if (stat == null) {
                throw Faults.taken("read", path);
            }
            return stat;
        });
    }

    @Override
    public int read(long position, ByteBuffer into) {
        if (!into.hasRemaining()) {
            return 0;
        }
        int read = (int) file.with(fd -> Linux.read(fd, position, into));
        if (read < 0) {
            throw Faults.of(read, "read", path);
        }
        return read == 0 ? -1 : read;
    }

    @Override
    public long nextData(long position) {
        long data = file.with(fd -> Linux.nextData(fd, position));
        if (data == -Errno.ENXIO) {
            return Math.max(position, stat().length());
        }
        if (data == -Errno.EINVAL || data == -Errno.EOPNOTSUPP) {
            return position;
        }
        if (data < 0) {
            throw Faults.of(data, "find the data of", path);
        }
        return data;
    }

    @Override
    public void close() {
        file.close();
    }
}
