package org.onecopy.storage.local;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.onecopy.core.Attributes;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;
import org.onecopy.linux.OpenFile;
import org.onecopy.linux.RawStat;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;

/** Writes a file in the staging folder. What is not written stays a hole. */
final class LocalStageWriter implements StageWriter {
    /** A part this long goes to the disk as soon as it is complete; shorter files are left to the flush. */
    private static final long WRITE_BACK_BYTES = 4 << 20;

    private static final int MODE = 0644;

    private final OpenFile file;
    private final String path;
    private final long length;
    private final Stats stats;
    private final AttributeWriter attributeWriter;
    private final AtomicBoolean finished = new AtomicBoolean();

    LocalStageWriter(OpenFile file, String path, long length, Stats stats, AttributeWriter attributeWriter) {
        this.file = file;
        this.path = path;
        this.length = length;
        this.stats = stats;
        this.attributeWriter = attributeWriter;
    }

    @Override
    public void write(long position, ByteBuffer bytes) {
        if (finished.get()) {
            throw new IllegalStateException("finished already: " + path);
        }
        if (position < 0 || position + bytes.remaining() > length) {
            throw new IllegalArgumentException("%d bytes at %d are beyond the length %d of %s"
                    .formatted(bytes.remaining(), position, length, path));
        }
        int start = bytes.position();
        while (bytes.hasRemaining()) {
            long at = position + bytes.position() - start;
            long written = file.with(fd -> Linux.write(fd, at, bytes));
            if (written <= 0) {
                throw Faults.of(written == 0 ? -Errno.EIO : written, "write", path);
            }
        }
        long end = position + bytes.position() - start;
        if (end % WRITE_BACK_BYTES == 0 && end > 0) {
            file.with(
                    fd -> Linux.beginWriteBack(fd, end - WRITE_BACK_BYTES, WRITE_BACK_BYTES)); // a hint: may be refused
        }
    }

    @Override
    public Stat finish(Attributes attributes) {
        if (!finished.compareAndSet(false, true)) {
            throw new IllegalStateException("finished already: " + path);
        }
        return file.get(fd -> {
            RawStat written = new RawStat();
            int result = Linux.stat(fd, "", written);
            if (result >= 0 && written.length() != length) {
                result = Linux.truncate(fd, length);
                result = result < 0 ? result : Linux.stat(fd, "", written);
            }
            if (result < 0) {
                throw Faults.of(result, "set the length of", path);
            }
            attributeWriter.write(fd, written, attributes.mode() < 0 ? attributes.withMode(MODE) : attributes, path);
            Stat stat = stats.stat(fd, path);
            if (stat == null) {
                throw Faults.taken("finish", path);
            }
            return stat;
        });
    }

    @Override
    public void close() {
        file.close();
    }
}
